"""One page that a decision rests on, and the deeds that start there."""
