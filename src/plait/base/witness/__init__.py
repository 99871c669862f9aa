"""The audit sealed into a log that only grows, its heads signed and witnessed by peers."""
