"""What follows from other apps' events, what is answered to their questions, and what is done when a promise is due.

Wired in site/wiring.py. Every letter is neutral: it says that something waits, never about whom.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies import queries as agencies
from plait.agencies.duty import who_acts_in
from plait.agencies.events import AgencyEnded
from plait.agencies.queries import holders_of
from plait.base.access.verdict import Verdict
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.timers import Due
from plait.people.events import Held, PeopleBehind, PersonConfirmed, RecordsAbout, RecordsUnder, WrittenAbout
from plait.people.queries import knows_family
from plait.referrals.events import BeforeClosing, LeadAccepted, ReferralDisposed
from plait.referrals.models import Contact
from plait.referrals.queries.deciding import children_of
from plait.sharing.events import GoesOn, WhoElseHeard
from plait.stepdown.actions.end_taken_over import end_taken_over
from plait.stepdown.actions.erase_step_downs import erase_step_downs
from plait.stepdown.actions.go_on_reminding import go_on_reminding
from plait.stepdown.actions.let_go import let_go
from plait.stepdown.actions.note_new_concern import note_new_concern
from plait.stepdown.actions.pass_on_promises import pass_on_promises
from plait.stepdown.life import LIVE
from plait.stepdown.models import StepDown, Told
from plait.stepdown.queries.closing import weigh_closing
from plait.stepdown.queries.holding import later_concerns_of, refs_about
from plait.stepdown.queries.parts import children_in
from plait.stepdown.queries.written import written_about
from plait.stepdown.rules import rung_of

WORKER = Actor.process("worker")


class TakenOver(Protocol):
    """`handover.events.handing.ResponsibilityAccepted`, which stands above and is not imported."""

    @property
    def handover(self) -> UUID: ...
    @property
    def contact(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


REGISTER = "/step-down/"


def object_to_closing(question: BeforeClosing) -> list[Verdict]:
    """A referral does not close unasked while somebody should hold the family and nobody does."""
    return weigh_closing(question.referral, at=question.at)


def answer_new_concern(event: PersonConfirmed) -> None:
    """Somebody in a concern turned out to be a child who was stepped down."""
    contact = Contact.objects.filter(people__description_id=event.description).first()
    if contact is None:
        return
    for stepdown in later_concerns_of(contact, pack=current(at=event.at), at=event.at):
        note_new_concern(
            stepdown_id=str(stepdown.pk),
            contact_id=str(contact.pk),
            received_at=contact.received_at,
            by=WORKER,
            at=event.at,
        )


def pass_on_after_agency(event: AgencyEnded) -> None:
    """What its teams promised is owed by whoever is next."""
    pass_on_promises(team_ids=[str(one) for one in event.teams], by=WORKER, at=event.at)


def end_taken_over_there(event: TakenOver) -> None:
    """Another area has hold of the family: nobody here watches them any more."""
    children = children_of(event.contact)
    end_taken_over(children=children, about=f"handover:{event.handover}", by=WORKER, at=event.at)


def let_go_with_new_lead(event: LeadAccepted) -> None:
    """After a step up somebody leads again: whoever held the family until then lets go."""
    let_go(referral_id=str(event.referral), by=WORKER, at=event.at)


def erase_with_referral(event: ReferralDisposed) -> None:
    """Its time had come: the words of its step downs go with it."""
    erase_step_downs(referral_id=str(event.referral), by=WORKER, at=event.at)


def records_about(question: RecordsAbout) -> list[str]:
    """Step downs that are about this person, for the custodians of restricted records and for what may still leave."""
    return refs_about(str(question.person))


def words_about(question: WrittenAbout) -> list[Held]:
    """What was written when their help got less, for somebody who asks for a copy."""
    return written_about(question.people)


def records_under(question: RecordsUnder) -> list[str]:
    """Step downs that hang on a concern: the ways in that they made go where the concern's own go."""
    kind, _, key = question.source.partition(":")
    if kind != "contact" or not _is_id(key):
        return []
    rows = StepDown.objects.filter(referral__contact_id=key)
    return [f"stepdown:{pk}" for pk in rows.order_by("made_at", "pk").values_list("pk", flat=True)]


def people_behind(question: PeopleBehind) -> list[str]:
    """Whom a step down is about."""
    kind, _, key = question.reference.partition(":")
    if kind != "stepdown" or not _is_id(key):
        return []
    contact = _contact_behind.first(key)
    return sorted(children_of(contact)) if contact else []


@Written
def _contact_behind(stepdown_id: str) -> QuerySet[StepDown, Any]:
    return StepDown.objects.filter(pk=stepdown_id).values_list("referral__contact_id", flat=True)


def goes_on(question: GoesOn) -> bool:
    """Work that was closed goes on where a team holds the family: what they agreed to for it does not lapse yet."""
    kind, _, key = question.episode.partition(":")
    return kind == "referral" and StepDown.objects.filter(referral_id=key, status__in=LIVE).exists()


def services_told(question: WhoElseHeard) -> list[str]:
    """The services that were told of a step down of this referral, as they were named; not of one that nobody accepted."""
    told = Told.objects.filter(stepdown__referral_id=question.referral, whom=Told.Whom.SERVICE, told=True)
    names = told.filter(stepdown__begun_at__isnull=False).order_by("at", "pk").values_list("name", flat=True)
    return list(dict.fromkeys(names))


def remind_soon(due: Due) -> None:
    """Not late yet, and nobody has answered: whoever holds the family, and their team."""
    found = _open(due, ":soon")
    if found is not None:
        stepdown, running = found
        _write(due, stepdown, [*_lead(stepdown), running.owner])


def remind_late(due: Due) -> None:
    """Late. First its owner, then whoever is on duty or stands in within the team that owns it, then the managers of the hub,
    again and again: nothing is silent, and no rung is left out because nobody stands on it."""
    found = _open(due, ":late:")
    if found is None:
        return
    stepdown, running = found
    fired = int(due.key.rpartition(":")[2])
    hub = f"team:{stepdown.referral.contact.team_id}"
    rung = rung_of(fired)
    if rung == "owner":
        to = [*_lead(stepdown), running.owner]
    elif rung == "deputies":
        team = agencies.team(running.owner.removeprefix("team:"))
        to = _named(stepdown, who_acts_in(team, in_team_only=True, at=due.at)) or [hub]
    else:
        to = [*_named(stepdown, holders_of("hub_manager", at=due.at)), hub]
    _write(due, stepdown, to)
    go_on_reminding(stepdown_id=str(stepdown.pk), key=running.key, fired=fired, by=WORKER, at=due.at)


def _open(due: Due, mark: str) -> tuple[StepDown, RunningClock] | None:
    running = clock(due.key.rpartition(mark)[0])
    stepdown: StepDown | None = _live.first(due.subject.partition(":")[2])
    if running is None or stepdown is None or running.state != RunningClock.State.RUNNING:
        return None
    return stepdown, running


@Written
def _live(stepdown_id: str) -> QuerySet[StepDown]:
    rows = StepDown.objects.select_related("to_team__agency", "from_team__agency", "referral__contact__team")
    return rows.filter(pk=stepdown_id, status__in=LIVE)


def _lead(stepdown: StepDown) -> list[str]:
    return [f"practitioner:{stepdown.lead_id}"] if stepdown.lead_id else []


def _named(stepdown: StepDown, people: Iterable[object]) -> list[str]:
    """Nobody who declared that they know the family: they could open nothing, and must not learn that there is something."""
    family = children_in(stepdown)
    ids = [str(one.pk) for one in people]  # type: ignore[attr-defined]
    return [f"practitioner:{one}" for one in ids if not any(knows_family(one, child) for child in family)]


def _write(due: Due, stepdown: StepDown, to: Iterable[str]) -> None:
    pack = current(at=due.at)
    for one in dict.fromkeys(to):
        post(
            key=f"{due.key}:{one}"[:200],
            kind=due.kind,
            to=one,
            about=stepdown.ref,
            body_ref="due",
            context={"phone": pack.area.hub_phone, "link_path": REGISTER},
            at=due.at,
        )
    record(act=f"ring:{due.kind}", about=stepdown.ref, by=WORKER, at=due.at)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
