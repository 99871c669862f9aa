"""“Do you know this family?” and its answer, as they travel: one child, who lives with them, why, and who asks.

An answer is one word and whom to ring. Every answer of an area has the same length, and the same bytes but for that word: an
envelope tells nobody along the way what was answered, and *nothing by this route* is one answer whatever stands behind it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, cast

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, canonical, read_canonical

ASKED, ANSWERED = "family-asked/1", "family-answered/1"
Says = Literal["known", "possible", "nothing"]
SAYS: tuple[Says, ...] = ("known", "possible", "nothing")
LENGTH = 4096  # of every answer
MOST_AT_HOME, MOST_HOMES, LONGEST_ASK = 6, 6, 32 * 1024
_WILD = re.compile(r"[*%?_\\\[\]{}<>|]")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_PHONE = re.compile(r"[0-9+() ]{3,30}")
_NHS = re.compile(r"([0-9]{10})?")
_POSTCODE = re.compile(r"([A-Z0-9]{2,4} ?[A-Z0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person, by what it takes to find them and no more."""

    forename: str = ""
    surname: str = ""
    previous_surname: str = ""
    born_on: date | None = None
    nhs_number: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Where they are said to have lived in the area that is asked. No other home is told."""

    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring, by day and at any other time."""

    organisation: str
    team: str
    phone: str
    emergency_name: str
    emergency_phone: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `quiet`: from custodian to custodian, since where it comes from may not be known to the family's past."""

    child: Somebody
    household: tuple[Somebody, ...]
    homes: tuple[Home, ...]
    purpose: str
    gateway: str
    because: str
    name: str  # of the practitioner who asks
    job: str
    ring: Contact
    quiet: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One word, and whom to ring."""

    says: Says
    ring: Contact


def write_ask(ask: Ask) -> bytes:
    """As it travels. Raises NotAccepted for what nobody would take."""
    said = {
        "because": ask.because,
        "by": {"job": ask.job, "name": ask.name},
        "child": _somebody(ask.child),
        "gateway": ask.gateway,
        "homes": [{"postcode": one.postcode, "street": one.street} for one in ask.homes],
        "household": [_somebody(one) for one in ask.household],
        "purpose": ask.purpose,
        "quiet": ask.quiet,
        "ring": _ring(ask.ring),
    }
    written = canonical(said)
    read_ask(written)
    return written


def read_ask(written: bytes) -> Ask:
    """The question, if it is one: one child who can be told from others, no wildcards, somebody by name. Raises NotAccepted;
    what a newer sender says besides is passed over."""
    said = _object(written, longest=LONGEST_ASK)
    try:
        by, household, homes = _dict(said["by"]), _list(said["household"]), _list(said["homes"])
        if len(household) > MOST_AT_HOME or len(homes) > MOST_HOMES or type(said["quiet"]) is not bool:
            raise NotAccepted("not-an-ask")
        found = Ask(
            child=_read_somebody(said["child"]),
            household=tuple(_read_somebody(one) for one in household),
            homes=tuple(_read_home(one) for one in homes),
            purpose=_shaped(said["purpose"], _CODE),
            gateway=_shaped(said["gateway"], _CODE),
            because=_text(said["because"], 500, least=10),
            name=_text(by["name"], 120, least=3),
            job=_text(by["job"], 120, least=2),
            ring=_read_ring(said["ring"]),
            quiet=said["quiet"],
        )
    except (KeyError, TypeError) as fault:
        raise NotAccepted("not-an-ask") from fault
    if not can_be_told(found.child, found.homes):
        raise NotAccepted("asks-about-anybody")
    return found


def can_be_told(child: Somebody, homes: tuple[Home, ...] = ()) -> bool:
    """Is it one child who can be told from others: an NHS number, or both names with the date of birth or a home in full?"""
    if child.nhs_number:
        return True
    at_home = any(one.street and one.postcode for one in homes)
    return bool(child.forename and child.surname and (child.born_on or at_home))


@lru_cache(maxsize=64)
def write_answer(answer: Answer) -> bytes:
    """As it travels, always this long: of few words and whom to ring, and of no family."""
    said: dict[str, Any] = {"pad": "", "ring": _ring(answer.ring), "says": answer.says}
    said["pad"] = "." * (LENGTH - len(canonical(said)))
    written = canonical(said)
    read_answer(written)
    return written


def read_answer(written: bytes) -> Answer:
    """The answer, if it is one. Raises NotAccepted."""
    said = _object(written, longest=LENGTH)
    try:
        if len(written) != LENGTH or said["says"] not in SAYS:
            raise NotAccepted("not-an-answer")
        return Answer(cast(Says, said["says"]), _read_ring(said["ring"]))
    except (KeyError, TypeError) as fault:
        raise NotAccepted("not-an-answer") from fault


def _object(written: bytes, *, longest: int) -> dict[str, Any]:
    if len(written) > longest:
        raise NotAccepted("too-long")
    try:
        return _dict(read_canonical(written))
    except (NotCanonical, TypeError):
        raise NotAccepted("not-what-it-says") from None


def _somebody(one: Somebody) -> dict[str, str]:
    return {
        "born": one.born_on.isoformat() if one.born_on else "",
        "first": one.forename,
        "last": one.surname,
        "last-before": one.previous_surname,
        "nhs": one.nhs_number,
    }


def _read_somebody(said: Any) -> Somebody:
    one = _dict(said)
    return Somebody(
        forename=_name(one["first"]),
        surname=_name(one["last"]),
        previous_surname=_name(one["last-before"]),
        born_on=_day(one["born"]),
        nhs_number=_shaped(one["nhs"], _NHS),
    )


def _read_home(said: Any) -> Home:
    one = _dict(said)
    return Home(_name(one["street"]), _shaped(one["postcode"], _POSTCODE))


def _ring(one: Contact) -> dict[str, str]:
    return {
        "at-night": one.emergency_name,
        "at-night-phone": one.emergency_phone,
        "organisation": one.organisation,
        "phone": one.phone,
        "team": one.team,
    }


def _read_ring(said: Any) -> Contact:
    one = _dict(said)
    return Contact(
        organisation=_text(one["organisation"], 120, least=2),
        team=_text(one["team"], 120, least=2),
        phone=_shaped(one["phone"], _PHONE),
        emergency_name=_text(one["at-night"], 120),
        emergency_phone=_shaped(one["at-night-phone"], _PHONE),
    )


def _dict(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise TypeError("no object")
    return said


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise TypeError("no list")
    return said


def _text(said: Any, most: int, *, least: int = 0) -> str:
    """Words as somebody writes them: nothing that steers a terminal or turns the direction of a line."""
    if not isinstance(said, str) or not least <= len(said.strip()) or len(said) > most:
        raise TypeError("no text")
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co") for one in said):
        raise TypeError("no plain text")
    return said


def _name(said: Any) -> str:
    text = _text(said, 120)
    if _WILD.search(text):
        raise NotAccepted("asks-about-anybody")
    return text


def _day(said: Any) -> date | None:
    text = _text(said, 10)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as fault:
        raise TypeError("no day") from fault
    if found.isoformat() != text:
        raise TypeError("no day")
    return found


def _shaped(said: Any, shape: re.Pattern[str]) -> str:
    if not isinstance(said, str) or shape.fullmatch(said) is None:
        raise TypeError("not of this shape")
    return said
