"""When somebody disagrees: a question that must be answered, and a ladder with an owner on both sides of every stage."""
