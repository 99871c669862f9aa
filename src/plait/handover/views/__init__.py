"""Pages for families who move."""
