"""Information items, sharing decisions and what we shared."""
