"""What is done about families who move: one deed a file."""
