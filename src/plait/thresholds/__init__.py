"""Levels of need and agencies' views on them."""
