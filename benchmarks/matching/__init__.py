"""Matching, measured on populations whose parameters were frozen before tuning began."""
