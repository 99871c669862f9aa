"""Promises and moves of a step down, kept for its deeds."""
