"""What is done about the sealed log, one deed a file."""
