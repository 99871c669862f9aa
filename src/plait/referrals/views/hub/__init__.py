"""The hub's pages about one concern."""
