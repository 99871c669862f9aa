"""Asking an area that knows a family what it knows, and answering one that asks us. Pure: no Django, no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes
from plait.handover.wire.requests import MOST_LINES, MOST_QUESTIONS, Held, Kind

RING = "Ring the other area"
LEAST, LONGEST_QUESTION, LONGEST_PURPOSE = 10, 500, 120


# --- asking
@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to know: for what, under which power, of which time."""

    purpose: str
    gateway: str
    questions: tuple[str, ...]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known when somebody asks an area: its last word, whether it is believed, what may go out."""

    says: str
    believed: bool
    powers: tuple[str, ...]
    leads_there: bool = False  # the words would say where somebody protected is
    tells_who: bool = False  # the words would say who told us


def may_ask_information(wanted: Wanted, asking: Asking) -> Verdict:
    """Only an area that said that it knows the child, for a purpose, under a power that this area hands over by, with questions
    that give nobody away."""
    if asking.says != "known":
        return no(
            "not-known-there",
            say="They have not said that they know this family.",
            next_step="Wait for their last word, or ring them",
        )
    if not asking.believed:
        return no("area-not-believed", say="This area cannot be asked now.", next_step=RING)
    if len(wanted.purpose.strip()) < LEAST:
        return no("needs-reason", say="Say what it is for.", next_step="Write at least ten letters")
    if wanted.gateway not in asking.powers:
        return no(
            "no-such-power",
            say="Choose the power or duty that this rests on.",
            next_step="Choose one of them",
        )
    asked = wanted.questions
    if (
        not asked
        or len(asked) > MOST_QUESTIONS
        or any(not 3 <= len(one) <= LONGEST_QUESTION for one in asked)
    ):
        return no(
            "needs-questions",
            say=f"Ask between one and {MOST_QUESTIONS} questions, each in a sentence.",
            next_step="One question a line",
        )
    if wanted.since and wanted.until and wanted.since > wanted.until:
        return no("no-such-time", say="The time ends before it begins.", next_step="Change one of the days")
    if asking.leads_there:
        return no(
            "gives-away",
            say="Your words would say where somebody protected is. Nothing was sent.",
            next_step="Take the place out, then ask",
        )
    if asking.tells_who:
        return no(
            "gives-away",
            say="Your words would say who told us. Nothing was sent.",
            next_step="Take the name out, then ask",
        )
    return yes("may-ask")


def stands_on_record(*, quiet: bool) -> bool:
    """What was told stands with the child's record; not what went from custodian to custodian, which stays on its own page."""
    return not quiet


# --- what comes
def goes_to_people(*, known: bool, kept: bool) -> bool:
    """Does somebody here answer? Only about a child of whom we said to that very area that they are known, and whom nobody
    protects by now: all else is answered by nothing, in the same minute and the same bytes."""
    return known and not kept


def newest(kept: int, came: int) -> Literal["newer", "again", "late"]:
    """Of the answers to one request the newest counts, in whatever order they come."""
    return "newer" if came > kept else "again" if came == kept else "late"


def is_last(kind: str, held: str) -> bool:
    """Is nothing more promised? Whoever must ask somebody first, or asks to be rung, has not answered to the end."""
    return not (held == "ask_first" or kind == "speak_to_me")


# --- answering
@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody here answers. `lines`: how many things leave. `because` stays here; `note` is read by whoever asked."""

    kind: Kind
    outcome: Literal["share", "part", "withhold", "ask_first"] = "share"
    lines: int = 0
    because: str = ""
    note: str = ""

    @property
    def held(self) -> Held:
        """How whoever asked is told that they do not see everything."""
        return "" if self.kind != "items" or self.outcome == "share" else self.outcome


NEEDS_NOTE = {
    "cannot_share": "Say which way they should try instead: a person, a number, a court.",
    "speak_to_me": "Give a number and a time at which they can reach you.",
    "rang": "Say whom you rang, and what was agreed.",
}


def may_reply(reply: Reply, *, waits: bool, gives_away: Sequence[str] = ()) -> Verdict:
    """Every answer says what its kind needs, and none of its words gives anybody away."""
    if not waits:
        return no("answered-already", say="Somebody has answered this already.", next_step="Read the answer")
    if reply.kind == "items" and reply.outcome in ("share", "part") and not 1 <= reply.lines <= MOST_LINES:
        return no(
            "incomplete-items",
            say="Choose or write at least one thing that they may know, or choose another answer.",
            next_step="Add what is missing; nothing you wrote is lost",
        )
    if reply.kind in NEEDS_NOTE and len(reply.note.strip()) < LEAST:
        return no(
            f"incomplete-{reply.kind}",
            say=NEEDS_NOTE[reply.kind],
            next_step="Add what is missing; nothing you wrote is lost",
        )
    if gives_away:
        return no("gives-away", say=gives_away[0], next_step="Take it out, then send it")
    return yes("answers")


def outcome_of(reply: Reply) -> Literal["share", "withhold", "ask_first", "part"]:
    """What the record of the decision says of an answer of this kind."""
    kinds: dict[str, Literal["share", "withhold", "ask_first"]] = {
        "nothing_relevant": "share", "cannot_share": "withhold", "speak_to_me": "ask_first", "rang": "share",
    }  # fmt: skip
    return kinds.get(reply.kind, reply.outcome)
