"""Template tags of the prosecution side."""
