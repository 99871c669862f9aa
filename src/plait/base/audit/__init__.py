"""Who saw or did what, why and under which rule; rows that cannot change."""
