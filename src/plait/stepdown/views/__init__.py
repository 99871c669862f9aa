"""Pages of step downs."""
