"""What is measured, over which months, and what of it may be told. Pure: no Django, no clock, no database."""
