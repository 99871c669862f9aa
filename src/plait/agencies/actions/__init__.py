"""The only writers of agencies: one deed a file."""
