"""Families who move: who leads, and who acts where the child is."""
