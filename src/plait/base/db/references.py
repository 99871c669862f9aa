"""References that people say on the telephone and write on paper."""

import secrets

# Letters and figures that nobody mishears or misreads, and that spell no word.
ALPHABET = "BCDFGHJKLMNPQRTVWXZ2346789"


def new_reference(prefix: str = "") -> str:
    """A reference such as `7KDX-M4TQ`, or `R-7KDX-M4TQ` with a prefix: random, so that it says nothing of how many there
    are or who came first. The table's own constraint says whether it is taken."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return "-".join(part for part in (prefix, letters[:4], letters[4:]) if part)
