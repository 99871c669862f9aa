"""The deeds of disagreement, one a file."""
