"""Taking a question to supervision, thinking about it, and what was talked over."""
