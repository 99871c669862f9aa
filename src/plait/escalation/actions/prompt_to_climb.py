"""Plait asks: nobody has answered in time, or nobody has said whether it is settled. Again and again, never in silence."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from plait.agencies.queries import present_practitioner
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.base.timers import set_timer
from plait.escalation.models import Challenge, ChildOutcome, Escalation, EscalationStage, Owner
from plait.escalation.queries import (
    CHALLENGE_ROLES,
    clock_key,
    current_stage,
    deputies_of,
    is_open,
    owner_now,
    rule_of,
)
from plait.escalation.rules import ARBITRATOR, UNHEEDED, Side, counts_as_harm, is_pressing, next_prompt
from plait.escalation.store import timing
from plait.escalation.store.ended import end_inside, end_question, is_of_ended_agency, nobody_can_say
from plait.escalation.store.owners import seat_next, seat_to_say
from plait.escalation.store.stages import tell, tell_ref
from plait.escalation.store.timing import pass_on

BY_ITSELF = no("not-by-a-person", say="Plait asks by itself.", next_step="Climb, or answer")


@Written
def _locked(escalation_id: str) -> QuerySet[Escalation]:
    return Escalation.objects.select_for_update().filter(pk=escalation_id)


@deed
def prompt_to_climb(*, escalation_id: str, key: str, due_at: datetime, by: Actor, at: datetime) -> bool:
    """Both owners and the deputies of whoever owes something are told, and the next prompt is set. False when it has moved on."""
    if by.kind != "process":
        raise Refused(BY_ITSELF, about=f"escalation:{escalation_id}")
    found: Escalation | None = _locked.first(escalation_id)
    if found is None or not is_open(found) or clock_key(found) != key:
        record(act="escalation:moved-on", about=f"escalation:{escalation_id}", by=by, at=at)
        return False
    if is_of_ended_agency(found):
        end_inside(found, by=by, at=at)
        record(act="escalation:moved-on", about=f"escalation:{escalation_id}", by=by, at=at)
        return False
    stage = current_stage(found)
    stage.prompted_at, stage.prompts = at, stage.prompts + 1
    stage.save(update_fields=["prompted_at", "prompts"])
    owners = [one for side in ("ours", "theirs") if (one := owner_now(stage, side)) is not None]
    owes: Side = "ours" if found.status == "answered" else "theirs"
    told = [one.ref for one in owners]
    told += [
        f"practitioner:{dep.pk}" for one in owners if one.side == owes for dep in deputies_of(one, at=at)
    ]
    phone = release(found.pack).area.hub_phone
    for to in dict.fromkeys(told):
        tell_ref(found, to, "late", mark=f"{stage.order}:{stage.prompts}", letter="due", phone=phone, at=at)
    roles = rule_of(stage).owners(owes)
    pressing = _insist(
        found, stage, roles, next((one for one in owners if one.side == owes), None), by=by, at=at
    )
    again = next_prompt(due=due_at, at=at, pressing=pressing)
    set_timer(key=key, kind=timing.LATE, subject=found.ref, due_at=again, at=at)
    record(act="escalation:prompted", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    return True


def _insist(
    found: Escalation | Challenge,
    of: EscalationStage | Challenge,
    roles: Sequence[str],
    owes: Owner | None,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    """They were asked once more. Asked so often that they will not answer, they pass it on to whoever is next, who is told at
    once; the stage is the same, and both sides can see it. Answers whether it is pressing still."""
    unheeded = release(found.pack).ladders().unheeded
    if owes is None:
        return is_pressing(found.urgency, prompts=unheeded, unheeded=unheeded)
    owes.prompts += 1
    owes.save(update_fields=["prompts"])
    new = None
    if owes.prompts % unheeded == 0:
        new = seat_next(of, roles, "ours" if owes.side == "ours" else "theirs", at=at)
    if new is not None:
        pass_on(clock_key(found), owner=new.ref, by=by, at=at)
        letter = "ring" if counts_as_harm(found.urgency) else "waiting"
        tell(found, [new], "passed", letter=letter, phone=release(found.pack).area.hub_phone, at=at)
        about = [found.ref, f"contact:{found.contact_id}"]
        record(act="escalation:passed-on", about=about, by=by, at=at, reason=UNHEEDED)
    return is_pressing(found.urgency, prompts=(new or owes).prompts, unheeded=unheeded)


@deed
def ask_child_outcome(*, escalation_id: str, key: str, due_at: datetime, by: Actor, at: datetime) -> bool:
    """Thirty days on: whoever disagreed is asked what it did for the child, and again each week until they say it. Where only a
    number is left of them, whoever could say it; and where nobody is, that nobody can stands on the record."""
    if by.kind != "process":
        raise Refused(BY_ITSELF, about=f"escalation:{escalation_id}")
    waits = ChildOutcome.objects.select_for_update(of=("self",)).select_related("escalation")
    outcome = waits.filter(escalation_id=escalation_id, at__isnull=True).first()
    if outcome is None:
        record(act="escalation:moved-on", about=f"escalation:{escalation_id}", by=by, at=at)
        return False
    found = outcome.escalation
    if is_of_ended_agency(found):
        end_inside(found, by=by, at=at)
        record(act="escalation:moved-on", about=f"escalation:{escalation_id}", by=by, at=at)
        return False
    outcome.asked_at = outcome.asked_at or at
    outcome.save(update_fields=["asked_at"])
    owner = owner_now(current_stage(found), "ours")
    if owner is None or owner.ref == ARBITRATOR:  # a number hears nothing
        owner = seat_to_say(current_stage(found), at=at)
        if owner is None:
            nobody_can_say(found, current_stage(found), by=by, at=at)
            record(
                act="escalation:nobody-can-say",
                about=[found.ref, f"contact:{found.contact_id}"],
                by=by,
                at=at,
            )
            return False
        pass_on(key, owner=owner.ref, by=by, at=at)
    phone = release(found.pack).area.hub_phone
    tell_ref(found, owner.ref, "child", mark=f"{at:%Y%m%d}", phone=phone, at=at)
    again = next_prompt(due=due_at, at=at, pressing=False)
    set_timer(
        key=key, kind=timing.CHILD, subject=found.ref, due_at=again + (again - max(due_at, at)) * 6, at=at
    )
    record(act="escalation:child-asked", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    return True


@deed
def prompt_challenge(*, challenge_id: str, key: str, due_at: datetime, by: Actor, at: datetime) -> bool:
    """A question was not answered in time: whoever owes the answer and their deputy hear it, and whoever asked may climb."""
    if by.kind != "process":
        raise Refused(BY_ITSELF, about=f"challenge:{challenge_id}")
    found = Challenge.objects.select_for_update().filter(pk=challenge_id, status="asked").first()
    if found is None:
        record(act="challenge:moved-on", about=f"challenge:{challenge_id}", by=by, at=at)
        return False
    if is_of_ended_agency(found):
        end_question(found, by=by, at=at)
        record(act="challenge:moved-on", about=found.ref, by=by, at=at)
        return False
    owner = owner_now(found, "theirs")
    there = present_practitioner(found.by) is not None
    told = [f"practitioner:{found.by}" if there else f"team:{found.our_team_id or ''}"]
    if owner is not None:
        told += [owner.ref, *(f"practitioner:{one.pk}" for one in deputies_of(owner, at=at))]
    phone = release(found.pack).area.hub_phone
    for to in dict.fromkeys(told):
        tell_ref(found, to, "late", mark=f"{at:%Y%m%d%H%M}", letter="due", phone=phone, at=at)
    pressing = _insist(found, found, CHALLENGE_ROLES, owner, by=by, at=at)
    again = next_prompt(due=due_at, at=at, pressing=pressing)
    set_timer(key=key, kind=timing.CHALLENGE_LATE, subject=found.ref, due_at=again, at=at)
    record(act="challenge:prompted", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    return True
