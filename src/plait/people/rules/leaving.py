"""What must not leave: whatever in words written for somebody else would lead to a shielded person, say who told us, or
name somebody who must not know. Pure, and the one rule for everything that the hub writes to others."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from plait.people.rules.disguises import plainly
from plait.people.rules.veiling import (
    Whereabouts,
    agencies_in,
    homes_of,
    leads_of,
    phones_of,
    schools_of,
    stays,
)

Kind = Literal["address", "telephone", "school", "lead", "told", "works", "unaware", "secret"]
BY_CHANCE: frozenset[Kind] = frozenset({"told", "works", "unaware"})  # only a name can be somebody else's
WHY: dict[Kind, str] = {
    "address": "it leads to a protected address",
    "telephone": "it is a telephone number or address for mail that must not be given",
    "school": "it names the school of a child whose whereabouts are protected",
    "lead": "it would lead to somebody whose whereabouts are protected",
    "told": "it is a name of somebody who told us",
    "works": "it names where somebody works who told us and must not be known",
    "unaware": "it is a name of somebody who must not know",
    "secret": "that somebody must not know is not told; Plait asks them to speak to the hub first",
}
_TITLES = frozenset("mr mrs miss ms mx dr sir prof rev pc sgt sister father".split())
_NOT_NAMES = frozenset(
    "mum mother mam dad father step stepfather stepdad stepmother ex former partner husband wife boyfriend girlfriend "
    "her his their the and with not but who that she him them from any all anybody anyone everyone everybody nobody "
    "brother sister uncle aunt gran grandad grandmother grandfather nan cousin friend friends family neighbour neighbours "
    "child children person man woman unknown known called named name lives living new old possibly maybe also "
    "whole school police work home household house street side".split()
)
_SECRET = re.compile(
    r"\b(?:must|should|may|can)\s*(?:not|n['’]?t)\s+(?:know|learn|find\s+out|be\s+told|hear)\b"
    r"|\b(?:mustn|shouldn|can)['’]?t\s+(?:know|learn|find\s+out|be\s+told|hear)\b"
    r"|\bcannot\s+(?:know|learn|find\s+out|be\s+told|hear)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the words are held against. `told` are the names of those who told us, as written down, `unaware` what was
    written of who must not know, `family` every name in the family, `reach` telephones and addresses for mail of those who
    told us, and `works` where those of them work who must not be known. `warned`: something was said of somebody who must
    not know."""

    where: Whereabouts = field(default_factory=Whereabouts)
    told: frozenset[str] = frozenset()
    unaware: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    reach: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that must be taken out, as they were written, and why."""

    words: str
    kind: Kind

    @property
    def by_chance(self) -> bool:
        """May it be somebody else who has the name?"""
        return self.kind in BY_CHANCE

    @property
    def why(self) -> str:
        """The reason, for whoever wrote the words."""
        return WHY[self.kind]


def what_must_not_leave(text: str, secrets: Secrets) -> list[Finding]:
    """Every such part of the text, in the order in which they stand; nothing twice, nothing that lies in another."""
    found: list[tuple[int, int, Finding]] = []
    plain = plainly(text)  # as long as the text, so that a place in the one is a place in the other
    agencies = [one.span() for name in agencies_in(secrets.where) for one in name.finditer(plain)]
    for kind, pattern in _patterns(secrets):
        for hit in pattern.finditer(plain):
            begins, ends = hit.span()
            if kind in ("address", "lead") and stays(hit, agencies):
                continue
            if any(first <= begins and ends <= last for first, last, _ in found):
                continue
            found = [one for one in found if not (begins <= one[0] and one[1] <= ends)]
            found.append((begins, ends, Finding(text[begins:ends].strip(), kind)))
    return list(dict.fromkeys(finding for _, _, finding in sorted(found, key=lambda one: one[:2])))


def _patterns(secrets: Secrets) -> Iterable[tuple[Kind, re.Pattern[str]]]:
    where = secrets.where
    yield from (("address", one) for one in homes_of(where))
    mails = frozenset(one for one in secrets.reach if "@" in one)
    phones = replace(where, phones=where.phones | (secrets.reach - mails))
    yield from (("telephone", one) for one in phones_of(phones))
    yield from (("telephone", re.compile(re.escape(one), re.IGNORECASE)) for one in sorted(mails))
    yield from (("school", one) for one in schools_of(where))
    yield from (("lead", one) for one in leads_of(where))
    if secrets.warned:
        yield "secret", _SECRET
    family = {word for name in secrets.family for word in _words(name)}
    for name in sorted(secrets.told):
        yield from (("told", one) for one in _of_name(_without_titles(name), family))
    # A workplace is written short as a school is: "Alder Lane" for "Alder Lane Primary School".
    yield from (("works", one) for one in schools_of(Whereabouts(schools=secrets.works)))
    for said in sorted(secrets.unaware):
        yield from (("unaware", one) for one in _of_name(names_in(said), family))


def names_in(said: str) -> list[str]:
    """The words of "Craig Dunmore, her former partner" that are names: those with a capital, or all where none has one."""
    words = [
        word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", said)
        if word.casefold() not in _NOT_NAMES | _TITLES and len(word) > 2
    ]  # fmt: skip
    return [word for word in words if word[0].isupper()] or words


def is_named(said: str, *, forename: str, surname: str) -> bool:
    """Is somebody of this name meant by "Craig Dunmore, her former partner"? A forename is enough: rather one mark too many."""
    names = {name.casefold() for name in names_in(said)}
    forename, surname = forename.strip().casefold(), surname.strip().casefold()
    return bool(names) and (forename in names or names == {surname})


def _of_name(words: list[str], family: Collection[str]) -> Iterable[re.Pattern[str]]:
    """The whole name, and each word of it that nobody in the family has: a name that is a word too ("Will") only with its
    capital."""
    if len(words) > 1:
        yield _said([words[0], words[-1]], re.IGNORECASE)
    for number, word in enumerate(words):
        if len(word) > 2 and not set(_words(word)) & set(family):
            yield _said([word], re.IGNORECASE if number and number == len(words) - 1 else 0)


def _said(words: list[str], flags: int) -> re.Pattern[str]:
    parts = [r"[\W_]*".join(re.escape(one) for one in re.findall(r"[^\W_]+", word)) for word in words]
    # A middle name or a letter may stand between forename and surname.
    between = r"[\W_]+(?:[^\W\d_]+[\W_]+)?"
    return re.compile(rf"(?<![^\W_]){between.join(parts)}(?![^\W_])", flags)


def _without_titles(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)
    return [word for word in words if word.casefold() not in _TITLES]


def _words(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]
