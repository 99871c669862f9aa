"""What would lead to a shielded person is taken out of free text. Pure."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plait.people.rules.disguises import BETWEEN, NUMBER, code, digits, plainly, word
from plait.people.rules.parts import address_parts, school_parts

PROTECTED = "[protected]"
SHORT = {
    "road": "rd", "street": "st", "lane": "ln", "avenue": "ave", "close": "cl", "drive": "dr", "court": "ct",
    "crescent": "cres", "gardens": "gdns", "place": "pl", "square": "sq", "terrace": "terr", "house": "hse",
    "school": "sch", "primary": "prim", "academy": "acad",
}  # fmt: skip
# Written long or short by whoever told of it, and the other way round by whoever writes of it.
_OTHERWISE = {
    **{long: (short,) for long, short in SHORT.items()},
    **{short: (long,) for long, short in SHORT.items()},
}
# "leanne @ dockside.invalid", "leanne (at) dockside dot invalid"
_OF_MAIL = {"@": r"[\s(\[]*(?:@|\bat\b)[\s)\]]*", ".": r"[\s(\[]*(?:\.|\bdot\b)[\s)\]]*"}
_LEADING = re.compile(NUMBER, re.IGNORECASE)
# "1ST" to "4TH" are dates, whatever postcode ends so.
_ORDINALS = frozenset({"ST", "ND", "RD", "TH"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What would lead to a shielded person: as it was written down, by any source, at any time."""

    lines: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    # What else leads there: a surgery, a workplace, a car, an address for mail (`models.LeadsThere`).
    leads: frozenset[str] = frozenset()
    # What tells only in which area they are: agencies and practitioners that know them, pupil numbers. Taken out for readers
    # who are not shown where somebody is; nobody is stopped from writing them (`people.access.whereabouts_for`).
    signs: frozenset[str] = frozenset()
    # Said alone they lead nowhere: half the county lives there.
    towns: frozenset[str] = frozenset()
    # Names of agencies here, in which nothing is taken out: whoever works on the record has to choose and ring them.
    kept: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Is there anything to take out?"""
        return bool(
            self.lines or self.postcodes or self.phones or self.schools or self.leads or self.signs
        )  # fmt: skip


def address_key(line: str) -> str:
    """An address line without case, points and spaces, with "road" and "rd" as one: for telling that two are one home."""
    words = re.findall(r"[^\W_]+", line.casefold())
    return "".join(SHORT.get(word, word) for word in words)


def veil(text: str, hidden: Whereabouts) -> str:
    """The text with every spelling of the whereabouts replaced (`veiling`)."""
    return veiling(hidden)(text)


# A page asks this of one family's whereabouts, text by text. So few are kept that nobody's outlast the next pages by much.
@lru_cache(maxsize=8)
def veiling(hidden: Whereabouts) -> "Veiling":
    """What takes every spelling of the whereabouts out of a text: other capitals, spaces, points and hyphens between,
    with "Rd" for "Road", letters that only look alike, figures for letters and numbers in words (`rules.disguises`), the
    postcode's area and its end, telephone numbers with +44, and each part of an address that leads there
    alone: the house without the flat, the building, the street without its number or with another (`rules.parts`).

    Free text is where an address gets past a form's own fields. What is not a spelling of something known cannot be
    found here, so forms ask for addresses in their own fields. A page of hundreds of texts prepares this once.
    """
    return Veiling(agencies_in(hidden), _spellings(hidden))


# Stands between two texts that are read as one: a letter of its own, which no spelling reaches over.
_APART = " \ua66e "


@dataclass(frozen=True, slots=True, eq=False)
class Veiling:
    """What takes the whereabouts of somebody out of texts."""

    names: list[re.Pattern[str]]
    spellings: list[re.Pattern[str]]

    def __call__(self, text: str) -> str:
        """This text without them."""
        plain = plainly(text)
        stay: list[tuple[int, int]] | None = None
        spans: list[tuple[int, int]] = []
        for pattern in self.spellings:
            for found in pattern.finditer(plain):
                if stay is None:
                    stay = [one.span() for name in self.names for one in name.finditer(plain)]
                if not stays(found, stay):
                    spans.append(found.span())
        return _without(text, spans) if spans else text

    def each(self, texts: Sequence[str]) -> list[str]:
        """Each of these texts without them. A page of hundreds is looked through as one text first, and only those in which
        something is found one by one: it took a third of the hub's desk."""
        whole = plainly(_APART.join(texts))
        ends = list(itertools.accumulate(len(one) + len(_APART) for one in texts))
        found: set[int] = set()
        for pattern in self.spellings:
            for one in pattern.finditer(whole):
                found.update(range(bisect_right(ends, one.start()), bisect_right(ends, one.end()) + 1))
        return [self(text) if number in found else text for number, text in enumerate(texts)]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, upto = [], 0
    for begins, ends in _joined(spans):
        kept += [text[upto:begins], PROTECTED]
        upto = ends
    return "".join([*kept, text[upto:]])


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What lies in or across one another is one."""
    found: list[tuple[int, int]] = []
    for begins, ends in sorted(spans):
        if found and begins < found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def agencies_in(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the names of agencies, in which an address is a name. A refuge may be an agency too: a name that is the
    very address is no exception."""
    homes = {address_key(line) for line in hidden.lines}
    return [
        re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        for name in sorted(hidden.kept - hidden.signs)
        if name and address_key(name) not in homes
    ]


def stays(found: re.Match[str], stay: list[tuple[int, int]]) -> bool:
    """Does it lie, apart from a number before it, within one of these names?"""
    begins, ends = found.span()
    if number := _LEADING.match(found.group()):
        begins += number.end()
    return any(first <= begins and ends <= last for first, last in stay)


def _spellings(hidden: Whereabouts) -> list[re.Pattern[str]]:
    return [*phones_of(hidden), *schools_of(hidden), *homes_of(hidden), *leads_of(hidden), *_signs_of(hidden)]


def phones_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the telephone numbers, in figures or in words."""
    return _compiled(_phone(phone) for phone in hidden.phones)


def schools_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the schools, also where "Primary School" is cut short or left out."""
    return _compiled(_named(words) for school in hidden.schools for words in school_parts(school))


def leads_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds whatever else leads there: a name with its words, also without the locality behind its comma, an address for
    mail, a number, a registration."""
    names = [lead for lead in hidden.leads if "," in lead and "@" not in lead]
    parts = [_named(words) for name in names for words in address_parts(name, towns=hidden.towns)]
    return _compiled([*(_lead(lead) for lead in hidden.leads), *parts])


def _signs_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    return _compiled(_lead(sign) for sign in hidden.signs)


def homes_of(hidden: Whereabouts) -> list[re.Pattern[str]]:
    """What finds the addresses and every part of them that leads there, and the postcodes, their areas and their ends."""
    found = [code(postcode) for postcode in hidden.postcodes if len(_kept(postcode)) >= 3]
    found += [code(_outward(postcode)) for postcode in hidden.postcodes]
    for line in hidden.lines:
        found.append(_named(re.findall(r"[^\W_]+", line)))
        # With any number before it: "14 [protected]" would still say which side of the street to look at.
        parts = (_named(words) for words in address_parts(line, towns=hidden.towns))
        found += [f"(?:{NUMBER})?{part}" for part in parts if part]
    ends = {_kept(postcode)[-3:].upper() for postcode in hidden.postcodes if len(_kept(postcode)) >= 5}
    # The end of a postcode alone, as it is written: in small letters it may be part of anything.
    return [
        *_compiled(found),
        *(re.compile(rf"(?<![^\W_]){end}(?![^\W_])") for end in sorted(ends) if end[1:] not in _ORDINALS),
    ]


def _compiled(found: Iterable[str]) -> list[re.Pattern[str]]:
    told = {pattern for pattern in found if pattern}
    return [
        re.compile(rf"(?<![^\W_])(?:{one})(?![^\W_])", re.IGNORECASE)
        for one in sorted(told, key=len, reverse=True)
    ]


def _kept(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _named(words: list[str]) -> str:
    if sum(len(one) for one in words) < 4:
        return ""
    parts = []
    for one in words:
        spelled = [one, *_OTHERWISE.get(one.casefold(), ())]
        parts.append(f"(?:{'|'.join(word(way) for way in spelled)})")
    return BETWEEN.join(parts)


def _lead(lead: str) -> str:
    """By what it looks like: an address for mail, a telephone number, a car or a number with letters, else a name."""
    if "@" in lead:
        return "".join(_OF_MAIL.get(letter) or re.escape(letter) for letter in lead if not letter.isspace())
    kept = _kept(lead)
    if kept.isdigit():
        return _phone(lead)
    if any(letter.isdigit() for letter in kept) and len(kept) <= 13 and len(lead.split()) <= 3:
        return code(kept) if len(kept) >= 4 else ""
    return _named(re.findall(r"[^\W_]+", lead))


def _outward(postcode: str) -> str:
    kept = _kept(postcode)
    return kept[:-3] if len(kept) >= 5 else ""


def _phone(number: str) -> str:
    told = "".join(letter for letter in number if letter.isdigit())
    told = re.sub(r"^(?:00)?44(?=\d{9,10}$)", "0", told)
    if len(told) < 6:
        return ""
    if not told.startswith("0"):
        return digits(told)
    abroad = rf"(?:(?:\+|00){BETWEEN})?4{BETWEEN}4{BETWEEN}(?:0{BETWEEN})?{digits(told[1:])}"
    return rf"(?:{abroad}|{digits(told)})"
