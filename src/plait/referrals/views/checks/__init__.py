"""Pages of the agency that was asked."""
