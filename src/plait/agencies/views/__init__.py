"""Pages for signing in, one's own account, and the people of one's agency."""
