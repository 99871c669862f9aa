"""What shows that a vignette may be about somebody: names, numbers, dates, places. Pure.

It asks no record. A vignette that was refused because the records hold the name would tell whose name the records hold, so a name
is refused whether anybody of that name is known or not.
"""

import csv
import re
from functools import cache
from importlib.resources import files

# Words that begin with a capital letter and are nobody.
_FREE = frozenset(
    "I I’m I've I’ve I'm Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Christmas Easter Ramadan Eid Diwali Year Reception Nursery Plait English British "
    "Mum Mummy Mam Dad Daddy Gran Grandma Nan Nana Grandad Grandpa Miss Sir Level Section Early Help Children’s Services "
    "Children's Social Care Family Hub Police Council School College Accident Emergency".split()
)
# First names that are also words with which a sentence may begin.
_WORDS_TOO = frozenset(
    "an april august autumn bay bill dawn dean divine don faith frank grace grant guy harmony heaven hope honour honor in iris "
    "ivy jade joy june king lily mark may melody mercy miles mum nick noble olive patience pearl precious prince princess rain "
    "ray rich rob rose ruby rush sky so sonny star sue summer will willow winter wren young ali my see do be de le la bob pat "
    "ho she he it many mo sunny chance justice blessing gift wisdom praise promise given reason early royal page a the they as "
    "at his her after before one two three when".split()
)
_SHAPES = (
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)),
    ("an e-mail address", re.compile(r"\S+@\S+\.\S+")),
    ("a date", re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Z][a-z]{2,8})[ ./-]\d{2,4}\b")),
    ("a date", re.compile(r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b")),
    ("a long number", re.compile(r"\d(?:[ -]?\d){5,}")),
    ("a reference", re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")),
    ("a reference", re.compile(r"\b[a-z_]+:[0-9a-f-]{8,}", re.IGNORECASE)),
    ("a reference", re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)),
    ("a pupil number", re.compile(r"\b[A-Z]\d{12}\b", re.IGNORECASE)),
    ("a street", re.compile(r"\b\d+[a-z]?,? (?:[A-Z]\w+ )+")),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?:;…\n\r“”\"‘(–—-]\s*$|^\s*$|[.!?:][”\"’)]\s*$")
_OF_SOMEBODY = re.compile(r"['’]s?$")


@cache
def first_names() -> frozenset[str]:
    """First names as they are common in the country, in lower case."""
    with (files("plait.population") / "names" / "uk_first_names.csv").open(encoding="utf-8") as lines:
        return frozenset(row["name"].lower() for row in csv.DictReader(lines)) - _WORDS_TOO


def could_be_somebody(text: str) -> tuple[str, ...]:
    """What in the text could be a name, a number, a date or a place of somebody, in the order in which it stands."""
    found = [f"{what}: “{one.group().strip()}”" for what, shape in _SHAPES for one in shape.finditer(text)]
    names = []
    for one in _WORD.finditer(text):
        word = _OF_SOMEBODY.sub("", one.group())
        if not word[:1].isupper() or word in _FREE or (word.isupper() and 1 < len(word) <= 6):
            continue
        begins = bool(_ENDS.search(text[: one.start()]))
        if not begins or word.lower() in first_names() or _is_followed_by_a_name(text, one.end()):
            names.append(f"a name: “{word}”")
    low = [f"a name: “{a} {b}”" for a, b in _in_lower_case(text)]
    return tuple(dict.fromkeys(names + low + found))


def _is_followed_by_a_name(text: str, end: int) -> bool:
    """A capital at the beginning of a sentence tells nothing, but before another capital it does."""
    after = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return after is not None and after.group()[:1].isupper() and after.group() not in _FREE


def _in_lower_case(text: str) -> list[tuple[str, str]]:
    """A child or parent who is called something: "a boy called sam", "her name is zofia"."""
    called = re.compile(r"\b(called|named|name is|name’s|name's|surname|known as) ([^\W\d_]+)", re.IGNORECASE)
    harmless = {"a", "an", "the", "her", "him", "his", "names", "in", "out", "for", "on", "by", "to", "back", "it", "them", "at",
                "us", "me", "my", "social", "police", "round", "around", "home", "again", "off", "up", "when", "because", "and",
                "999", "school", "twice", "once"}  # fmt: skip
    return [
        (one.group(1).lower(), one.group(2))
        for one in called.finditer(text)
        if one.group(2).lower() not in harmless
    ]
