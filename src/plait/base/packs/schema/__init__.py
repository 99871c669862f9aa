"""What each file of a pack may hold. Strict: an unknown key, a wrong kind of value or a missing one is a fault."""
