"""Telling those who helped what came of it."""
