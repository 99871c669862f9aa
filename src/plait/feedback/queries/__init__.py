"""Reading feedback, and whom to tell."""
