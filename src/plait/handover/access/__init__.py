"""Who may open what is kept of families who move."""
