"""Forms about families who move."""
