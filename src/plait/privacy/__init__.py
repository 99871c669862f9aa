"""Who looked and why it was right; requests, complaints, how long records are kept; what a privacy officer must show."""
