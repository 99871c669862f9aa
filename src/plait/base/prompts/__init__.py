"""Questions to a person: a rule noticed something, and somebody says what it means. Nobody is scored."""
