"""Who is joined with whom, on whose word, and what rests on a question about it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.people.models import (
    AccessReview,
    AgencyNote,
    Assertion,
    Description,
    DisposalCertificate,
    Extract,
    IdentityShield,
    Involvement,
    LinkRuling,
    Merge,
    Person,
    PersonIdentifier,
    Relationship,
    ReviewAnswer,
    ReviewItem,
    SafetyNote,
    SourceRecord,
)
from plait.people.rules.opening import OPENS_THE_STORY
from plait.people.store.identity import ids_under


def standing_id(person_id: str) -> str:
    """The id that stands for this one now: itself, or where it redirects. An id that Plait gave out leads somewhere for ever."""
    found = _stands.first(person_id)
    return str(found) if found else person_id


@Written
def _stands(person_id: str) -> QuerySet[Person, Any]:
    return Person.objects.filter(pk=person_id).values_list("superseded_by_id", flat=True)


def standing_ids(person_ids: Iterable[str]) -> list[str]:
    """The same for several, in their order, each once. One query."""
    ids = [str(one) for one in person_ids]
    now = {str(was): str(stands) for was, stands in _redirected.rows(some_ids(ids))}
    return list(dict.fromkeys(now.get(one, one) for one in ids))


@Written
def _redirected(ids: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    rows = Person.objects.filter(pk__in=ids, superseded_by__isnull=False)
    return rows.values_list("pk", "superseded_by_id")


def ages_of(person_ids: Iterable[str], *, on: date) -> dict[str, int | None]:
    """Full years on that day, by the newest version that says a date of birth; None where none does."""
    ids = [str(one) for one in person_ids]
    born: dict[str, date | None] = dict.fromkeys(ids)
    for person, day in _born.rows(some_ids(ids)):
        born[str(person)] = day
    return {
        one: on.year - day.year - ((on.month, on.day) < (day.month, day.day)) if day else None
        for one, day in born.items()
    }


@Written
def _born(ids: tuple[UUID, ...]) -> QuerySet[Description, Any]:
    rows = Description.objects.filter(person_id__in=ids, born_on__isnull=False).order_by("stated_at", "pk")
    return rows.values_list("person_id", "born_on")


def records_of(person_id: str) -> QuerySet[SourceRecord]:
    """The source records of a person, with the extract each came by, the oldest first."""
    return (
        SourceRecord.objects.filter(person_id=person_id)
        .select_related("extract")
        .order_by("first_seen_at", "pk")
    )


def versions_of(person_id: str) -> QuerySet[Description]:
    """Everything that was ever said of who a person is, newest first; a version that was corrected has a `superseded_by`."""
    return (
        Description.objects.filter(person_id=person_id)
        .select_related("record", "superseded_by")
        .order_by("-stated_at", "-version", "pk")
    )


def identifiers_of(person_id: str) -> QuerySet[PersonIdentifier]:
    """Numbers by which somebody knows a person, with their validity and who told."""
    return PersonIdentifier.objects.filter(person_id=person_id).order_by(
        "kind", "-valid_from", "noted_at", "pk"
    )


def assertions_of(person_id: str) -> QuerySet[Assertion]:
    """Who or what said that a record is of this person, retracted ones too, newest first."""
    return (
        Assertion.objects.filter(Q(person_id=person_id) | Q(was_id=person_id))
        .select_related("record", "description")
        .order_by("-at", "pk")
    )


def merges_of(person_id: str) -> QuerySet[Merge]:
    """Every merge this person was part of, undone ones too, newest first."""
    return Merge.objects.filter(Q(survivor_id=person_id) | Q(loser_id=person_id)).order_by("-at", "pk")


def rulings_of(person_id: str, *, at: datetime) -> QuerySet[LinkRuling]:
    """Who said that this person is, or is not, one with another: in force at that moment."""
    return (
        LinkRuling.objects.filter(Q(one_id=person_id) | Q(other_id=person_id), lifted_at__isnull=True)
        .filter(Q(until__isnull=True) | Q(until__gt=at))
        .order_by("-at", "pk")
    )


def said_apart(told: Description, others: Iterable[str], *, at: datetime) -> dict[str, LinkRuling]:
    """Of these people, those of whom somebody has said that they are not the one described, each with the newest who said so.

    In force at that moment: of the two people, under any of their ids, or of the record in which the description stands.
    """
    asked, found = set(others), dict[str, LinkRuling]()
    if not asked:
        return found
    rows: list[LinkRuling] = _said_apart.rows(some_ids(ids_under(str(told.person_id))), told.record_id, at=at)
    for row in rows:
        for end in (row.one, row.other):
            if end is not None and (stands := str(end.superseded_by_id or end.pk)) in asked:
                found[stands] = row
    return found


@Written
def _said_apart(mine: tuple[UUID, ...], record_id: UUID | None, *, at: datetime) -> QuerySet[LinkRuling]:
    about = Q(other__isnull=False) & (Q(one_id__in=mine) | Q(other_id__in=mine))
    if record_id is not None:
        about |= Q(record_id=record_id)
    return (
        LinkRuling.objects.filter(about, kind=LinkRuling.Kind.CANNOT, lifted_at__isnull=True)
        .filter(Q(until__isnull=True) | Q(until__gt=at))
        .select_related("one", "other")
        .order_by("at", "pk")
    )


def claimed_by(kind: str, value: str) -> QuerySet[PersonIdentifier]:
    """Everybody who is said to bear this number."""
    return PersonIdentifier.objects.filter(kind=kind, value=value, person__superseded_by__isnull=True)


def extracts(agency_id: str = "") -> QuerySet[Extract]:
    """What agencies sent, newest first."""
    rows = Extract.objects.order_by("-at", "pk")
    return rows.filter(agency_id=agency_id) if agency_id else rows


# What rests on the answer: an open concern or plan weighs most, then somebody's protection, then nothing yet.
RESTS_ON_OPEN, RESTS_ON_PROTECTION, RESTS_ON_NOTHING = 2, 1, 0


def waiting_reviews(*, at: datetime) -> QuerySet[ReviewItem]:
    """Questions nobody has settled, with `rests` (see RESTS_ON_...): what rests on the answer first, then the oldest.

    For everybody: `people.access.review_queue` leaves out what a reader may not meet.
    """
    live = Involvement.objects.filter(kind__in=OPENS_THE_STORY, from_at__lte=at).filter(
        Q(to_at__isnull=True) | Q(to_at__gt=at)
    )
    protected = Person.objects.filter(
        Q(address_hidden=True)
        | Q(restricted=True)
        | Q(addresses__place__shielded=True)
        | Q(shielded_after__isnull=False)
        | Q(shielded_before__isnull=False)
    )
    return (
        ReviewItem.objects.exclude(state=ReviewItem.State.DECIDED)
        .annotate(
            rests=Case(
                When(_either(live, "person_id"), then=Value(RESTS_ON_OPEN)),
                When(Q(custodian__isnull=False) | _either(protected, "pk"), then=Value(RESTS_ON_PROTECTION)),
                default=Value(RESTS_ON_NOTHING),
                output_field=IntegerField(),
            ),
        )
        .select_related("one", "other", "record")
        .order_by("-rests", "at", "pk")
    )


def _either(rows: QuerySet[Involvement] | QuerySet[Person], column: str) -> Q:
    one = Coalesce(OuterRef("one__superseded_by_id"), OuterRef("one_id"))
    other = Coalesce(OuterRef("other__superseded_by_id"), OuterRef("other_id"))
    return Q(Exists(rows.filter(**{column: one}))) | Q(Exists(rows.filter(**{column: other})))


def records_to_look_for(limit: int) -> list[SourceRecord]:
    """Records that no engine has looked at yet, the oldest first."""
    rows = SourceRecord.objects.filter(looked_at__isnull=True, disposed_at__isnull=True)
    return list(rows.select_related("person").order_by(F("first_seen_at"), "pk")[:limit])


def expired_people(*, on: date) -> QuerySet[Person]:
    """Imported people who are linked to nothing and whom no agency has sent since their time ran out, the oldest first.

    Linked is: anybody's work (an involvement, ever), a concern's description, another agency's record of the same person, a
    relation to somebody linked, a safety note, a person's word on who they are, a shield, a restriction, an open question.
    """
    mine = OuterRef("pk")
    records = SourceRecord.objects.filter(person_id=mine, disposed_at__isnull=True)
    linked = [
        Exists(Involvement.objects.filter(Q(person_id=mine) | Q(person__superseded_by_id=mine))),
        Exists(AgencyNote.objects.filter(person_id=mine)),
        Exists(AccessReview.objects.filter(person_id=mine)),
        Exists(Description.objects.filter(person_id=mine, record__isnull=True)),
        Exists(records.filter(Q(expires_on__isnull=True) | Q(expires_on__gt=on) | Q(origin="concern"))),
        Exists(records.exclude(agency_id=OuterRef("only"))),
        Exists(Assertion.objects.filter(Q(person_id=mine) | Q(was_id=mine), decided="person")),
        Exists(SafetyNote.objects.filter(person_id=mine)),
        Exists(IdentityShield.objects.filter(Q(former_id=mine) | Q(present_id=mine))),
        Exists(LinkRuling.objects.filter(Q(one_id=mine) | Q(other_id=mine), lifted_at__isnull=True)),
        Exists(ReviewItem.objects.filter(Q(one_id=mine) | Q(other_id=mine)).exclude(state="decided")),
        Exists(
            ReviewAnswer.objects.filter(Q(item__one_id=mine) | Q(item__other_id=mine), undone_at__isnull=True)
        ),
        Exists(Relationship.objects.filter(Q(person_id=mine), _worked_with("other"))),
        Exists(Relationship.objects.filter(Q(other_id=mine), _worked_with("person"))),
    ]
    rows = Person.objects.filter(superseded_by__isnull=True, restricted=False).filter(Exists(records))
    rows = rows.annotate(only=Subquery(records.order_by("pk").values("agency_id")[:1]))
    for one in linked:
        rows = rows.exclude(one)
    return rows.order_by("made_at", "pk")


def _worked_with(end: str) -> Q:
    return Q(Exists(Involvement.objects.filter(person_id=OuterRef(f"{end}_id")))) | Q(
        Exists(Description.objects.filter(person_id=OuterRef(f"{end}_id"), record__isnull=True))
    )


def certificates(agency_id: str = "") -> QuerySet[DisposalCertificate]:
    """What was disposed of, newest first."""
    rows = DisposalCertificate.objects.order_by("-at", "pk")
    return rows.filter(agency_id=agency_id) if agency_id else rows
