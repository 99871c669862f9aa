"""The only writers of this app: one deed a file."""
