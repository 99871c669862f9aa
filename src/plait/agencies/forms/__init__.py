"""What is asked when signing in, joining, inviting, being away and being on duty."""
