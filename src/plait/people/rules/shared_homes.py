"""Homes of many families: a refuge, a hostel, a ward. Whoever lives there has them in common with strangers."""

import re

# Written so that Python, SQLite and PostgreSQL all read it alike.
MANY_LIVE_THERE = (
    r"(^|\W)(refuge|hostel|shelter|hotel|b ?& ?b|bed and breakfast|ward|hospital|prison|hmp|barracks|c/o|care of|"
    r"temporary accommodation|children[’']?s home|care home|nursing home|women[’']?s aid|safe house|foyer)(\W|$)"
)
_MANY_LIVE_THERE = re.compile(MANY_LIVE_THERE, re.IGNORECASE)


def many_live_there(line: str) -> bool:
    """A refuge, hostel, ward or the like, by the words of the address: shared by many families, and nobody's own."""
    return bool(_MANY_LIVE_THERE.search(line))
