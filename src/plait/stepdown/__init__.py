"""Stepping help down: who holds the family from here, and whether it still holds."""
