"""Reading what families agreed to. `agreed_by` is the one question that the gate asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from plait.base.announce import ask
from plait.base.packs import Pack
from plait.people.models import Person, Relationship
from plait.people.queries import ages_of, current_description, ids_of, names_of, safety_notes_of, standing_id
from plait.people.queries.reaching import protections_of
from plait.sharing.events import OpenEpisodes
from plait.sharing.models import AgreementPartner, AgreementWithdrawal, FamilyAgreement
from plait.sharing.rules.family import AgreementFacts, Answer, Member, Process, standing
from plait.sharing.rules.family_asking import Candidate, MustNotKnow, must_not_know


def process_of(pack: Pack) -> Process:
    """Whose answer counts, by the pack in force; the strictest that is lawful where a pack says nothing."""
    if pack.agreement_process is None:
        return Process(parents_enough="all")
    said = pack.agreement_process
    return Process(
        ask_competence_from=said.ages.ask_competence_from,
        own_right_from=said.ages.own_right_from,
        adult_from=said.ages.adult_from,
        competent_child_prevails=said.ages.competent_child_prevails,
        parents_enough=said.parents.enough,
        refusal_stops=said.parents.refusal_stops,
    )


def agreed_by(
    people: Iterable[str],
    *,
    agency_id: str = "",
    agency_kind: str = "",
    service: str = "",
    on: date,
    process: Process,
) -> AgreementFacts:
    """Does the agreement of those whose answer counts stand for sharing about these people with that agency (or, where it is not
    in Plait, with a service of that kind and name), on that day?

    Ids that redirect count as the person they redirect to. An answer that names one agency never counts for another of its kind.
    """
    members = members_of(people, on=on)
    known = ids_of(member.id for member in members)
    return standing(
        members,
        _answers(known, agency_id=agency_id, agency_kind=agency_kind, service=service),
        on=on,
        process=process,
    )


def members_of(people: Iterable[str], *, on: date) -> list[Member]:
    """These people under the ids that stand for them now, with age, those with responsibility, and whom not to ask."""
    ids = list(dict.fromkeys(standing_id(str(one)) for one in people))
    ages = ages_of(ids, on=on)
    responsible: dict[str, set[str]] = {one: set() for one in ids}
    rows = Relationship.objects.filter(other_id__in=[UUID(one) for one in ids], parental_responsibility="yes")
    for child, adult in rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).values_list(
        "other_id", "person_id"
    ):
        responsible[str(child)].add(str(adult))
    return [
        Member(one, ages[one], frozenset(responsible[one]), not_to_ask([one], responsible[one]))
        for one in ids
    ]


def notes_about(about: Iterable[str]) -> list[MustNotKnow]:
    """Who must not know something about one of these people, by a safety note or as somebody from whom one is protected."""
    ids = [str(one) for one in about]
    told = [MustNotKnow(note.kind, note.who) for note in safety_notes_of(ids)]
    return told + [MustNotKnow("where", row.name) for row in protections_of(ids)]


def not_to_ask(about: Sequence[str], candidates: Iterable[str]) -> frozenset[str]:
    """Of these candidates, those who are named as somebody who must not know, in a safety note about one of the others, and those
    from whom one of the others is protected."""
    wanted = [str(one) for one in candidates]
    notes = notes_about([*about, *wanted]) if wanted else []
    if not notes:
        return frozenset()
    ties = Relationship.objects.filter(
        person_id__in=[UUID(one) for one in wanted], other_id__in=[UUID(one) for one in about]
    )
    kinds: dict[str, set[str]] = {}
    for person, kind in ties.values_list("person_id", "kind"):
        kinds.setdefault(str(person), set()).add(kind)
    kept_from = {str(row.other_id) for row in protections_of([*about, *wanted]) if row.other_id}
    return frozenset(
        one
        for one in wanted
        if one in kept_from or must_not_know(_candidate(one, kinds.get(one, set())), notes)
    )


def _candidate(person_id: str, kinds: Iterable[str]) -> Candidate:
    told = current_description(person_id)
    return Candidate(told.forename if told else "", told.surname if told else "", frozenset(kinds))


def _answers(known: dict[str, str], *, agency_id: str, agency_kind: str, service: str) -> list[Answer]:
    named = Q(agency_id=agency_id) if agency_id else Q(agency_id="", agency_kind=agency_kind)
    if service:
        named &= Q(service__in=["", service])
    rows = (
        AgreementPartner.objects.filter(named, agreement__about__person_id__in=list(known))
        .exclude(_said_anew)
        .select_related("agreement")
        .prefetch_related("agreement__about")
        .distinct()
        .order_by("agreement__recorded_at", "agreement_id", "pk")
    )
    found = list(rows)
    givers = leads_to(row.agreement.giver_id for row in found)
    return [
        Answer(
            agreement=str(row.agreement_id),
            giver=givers[row.agreement.giver_id],
            of=frozenset(known[one.person_id] for one in row.agreement.about.all() if one.person_id in known),
            capacity=row.agreement.capacity,
            answer=row.answer,
            withdrawn=row.withdrawal_id is not None,
            expires_on=row.agreement.expires_on,
            ended=row.agreement.ended_at is not None,
            groups=frozenset(row.agreement.groups),
            left_out=frozenset(row.agreement.left_out),
        )
        for row in found
    ]


# A yes in words that were said anew is over; a no, and a yes that was taken back, hold until the same service is asked about.
_said_anew = Q(answer="yes", withdrawal__isnull=True, agreement__superseded_by__isnull=False)


def leads_to(person_ids: Iterable[str]) -> dict[str, str]:
    """For each id, the id that stands for it now; one query."""
    ids = {str(one) for one in person_ids}
    rows = Person.objects.filter(pk__in=ids, superseded_by__isnull=False).values_list(
        "pk", "superseded_by_id"
    )
    return {one: one for one in ids} | {str(was): str(now) for was, now in rows}


def standing_agreements(person_ids: Iterable[str]) -> list[FamilyAgreement]:
    """The newest word of each person about these people, the newest first: nothing that was superseded."""
    known = ids_of(standing_id(str(one)) for one in person_ids)
    return list(
        FamilyAgreement.objects.filter(about__person_id__in=list(known), superseded_by__isnull=True)
        .prefetch_related("partners__withdrawal", "about", "withdrawals")
        .distinct()
        .order_by("-recorded_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of a family, as far as agreement asks: who they are to the child, how old, and whether they have
    responsibility."""

    id: str
    name: str
    kind: str  # "mother", …; "the child" for the child; "child" for other children of the same adults
    age: int | None
    responsibility: str  # for the child: yes | no | not_known
    not_to_ask: bool = False


def family_of(child_id: str, *, on: date) -> list[Kin]:
    """The child first, then whoever is tied to them, then other children of those adults. Nobody is left out here: the caller
    leaves out whom its reader may not meet."""
    ties = list(Relationship.objects.filter(other_id=UUID(child_id)).order_by("pk"))
    kinds: dict[str, str] = {child_id: "the child"}
    responsible: dict[str, str] = {}
    for row in ties:
        kinds.setdefault(str(row.person_id), row.kind)
        known = responsible.get(str(row.person_id), "not_known")
        responsible[str(row.person_id)] = row.parental_responsibility if known == "not_known" else known
    for row in Relationship.objects.filter(person_id=UUID(child_id)).order_by("pk"):
        kinds.setdefault(str(row.other_id), "family")
    others = Relationship.objects.filter(person_id__in=[row.person_id for row in ties]).order_by("pk")
    for row in others:
        kinds.setdefault(str(row.other_id), "child")
    ages, names = ages_of(kinds, on=on), names_of(kinds)
    out = not_to_ask([child_id], [one for one in kinds if one != child_id])
    return [
        Kin(
            one,
            names.get(one, "Name not known"),
            kind,
            ages[one],
            responsible.get(one, "not_known"),
            one in out,
        )
        for one, kind in kinds.items()
    ]


def responsibility_for(giver_id: str, children: Iterable[str]) -> dict[str, str]:
    """What is known of this person's parental responsibility for each of these: a no outweighs a yes, since somebody checked."""
    found = {one: "not_known" for one in children}
    rows = Relationship.objects.filter(person_id=UUID(giver_id), other_id__in=[UUID(one) for one in found])
    for other, known in rows.values_list("other_id", "parental_responsibility"):
        if known == "no" or found[str(other)] == "not_known":
            found[str(other)] = known
    return found


def episode_of(child_id: str) -> str:
    """The open work that this belongs to: the newest referral about the child, or the child themselves where none is open."""
    found = [one for some in ask(OpenEpisodes(UUID(child_id))) for one in some]
    return found[0] if found else f"person:{child_id}"


def withdrawal_beside(agreement: FamilyAgreement) -> AgreementWithdrawal | None:
    """What was taken back by being asked again: the questions after it wait for an answer."""
    return AgreementWithdrawal.objects.filter(
        how="asked_again", by=agreement.worker, at=agreement.recorded_at
    ).first()


def agencies_told(withdrawal: AgreementWithdrawal) -> frozenset[str]:
    """The agencies that Plait itself told of a withdrawal. Whoever is not among them is rung."""
    return frozenset(withdrawal.notices.values_list("agency_id", flat=True))
