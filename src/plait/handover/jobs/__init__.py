"""Regular work about families who move."""
