"""What `sharing` says to another area, as it travels."""
