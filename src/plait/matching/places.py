"""Postcodes and first lines of addresses made comparable. An address many share is no evidence, so its caller says so."""

import re
from functools import lru_cache

from plait.matching.spelling import folded

_POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$")
_NOWHERE = frozenset(
    {"ZZ993WZ", "ZZ993VZ", "ZZ993CZ", "ZZ993GZ", "ZZ992WZ"}
)  # no fixed abode, not known, overseas (NHS)
_SHORT = {
    "road": "rd", "street": "st", "avenue": "ave", "av": "ave", "lane": "ln", "close": "cl", "drive": "dr",
    "crescent": "cres", "court": "ct", "place": "pl", "terrace": "ter", "square": "sq", "gardens": "gdns",
    "grove": "gr", "saint": "st", "flat": "", "apartment": "", "apt": "", "unit": "", "the": "",
}  # fmt: skip
_NO_STREET = frozenset({"unknown", "nofixedabode", "nfa", "notknown", "nk", "na", "none", "tbc", "homeless"})


@lru_cache(maxsize=65536)
def postcode(typed: str) -> str:
    """The postcode as `EW1 2AB`; empty when it is none, or one that stands for nowhere (ZZ99)."""
    text = "".join(letter for letter in typed.upper() if letter.isalnum())
    found = _POSTCODE.match(text)
    if found is None or text in _NOWHERE or text.startswith("ZZ99"):
        return ""
    return f"{found.group(1)} {found.group(2)}"


def outcode(plain: str) -> str:
    """The part before the space."""
    return plain.partition(" ")[0]


def sector(plain: str) -> str:
    """All but the last two letters: `EW1 2`."""
    return plain[:-2]


def street(typed: str) -> str:
    """The first line without marks, with the usual short forms: `Flat 2, 14 Mill Road` is `2 14 mill rd`."""
    if not typed:
        return ""
    words = re.sub(r"[^a-z0-9 ]+", " ", folded(typed)[:200]).split()
    plain = " ".join(short for word in words if (short := _SHORT.get(word, word)))
    return "" if plain.replace(" ", "") in _NO_STREET else plain
