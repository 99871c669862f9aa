"""What the screens of sharing ask."""
