"""Pages of escalations and challenges."""
