"""What the spine's pages ask."""
