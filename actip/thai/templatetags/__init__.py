"""Template tags of the Thai package."""
