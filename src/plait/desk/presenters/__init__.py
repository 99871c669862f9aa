"""What the desks of each role read and show."""
