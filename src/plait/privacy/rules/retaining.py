"""From when a record is kept, until when, and who may dispose of it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from plait.base.access.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Kept:
    """One record that its agency keeps: its class, the day it counts from (None where that has not come), and until when."""

    ref: str
    people: tuple[str, ...]
    class_code: str
    since: date | None
    due: date | None


def due_on(since: date | None, *, years: int, days: int) -> date | None:
    """The day on which its time has come; None where the counting has not begun. 29 February counts as the 28th elsewhere."""
    if since is None:
        return None
    try:
        then = since.replace(year=since.year + years)
    except ValueError:
        then = since.replace(year=since.year + years, day=28)
    return then + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who would decide on a disposal."""

    own_agency: bool
    whole_area: bool
    proposes: bool
    approves: bool
    is_first: bool = False


def may_propose(facts: Deciding) -> Verdict:
    """Only the agency that owns the records."""
    if facts.proposes and facts.own_agency:
        return yes("owner")
    return no(
        "not-the-owner",
        say="Only the agency that wrote a record may dispose of it.",
        next_step="Ask that agency’s privacy officer",
    )


def may_agree(facts: Deciding) -> Verdict:
    """Another person: of the owning agency, or the area's officer."""
    if facts.is_first:
        return no("same-person", say="A second person must agree.", next_step="Ask a colleague")
    if (facts.own_agency and (facts.proposes or facts.approves)) or (facts.whole_area and facts.approves):
        return yes("second-person")
    return no("not-the-owner", say="Only the owning agency decides.", next_step="Ask that agency")


def may_be_disposed(
    *, count: int, in_bulk: bool, survivors: bool, survivors_weighed: str, because: str
) -> Verdict:
    """Something is due, there is a reason; what survivors may ask for was weighed; some classes go one by one."""
    if not count:
        return no("nothing-due", say="Nothing of this class is due now.", next_step="Look again later")
    if not because.strip():
        return no("needs-reason", say="Say why it may go.", next_step="Add your reason")
    if survivors and not survivors_weighed.strip():
        return no(
            "survivors-not-weighed",
            say="Say that you weighed whether somebody may ask for it one day, and how.",
            next_step="Add a sentence",
        )
    if not in_bulk and count > 1:
        return no(
            "one-by-one", say="Records of this class are never disposed of together.", next_step="Choose one"
        )
    return yes("due-with-reason")


def may_keep_as(*, own: bool, known_class: bool, fits: bool, because: str) -> Verdict:
    """One of the agency's own records, in a class that such a record can be in, with a reason."""
    if not own:
        return no(
            "no-such-record",
            say="Your agency keeps no record with that reference.",
            next_step="Look at it again; another agency decides about its own",
        )
    if not known_class or not fits:
        return no(
            "no-such-class",
            say="A record of this kind cannot be kept in that class.",
            next_step="Choose another class",
        )
    if not because.strip():
        return no("needs-reason", say="Say why.", next_step="Add your reason")
    return yes("owner-with-reason")
