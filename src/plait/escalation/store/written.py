"""What both sides of a disagreement wrote about somebody, for a copy that they ask for."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from plait.agencies.models import Practitioner
from plait.escalation.models import Challenge, Escalation, EscalationStage
from plait.people.events import Held
from plait.referrals.queries.telling import told_openly


def written_about(person_ids: Iterable[str]) -> list[Held]:
    """Every agency's words on either side, each as its own. Only of concerns of which it may be said who told them: a
    disagreement is most often theirs. Not who was rung, nor praise of a colleague, nor what the other side was told, which is
    the letter's own words."""
    open_ones = list(told_openly(person_ids).values_list("contact_id", flat=True))
    found: list[Held] = []
    for one in Escalation.objects.filter(contact_id__in=open_ones).order_by("at", "pk"):
        found += _of_escalation(one)
    for asked in Challenge.objects.filter(contact_id__in=open_ones).order_by("at", "pk"):
        found += _of_challenge(asked)
    return [one for one in found if one.text.strip()]


def _of_escalation(one: Escalation) -> Iterator[Held]:
    parts = (("Why", one.because), ("What is wanted", one.wanted), ("What it rests on", one.evidence))
    text = "\n\n".join(f"{label}: {said}" for label, said in parts if said.strip())
    yield Held(one.ref, str(one.our_agency_id), "Why an agency disagreed", text, one.at)
    for stage in one.stages.order_by("order"):
        yield from _of_stage(one, stage)
    outcome = one.outcomes.order_by("at", "pk").first()
    if outcome is not None:
        by = _side(one, one.ended_by)
        yield Held(
            f"escalation-outcome:{outcome.pk}", by, "What came of a disagreement", outcome.text, outcome.at
        )
    child = getattr(one, "child_outcome", None)
    if child is not None and child.at is not None:
        by = _side(one, child.by)
        yield Held(f"child-outcome:{child.pk}", by, "What it did for the child", child.said, child.at)


def _of_stage(one: Escalation, stage: EscalationStage) -> Iterator[Held]:
    by = _side(one, stage.climbed_by)
    yield Held(f"stage:{stage.pk}", by, "Why it went further", stage.climbed_because, stage.began_at)
    if stage.answered_at is not None:
        by = _side(one, stage.answered_by, else_ours=False)
        yield Held(
            f"stage-answer:{stage.pk}", by, "The answer to a disagreement", stage.answer, stage.answered_at
        )
    for more in stage.more_urgent.order_by("at", "pk"):
        text = "\n\n".join(said for said in (more.because, more.emergency_told) if said.strip())
        yield Held(f"more-urgent:{more.pk}", _side(one, more.by), "Why it became more urgent", text, more.at)
    for call in stage.calls.order_by("rang_at", "pk"):
        yield Held(f"stage-call:{call.pk}", _side(one, call.by), "A note of a call", call.said, call.rang_at)


def _of_challenge(asked: Challenge) -> Iterator[Held]:
    yield Held(asked.ref, str(asked.our_agency_id), "A question that was asked", asked.question, asked.at)
    when: datetime | None = asked.answered_at
    if when is not None:
        by = _side(asked, asked.answered_by, else_ours=False)
        yield Held(f"challenge-answer:{asked.pk}", by, "The answer to a question", asked.answer, when)


def _side(of: Escalation | Challenge, practitioner_id: str, *, else_ours: bool = True) -> str:
    """The agency of whoever wrote it: the one of the two in which they work."""
    ours, theirs = str(of.our_agency_id), str(of.their_agency_id)
    agency = str(_agency_of(practitioner_id) or "")
    return agency if agency in (ours, theirs) else ours if else_ours else theirs


def _agency_of(practitioner_id: str) -> UUID | None:
    try:
        rows = Practitioner.objects.filter(pk=UUID(practitioner_id))
    except ValueError:
        return None
    return rows.values_list("agency_id", flat=True).first()
