"""Seating an owner: one for each side, the old one kept with the reason why it passed on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from plait.agencies.models import Practitioner, Team
from plait.base.access.written import Written
from plait.base.packs import release
from plait.escalation.models import Challenge, Disputed, Escalation, EscalationStage, Owner
from plait.escalation.rules import ARBITRATOR, UNHEEDED, Candidate, Side, may_own, who_is_next, who_owns
from plait.escalation.store.candidates import as_candidate, candidates, who_could_say


def seat(
    of: EscalationStage | Challenge, roles: Sequence[str], side: Side, *, because: str = "", at: datetime
) -> Owner:
    """Whoever is next owns it from now on; the same one stays as they are."""
    disputed = disputed_of(of)
    below = answered_below(of) if side == "theirs" else frozenset()
    chosen = who_owns(candidates(disputed, roles, side, below=below, at=at), side)
    now = owner_of(of, side)
    if now is not None and now.ref == chosen.ref:
        return now
    return _sit(of, chosen, side, now=now, because=because, at=at)


def would_own(of: Disputed, roles: Sequence[str], side: Side, *, at: datetime) -> str:
    """By name, who would own it on that side if it were raised now; nothing is written."""
    return _name(of, who_owns(candidates(of, roles, side, at=at), side))


def seat_next(
    of: EscalationStage | Challenge, roles: Sequence[str], side: Side, *, at: datetime
) -> Owner | None:
    """Whoever owns it did not heed what they were asked: whoever is next owns it, of those who have not been passed over
    already. None, and the same one goes on owning it, where nobody is left whom a letter reaches."""
    disputed, now = disputed_of(of), owner_of(of, side)
    before = of.owners.filter(side=side, passed_because=UNHEEDED).select_related("practitioner", "team")
    passed = {one.ref for one in (*before, now) if one is not None}
    below = answered_below(of) if side == "theirs" else frozenset()
    chosen = who_is_next(candidates(disputed, roles, side, below=below, at=at), side, passed=passed)
    return None if chosen is None else _sit(of, chosen, side, now=now, because=UNHEEDED, at=at)


def seat_to_say(of: EscalationStage, *, at: datetime) -> Owner | None:
    """Only a number owns what is said of the child, and no letter reaches one: whoever could say it owns it. None where nobody
    with an account is left."""
    disputed, now = disputed_of(of), owner_of(of, "ours")
    chosen = who_is_next(who_could_say(disputed, at=at), "ours", passed=())
    return (
        None if chosen is None else _sit(of, chosen, "ours", now=now, because="no-letter-reaches-them", at=at)
    )


def answered_below(of: EscalationStage | Challenge) -> frozenset[str]:
    """`practitioner:<id>` of whoever answered at a stage below this one, owned it on the other side when it ended, or was asked
    so often that it was passed on. Not whoever arbitrated there: whom the partnership named goes on deciding."""
    if not isinstance(of, EscalationStage) or of.order == 1:
        return frozenset()
    beneath = EscalationStage.objects.filter(escalation_id=of.escalation_id, order__lt=of.order)
    owned = Owner.objects.filter(stage__in=beneath, side="theirs", practitioner__isnull=False)
    asked = {
        (str(one.practitioner_id), one.why)
        for one in owned.filter(Q(to_at__gte=F("stage__ended_at")) | Q(passed_because=UNHEEDED))
    }
    decide = {who for who, why in asked if why == Owner.Why.ARBITRATOR}
    answered = set(beneath.exclude(answered_by="").values_list("answered_by", flat=True))
    return frozenset(f"practitioner:{one}" for one in {*answered, *(who for who, _ in asked)} - decide)


def _sit(
    of: EscalationStage | Challenge,
    chosen: Candidate,
    side: Side,
    *,
    now: Owner | None,
    because: str,
    at: datetime,
) -> Owner:
    disputed = disputed_of(of)
    if now is not None:
        now.to_at, now.passed_because = at, because[:60]
        now.save(update_fields=["to_at", "passed_because"])
    kind, _, record_id = chosen.ref.partition(":")
    held = {"stage": of} if isinstance(of, EscalationStage) else {"challenge": of}
    return Owner.objects.create(
        **held,
        side=side,
        practitioner_id=record_id if kind == "practitioner" else None,
        team_id=record_id if kind == "team" else None,
        name=_name(disputed, chosen)[:260],
        role=chosen.role,
        why=chosen.why,
        from_at=at,
    )


def still_fits(owner: Owner, *, begins: bool, at: datetime) -> str:
    """Empty while they can own it; else the code of what stands in their way now."""
    of = owner.stage or owner.challenge
    assert of is not None
    side: Side = "ours" if owner.side == "ours" else "theirs"
    verdict = may_own(as_candidate(disputed_of(of), owner.ref, side, begins=begins, at=at), side)
    return "" if verdict else verdict.reason


def let_go(of: EscalationStage | Challenge, sides: Sequence[Side], *, because: str, at: datetime) -> None:
    """It needs no owner on these sides any more."""
    for side in sides:
        now = owner_of(of, side)
        if now is not None:
            now.to_at, now.passed_because = at, because[:60]
            now.save(update_fields=["to_at", "passed_because"])


def owner_of(of: EscalationStage | Challenge, side: Side) -> Owner | None:
    """Who owns it on that side now."""
    found: Owner | None
    if isinstance(of, EscalationStage):
        found = _of_stage.first(of.pk, side)
        if found is not None:
            found.stage = of
    else:
        found = _of_challenge.first(of.pk, side)
        if found is not None:
            found.challenge = of
    return found


@Written
def _of_stage(stage_id: UUID, side: str) -> QuerySet[Owner]:
    return _now(side).filter(stage_id=stage_id)


@Written
def _of_challenge(challenge_id: UUID, side: str) -> QuerySet[Owner]:
    return _now(side).filter(challenge_id=challenge_id)


def _now(side: str) -> QuerySet[Owner]:
    rows = Owner.objects.filter(side=side, to_at__isnull=True)
    return rows.select_related("practitioner", "team").order_by("pk")


def disputed_of(of: EscalationStage | Challenge) -> Disputed:
    """What it is a stage of."""
    return of.escalation if isinstance(of, EscalationStage) else of


def _name(of: Disputed, chosen: Candidate) -> str:
    kind, _, record_id = chosen.ref.partition(":")
    if kind == "practitioner":
        person = Practitioner.objects.select_related("agency").get(pk=record_id)
        return f"{person.name}, {person.job}, {person.agency.name}"
    if kind == "team":
        team = Team.objects.select_related("agency").get(pk=record_id)
        return f"{team.name}, {team.agency.name}"
    assert chosen.ref == ARBITRATOR
    if isinstance(of, Escalation) and of.elsewhere:
        return of.elsewhere
    return release(of.pack).ladders().arbitrator.title
