"""What the templates of people draw."""
