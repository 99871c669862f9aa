"""Persons, names, places, relationships and who is involved with whom."""
