"""Answer another area: look, say one word, and tell whoever here has something to do."""

from datetime import datetime

from django.db.models import QuerySet

from plait.base.access.deeds import deed
from plait.base.access.written import Written
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.rows import change
from plait.base.timers import set_timer
from plait.handover.events.discovery import AreaAskedAbout
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import wanted_by, whom_to_ring
from plait.handover.queries.looking import asked_of, matches_for, safety_of
from plait.handover.rules.discovery import Match, Reply, goes_quietly, reply_to
from plait.handover.store.confirming import await_word
from plait.handover.store.telling import keepers, say, tell_custodians, tell_hub, tell_workers
from plait.handover.store.unlooked import await_look

UNTAKEN = "discovery-untaken"


@deed
def answer_discovery(*, ask_id: str, by: Actor, at: datetime) -> AskReceived | None:
    """Once. Whoever is kept is looked for like anybody, and the answer is that of an area without them."""
    kept: AskReceived | None = _held.first(ask_id)
    if kept is None or kept.state != AskReceived.State.WAITING:
        record(act="discovery:answer-again", about=f"ask-received:{ask_id}", by=by, at=at)
        return kept
    matches = [] if kept.too_many else matches_for(*asked_of(kept))
    reply = reply_to(matches)
    _keep(kept, reply, matches, at=at)
    say(kept, ring=whom_to_ring(quiet=kept.asked_quietly, at=at), at=at)
    if reply.rings:
        tell_custodians(kept, by=by, at=at)
    if kept.state == AskReceived.State.UNLOOKED:
        await_look(kept, at=at)
    if kept.person is not None:
        _tell(kept, by=by, at=at)
    record(
        act="discovery:answered", about=_named(kept), by=by, at=at, fields=("identity",), purpose=kept.purpose
    )
    return kept


@Written
def _held(ask_id: str) -> QuerySet[AskReceived]:
    return AskReceived.objects.select_for_update().filter(pk=ask_id)


def _keep(kept: AskReceived, reply: Reply, matches: list[Match], *, at: datetime) -> None:
    changed = ["says", "answered_at", "state"]
    kept.says, kept.answered_at = reply.says, at
    kept.state = AskReceived.State.CONFIRM if reply.confirm else AskReceived.State.ANSWERED
    if reply.person:
        kept.person = reply.person
        # Asked openly, about a family of whom somebody here knows that they hide: from then on it is the custodians' too.
        home = next(one.home for one in matches if one.person == reply.person)
        kept.quiet = kept.quiet or goes_quietly(safety_of(reply.person, home=home, fleeing="no"))
        # Beside somebody kept nobody but the custodians looks: whom the hub would look at may be whom that child fled, and the
        # question names the child. What the other area hears is what it would hear without them.
        kept.quiet = kept.quiet or (reply.confirm and bool(reply.rings))
        changed += ["person", "quiet"]
    if reply.rings:
        kept.kept, kept.kept_also, kept.ring = reply.rings[0], list(reply.rings[1:]), AskReceived.Ring.OWED
        kept.custodian = " ".join(keepers(one.custodian for one in matches if one.person in reply.rings))
        changed += ["kept", "kept_also", "ring", "custodian"]
    if kept.too_many and kept.child:
        kept.state = AskReceived.State.UNLOOKED
    elif not (reply.person or reply.rings):  # a family that is not known here: nothing of it stays
        kept.because, kept.child, kept.household, kept.homes = "", {}, [], []
        changed += ["because", "child", "household", "homes"]
    change(kept, *changed)


def _tell(kept: AskReceived, *, by: Actor, at: datetime) -> None:
    """Openly whoever works with them, or the hub where somebody must look or nobody does (`find_taker`); quietly the custodians
    and nobody else."""
    if kept.state == AskReceived.State.CONFIRM:
        await_word(kept, by=by, at=at)
    if kept.quiet:
        tell_custodians(kept, by=by, at=at)
    elif kept.state == AskReceived.State.CONFIRM:
        tell_hub(kept, at=at)
    else:
        if not tell_workers(kept, wants=wanted_by(str(kept.person), at=at), at=at):
            set_timer(key=f"{UNTAKEN}:{kept.pk}", kind=UNTAKEN, subject=kept.ref, due_at=at)
        announce(AreaAskedAbout(str(kept.person), at))


def _named(kept: AskReceived) -> list[str]:
    open_and_known = kept.person is not None and not kept.quiet and kept.says == "known"
    return [kept.ref, f"person:{kept.person}"] if open_and_known else [kept.ref]
