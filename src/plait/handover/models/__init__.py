"""What is kept of families who move."""
