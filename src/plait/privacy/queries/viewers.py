"""Whom a viewer knows, by what they said and by what follows from it; in which records they have a part; which are flagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.models import Practitioner
from plait.agencies.queries import members
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.feedback.queries.reading import refs_about
from plait.matching.names import name_key
from plait.people.models import (
    DeclaredConflict,
    Description,
    InferredConflict,
    Involvement,
    Person,
    Relationship,
)
from plait.people.places import household_of
from plait.people.queries import ids_of
from plait.privacy.models import HighInterest
from plait.privacy.queries.looking import kind_of, team_mates
from plait.privacy.rules import Record, Viewer
from plait.referrals.models import Contact, ContactPerson, Referral


def subject_of(person_id: str) -> str:
    """The audit's name for a person."""
    return pseudonym(f"person:{person_id}")


def records_of(person_id: str) -> dict[str, str]:
    """Every record about a person, and every id that ever stood for them, by its name in the audit → the person's own there."""
    own = subject_of(person_id)
    refs = [*refs_about(person_id), *(f"person:{one}" for one in ids_of([person_id]))]
    return {pseudonym(ref): own for ref in refs}


def known_to(practitioner: Practitioner) -> dict[str, str]:
    """Ids of people whom the practitioner said, or seems, to know → how. What they said stands above what follows from it."""
    declared = {str(one) for one in _declared([str(practitioner.pk)])}
    told: dict[str, str] = {}
    surname = name_key(practitioner.name.split()[-1]) if practitioner.name.split() else ""
    for person in Person.objects.filter(pk__in=declared):
        for other in household_of(person):
            named = (
                Description.objects.filter(person=other, surname_key=surname).exists() if surname else False
            )
            told[str(other.pk)] = "surname_and_home" if named else "home"
    ties = Relationship.objects.filter(Q(person_id__in=declared) | Q(other_id__in=declared))
    for tie in ties:
        told |= {str(tie.person_id): "kin", str(tie.other_id): "kin"}
    told |= dict.fromkeys(_namesakes(practitioner), "namesake")
    told |= dict.fromkeys(declared, "declared")
    return _as_found(practitioner, told)


def _as_found(practitioner: Practitioner, told: dict[str, str]) -> dict[str, str]:
    """What was found and not said by themselves is called so, never by what; what somebody set aside is no reason to ask."""
    said = DeclaredConflict.objects.filter(
        practitioner=practitioner, ended_at__isnull=True, inferred__isnull=True, person__isnull=False
    )
    own = {str(one) for one in said.values_list("person_id", flat=True)}
    for row in InferredConflict.objects.filter(practitioner=practitioner).order_by("found_at", "pk"):
        person = str(row.person_id)
        if person in own:
            continue
        if row.state == InferredConflict.State.SET_ASIDE:
            told.pop(person, None)
        else:
            told[person] = "found"
    return told


def _declared(practitioner_ids: Iterable[str]) -> set[UUID]:
    rows = DeclaredConflict.objects.filter(
        practitioner_id__in=list(practitioner_ids), ended_at__isnull=True, person__isnull=False
    )
    return {row.person_id for row in rows if row.person_id is not None}


def _namesakes(practitioner: Practitioner) -> list[str]:
    parts = practitioner.name.split()
    if len(parts) < 2:
        return []
    same = Description.objects.filter(forename_key=name_key(parts[0]), surname_key=name_key(parts[-1]))
    return sorted({str(one) for one in same.values_list("person_id", flat=True)})


def viewer_of(who: str, practitioner: Practitioner, *, at: datetime) -> tuple[Viewer, dict[str, str]]:
    """What the detectors need to know of one viewer, and every record that stands for somebody they know."""
    known = known_to(practitioner)
    mates = _declared(team_mates(practitioner, at=at))
    alias: dict[str, str] = {}
    for person_id in {*known, *(str(one) for one in mates)}:
        alias |= records_of(person_id)
    own = Involvement.objects.filter(practitioner=practitioner)
    live = {
        str(one)
        for one in own.filter(Q(to_at__isnull=True) | Q(to_at__gt=at)).values_list("person_id", flat=True)
    }
    ended: dict[str, datetime] = {}
    for row in own.exclude(person_id__in=live):
        if row.to_at is not None:
            ended[str(row.person_id)] = max(row.to_at, ended.get(str(row.person_id), row.to_at))
    viewer = Viewer(
        who=who,
        left_at=practitioner.left_at,
        tied={subject_of(one): how for one, how in known.items()},
        mates_tied={subject_of(str(one)): "declared" for one in mates if str(one) not in known},
        named=frozenset(subject_of(one) for one in live),
        ended={subject_of(one): when for one, when in ended.items()},
    )
    return viewer, alias


@dataclass(frozen=True, slots=True)
class Flagged:
    """The records in the public eye: for the detectors, what stands for each in the audit, and the flag behind it."""

    record: Record
    alias: dict[str, str]
    flag_of: dict[str, HighInterest]


def flagged(*, at: datetime) -> Flagged:
    """Every record that is flagged now, with who may open it: its team, its owner and whoever is involved by name."""
    teams: dict[str, frozenset[str]] = {}
    alias: dict[str, str] = {}
    flag_of: dict[str, HighInterest] = {}
    for one in HighInterest.objects.filter(ended_at__isnull=True, from_at__lte=at, until__gt=at):
        subject = subject_of(one.person_id)
        live = Q(to_at__isnull=True) | Q(to_at__gt=at)
        named = Involvement.objects.filter(live, person_id=one.person_id, practitioner__isnull=False)
        inside = {str(person.pk) for person in members(str(one.team_id), at=at)}
        inside |= {str(pk) for pk in named.values_list("practitioner_id", flat=True)} | {str(one.owner_id)}
        teams[subject] = frozenset(pseudonym(f"practitioner:{pk}") for pk in inside)
        alias |= records_of(one.person_id)
        flag_of[subject] = one
    return Flagged(Record(high_interest=teams), alias, flag_of)


def looks_of_agency(person_id: str, agency_id: str, *, most: int = 200) -> list[AuditEntry]:
    """What people of this agency did on this record, the latest first; what they were refused is not among it."""
    rows = AuditEntry.objects.filter(
        subject__in=list(records_of(person_id)), agency=agency_id, who_kind="practitioner", verdict="allowed"
    ).order_by("-id")
    return [row for row in rows[: most * 3] if kind_of(row.act, row.verdict, row.reason)][:most]


def tried_since(subject: str, flags: Flagged) -> QuerySet[AuditEntry]:
    """Every row about a flagged record since it was flagged, of those outside its team."""
    refs = [ref for ref, own in flags.alias.items() if own == subject]
    rows = AuditEntry.objects.filter(
        subject__in=refs, at__gte=flags.flag_of[subject].from_at, who_kind="practitioner"
    )
    return rows.exclude(who__in=flags.record.high_interest[subject]).order_by("id")


def tries_on(flags: Flagged) -> dict[str, int]:
    """How often each flagged record was opened or tried by somebody outside its team."""
    return {
        subject: sum(bool(kind_of(row.act, row.verdict, row.reason)) for row in tried_since(subject, flags))
        for subject in flags.flag_of
    }


def people_behind(subjects: Iterable[str]) -> dict[str, str]:
    """The people of these pseudonyms, found by naming everybody once: only for what became a question."""
    wanted = set(subjects)
    found: dict[str, str] = {}
    if wanted:
        for pk in Person.objects.values_list("pk", flat=True).iterator(chunk_size=5_000):
            if (name := subject_of(str(pk))) in wanted:
                found[name] = str(pk)
                if len(found) == len(wanted):
                    break
    return found


def closed_on(people: dict[str, str]) -> dict[str, datetime]:
    """When each of these people's last record was closed; nobody about whom something is open."""
    told = {}
    for subject, person_id in people.items():
        about = ContactPerson.objects.filter(description__person_id=person_id).values("contact_id")
        contacts = Contact.objects.filter(pk__in=about)
        if not contacts or contacts.filter(
            status__in=[Contact.Status.RECEIVED, Contact.Status.RATED, Contact.Status.WITH_WORKER]
        ):
            continue
        referrals = Referral.objects.filter(contact__in=contacts)
        if referrals.exclude(status=Referral.Status.CLOSED).exists():
            continue
        ends = [one for one in referrals.values_list("closed_at", flat=True) if one]
        ends += [one for one in contacts.values_list("answered_at", flat=True) if one]
        if ends:
            told[subject] = max(ends)
    return told
