"""Another area was answered: whoever here has something to do hears of it. Apart from the answer, and after it, so that what an
answer costs does not say whether there was anybody to tell."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.rows import change
from plait.base.timers import set_timer
from plait.handover.events.discovery import AreaAskedAbout
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import wanted_by
from plait.handover.queries.looking import safety_of
from plait.handover.rules.discovery import goes_quietly
from plait.handover.store.confirming import await_word
from plait.handover.store.telling import tell_custodians, tell_hub, tell_workers
from plait.handover.store.unlooked import await_look

UNTAKEN = "discovery-untaken"


@deed
def tell_of_ask(*, ask_id: str, by: Actor, at: datetime) -> bool:
    """By Plait itself, after the answer; False while there is none yet. Openly whoever works with them, or the hub where somebody
    must look or nobody does (`find_taker`); quietly the custodians and nobody else."""
    about = f"ask-received:{ask_id}"
    by_itself(by).insist(about=about)
    kept = AskReceived.objects.select_for_update().filter(pk=ask_id).first()
    if kept is None or kept.state == AskReceived.State.WAITING:
        record(act="discovery:not-answered-yet", about=about, by=by, at=at)
        return kept is None
    if kept.person is not None:
        kept.quiet = _quietly(kept)
        change(kept, "quiet")
    if kept.ring == AskReceived.Ring.OWED:
        tell_custodians(kept, by=by, at=at)
    if kept.state == AskReceived.State.UNLOOKED:
        await_look(kept, at=at)
    if kept.person is not None:
        _tell(kept, by=by, at=at)
    record(
        act="discovery:answered", about=_named(kept), by=by, at=at, fields=("identity",), purpose=kept.purpose
    )
    return True


def _quietly(kept: AskReceived) -> bool:
    """Asked openly, about a family of whom somebody here knows that they hide: from then on it is the custodians' too. So it is
    beside somebody kept, where nobody but the custodians looks: whom the hub would look at may be whom that child fled, and the
    question names the child."""
    beside_kept = kept.state == AskReceived.State.CONFIRM and bool(kept.all_kept)
    return kept.asked_quietly or beside_kept or goes_quietly(safety_of(str(kept.person), fleeing="no"))


def _tell(kept: AskReceived, *, by: Actor, at: datetime) -> None:
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
