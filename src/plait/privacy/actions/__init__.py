"""What a privacy officer and an agency do, one deed a file."""
