"""A directory of real postcodes, as the Office for National Statistics gives it out: which authority each belongs to. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator

_POSTCODE = ("pcds", "pcd", "pcd2", "pcd7", "pcd8")
_AUTHORITY = re.compile(r"^(oslaua|laua|lad\d\dcd)$")
_NAME = re.compile(r"^(lad\d\dnm)$")


class BadDirectory(ValueError):
    """The file is no such directory; str() says why."""


def authority_names(lines: Iterable[str]) -> dict[str, str]:
    """Authority code → name, from the directory's list of names."""
    rows, heading = _open(lines)
    code, name = (
        _one(heading, _AUTHORITY, "codes of authorities"),
        _one(heading, _NAME, "names of authorities"),
    )
    found = {row[code]: row[name].strip() for row in rows if len(row) > max(code, name) and row[code]}
    if not found:
        raise BadDirectory("The list of names holds no authority.")
    return found


def postcodes_of(lines: Iterable[str], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(postcode without a space, name of its authority), of every postcode, those no longer in use too: people lived there."""
    rows, heading = _open(lines)
    place = next((heading.index(one) for one in _POSTCODE if one in heading), None)
    if place is None:
        raise BadDirectory(f"The directory has no column of postcodes ({', '.join(_POSTCODE)}).")
    code = _one(heading, _AUTHORITY, "codes of authorities")
    for row in rows:
        if len(row) > max(place, code) and (name := names.get(row[code])):
            yield "".join(row[place].upper().split()), name


def _open(lines: Iterable[str]) -> tuple[Iterator[list[str]], list[str]]:
    rows = csv.reader(lines)
    heading = [name.strip().lstrip("\ufeff").lower() for name in next(rows, [])]
    return rows, heading


def _one(heading: list[str], wanted: re.Pattern[str], called: str) -> int:
    found = [place for place, name in enumerate(heading) if wanted.match(name)]
    if not found:
        raise BadDirectory(f"The file has no column with the {called}.")
    return found[0]
