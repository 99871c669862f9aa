"""Who looked, in words that a family member reads: never who told us, never where, never to somebody who must not know. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes
from plait.people.rules import is_named, names_in

WHAT = {
    "read": "Looked at what is written",
    "worked": "Did work to help",
    "took": "Made a copy for their own agency",
    "listed": "Saw it in a list of families",
}


TITLES = frozenset("mr mrs miss ms mx dr sir prof rev".split())


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a record: on which day, by whom by job and agency, and what kind of thing."""

    on: date
    who: str
    kind: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the sheet."""

    first: str
    last: str
    who: str
    what: str


def lines_of(looks: Sequence[Looked]) -> list[SheetLine]:
    """One line for each person by job and agency and each kind of thing, the newest first: not a diary of anybody's hours."""
    days: dict[tuple[str, str], list[date]] = {}
    for one in looks:
        if one.kind in WHAT:
            days.setdefault((one.who, WHAT[one.kind]), []).append(one.on)
    rows = [
        (max(some), SheetLine(str(min(some)), str(max(some)), who, what))
        for (who, what), some in days.items()
    ]
    return [line for _, line in sorted(rows, key=lambda row: (row[0], row[1].who, row[1].what), reverse=True)]


def is_meant(asks: str, who: str) -> bool:
    """Is whoever asks ("Mr D Kerrigan") somebody who is meant by "Dean Kerrigan, her former partner"? Rather one too many."""
    told = [one for one in asks.replace(".", " ").split() if one.casefold().strip(",") not in TITLES]
    names = {one.casefold() for one in names_in(who)}
    if not told or not names:
        return False
    first, last = told[0].casefold(), told[-1].casefold()
    if len(told) == 1:
        return first in names
    by_letter = len(first) == 1 and last in names and any(one.startswith(first) for one in names - {last})
    return by_letter or is_named(who, forename=first, surname=last)


def may_have_copy(*, asks: str, must_not_know: Sequence[str]) -> Verdict:
    """Nothing of somebody's record is gathered for, or handed to, whoever must not know where they are or that somebody told, or
    from whom they are protected."""
    if any(is_meant(asks, who) for who in must_not_know):
        return no(
            "must-not-know",
            say="Somebody of that name must not know about this person. Nothing is gathered and nothing leaves.",
            next_step="Ring the hub. Then answer the request in words that would be true of any record",
        )
    return yes("nothing-said-against-it")


def may_make_sheet(
    *, recipient: str, must_not_know: Sequence[str], shielded: bool, for_self: bool, safe_because: str
) -> Verdict:
    """Is it safe to give this person this sheet? Not where somebody of that name must not know; not to another where the person
    is protected; never without saying why it is safe."""
    said = recipient.casefold().split()
    for name in must_not_know:
        if set(name.casefold().split()) & set(said):
            return no(
                "must-not-know",
                say="Somebody of that name must not know about this person. No sheet is made.",
                next_step="Speak to the hub before you answer them",
            )
    if shielded and not for_self:
        return no(
            "protected",
            say="This person’s whereabouts are protected. A sheet is made for nobody but themselves.",
            next_step="Speak to the hub before you answer them",
        )
    if not recipient.strip() or not safe_because.strip():
        return no("not-said-why-safe", say="Say who gets it, and why that is safe.", next_step="Add it")
    return yes("safe-because")
