"""May this person do this? Verdicts, doors, deeds and field classes."""
