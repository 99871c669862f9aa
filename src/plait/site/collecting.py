"""What Python's collector of rubbish looks through, and how often."""

import gc

YOUNG = 5_000  # new objects until the youngest are looked through; Python's own 700 is less than one question to the database


def leave_what_is_imported() -> None:
    """Called once everything is imported: none of it is ever rubbish, so it is not looked through again and again, which
    took a fifteenth of every deed. What a request leaves behind is still swept up."""
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
