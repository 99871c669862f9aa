"""The one thing that is done to packs."""
