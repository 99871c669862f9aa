"""Dates of birth: read, doubted where they are the date a form fills in by itself, and varied as fingers vary them."""

import re
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_BRITISH = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
OLDEST = 1880
NEWEST = 2100
# Dates that no person gives: what a system writes when it has none.
PLACEHOLDERS = frozenset({"1900-01-01", "1901-01-01", "1899-12-30", "1970-01-01", "1800-01-01", "2099-12-31"})


@lru_cache(maxsize=65536)
def born(typed: str) -> str:
    """The date as YYYY-MM-DD; empty when it is no date, an impossible one, or one that only computers write."""
    text = typed.strip()
    for shape, order in ((_ISO, (1, 2, 3)), (_BRITISH, (3, 2, 1)), (_COMPACT, (1, 2, 3))):
        if found := shape.match(text):
            year, month, day = (int(found.group(place)) for place in order)
            try:
                plain = date(year, month, day).isoformat()
            except ValueError:
                return ""
            return plain if OLDEST <= year <= NEWEST and plain not in PLACEHOLDERS else ""
    return ""


def is_default(plain: str) -> bool:
    """Is it the first of January, which stands for "only the year is known" far more often than for a birthday?"""
    return plain.endswith("-01-01")


def swapped(plain: str) -> str:
    """The date with day and month changed over (it need not exist)."""
    return f"{plain[:4]}-{plain[8:10]}-{plain[5:7]}" if plain else ""


@lru_cache(maxsize=4096)
def near(plain: str) -> tuple[str, ...]:
    """Dates that this one may have been meant as, itself first: day and month changed over, a digit off, ten years off."""
    if not plain:
        return ()
    year, month, day = int(plain[:4]), int(plain[5:7]), int(plain[8:])
    found = {plain: None}
    if day <= 12:
        found[swapped(plain)] = None
    for step in (-1, 1, -10, 10, -9, 9, -2, 2, -3, 3, -20, 20):
        if abs(step) in (1, 9, 10):
            found[f"{year + step:04d}-{month:02d}-{day:02d}"] = None
        if 1 <= day + step <= 31:
            found[f"{year:04d}-{month:02d}-{day + step:02d}"] = None
        if 1 <= month + step <= 12 and abs(step) in (1, 9, 10):
            found[f"{year:04d}-{month + step:02d}-{day:02d}"] = None
    first_of_year = f"{year:04d}-01-01"
    found[first_of_year] = None
    return tuple(found)


def years(plain: str) -> tuple[int, ...]:
    """The years that the year may have been meant as, itself first."""
    if not plain:
        return ()
    year = int(plain[:4])
    return (year, year - 1, year + 1, year - 10, year + 10)
