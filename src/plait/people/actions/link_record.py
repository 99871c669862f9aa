"""What the engine found for one record: join it to a person, ask somebody, or leave it be. Never two known people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.ask_for_review import ask_for_review
from plait.people.events import RecordJoined
from plait.people.models import (
    Assertion,
    DeclaredConflict,
    IdentityShield,
    Involvement,
    LinkRuling,
    Merge,
    Person,
    ReviewItem,
    SourceRecord,
)
from plait.people.queries import standing_id
from plait.people.rules.identity import (
    REVIEW_AT,
    Candidate,
    Decision,
    Known,
    Limits,
    comes_apart,
    decide_link,
    may_hold,
    may_tie,
    survivor,
)
from plait.people.store.crossings import would_cross
from plait.people.store.identity import ids_under, rulings_in_force, settle, shields_in_force
from plait.people.store.shields import traits_of_address, traits_of_description, traits_of_number


@deed
def link_record(
    *,
    record_id: str,
    candidates: Sequence[Candidate],
    model: str,
    limits: Limits | None = None,
    evidence: dict[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Decide one record by what the engine found (`people.rules.identity.decide_link`), under rulings and shields.

    A record that stands alone joins the best person over the line. One that is already of a known person joins nobody: what
    would join them is a question. What would cross an identity shield is a question to its custodians alone.
    """
    if by.kind != "process":
        raise Refused(
            no("engine-only", say="A person says who it is on the page.", next_step="Open the concern"),
            about=f"record:{record_id}",
        )
    kept = SourceRecord.objects.select_for_update(of=("self",)).get(pk=record_id)
    kept.looked_at = at
    kept.save(update_fields=["looked_at"])
    own = str(kept.person_id)
    judged = _judged(kept, own, candidates, at)
    others = [one for one in judged if one.person != own]
    decision = decide_link(others, limits)
    found = {"record": str(kept.pk), **(evidence or {})}
    for one in others:
        if one.barred == "shield" and one.score >= (limits or Limits()).review:
            _ask_custodians(kept, one, model, by, at)
    if decision.outcome == "join":
        if _stands_alone(kept, at):
            _join(kept, decision, model, by, at)
        else:
            ask_for_review(
                kind=ReviewItem.Kind.MERGE, one_id=decision.person, other_id=own, record_id=record_id,
                score=decision.score, model=model, evidence=found, by=by, at=at,
            )  # fmt: skip
            decision = replace(decision, outcome="review", person="")
    scores = {one.person: one.score for one in others}
    for rival in decision.rivals:
        ask_for_review(
            kind=ReviewItem.Kind.MERGE, one_id=standing_id(decision.person or own), other_id=rival,
            score=scores[rival], model=model, evidence=found, by=by, at=at,
        )  # fmt: skip
    for person in decision.ask if decision.outcome == "review" else ():
        ask_for_review(
            kind=ReviewItem.Kind.POSSIBLE, one_id=person, other_id=own, record_id=record_id,
            score=scores[person], model=model, evidence=found, by=by, at=at,
        )  # fmt: skip
    mine = max((one.score for one in judged if one.person == own), default=None)
    if mine is not None and comes_apart(mine, limits) and _engine_joined(kept):
        ask_for_review(
            kind=ReviewItem.Kind.SPLIT, one_id=own, record_id=record_id,
            score=mine, model=model, evidence=found, by=by, at=at,
        )  # fmt: skip
    record(
        act=f"person:record-{decision.outcome}",
        about=[f"person:{one}" for one in {own, decision.person} - {""}],
        by=by,
        at=at,
        fields=("identity",),
    )
    return decision


def _judged(kept: SourceRecord, own: str, candidates: Sequence[Candidate], at: datetime) -> list[Candidate]:
    """The candidates under the ids that stand, with what bars them and what people said of them."""
    shields = shields_in_force()
    mine, traits = ids_under(own), _traits(kept) if shields else frozenset()
    rulings = rulings_in_force(mine, at=at)
    never = {
        str(one)
        for one in LinkRuling.objects.filter(
            record=kept, kind=LinkRuling.Kind.CANNOT, lifted_at__isnull=True
        ).values_list("one_id", flat=True)
    }
    found = []
    for one in candidates:
        person = standing_id(one.person)
        ids = ids_under(person)
        barred = one.barred
        if (
            not may_tie(shields, mine, ids)
            or not may_hold(shields, ids, traits)
            or (shields and (one.must or one.score >= REVIEW_AT) and would_cross(own, person))
        ):
            barred = "shield"
        elif ids & never or rulings.forbids(mine, ids):
            barred = "cannot-link"
        found.append(replace(one, person=person, barred=barred, must=one.must or rulings.demands(mine, ids)))
    return found


def _traits(kept: SourceRecord) -> frozenset[str]:
    found: set[str] = set()
    for told in kept.versions_kept.all():
        found |= traits_of_description(told)
    for row in kept.identifiers.all():
        found |= traits_of_number(row.kind, row.value)
    for period in kept.addresses.select_related("place"):
        found |= traits_of_address(period.place.line, period.place.postcode)
    return frozenset(found)


def _stands_alone(kept: SourceRecord, at: datetime) -> bool:
    """Is the record all that is known of its person, with nobody's word and nobody's work resting on it?"""
    assert kept.person_id is not None
    ids = ids_under(str(kept.person_id))
    others = SourceRecord.objects.filter(person_id=kept.person_id).exclude(pk=kept.pk).exists()
    told = Assertion.objects.filter(
        record=kept, decided=Assertion.Decided.PERSON, retracted_at__isnull=True
    ).exists()
    work = Involvement.objects.filter(person_id__in=ids).exists()
    more = Person.objects.filter(pk__in=ids).exclude(pk=kept.person_id).exists()
    return not (others or told or work or more)


def _engine_joined(kept: SourceRecord) -> bool:
    return Assertion.objects.filter(
        record=kept, decided=Assertion.Decided.ENGINE, retracted_at__isnull=True
    ).exists()


def _join(kept: SourceRecord, decision: Decision, model: str, by: Actor, at: datetime) -> None:
    own = str(kept.person_id)
    people = {str(one.pk): one for one in Person.objects.filter(pk__in=[decision.person, own])}
    stays, goes = survivor(*(Known(key, one.made_at, one.restricted) for key, one in people.items()))
    said = Assertion.objects.create(
        record=kept, person_id=decision.person, was_id=kept.person_id, decided=Assertion.Decided.ENGINE,
        score=decision.score, model=model, by=by.id, at=at, because=decision.because,
    )  # fmt: skip
    declared = DeclaredConflict.objects.filter(person_id__in=list(people)).order_by("pk")
    Merge.objects.create(
        survivor_id=stays.id, loser_id=goes.id, assertion=said, by=by.id, at=at, because=decision.because,
        had=[str(pk) for pk in declared.values_list("pk", flat=True)],
    )  # fmt: skip
    settle([stays.id, goes.id])
    sources = kept.versions_kept.order_by("source_ref").values_list("source_ref", flat=True).distinct()
    announce(RecordJoined(UUID(decision.person), tuple(sources), at))


def _ask_custodians(kept: SourceRecord, one: Candidate, model: str, by: Actor, at: datetime) -> None:
    ids = ids_under(one.person) | ids_under(str(kept.person_id))
    for shield in IdentityShield.objects.order_by("pk"):
        if {str(shield.former_id), str(shield.present_id)} & ids:
            ask_for_review(
                kind=ReviewItem.Kind.SHIELD, one_id=one.person, record_id=str(kept.pk), score=one.score,
                model=model, evidence={"record": str(kept.pk)}, custodian_id=str(shield.custodian_id),
                by=by, at=at,
            )  # fmt: skip
