"""Which line of a TOML text a value stands on. Best effort: the nearest line above is better than none. Pure."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

Place = tuple[str | int, ...]

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\"'-]+)\s*=")


@lru_cache(maxsize=16)
def lines_of(text: str) -> dict[Place, int]:
    """The first line of every table, key and (where each stands on its own line) list element."""
    found: dict[Place, int] = {(): 1}
    tables: dict[str, int] = {}
    table: Place = ()
    value: Place = ()
    depth = element = 0
    inside = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        if inside:
            if raw.count(inside) % 2:
                inside = ""
            continue
        bare = _QUOTED.sub('""', raw)
        if depth == 0:
            header = _HEADER.match(raw)
            key = _KEY.match(raw)
            if header:
                table = _table(header.group(1), header.group(2), tables)
                found.setdefault(table, number)
            elif key:
                value = (*table, *_parts(key.group(1)))
                found.setdefault(value, number)
                element = 0
        elif depth == 1 and (stripped := bare.strip()) and stripped[0] not in "]#":
            found.setdefault((*value, element), number)
            element += 1
        for quotes in ('"""', "'''"):
            if raw.count(quotes) % 2:
                inside = quotes
        if not inside:
            clean = bare.split("#", 1)[0]
            opened = clean.count("[") + clean.count("{")
            shut = clean.count("]") + clean.count("}")
            depth = 0 if _HEADER.match(raw) and depth == 0 else max(0, depth + opened - shut)
    return found


def line_at(found: Mapping[Place, int], place: Sequence[str | int]) -> int:
    """The line of that place, or of the nearest part around it that has one."""
    path = tuple(place)
    while path not in found and path:
        path = path[:-1]
    return found.get(path, 1)


def _table(brackets: str, name: str, tables: dict[str, int]) -> Place:
    parts = _parts(name)
    dotted = ".".join(parts)
    if brackets == "[[":
        tables[dotted] = tables.get(dotted, -1) + 1
    path: list[str | int] = []
    for end, part in enumerate(parts, start=1):
        path.append(part)
        index = tables.get(".".join(parts[:end]))
        if index is not None:
            path.append(index)
    return tuple(path)


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
