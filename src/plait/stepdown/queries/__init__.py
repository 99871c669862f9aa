"""Reading step downs."""
