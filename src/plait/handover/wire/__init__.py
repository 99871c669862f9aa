"""The shapes in which areas speak to each other of families who move."""
