"""The database side of the rules: the clocks of what is promised."""
