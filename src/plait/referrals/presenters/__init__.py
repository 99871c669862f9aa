"""What the spine's pages say, worked out before the template."""
