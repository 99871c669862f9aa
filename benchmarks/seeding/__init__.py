"""A fictional area of any size: the same desk this morning, with a longer or a shorter past behind it."""
