"""Template tags of the protection side."""
