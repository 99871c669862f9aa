"""Reading claims, emergency access, what records were opened for, and conflicts that were found."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.queries import teams_of
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.packs import NoPack, current
from plait.matching.names import name_key
from plait.people.models import (
    AccessReview,
    Claim,
    DeclaredConflict,
    Description,
    InferredConflict,
    Involvement,
    OpenedFor,
    OwnHousehold,
    Person,
    Relationship,
)
from plait.people.rules import read_purpose


def said_purpose(practitioner_id: str, person_id: str, *, on: date) -> str:
    """The code of what they said today that they open this record for; empty until they have said it."""
    return _said_purpose.first(practitioner_id, person_id, on=on) or ""


@Written
def _said_purpose(practitioner_id: str, person_id: str, *, on: date) -> QuerySet[OpenedFor, Any]:
    rows = OpenedFor.objects.filter(practitioner_id=practitioner_id, person_id=person_id, on=on)
    return rows.order_by("pk").values_list("purpose", flat=True)[:1]


def access_reviews(
    *,
    waiting: bool | None = None,
    practitioner_id: str = "",
    person_ids: Iterable[str] = (),
    since: datetime | None = None,
    but: str = "",
) -> QuerySet[AccessReview]:
    """Uses of emergency ways in, what is owed first first. `waiting`: only those nobody has looked at (or, False, has);
    `but`: never those of this practitioner, who looks at nothing of their own, nor at anything about a family that they know."""
    rows = AccessReview.objects.select_related("practitioner__agency", "person", "involvement")
    if waiting is not None:
        rows = rows.filter(reviewed_at__isnull=waiting)
    if practitioner_id:
        rows = rows.filter(practitioner_id=practitioner_id)
    if ids := list(person_ids):
        rows = rows.filter(person_id__in=ids)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if but:
        rows = rows.exclude(practitioner_id=but).exclude(_of_family_known_to(but))
    return rows.order_by("reviewed_at", "due_at", "at", "pk")


def unreviewed_uses(practitioner_id: str) -> int:
    """How often they used emergency access without anybody having looked at it yet."""
    return access_reviews(waiting=True, practitioner_id=practitioner_id).filter(kind="emergency").count()


def emergency_until(practitioner_id: str, person_id: str, *, at: datetime) -> datetime | None:
    """When their emergency access to this record ends; None where there is none now."""
    return _until(practitioner_id, person_id, "emergency", at)


def claim_until(practitioner_id: str, person_id: str, *, at: datetime) -> datetime | None:
    """When what their claim opened shuts by itself; None where nothing is open by a claim now."""
    return _until(practitioner_id, person_id, "claimed", at)


def _until(practitioner_id: str, person_id: str, kind: str, at: datetime) -> datetime | None:
    rows = Involvement.objects.filter(
        practitioner_id=practitioner_id, person_id=person_id, kind=kind, from_at__lte=at, to_at__gt=at
    )
    return rows.order_by("-to_at").values_list("to_at", flat=True).first()


def own_claims(practitioner_id: str, *, most: int = 50) -> list[Claim]:
    """What one practitioner has claimed, the newest first."""
    return list(Claim.objects.filter(practitioner_id=practitioner_id).order_by("-made_at", "pk")[:most])


def claims(
    *, since: datetime | None = None, practitioner_id: str = "", states: Iterable[str] = ()
) -> QuerySet[Claim]:
    """Claimed relationships, the newest first: for whoever looks at how they are used."""
    rows = Claim.objects.select_related("practitioner__agency", "person")
    if since is not None:
        rows = rows.filter(made_at__gte=since)
    if practitioner_id:
        rows = rows.filter(practitioner_id=practitioner_id)
    if told := list(states):
        rows = rows.filter(state__in=told)
    return rows.order_by("-made_at", "pk")


def claims_since(practitioner_id: str, since: datetime) -> int:
    """How many claims they made since then."""
    return Claim.objects.filter(practitioner_id=practitioner_id, made_at__gt=since).count()


def inferred_conflicts(*, states: Iterable[str] = ("found",)) -> QuerySet[InferredConflict]:
    """Conflicts that were found, those somebody asked to have looked at first."""
    rows = InferredConflict.objects.filter(state__in=list(states))
    return rows.select_related("practitioner__agency", "person").order_by("-asked_at", "found_at", "pk")


def household_said_at(practitioner_id: str) -> datetime | None:
    """When they last said where they live; what they said cannot be read back."""
    found = OwnHousehold.objects.filter(practitioner_id=practitioner_id)
    return found.values_list("said_at", flat=True).first()


def described_as(
    person_ids: Iterable[str], *, forename_key: str, surname_key: str, born_on: date | None
) -> set[str]:
    """Of these people (or of everybody, where none are given), those who stand now and were described by this very name
    and, where both are known, this date of birth."""
    rows = Description.objects.filter(forename_key=forename_key, surname_key=surname_key)
    if ids := list(person_ids):
        rows = rows.filter(person_id__in=ids)
    rows = rows.filter(Q(born_on=born_on) | Q(born_on__isnull=True)) if born_on else rows
    standing = rows.filter(person__superseded_by__isnull=True)
    return {str(one) for one in standing.values_list("person_id", flat=True)}


def restricted_among(person_ids: Iterable[str]) -> QuerySet[Person]:
    """Those of these people whose record is restricted, with who keeps it."""
    return Person.objects.filter(pk__in=list(person_ids), restricted=True)


def knows_family(practitioner_id: str, person_id: str) -> bool:
    """Does a practitioner know this person or somebody related to them, as they declared it or as it was found? Whoever
    takes a way in for themselves is refused by either: a former partner reaches the mother through the child."""
    return bool(_of_family.rows(practitioner_id, person_id))


@Written
def _of_family(practitioner_id: str, person_id: str) -> QuerySet[DeclaredConflict, Any]:
    # One statement, whatever family is known: how many there are must not be told by the shape of the question.
    ties = Relationship.objects
    family = (
        Q(person_id=person_id)
        | Q(person_id__in=ties.filter(person_id=person_id).values("other_id"))
        | Q(person_id__in=ties.filter(other_id=UUID(person_id)).values("person_id"))
    )
    rows = DeclaredConflict.objects.filter(family, practitioner_id=practitioner_id, ended_at__isnull=True)
    return rows.values_list("pk", flat=True)[:1]


def _of_family_known_to(practitioner_id: str) -> Q:
    """The same as a condition on rows about a person, in the one statement that asks for them."""
    known = DeclaredConflict.objects.filter(
        practitioner_id=practitioner_id, ended_at__isnull=True, person__isnull=False
    ).values("person_id")
    ties = Relationship.objects
    return (
        Q(person__in=known)
        | Q(person__in=ties.filter(person__in=known).values("other_id"))
        | Q(person__in=ties.filter(other__in=known).values("person_id"))
    )


def named_involvement(involvement_id: str, person_id: str, *, at: datetime) -> Involvement | None:
    """One practitioner's live involvement with a person, for ending it."""
    rows = Involvement.objects.filter(pk=involvement_id, person_id=person_id, practitioner__isnull=False)
    live = rows.filter(Q(to_at__isnull=True) | Q(to_at__gt=at))
    return live.select_related("practitioner__agency").first()


def owners_of(person_id: str, *, at: datetime, but: Actor) -> list[Involvement]:
    """Who works with a person now, by name or as a team: whoever is told of a claim. Never whoever claims."""
    rows = Involvement.objects.filter(person_id=person_id, kind__in=("allocated", "works"), from_at__lte=at)
    rows = rows.filter(Q(to_at__isnull=True) | Q(to_at__gt=at)).exclude(practitioner_id=but.id)
    return list(rows.order_by("from_at", "pk"))


def teams_involved(person_id: str, team_ids: Iterable[str], *, at: datetime) -> set[str]:
    """Of these teams, those that are involved with a person now because of work: what they raised, were asked, or lead."""
    rows = Involvement.objects.filter(
        person_id=person_id, team_id__in=list(team_ids), kind__in=("allocated", "asked", "referred", "works")
    )
    live = rows.filter(from_at__lte=at).filter(Q(to_at__isnull=True) | Q(to_at__gt=at))
    return {str(one) for one in live.values_list("team_id", flat=True)}


def kept_named(team_id: str, claim: Claim) -> list[Description]:
    """People whose restricted record this team keeps, and who were described by the name of a claim."""
    rows = Description.objects.filter(
        forename_key=name_key(claim.forename),
        surname_key=name_key(claim.surname),
        person__restricted=True,
        person__custodian=UUID(team_id),
        person__superseded_by__isnull=True,
    )
    found: dict[object, Description] = {}
    for row in rows.order_by("-stated_at", "pk"):
        found.setdefault(row.person_id, row)
    return list(found.values())


def purpose_words(kept: str, *, at: datetime) -> tuple[str, bool]:
    """What a record was opened for, as the audit keeps it, in the words of the pack in force at that moment; and whether
    the reader said it themselves."""
    read = read_purpose(kept)
    if read is None:
        return kept, True
    code, said = read
    try:
        known = current(at=at).access.purpose(code)
    except NoPack:
        known = None
    label = known.label if known else code.replace("-", " ").capitalize()
    return (label, True) if said else (f"{label} (from how they are involved)", False)


def was_taken_off(holder: str, person_ids: Iterable[str], *, at: datetime) -> bool:
    """Did this practitioner or team (`practitioner:<id>`, `team:<id>`) work with one of these people, and has no way to any of
    them now, neither by name nor by a team of theirs?"""
    kind, _, holder_id = holder.partition(":")
    # Begins with these few people and reads all that anybody ever had to do with them. Asked for the team as well, SQLite takes
    # the team's index and reads through everybody that the team ever worked with: of a hub that is the whole area.
    over: set[str] = set()
    now: set[str] = set()
    for practitioner, team, to_at in _ever_with.rows(some_ids(person_ids)):
        whose = f"practitioner:{practitioner}" if practitioner else f"team:{team}"
        (now if to_at is None or to_at > at else over).add(whose)
    if holder not in over:
        return False
    ways = {holder}
    if kind == "practitioner":
        ways |= {f"team:{team.pk}" for team in teams_of(holder_id, at=at)}
    return not ways & now


@Written
def _ever_with(person_ids: tuple[UUID, ...]) -> QuerySet[Involvement, Any]:
    rows = Involvement.objects.filter(person_id__in=person_ids)
    return rows.values_list("practitioner_id", "team_id", "to_at")


def open_to_agency(person_ids: Iterable[str], agency_id: str, *, at: datetime) -> bool:
    """Does somebody of this agency work with every one of these people now: allocated, on duty for them, or confirmed? What
    somebody took for themselves (a claim, emergency access) or was asked does not make a child open to an agency."""
    wanted = set(person_ids)
    kinds = (Involvement.Kind.ALLOCATED, Involvement.Kind.DUTY, Involvement.Kind.WORKS)
    rows = Involvement.objects.filter(
        Q(team__agency_id=agency_id) | Q(practitioner__agency_id=agency_id),
        Q(to_at__isnull=True) | Q(to_at__gt=at),
        person_id__in=wanted,
        from_at__lte=at,
        kind__in=kinds,
    )
    return bool(wanted) and {str(one) for one in rows.values_list("person_id", flat=True)} == wanted
