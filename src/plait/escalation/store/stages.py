"""Reaching a stage and ending a disagreement: owners, clocks and letters, always together."""

from collections.abc import Iterable
from datetime import datetime

from plait.agencies.duty import duty_team
from plait.agencies.models import Team
from plait.agencies.queries import present_practitioner, teams_of_kind
from plait.base.audit.actor import Actor
from plait.base.outbox import post
from plait.base.packs import Pack
from plait.base.packs.schema.escalation import ARBITRATOR, Stage
from plait.escalation.models import (
    Challenge,
    ChildOutcome,
    Escalation,
    EscalationOutcome,
    EscalationStage,
    LadderPost,
    Owner,
)
from plait.escalation.rules import counts_as_harm
from plait.escalation.store import timing
from plait.escalation.store.owners import let_go, seat

LIST = "/escalations/"


def begin_stage(
    escalation: Escalation,
    rule: Stage,
    *,
    order: int,
    because: str,
    asks: bool = True,
    pack: Pack,
    by: Actor,
    at: datetime,
) -> EscalationStage:
    """It stands on this stage from now on: both sides have an owner, the answer has a time, and they are told. `asks`: an answer
    is waited for; where the talk was had already, nobody reads that one is."""
    stage = EscalationStage.objects.create(
        escalation=escalation,
        order=order,
        code=rule.code,
        name=rule.name,
        began_at=at,
        climbed_by=by.id,
        climbed_by_name=by.name,
        climbed_because=because,
    )
    ours = seat(stage, rule.owners("ours"), "ours", at=at)
    theirs = seat(stage, rule.owners("theirs"), "theirs", at=at)
    timing.start(
        timing.answer_key(escalation.ref, order),
        rule.clocks.of(escalation.urgency),
        kind=timing.LATE,
        subject=escalation.ref,
        owner=theirs.ref,
        pack=pack,
        by=by,
        at=at,
    )
    urgent = counts_as_harm(escalation.urgency)
    if asks:
        letter = "ring" if urgent else "waiting"
        tell(escalation, [theirs], "asked", letter=letter, phone=pack.area.hub_phone, at=at)
    if ours.ref != f"practitioner:{by.id}":
        tell(escalation, [ours], "ours", phone=pack.area.hub_phone, at=at)
    if rule.tells_partnership:
        tell_partnership(escalation, "partnership", mark=str(order), phone=pack.area.hub_phone, at=at)
    if escalation.urgency == Escalation.Urgency.DANGER and order == 1:
        tell_duty(escalation, pack=pack, at=at)
    return stage


def tell_partnership(of: Escalation, what: str, *, mark: str, phone: str, at: datetime) -> None:
    """Whom the partnership named reads which stage was reached, or that it is over, on their own list."""
    for one in _arbitrators():
        tell_ref(of, one, what, mark=mark, phone=phone, path=LIST, at=at)


def tell_duty(escalation: Escalation, *, pack: Pack, at: datetime) -> None:
    """A child is in danger now: whoever is on duty is rung. The ladder only records it."""
    teams = [f"team:{team.pk}" for team in teams_of_kind(Team.Kind.EDT)]
    for one in dict.fromkeys([duty_team(at=at).ref, *teams]):  # by day the hub is on duty
        tell_ref(escalation, one, "danger", letter="ring", phone=pack.area.hub_phone, at=at)


def close_stage(stage: EscalationStage, *, because: str, by: Actor, at: datetime) -> None:
    """It is over: its clocks stop, and nobody owns it any more."""
    ref = stage.escalation.ref
    timing.stop(timing.answer_key(ref, stage.order), end_event=because, by=by, at=at)
    timing.stop(timing.reply_key(ref, stage.order), end_event=because, by=by, at=at)
    let_go(stage, ("ours", "theirs"), because=because, at=at)
    stage.ended_at = at
    stage.save(update_fields=["ended_at"])


def end(
    escalation: Escalation,
    stage: EscalationStage,
    *,
    status: str,
    outcome: str,
    learning: str,
    pack: Pack,
    by: Actor,
    at: datetime,
) -> None:
    """The written outcome stands on both agencies’ records; whoever disagreed keeps it until they say what came of it."""
    ref = escalation.ref
    timing.stop(timing.answer_key(ref, stage.order), end_event=status, by=by, at=at)
    timing.stop(timing.reply_key(ref, stage.order), end_event=status, by=by, at=at)
    let_go(stage, ("theirs",), because=status, at=at)
    stage.ended_at = at
    stage.save(update_fields=["ended_at"])
    escalation.status, escalation.ended_at = status, at
    escalation.ended_by, escalation.ended_by_name, escalation.learning = by.id, by.name, learning
    escalation.save(update_fields=["status", "ended_at", "ended_by", "ended_by_name", "learning"])
    for agency in dict.fromkeys([escalation.our_agency_id, escalation.their_agency_id]):
        EscalationOutcome.objects.create(escalation=escalation, agency_id=agency, text=outcome, at=at)
    ChildOutcome.objects.create(escalation=escalation)
    ours = stage.owners.get(side="ours", to_at__isnull=True)
    timing.start(
        timing.child_key(ref),
        pack.ladders().child_outcome,
        kind=timing.CHILD,
        subject=ref,
        owner=ours.ref,
        pack=pack,
        by=by,
        at=at,
    )
    told = Owner.objects.filter(stage__escalation=escalation)
    everybody = dict.fromkeys([f"practitioner:{escalation.by}", *(one.ref for one in told)])
    for one in everybody:
        if one != f"practitioner:{by.id}":
            tell_ref(escalation, one, "ended", phone=pack.area.hub_phone, at=at)
    ladder = pack.ladders().ladder(escalation.ladder)
    reached = escalation.stages.values_list("code", flat=True)
    if ladder is not None and any(ladder.stage(code).tells_partnership for code in reached):
        tell_partnership(escalation, "partnership-over", mark=status, phone=pack.area.hub_phone, at=at)


def tell(
    of: Escalation | Challenge,
    owners: Iterable[Owner],
    what: str,
    *,
    letter: str = "waiting",
    phone: str,
    at: datetime,
) -> None:
    """A neutral letter to each of these; where the arbitrator is only a name and a number, the page says whom to ring."""
    for owner in owners:
        tell_ref(of, owner.ref, what, mark=str(owner.pk), letter=letter, phone=phone, at=at)


def tell_ref(
    of: Escalation | Challenge,
    to: str,
    what: str,
    *,
    mark: str = "",
    letter: str = "waiting",
    phone: str,
    path: str = "",
    at: datetime,
) -> None:
    """One neutral letter. The same thing with the same mark is told once; whoever has left, or whose agency has ended, never."""
    kind, _, record_id = to.partition(":")
    if to == ARBITRATOR or not record_id:
        return
    if kind == "practitioner" and present_practitioner(record_id) is None:
        return
    post(
        key=f"{of.ref}:{what}:{mark}:{to}"[:200],
        kind=f"{of.ref.partition(':')[0]}-{what}",
        to=to,
        body_ref=letter,
        about=f"contact:{of.contact_id}",
        context={"phone": phone, "link_path": path or path_of(of)},
        at=at,
    )


def path_of(of: Escalation | Challenge) -> str:
    """Where it is read."""
    return f"/{'escalations' if isinstance(of, Escalation) else 'challenges'}/{of.pk}/"


def _arbitrators() -> list[str]:
    posts = LadderPost.objects.filter(agency__isnull=True, to_at__isnull=True)
    return [
        f"practitioner:{one}"
        for one in posts.order_by("order", "pk").values_list("practitioner_id", flat=True)
    ]
