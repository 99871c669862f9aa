"""Telling practitioners in the app, what they do with it, and the letters beside it."""
