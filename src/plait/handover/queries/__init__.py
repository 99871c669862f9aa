"""What is read about families who move."""
