"""A person says whether it is the family another area means: by when, and who hears while nobody has."""

from datetime import datetime, timedelta

from plait.agencies import queries as agencies
from plait.base.audit.actor import Actor
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.queries import not_before
from plait.base.outbox import post
from plait.base.packs import NotInPack, current
from plait.base.timers import cancel_timer, set_timer
from plait.handover.models import AskReceived
from plait.handover.store.telling import WHERE, custodians_of
from plait.people.access import who_may_hear

CONFIRMED, LATE = "discovery_confirmed", "discovery-not-confirmed"
WITHOUT_A_RULE = timedelta(hours=4)  # where the release in force is older than the rule
MANAGERS = "hub_manager"


def await_word(kept: AskReceived, *, by: Actor, at: datetime) -> None:
    """From now on somebody here owes a word on it: the hub; of what is quiet the custodians."""
    due = at + WITHOUT_A_RULE
    pack = current(at=at)
    try:
        rule = pack.clock_rule(CONFIRMED)
    except NotInPack:
        pass  # people hear of it all the same
    else:
        due = start_clock(
            key=_clock(kept), rule=rule.code, subject=kept.ref, start_event=rule.start_event, started_at=at,
            target=rule.target, calendar=pack.calendar(), owner="custodian" if kept.quiet else "hub", by=by.id, at=at,
            pack_release=str(pack.release_id or ""), at_risk_fraction=rule.at_risk_fraction,
        ).due_at  # fmt: skip
    set_timer(key=f"{LATE}:{kept.pk}", kind=LATE, subject=kept.ref, due_at=due)


def pass_word_on(kept: AskReceived, *, by: Actor, at: datetime) -> None:
    """It is the custodians' by now, and its clock too."""
    found = _running(kept)
    if found is not None:
        pass_on_clock(key=found.key, owner="custodian", by=by.id, at=not_before(found, at))


def word_said(kept: AskReceived, *, by: Actor, at: datetime) -> None:
    """Somebody has looked."""
    found = _running(kept)
    if found is not None:
        stop_clock(key=found.key, end_event="somebody looked", by=by.id, at=not_before(found, at))
    cancel_timer(key=f"{LATE}:{kept.pk}")


def tell_late(kept: AskReceived, *, quiet: bool, turn: int, at: datetime) -> None:
    """The hub, from the second time its managers by name too, of those who may hear of this family. Of what is quiet, or about
    somebody who hides by now, the custodians and nobody else; they hear of it once while they are to ring as well."""
    if quiet:
        readers = [] if kept.ring == AskReceived.Ring.OWED else custodians_of(kept, at=at)
    else:
        named = {str(one.pk) for one in agencies.holders_of(MANAGERS, at=at)} if turn else set()
        readers = [f"team:{team.pk}" for team in agencies.teams_of_kind("hub")]
        readers += [f"practitioner:{one}" for one in sorted(who_may_hear(named, [str(kept.person)], at=at))]
    for to in readers:
        path, mark = f"{WHERE}{kept.pk}/", f"confirm-late:{turn}"
        post(
            key=f"{kept.ref}:{mark}:{to}", kind="area-confirm-late", to=to, context={"link_path": path}, at=at
        )


def _clock(kept: AskReceived) -> str:
    return f"{kept.ref}:confirmed"


def _running(kept: AskReceived) -> RunningClock | None:
    found = clock_of(_clock(kept))
    return found if found is not None and found.state != RunningClock.State.STOPPED else None
