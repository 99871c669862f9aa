"""Reading disagreements and challenges. Whoever calls has passed `access.open_escalation` or `access.open_challenge`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.models import Practitioner
from plait.agencies.queries import safeguarding_team_of
from plait.base.access.written import Written
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.packs import current, release
from plait.base.packs.schema.escalation import BEGINS, EscalationFile, Ladder, Stage
from plait.escalation.life import OPEN
from plait.escalation.models import (
    Challenge,
    Disputed,
    Escalation,
    EscalationOutcome,
    EscalationStage,
    LadderPost,
    Owner,
)
from plait.escalation.rules import Side
from plait.escalation.store.candidates import as_candidate
from plait.escalation.store.leaving import leaves
from plait.escalation.store.owners import disputed_of, owner_of, still_fits, would_own
from plait.escalation.store.timing import answer_key, challenge_key, child_key, reply_key
from plait.escalation.store.unfit import may_be_unfit
from plait.escalation.store.written import written_about
from plait.people.events import Held
from plait.people.rules import Finding
from plait.referrals.events import Disputable, WhatIsDisputed
from plait.referrals.models import Contact, Decision, PartnerCheck
from plait.referrals.queries.leaving import findings_in

CHALLENGE_ROLES = (BEGINS, "manager", "safeguarding_lead", "head")


def disputable(subject: str, *, by: Actor, at: datetime) -> Disputable | None:
    """What this reader would dispute; None where nothing of it is there for them."""
    found = [one for one in ask(WhatIsDisputed(subject, by, at)) if one is not None]
    return found[0] if found else None


def own_team(by: Actor, found: Disputable) -> str | None:
    """The team that stands behind whoever disagrees: the deciding team where they are in it, else their safeguarding team."""
    if str(found.their_team) in by.teams:
        return str(found.their_team)
    team = safeguarding_team_of(by.agency)
    if team is not None:
        return str(team.pk)
    return min(by.teams) if by.teams else None


def ladder_of(escalation: Escalation) -> Ladder:
    """The ladder of the day on which it was raised, whatever the pack says now."""
    found = release(escalation.pack).ladders().ladder(escalation.ladder)
    assert found is not None, "a release never changes"
    return found


def current_stage(escalation: Escalation) -> EscalationStage:
    """The stage it stands on, or ended on."""
    found: EscalationStage | None = _last_stage.first(escalation.pk)
    assert found is not None, "it begins with a stage"
    found.escalation = escalation
    return found


@Written
def _last_stage(escalation_id: UUID) -> QuerySet[EscalationStage]:
    return EscalationStage.objects.filter(escalation_id=escalation_id).order_by("-order")[:1]


def rule_of(stage: EscalationStage) -> Stage:
    """What the pack of its day says of this stage."""
    return ladder_of(stage.escalation).stage(stage.code)


def next_rule(stage: EscalationStage) -> Stage | None:
    """The stage above; None at the top."""
    return ladder_of(stage.escalation).next_after(stage.code)


def stages_of(escalation: Escalation) -> list[EscalationStage]:
    """Every stage it has reached, the first first, with calls and owners."""
    rows = escalation.stages.prefetch_related("calls", "more_urgent", "owners").order_by("order")
    return list(rows)


def is_open(escalation: Escalation) -> bool:
    """Does it still stand on its ladder?"""
    return escalation.status in OPEN


def open_on(contact_id: str) -> QuerySet[Escalation]:
    """Disagreements about one concern that have not ended."""
    return Escalation.objects.filter(contact_id=contact_id, status__in=OPEN)


def asked_on(contact_id: str) -> int:
    """How many questions about decisions on one concern wait for their reasoned answer."""
    return Challenge.objects.filter(contact_id=contact_id, status=Challenge.Status.ASKED).count()


def open_already(subject: str, *, by: Actor) -> Escalation | None:
    """The one that this person has open about the same."""
    return Escalation.objects.filter(subject=subject, by=by.id, status__in=OPEN).first()


def clock_key(of: Escalation | Challenge) -> str:
    """Which clock says how it stands now."""
    if isinstance(of, Challenge):
        return challenge_key(of.ref)
    if not is_open(of):
        return child_key(of.ref)
    order = current_stage(of).order
    return reply_key(of.ref, order) if of.status == "answered" else answer_key(of.ref, order)


def clocks_of(refs: Iterable[str]) -> dict[str, list[RunningClock]]:
    """Every clock about these, by their reference, in one query."""
    found: dict[str, list[RunningClock]] = {}
    for one in clocks_for(refs):
        found.setdefault(one.subject, []).append(one)
    return found


def outcome_for(escalation: Escalation, agency_id: str) -> EscalationOutcome | None:
    """The written outcome on this agency's record."""
    found = escalation.outcomes.filter(agency_id=agency_id).first()
    return found or escalation.outcomes.order_by("pk").first()


def on_the_record(contact_id: str) -> QuerySet[Escalation]:
    """Every disagreement about one concern, the newest first."""
    rows = Escalation.objects.filter(contact_id=contact_id).prefetch_related("outcomes")
    return rows.order_by("-at", "pk")


def refs_about(person_id: str) -> list[str]:
    """`escalation:` and `challenge:` of everything disputed about this person."""
    rows = {"contact__people__description__person_id": person_id}
    found = [
        f"escalation:{pk}" for pk in Escalation.objects.filter(**rows).values_list("pk", flat=True).distinct()
    ]
    asked = Challenge.objects.filter(**rows).values_list("pk", flat=True).distinct()
    return found + [f"challenge:{pk}" for pk in asked]


def written_on_either_side(person_ids: Iterable[str]) -> list[Held]:
    """What both sides of disagreements wrote about somebody, for a copy that they ask for."""
    return written_about(person_ids)


def unfit_owners(*, at: datetime) -> list[tuple[Owner, str]]:
    """Everybody who owns something and cannot any more, with the code of what stands in their way."""
    found = []
    for owner in may_be_unfit(at=at):
        why = still_fits(owner, begins=_begins(owner), at=at)
        if why:
            found.append((owner, why))
    return found


def _begins(owner: Owner) -> bool:
    if owner.stage is None:
        return True
    rule = rule_of(owner.stage)
    return (rule.ours if owner.side == "ours" else rule.theirs) == BEGINS


def owner_now(of: EscalationStage | Challenge, side: str) -> Owner | None:
    """Who owns it on that side now."""
    return owner_of(of, "ours" if side == "ours" else "theirs")


def posts_of(agency_id: str) -> list[LadderPost]:
    """Who answers on the ladders for an agency, by role, the first asked first."""
    rows = LadderPost.objects.filter(
        agency_id=agency_id, to_at__isnull=True, practitioner__left_at__isnull=True
    )
    return list(rows.select_related("practitioner").order_by("role", "order", "pk"))


def named_then(at: datetime) -> bool:
    """Had the partnership named anybody with an account at that moment, who was told?"""
    posts = LadderPost.objects.filter(agency__isnull=True, from_at__lte=at)
    return posts.filter(Q(to_at__isnull=True) | Q(to_at__gt=at)).exists()


def arbitrators() -> list[LadderPost]:
    """Whom the partnership named, where it named somebody with an account."""
    rows = LadderPost.objects.filter(agency__isnull=True, to_at__isnull=True)
    return list(rows.select_related("practitioner__agency").order_by("order", "pk"))


def deputies_of(owner: Owner, *, at: datetime) -> list[Practitioner]:
    """Whoever stands in for them and is there, for a word when their time is over. Nobody who knows the family, or for whom the
    record is not there: they must not learn that there is something."""
    deputy = owner.practitioner.deputy if owner.practitioner is not None else None
    of = owner.stage or owner.challenge
    if deputy is None or of is None:
        return []
    side: Side = "ours" if owner.side == "ours" else "theirs"
    one = as_candidate(disputed_of(of), f"practitioner:{deputy.pk}", side, begins=False, at=at)
    return [] if one.gone or one.away or one.conflicted or one.absent else [deputy]


def disputed_on(referral_id: str) -> list[tuple[str, str]]:
    """What somebody who works on a referral may dispute: its last decision, and every agency that has not answered; with the
    words that tell them apart."""
    found = [(f"decision:{one}", "The last decision") for one in _last_decision.rows(referral_id)]
    waiting = _silent.rows(referral_id)
    return found + [(f"check:{one}", f"{agency} has not answered") for one, agency in waiting]


@Written
def _last_decision(referral_id: str) -> QuerySet[Decision, Any]:
    rows = Decision.objects.filter(referral_id=referral_id).order_by("-at", "pk")
    return rows.values_list("pk", flat=True)[:1]


@Written
def _silent(referral_id: str) -> QuerySet[PartnerCheck, Any]:
    rows = PartnerCheck.objects.filter(referral_id=referral_id, status__in=["asked", "opened"])
    return rows.order_by("asked_at", "pk").values_list("pk", "agency__name")


def decision_behind(subject: str, found: Disputable) -> Decision | None:
    """The decision beside which a differing view can stand: the one that is disputed, else the last one that came of it.
    None where nothing was decided yet, or the other side has decided nothing here: it was asked, and is silent."""
    kind, _, record_id = subject.partition(":")
    rows = Decision.objects.filter(referral__contact_id=found.contact).select_related("referral")
    rows = rows.order_by("-at", "pk")
    if kind == "decision":
        return rows.filter(pk=record_id).first()
    hub = Contact.objects.filter(pk=found.contact, team__agency_id=found.their_agency).exists()
    return rows.first() if hub and kind in ("feedback", "check", "contact") else None


def who_would_answer(of: Disputed, roles: Sequence[str], *, at: datetime) -> str:
    """By name, who would own it on the other side if it were raised now, for `of` as it would stand then."""
    return would_own(of, roles, "theirs", at=at)


def findings(
    contact_id: str, text: str, *, readers: Iterable[str], by: Actor, other_because: str
) -> list[Finding]:
    """What must be taken out of these words before another agency reads them."""
    contact = Contact.objects.select_related("team").get(pk=contact_id)
    if not leaves(contact, readers, by):
        return []
    return findings_in(contact, text, other_because=other_because)


def learning_of(escalation: Escalation) -> list[str]:
    """What it may teach us, in the words of the pack of its day."""
    return list(release(escalation.pack).ladders().learning)


def ladders_now(*, at: datetime) -> EscalationFile:
    """The area’s ladders as they are today."""
    return current(at=at).ladders()
