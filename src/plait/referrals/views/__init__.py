"""The spine's pages: each asks one query or one action."""
