"""The clocks of a handover: somebody looks, and the conference; ended by whatever makes them needless."""

from datetime import date, datetime

from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.clock.actions.reopen_clock import reopen_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import NOT_REQUIRED, not_before
from plait.base.clock.queries import clock as clock_of
from plait.base.packs import NotInPack, Pack
from plait.base.timers import cancel_timer, set_timer
from plait.handover.models import Handover
from plait.handover.store import waits
from plait.handover.wire.items import NEEDS_CONFERENCE

QUERIED = "queried"
AGAIN = 100  # turns between the reminders of a clock and those after it was opened again: each is told once


def triage_key(handover: Handover) -> str:
    """The clock of looking at it."""
    return f"{handover.ref}:triage"


def conference_key(handover: Handover) -> str:
    """The clock of the conference."""
    return f"{handover.ref}:conference"


def begin(handover: Handover, *, pack: Pack, by: Actor, at: datetime) -> None:
    """It is here: somebody looks within the pack's time; and where this area counts the conference from the papers, it begins."""
    try:
        process = pack.handing_over()
    except NotInPack:
        return
    _start(handover, triage_key(handover), process.triage_clock, "the package came", pack, by, at)
    if process.conference_from == "papers":
        _conference(handover, "the papers came", pack, by, at)


def looked(handover: Handover, *, pack: Pack, by: Actor, at: datetime) -> None:
    """Accepted for triage: where this area counts from that, the time for the conference begins, once."""
    _stop(triage_key(handover), "accepted for triage", by, at)
    waits.end(handover, waits.QUESTION, event="accepted for triage", by=by, at=at)
    if pack.handing_over().conference_from == "triage" or clock_of(conference_key(handover)) is not None:
        _conference(handover, "accepted for triage", pack, by, at)


def asked(handover: Handover, *, pack: Pack, by: Actor, at: datetime) -> None:
    """They are asked something: nobody here looks before they answer, and somebody rings when they do not."""
    _stop(triage_key(handover), QUERIED, by, at)
    waits.end(handover, waits.QUESTION, event="asked again", by=by, at=at)
    number, event = handover.said_words, "we asked them"
    waits.begin(handover, waits.QUESTION, number=number, event=event, pack=pack, by=by, at=at)


def answer_came(handover: Handover, *, pack: Pack, by: Actor, at: datetime) -> None:
    """The look that the question put off is owed again; and where this area counts from triage, the time for the conference
    begins, since nobody may ever say that word now."""
    waits.end(handover, waits.QUESTION, event="their answer came", by=by, at=at)
    try:
        process = pack.handing_over()
    except NotInPack:
        return
    look = clock_of(triage_key(handover))
    if look is not None and look.end_event == QUERIED:
        _reopen(handover, look, "their answer came", pack, by, at)
    if process.conference_from == "triage":
        _conference(handover, "their answer came", pack, by, at)


def read(handover: Handover, *, by: Actor, at: datetime) -> None:
    """Somebody here has read what came."""
    _stop(triage_key(handover), "read", by, at)


def over(handover: Handover, *, held: bool, by: Actor, at: datetime) -> None:
    """Nothing is owed on it any more."""
    waits.end(handover, waits.FIRST_WORD, waits.QUESTION, event="it is over", by=by, at=at)
    _stop(triage_key(handover), "answered", by, at)
    _stop(conference_key(handover), "conference held" if held else NOT_REQUIRED, by, at)


def conference_by(handover: Handover) -> date | None:
    """The last day for the conference, while one is counted."""
    found = clock_of(conference_key(handover))
    counted = found is not None and found.state != RunningClock.State.STOPPED
    return found.due_at.astimezone(LONDON).date() if found is not None and counted else None


def _conference(handover: Handover, event: str, pack: Pack, by: Actor, at: datetime) -> None:
    """It begins once. One that had stopped, since we declined or they took it back, goes on."""
    if handover.basis not in NEEDS_CONFERENCE:
        return
    found = clock_of(conference_key(handover))
    if found is None:
        _start(handover, conference_key(handover), pack.handing_over().conference_clock, event, pack, by, at)
    else:
        _reopen(handover, found, event, pack, by, at)


def _reopen(handover: Handover, found: RunningClock, event: str, pack: Pack, by: Actor, at: datetime) -> None:
    if found.state == RunningClock.State.STOPPED:
        calendar, moment = pack.calendar(), not_before(found, at)
        running = reopen_clock(key=found.key, calendar=calendar, because=event, by=by.id, at=moment)
        _remind(handover, running, turn=AGAIN * running.pauses.count())


def _start(handover: Handover, key: str, rule: str, event: str, pack: Pack, by: Actor, at: datetime) -> None:
    known = pack.clock_rule(rule)
    running = start_clock(
        key=key, rule=rule, subject=handover.ref, start_event=event, started_at=at, target=known.target,
        calendar=pack.calendar(), owner=f"team:{handover.contact.team_id}", by=by.id, at=at,
        pack_release=str(pack.release_id), at_risk_fraction=known.at_risk_fraction,
    )  # fmt: skip
    _remind(handover, running)


def _remind(handover: Handover, running: RunningClock, *, turn: int = 0) -> None:
    """When its time is over somebody hears, as of what is waited for from the other area (`waits`)."""
    key = f"{waits.LATE}:{running.key}" + (f"+{turn}" if turn else "")
    set_timer(key=key, kind=waits.LATE, subject=handover.ref, due_at=running.due_at)


def _stop(key: str, end_event: str, by: Actor, at: datetime) -> None:
    found = clock_of(key)
    if found is not None and found.state != RunningClock.State.STOPPED:
        stop_clock(key=key, end_event=end_event, by=by.id, at=not_before(found, at))
        cancel_timer(key=f"{waits.LATE}:{key}")
