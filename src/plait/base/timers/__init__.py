"""What is due: timers that fire at least once, each effect once by key."""
