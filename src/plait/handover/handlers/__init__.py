"""What follows from what happens to families who move."""
