"""Who asks other areas, who sees what was asked, and who here has something to do about it.

What went quietly is for the custodians and for whoever asked, on their list, never on the child's page. To everybody else it is
not there, nor which area it was.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.queries import custodian_teams
from plait.agencies.roles import may
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AskReceived, FamilyAsk, RequestReceived
from plait.handover.queries import discovery as queries
from plait.people.access import may_be_opened, open_person
from plait.people.models import Person

_OPEN = Q(state__in=(AskReceived.State.CONFIRM, AskReceived.State.UNTAKEN, AskReceived.State.UNLOOKED))
_LOOKED = _OPEN | Q(state=AskReceived.State.SETTLED)
_LIVE = (RequestReceived.State.OPEN, RequestReceived.State.PARTLY)
_RING = Q(ring=AskReceived.Ring.OWED)


def may_ask(by: Actor, person_id: str) -> Verdict:
    """Who asks other areas about a child that they may open: the hub and the duty team; of a restricted child, whom nobody else
    may open, the custodians whose team keeps the record. What they ask goes quietly (`rules.discovery.goes_quietly`)."""
    kept = Person.objects.filter(pk=person_id, restricted=True, custodian__in=[UUID(one) for one in by.teams])
    if keeps(by) and kept.exists():
        return yes("keeps-the-record")
    return may(by, "discovery:ask")


def keeps(by: Actor) -> bool:
    """Do they keep restricted records?"""
    return bool(may(by, "restricted:keep"))


def may_answer(by: Actor) -> Verdict:
    """Who has something to do about what other areas ask: whoever says who is who, and the custodians."""
    if may(by, "identity:confirm") or keeps(by) or may(by, "discovery:ask"):
        return yes("answers-areas")
    return no(
        "no-role-answers-areas",
        say="Your role does not answer other areas.",
        next_step="Ring the hub if another area asks you about a family",
    )


def open_to_ask(
    by: Actor, person_id: str, household: Collection[str], *, at: datetime
) -> tuple[Person, list[str]]:
    """The child, audited as read, and whoever of this household the asker may open too. Raises Refused."""
    person = open_person(by, person_id, at=at)
    opens = may_be_opened(by, household, at=at) if household else set()
    return person, [
        one for one in dict.fromkeys(map(str, household)) if one in opens and one != str(person.pk)
    ]


def quiet_now() -> Q:
    """Of questions about a `person`: what went from custodian to custodian, and what would by now."""
    return Q(quiet=True) | queries.hides_now()


def _wants_to_know(by: Actor, *states: str) -> Q:
    """That area asked afterwards what we know: of what came quietly only the custodians."""
    rows = RequestReceived.objects.filter(ask=OuterRef("pk"), state__in=states)
    return Q(Exists(rows if keeps(by) else rows.filter(quiet=False)))


def _theirs(by: Actor) -> Q:
    """What came quietly, or must be rung about, its custodians; the rest whoever says who is who."""
    found, quiet = Q(pk__in=[]), quiet_now()
    if may(by, "identity:confirm"):
        found |= ~quiet & _LOOKED
        found |= ~quiet & _wants_to_know(by, *_LIVE, RequestReceived.State.ANSWERED)
    if keeps(by):
        unnamed = {str(one.pk) for one in custodian_teams()} & {str(one) for one in by.teams}
        kept = Q(custodian="") if unnamed else Q(pk__in=[])
        for team in by.teams:
            kept |= Q(custodian__contains=str(team))
        looked = _LOOKED | Q(says="known")
        found |= kept & ((quiet & looked) | ~Q(ring=""))
    return found


def received_for(by: Actor, *, at: datetime) -> QuerySet[AskReceived]:
    """What other areas asked and this reader has to do with, the newest first. Audited as a list."""
    rows = AskReceived.objects.filter(_theirs(by)).order_by("-arrived_at", "pk")
    record(act="discovery:list", about="page:asked-between-areas", by=by, at=at, fields=("identity",))
    return rows


def waits_for(by: Actor) -> QuerySet[AskReceived]:
    """Of those, what waits for somebody."""
    rings = _RING if keeps(by) else Q(pk__in=[])
    confirms = (_OPEN | _wants_to_know(by, *_LIVE)) & (
        quiet_now() if not may(by, "identity:confirm") else Q()
    )
    return AskReceived.objects.filter(_theirs(by)).filter(rings | confirms)


def count_waiting(by: Actor) -> int:
    """How many wait."""
    return waits_for(by).count()


def open_received(by: Actor, ask_id: str, *, at: datetime, hold: bool = False) -> AskReceived:
    """One question of another area, audited; or Refused in the words that are true of none."""
    rows = AskReceived.objects.select_for_update() if hold else AskReceived.objects
    found = rows.filter(_theirs(by), pk=ask_id).first()
    if found is None:
        raise Refused(hidden("no-such-ask"), about=f"ask-received:{ask_id}")
    record(act="discovery:read", about=found.ref, by=by, at=at, fields=("identity", "content"))
    return found


def own_asks(by: Actor) -> QuerySet[FamilyAsk]:
    """What this practitioner asked; the custodians besides what went quietly. The newest first."""
    rows = Q(by=by.id) | (quiet_now() if keeps(by) else Q(pk__in=[]))
    return FamilyAsk.objects.filter(rows).prefetch_related("areas__requests").order_by("-at", "pk")


def asks_read(by: Actor, asks: Iterable[FamilyAsk], *, at: datetime) -> set[UUID]:
    """Of these questions of ours, those that this reader may read: their own; of what went quietly the custodians; of the rest
    whoever may open the child."""
    found = {one.pk: one for one in asks}
    if not found:
        return set()
    quiet = set(FamilyAsk.objects.filter(quiet_now(), pk__in=list(found)).values_list("pk", flat=True))
    opens = may_be_opened(by, [str(one.person) for one in found.values()], at=at)
    return {
        pk
        for pk, one in found.items()
        if one.by == by.id or (keeps(by) if pk in quiet else str(one.person) in opens)
    }


def received_of(by: Actor, ask_ids: Iterable[UUID]) -> list[AskReceived]:
    """Of these questions of other areas, those that this reader has to do with, the oldest first."""
    return list(AskReceived.objects.filter(_theirs(by), pk__in=list(ask_ids)).order_by("arrived_at", "pk"))
