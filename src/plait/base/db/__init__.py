"""Databases: one fair writer for SQLite, settings read back at start."""
