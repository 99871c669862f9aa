"""What the screens of sharing say, worked out before the template."""
