"""What the spine knows about one child, as dated facts with the record each stands in. Nothing of the closed list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from plait.base.packs import current
from plait.base.prompts.events import FactsAbout
from plait.base.prompts.rules import Fact
from plait.people.models import Person, Relationship
from plait.people.queries import ids_of
from plait.referrals.models import (
    CallNote,
    CheckAnswer,
    Contact,
    ContactPerson,
    Decision,
    PartnerCheck,
    RatingGiven,
    Referral,
)
from plait.sharing.models import InformationItem, Transparency


@dataclass(frozen=True, slots=True)
class Read:
    """The rows that the facts are made of, each read once."""

    known: frozenset[str]
    contacts: list[Contact]
    referrals: dict[str, Referral]
    people: list[ContactPerson]
    checks: list[PartnerCheck]
    decisions: list[Decision]


def facts_about(question: FactsAbout) -> list[Fact]:
    """The answer to `base.prompts.FactsAbout`, in a fixed number of queries."""
    read = _read(frozenset(question.known_as))
    if not read.contacts:
        return []
    return [
        *_concerns(read),
        *_people(read),
        *_elsewhere(read),
        *_checks(read, question.at),
        *_items(read),
        *_decisions(read),
        *_ratings(read, question.at),
        *_parents(read),
    ]


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _read(known: frozenset[str]) -> Read:
    about = ContactPerson.objects.filter(description__person_id__in=known, role=ContactPerson.Role.CHILD)
    contacts = list(
        Contact.objects.filter(pk__in=about.values("contact_id"), route=Contact.Route.STANDARD).order_by(
            "received_at", "pk"
        )
    )
    referrals = list(Referral.objects.filter(contact__in=contacts))
    return Read(
        known,
        contacts,
        {str(one.contact_id): one for one in referrals},
        list(
            ContactPerson.objects.filter(contact__in=contacts)
            .select_related("description", "contact")
            .order_by("contact_id", "order", "pk")
        ),
        list(PartnerCheck.objects.filter(referral__in=referrals).select_related("agency", "referral")),
        list(
            Decision.objects.filter(referral__in=referrals)
            .select_related("referral")
            .prefetch_related("dissents")
            .order_by("at", "pk")
        ),
    )


def _concerns(read: Read) -> Iterator[Fact]:
    rung = CallNote.objects.filter(
        about__in=[one.ref for one in read.contacts] + [one.ref for one in read.checks]
    )
    for call in rung.order_by("rang_at", "pk"):
        yield Fact("rang", _day(call.rang_at), call.about, who=call.about)
    latest = {str(one.referral_id): one for one in read.decisions}
    for one in read.contacts:
        told = _day(one.received_at)
        yield Fact("concern", told, one.ref, code=one.source_code)
        words = "\n".join(part for part in (one.observed, one.child_words, one.reported) if part)
        if words:
            yield Fact("words", told, one.ref, words=words)
        if one.child_words:
            yield Fact("voice", told, one.ref)
        referral = read.referrals.get(str(one.pk))
        if one.answered_at is not None:
            yield Fact("ended", _day(one.answered_at), one.ref, code=one.answered_with)
            yield Fact("reason", _day(one.answered_at), one.ref, words=one.answered_because)
        elif referral is None:
            yield Fact("open", told, one.ref)
        elif referral.closed_at is None:
            yield Fact("open", _day(referral.accepted_at), one.ref)
        else:
            last = latest.get(str(referral.pk))
            yield Fact("ended", _day(referral.closed_at), one.ref, code=last.outcome if last else "")
            yield Fact("closed", _day(referral.closed_at), referral.ref, who=referral.ref)
            yield Fact("reason", _day(referral.closed_at), referral.ref, words=referral.closed_because)


def _people(read: Read) -> Iterator[Fact]:
    for one in read.people:
        day, who = _day(one.contact.received_at), str(one.description.person_id)
        ref = one.contact.ref
        if who in read.known:
            if one.description.born_on:
                yield Fact("born", one.description.born_on, ref)
            if one.description.unborn:
                yield Fact("unborn", day, ref)
        elif one.role == ContactPerson.Role.ADULT:
            yield Fact("adult", day, ref, who=who)
        elif one.role == ContactPerson.Role.OTHER_CHILD:
            yield Fact("other-child", day, ref, who=who)


def _elsewhere(read: Read) -> Iterator[Fact]:
    """Where the adults and the other children of these concerns are named besides."""
    adults = _ids(read.people, ContactPerson.Role.ADULT) - read.known
    children = _ids(read.people, ContactPerson.Role.CHILD, ContactPerson.Role.OTHER_CHILD) - read.known
    others = (
        ContactPerson.objects.filter(
            description__person_id__in=adults | children, contact__route=Contact.Route.STANDARD
        )
        .exclude(contact__in=read.contacts)
        .select_related("description", "contact")
    )
    rows = list(others.order_by("contact__received_at", "pk"))
    theirs: dict[str, set[str]] = {}
    for row in ContactPerson.objects.filter(contact__in=[one.contact_id for one in rows]).exclude(
        role=ContactPerson.Role.ADULT
    ).values_list("contact_id", "description__person_id"):  # fmt: skip
        theirs.setdefault(str(row[0]), set()).add(str(row[1]))
    for one in rows:
        who, family = str(one.description.person_id), theirs.get(str(one.contact_id), set())
        if who in adults and family and not family & (children | read.known):
            yield Fact("adult-elsewhere", _day(one.contact.received_at), one.contact.ref, who=who)
    kin = [one.contact_id for one in rows if theirs.get(str(one.contact_id), set()) & children]
    for decision in Decision.objects.filter(referral__contact__in=kin).order_by("at", "pk"):
        yield Fact("decided-elsewhere", _day(decision.at), f"decision:{decision.pk}", code=decision.outcome)


def _ids(people: Iterable[ContactPerson], *roles: str) -> set[str]:
    return {str(one.description.person_id) for one in people if one.role in roles}


def _checks(read: Read, at: datetime) -> Iterator[Fact]:
    asked_as = {
        str(row["person"])
        for check in read.checks
        for row in (*check.shown.get("adults", []), *check.shown.get("children", []))
        if row.get("person")
    }
    now = _standing(asked_as)
    for check in read.checks:
        day, contact = _day(check.asked_at), f"contact:{check.referral.contact_id}"
        yield Fact(
            "check", day, check.ref, code=check.status, agency=str(check.agency_id), who=contact,
            number=int(check.mandatory),
        )  # fmt: skip
        for kind, rows in (("adult-asked", "adults"), ("child-asked", "children")):
            for row in check.shown.get(rows, []):
                known_as = str(row.get("person", ""))
                yield Fact(kind, day, check.ref, who=now.get(known_as, known_as))
    labels = {kind: partner.label for kind, partner in current(at=at).partners.items()}
    asked = {one.ref: one for one in read.checks}
    answers = CheckAnswer.objects.filter(partner_check__in=read.checks, superseded=False)
    for answer in answers.filter(person_id__in=read.known).order_by("at", "pk"):
        ref = f"check:{answer.partner_check_id}"
        agency = asked[ref].agency
        # A decision that was made before they were asked names them by what they are.
        for named in (agency.name, f"{labels.get(agency.kind, '')} (not asked yet)"):
            yield Fact("answer", _day(answer.at), ref, code=answer.kind, agency=named)


def _standing(known_as: set[str]) -> dict[str, str]:
    """The id that stands now for each of these ids."""
    rows = Person.objects.filter(pk__in=known_as, superseded_by__isnull=False)
    return {str(was): str(now) for was, now in rows.values_list("pk", "superseded_by_id")}


def _items(read: Read) -> Iterator[Fact]:
    team = {one.ref: next(
        (str(contact.team_id) for contact in read.contacts if contact.pk == one.referral.contact_id), ""
    ) for one in read.checks}  # fmt: skip
    rows = InformationItem.objects.filter(
        source_ref__in=list(team), person_id__in=read.known, superseded_at__isnull=True
    ).exclude(visibility=InformationItem.Visibility.PRIVATE)
    for one in rows.order_by("written_at", "pk"):
        sealed = team[one.source_ref] if one.visibility == InformationItem.Visibility.SEALED else ""
        day = one.happened_on or _day(one.written_at)
        yield Fact(
            "item",
            day,
            f"item:{one.pk}",
            agency=one.agency_id,
            who=one.source_ref,
            words=one.text,
            sealed_for=sealed,
        )
        if one.assertion_kind == InformationItem.Assertion.CHILD:
            yield Fact("voice", day, f"item:{one.pk}", sealed_for=sealed)


def _decisions(read: Read) -> Iterator[Fact]:
    for one in read.decisions:
        ref, day = f"decision:{one.pk}", _day(one.at)
        yield Fact("decided", day, ref, code=one.outcome, who=one.referral.ref)
        if one.child_voice:
            yield Fact("voice", day, ref)
        yield Fact("reason", day, ref, words=f"{one.because}\n{one.worries}")
        for agency in one.checks_out:
            yield Fact("decided-without", day, ref, agency=str(agency))
        for differs in one.dissents.all():
            yield Fact("dissent", _day(differs.at), ref, agency=differs.agency_id, who=one.referral.ref)


def _ratings(read: Read, at: datetime) -> Iterator[Fact]:
    order = {one.code: one.order for one in current(at=at).ratings}
    for one in RatingGiven.objects.filter(contact__in=read.contacts).order_by("at", "pk"):
        if one.rating in order:
            yield Fact("rated", _day(one.at), f"contact:{one.contact_id}", number=order[one.rating])


def _parents(read: Read) -> Iterator[Fact]:
    """Who has parental responsibility for this child, and of whom it stands somewhere that they were told, or why not."""
    rows = Relationship.objects.filter(
        other_id__in=list(read.known), parental_responsibility="yes", to_on__isnull=True
    )
    parents = {str(one.person_id): one for one in rows.order_by("pk")}
    if not parents:
        return
    known_as = ids_of(parents)
    told = Transparency.objects.filter(person_id__in=list(known_as)).exclude(told=Transparency.Told.NOT_YET)
    said = [(known_as[one.person_id], one.at) for one in told]
    for who, one in parents.items():
        yield Fact("responsible", one.from_on or _day(read.contacts[0].received_at), f"person:{who}", who=who)
    for who, at in said:
        yield Fact("told", _day(at), f"person:{who}", who=who)
