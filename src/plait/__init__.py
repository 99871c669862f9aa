"""Plait: the shared safeguarding workspace of an area's agencies."""

__version__ = "0.1.0"
