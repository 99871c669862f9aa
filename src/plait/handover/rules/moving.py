"""A move of a family, as somebody notes it, and what is asked of it again. Pure: no Django, no clock, no database.

Most families who move often have a reason that is nobody's fault (`people.rules.moves`): it is asked for first.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes

Known = Literal["notified", "suspected", "discovered"]
# What may be found, of a move that is for a time, and of one that somebody only thinks of.
OF_A_TIME = ("back", "stays", "longer")
OF_A_GUESS = ("moved", "not_moved")
FLED = "fled"  # why they moved: they left somebody dangerous


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody notes. `told`: who said so, in words; of what is only suspected, what makes one think so."""

    known: str
    told: str
    moved_on: date | None = None
    temporary: bool = False
    until: date | None = None
    postcode: str = ""
    why: tuple[str, ...] = ()
    words: str = ""


def may_note(noted: Noted, *, today: date) -> Verdict:
    """How it is known must be said; for how long, where it is for a time."""
    if noted.known not in ("notified", "suspected", "discovered") or len(noted.told.strip()) < 3:
        return no("how-known", say="Say how the move is known, and who said so.", next_step="Add a few words")
    if noted.temporary and noted.until is None:
        return no(
            "no-until", say="Say until when they are there, as far as it is known.", next_step="Add a day"
        )
    if noted.until is not None and noted.until < today:
        return no("until-past", say="That day is over already.", next_step="Say when to ask again")
    return yes("may-note")


def look_on(noted: Noted, *, today: date, suspected_days: int) -> date | None:
    """When somebody is asked again: once the time is over, or soon where nobody knows yet. What is known for good is not."""
    if noted.known == "suspected":
        soon = today + timedelta(days=suspected_days)
        return min(soon, noted.until) if noted.until else soon
    return noted.until if noted.temporary else None


def what_may_be_found(known: str, *, temporary: bool) -> tuple[str, ...]:
    """What one may say when one looks again."""
    if known == "suspected":
        return OF_A_GUESS
    return OF_A_TIME if temporary else ("back",)


def may_look(found: str, *, over: bool, able: tuple[str, ...], until: date | None, today: date) -> Verdict:
    """Once, of a move that stands; longer needs a new day."""
    if over:
        return no("over", say="Somebody has looked at this already.", next_step="Read what they found")
    if found not in able:
        return no("no-such-word", say="Choose one of those shown.", next_step="Open the page again")
    if found == "longer" and (until is None or until <= today):
        return no("no-until", say="Say until when they stay.", next_step="Add a day that is still to come")
    return yes("may-look")


def flees(why: tuple[str, ...]) -> bool:
    """They left somebody dangerous: then whose area they came to is kept nowhere."""
    return FLED in why
