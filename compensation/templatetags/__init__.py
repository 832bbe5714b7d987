"""Template tags of the money side."""
