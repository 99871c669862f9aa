"""What pages show of families who move."""
