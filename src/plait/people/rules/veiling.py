"""What would lead to a shielded person is taken out of free text. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plait.people.rules.parts import address_parts, school_parts

PROTECTED = "[protected]"
_SHORT = {
    "road": "rd", "street": "st", "lane": "ln", "avenue": "ave", "close": "cl", "drive": "dr", "court": "ct",
    "crescent": "cres", "gardens": "gdns", "place": "pl", "square": "sq", "terrace": "terr", "house": "hse",
    "school": "sch", "primary": "prim", "academy": "acad",
}  # fmt: skip
# Written long or short by whoever told of it, and the other way round by whoever writes of it.
_OTHERWISE = {
    **{long: (short,) for long, short in _SHORT.items()},
    **{short: (long,) for long, short in _SHORT.items()},
}
_BETWEEN = r"[\W_]*"
_NUMBER = r"\d{1,4}[a-z]?[\W_]{1,3}"
_LEADING = re.compile(_NUMBER, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What would lead to a shielded person: as it was written down, by any source, at any time."""

    lines: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    # Said alone they lead nowhere: half the county lives there.
    towns: frozenset[str] = frozenset()
    # Names of agencies here, in which nothing is taken out: whoever works on the record has to choose and ring them.
    kept: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Is there anything to take out?"""
        return bool(self.lines or self.postcodes or self.phones or self.schools)


def address_key(line: str) -> str:
    """An address line without case, points and spaces, with "road" and "rd" as one: for telling that two are one home."""
    words = re.findall(r"[^\W_]+", line.casefold())
    return "".join(_SHORT.get(word, word) for word in words)


def veil(text: str, hidden: Whereabouts) -> str:
    """The text with every spelling of the whereabouts replaced (`veiling`)."""
    return veiling(hidden)(text)


def veiling(hidden: Whereabouts) -> Callable[[str], str]:
    """What takes every spelling of the whereabouts out of a text: other capitals, spaces, points and hyphens between,
    with "Rd" for "Road", the postcode's area, telephone numbers with +44, and each part of an address that leads there
    alone: the house without the flat, the building, the street without its number or with another (`rules.parts`).

    Free text is where an address gets past a form's own fields. What is not a spelling of something known cannot be
    found here, so forms ask for addresses in their own fields. A page of hundreds of texts prepares this once.
    """
    names = agencies_in(hidden)
    spellings = _spellings(hidden)

    def veiled(text: str) -> str:
        for pattern in spellings:
            if pattern.search(text):
                stay = [found.span() for name in names for found in name.finditer(text)]
                text = pattern.sub(
                    lambda found, stay=stay: found.group() if stays(found, stay) else PROTECTED,  # type: ignore[misc]
                    text,
                )
        return text

    return veiled


def agencies_in(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the names of agencies, in which an address is a name. A refuge may be an agency too: a name that is the
    very address is no exception."""
    homes = {address_key(line) for line in hidden.lines}
    return [
        re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        for name in sorted(hidden.kept)
        if name and address_key(name) not in homes
    ]


def stays(found: re.Match[str], stay: list[tuple[int, int]]) -> bool:
    """Does it lie, apart from a number before it, within one of these names?"""
    begins, ends = found.span()
    if number := _LEADING.match(found.group()):
        begins += number.end()
    return any(first <= begins and ends <= last for first, last in stay)


def _spellings(hidden: Whereabouts) -> list[re.Pattern[str]]:
    return [*phones_of(hidden), *schools_of(hidden), *homes_of(hidden)]


def phones_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the telephone numbers."""
    return _compiled(_phone(phone) for phone in hidden.phones)


def schools_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the schools, also where "Primary School" is cut short or left out."""
    return _compiled(_named(words) for school in hidden.schools for words in school_parts(school))


def homes_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the addresses and every part of them that leads there, and the postcodes and their areas."""
    found = [_spelled(postcode) for postcode in hidden.postcodes]
    found += [_spelled(_outward(postcode)) for postcode in hidden.postcodes]
    for line in hidden.lines:
        found.append(_named(re.findall(r"[^\W_]+", line)))
        # With any number before it: "14 [protected]" would still say which side of the street to look at.
        parts = (_named(words) for words in address_parts(line, towns=hidden.towns))
        found += [f"(?:{_NUMBER})?{part}" for part in parts if part]
    return _compiled(found)


def _compiled(found: Iterable[str]) -> list[re.Pattern[str]]:
    told = {pattern for pattern in found if pattern}
    return [
        re.compile(rf"(?<![^\W_])(?:{one})(?![^\W_])", re.IGNORECASE)
        for one in sorted(told, key=len, reverse=True)
    ]


def _letters(word: str) -> str:
    return _BETWEEN.join(re.escape(letter) for letter in word)


def _spelled(text: str) -> str:
    kept = "".join(letter for letter in text if letter.isalnum())
    return _letters(kept) if len(kept) >= 3 else ""


def _named(words: list[str]) -> str:
    if sum(len(word) for word in words) < 4:
        return ""
    parts = []
    for word in words:
        spelled = [word, *_OTHERWISE.get(word.casefold(), ())]
        parts.append(
            f"(?:{'|'.join(_letters(one) for one in spelled)})" if len(spelled) > 1 else _letters(word)
        )
    return _BETWEEN.join(parts)


def _outward(postcode: str) -> str:
    kept = "".join(letter for letter in postcode if letter.isalnum())
    return kept[:-3] if len(kept) >= 5 else ""


def _phone(number: str) -> str:
    digits = "".join(letter for letter in number if letter.isdigit())
    digits = re.sub(r"^(?:00)?44(?=\d{9,10}$)", "0", digits)
    if len(digits) < 6:
        return ""
    if not digits.startswith("0"):
        return _letters(digits)
    abroad = rf"(?:(?:\+|00){_BETWEEN})?4{_BETWEEN}4{_BETWEEN}(?:0{_BETWEEN})?"
    return rf"(?:{abroad}|0{_BETWEEN}){_letters(digits[1:])}"
