"""What this app shows, in words."""
