"""How many examples hypothesis tries of what asks a database."""

import os


def examples(most: int) -> int:
    """`most` on the first lane. A third of them on the second, where they would be the same ones again: what another database
    makes of a statement shows in the first few, and each costs it twice the time."""
    return max(4, most // 3) if os.environ.get("PLAIT_TEST_SECOND_LANE") else most
