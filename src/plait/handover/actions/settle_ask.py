"""A person's word on what another area asked: it is this family, or not; and a custodian has rung."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.timers import cancel_timer
from plait.handover.access.discovery import open_received
from plait.handover.events.discovery import AreaAskedAbout
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import wanted_by, whom_to_ring
from plait.handover.queries.looking import safety_of
from plait.handover.queries.requests import is_kept, keeper_of
from plait.handover.rules.discovery import goes_quietly, settled_as
from plait.handover.store.confirming import word_said
from plait.handover.store.telling import NOT_RUNG, owe_ring, say, tell_custodians, tell_workers
from plait.people.queries import standing_id


@deed
def settle_ask(*, ask_id: str, is_theirs: bool, because: str, by: Actor, at: datetime) -> AskReceived:
    """It is this family: the other area hears *known*. It is not, or whoever it is began to hide since it was asked: it hears
    *nothing by this route*, and of the latter their custodian rings. Raises Refused."""
    kept = open_received(by, ask_id, at=at, hold=True)
    if kept.state != AskReceived.State.CONFIRM:
        no(
            "already-settled", say="Somebody has looked at this already.", next_step="Read what they said"
        ).insist(about=kept.ref)
    _insist_on_words(because, kept)
    person, was_quiet = standing_id(str(kept.person)), kept.quiet
    hides = is_theirs and is_kept(person)
    # Somebody kept may be the child who is meant: whoever else of the family is here is not told of either. Custodians ring.
    beside = is_theirs and not hides and bool(kept.all_kept)
    kept.state, kept.says = AskReceived.State.SETTLED, settled_as(is_theirs=is_theirs, kept=hides or beside)
    kept.settled_at, kept.settled_by, kept.settled_by_name = at, by.id, by.name
    kept.settled_because = because.strip()
    word_said(kept, by=by, at=at)
    named = [kept.ref]
    # Somebody may have begun to hide since it was asked.
    kept.quiet = kept.quiet or goes_quietly(safety_of(person, fleeing="no"))
    if hides:
        kept.person = None
        owe_ring(kept, person=person, keeper=keeper_of(person), again="settled", by=by, at=at)
    elif beside:
        kept.person = None
    elif not is_theirs:
        kept.person = None
        if kept.ring != AskReceived.Ring.OWED:
            kept.because, kept.child, kept.household, kept.homes = "", {}, [], []
    elif not kept.quiet:
        named.append(f"person:{kept.person}")
        tell_workers(kept, wants=wanted_by(str(kept.person), at=at), at=at)
        announce(AreaAskedAbout(str(kept.person), at))
    elif not was_quiet:
        tell_custodians(kept, by=by, at=at)
    kept.save()
    say(kept, ring=whom_to_ring(quiet=kept.asked_quietly, at=at), at=at)
    record(act="discovery:settled", about=named, by=by, at=at, fields=("identity",), purpose=kept.purpose)
    return kept


@deed
def note_rung(*, ask_id: str, because: str, by: Actor, at: datetime) -> AskReceived:
    """A custodian has rung the other area, or has a reason not to: kept, and the clock ends. Raises Refused."""
    kept = open_received(by, ask_id, at=at, hold=True)
    if kept.ring != AskReceived.Ring.OWED:
        no("already-rung", say="Somebody has rung them already.", next_step="Read what they said").insist(
            about=kept.ref
        )
    _insist_on_words(because, kept)
    kept.ring, kept.rung_at, kept.rung_by, kept.rung_by_name = AskReceived.Ring.RUNG, at, by.id, by.name
    kept.rung_because = because.strip()
    kept.save()
    rings = clocks_for([kept.ref]).filter(key__startswith=f"{kept.ref}:rung")
    for running in rings.exclude(state=RunningClock.State.STOPPED):
        stop_clock(key=running.key, end_event="rung", by=by.id, at=at)
    cancel_timer(key=f"{NOT_RUNG}:{kept.pk}")
    record(act="discovery:rung", about=kept.ref, by=by, at=at, fields=("sealed",))
    return kept


def _insist_on_words(because: str, kept: AskReceived) -> None:
    if len(because.strip()) < 10:
        no(
            "needs-reason", say="Say in a sentence what you found.", next_step="Write at least ten letters"
        ).insist(about=kept.ref)
