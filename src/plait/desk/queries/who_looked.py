"""Who has looked at a record and why: the audit, with names put back in for those who may read them."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from plait.agencies.models import Agency, Practitioner
from plait.agencies.roles import may
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.queries import looked_at
from plait.base.audit.record import record
from plait.people.access import family_known_to, records_of_restricted
from plait.people.events import PeopleBehind
from plait.people.models import Person
from plait.people.places import whereabouts_of
from plait.people.queries import ids_of
from plait.people.rules import veil
from plait.referrals.models import Contact, ContactPerson, PartnerCheck, Referral, Referrer

MOST = 200
# Acts of those who told us, and of their agency's safeguarding team: whoever did them belongs to an agency that told us.
OF_THE_TELLERS = frozenset({"contact:own-list", "contact:own-read", "contact:receipt"})
_REF = re.compile(r"(person|contact|referral|check|feedback|practitioner):[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Look:
    """One row of the audit with its people's names."""

    at: datetime
    who: str
    job: str
    agency: str
    act: str
    purpose: str
    verdict: str
    reason: str
    request: str = ""


def subject_of(reference: str, *, by: Actor) -> str | None:
    """The audit's subject behind what a privacy officer typed: a reference on a receipt (spaces, hyphens and case
    do not matter), or `person:<id>` and the like. A receipt about a family that they know is as one that there is not."""
    asked = "".join(reference.split()).lower()
    if _REF.fullmatch(asked):
        return asked
    plain = re.sub(r"[^0-9a-z]", "", asked)  # "kllq 6pgf", "KLLQ6PGF" and "KLLQ–6PGF" are one reference
    asked = "-".join(part for part in (plain[:-8], plain[-8:-4], plain[-4:]) if part)
    for kind, model in (("contact", Contact), ("referral", Referral), ("check", PartnerCheck)):
        found = model.objects.filter(reference__iexact=asked).values_list("pk", flat=True).first()
        if found is not None:
            return None if _is_of_family_known_to(by, f"{kind}:{found}") else f"{kind}:{found}"
    return None


def _is_of_family_known_to(by: Actor, subject: str) -> bool:
    """Who works with a family tells where they are: a privacy officer who knows them reads nothing of it."""
    known = family_known_to(by)
    if not known:
        return False
    about = _meant(subject)[1] or [one for some in ask(PeopleBehind(subject)) for one in some]
    return bool(known & set(about))


def looks_at(subject: str, *, by: Actor, at: datetime) -> list[Look]:
    """For a privacy officer: every entry about the subject, newest first; about a family that they know only that they asked
    here themselves, as it is about nobody. That they read it is recorded. Needs the role."""
    may(by, "audit:read").insist()
    record(act="audit:read", about=subject, by=by, at=at, fields=("audit",))
    if _is_of_family_known_to(by, subject):
        own = [one for one in looked_at(subject, most=MOST) if one.act == "audit:read"]
        return _named(
            [one for one in own if one.who == pseudonym(f"practitioner:{by.id}")], veiled=frozenset()
        )
    subjects, people = _meant(subject)
    looks = _named(looked_at(*subjects, most=MOST), veiled=frozenset())
    return _without_whereabouts(looks, people)


def looks_at_person(person: Person, *, by: Actor, at: datetime) -> list[Look]:
    """For somebody who has opened the person: the same, without what would say who told us in confidence, and without
    the closed list's own people, whose very interest is secret."""
    record(act="audit:person-read", about=f"person:{person.pk}", by=by, at=at, fields=("audit",))
    # Nor the custodians, who look because it may be a restricted record that they keep: only where everybody knows it is.
    secret = {"designated_officer"} | (set() if person.restricted else {"custodian"})
    entries = [
        entry
        for entry in looked_at(*_known_as([str(person.pk)]), most=MOST)
        if not secret & set(entry.roles.split(","))
        and (entry.who_kind != "process" or not entry.act.startswith("involvement:duty"))
    ]
    veiled, agencies = _not_to_be_named(person)
    looks = _named(entries, veiled=veiled, agencies_veiled=agencies)
    return _without_whereabouts(looks, [str(person.pk)])


def _meant(subject: str) -> tuple[list[str], list[str]]:
    """The references under which the audit speaks of a record, and the ids of the people whom it is about. A person is
    meant under every id that ever stood for them, whichever of them was typed."""
    kind, _, record_id = subject.partition(":")
    if kind == "person":
        now = Person.objects.filter(pk=record_id).values_list("superseded_by_id", flat=True).first()
        person_id = str(now or record_id)
        return sorted({subject, *_known_as([person_id])}), [person_id]
    about = {"contact": "contact_id", "referral": "contact__referral", "check": "contact__referral__checks"}
    if kind not in about:
        return [subject], []
    people = ContactPerson.objects.filter(**{about[kind]: record_id})
    return [subject], [str(one) for one in people.values_list("description__person_id", flat=True)]


def _known_as(person_ids: list[str]) -> list[str]:
    return [f"person:{one}" for one in sorted(ids_of(person_ids))]


def _without_whereabouts(looks: list[Look], people: list[str]) -> list[Look]:
    """A purpose is written by hand: where somebody was hidden since, it is read without where they are."""
    hidden = whereabouts_of(people)
    return [replace(look, purpose=veil(look.purpose, hidden)) for look in looks] if hidden else looks


def attempts_on_kept(by: Actor, *, at: datetime) -> list[tuple[Person, list[Look]]]:
    """For a custodian: refusals to reach the restricted people whom their team keeps, or records about them."""
    may(by, "restricted:keep").insist()
    about: dict[Person, set[str]] = {}
    for subject, person in records_of_restricted().items():
        if person.custodian_id is None or str(person.custodian_id) in by.teams:
            about.setdefault(person, set()).add(subject)
    found = []
    for person, subjects in about.items():
        rows = AuditEntry.objects.filter(subject__in=subjects, verdict="refused").order_by("-id")[:MOST]
        record(act="audit:attempts-read", about=f"person:{person.pk}", by=by, at=at, fields=("audit",))
        looks = _named(list(rows), veiled=frozenset())
        found.append((person, _without_whereabouts(looks, [str(person.pk)])))
    return found


def _not_to_be_named(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Pseudonyms of those who told us about this person and must not be known to have: protected, or by the closed list. And
    their agencies, where a colleague who reads what was told would say it as well."""
    told = Referrer.objects.filter(contact__people__description__person=person).select_related("contact")
    hide = [one for one in told if one.protected or one.contact.route == Contact.Route.CLOSED_LIST]
    refs = [f"practitioner:{one.practitioner_id or one.mailbox_link}" for one in hide]
    return frozenset(pseudonym(ref) for ref in refs), frozenset(
        str(one.agency_id) for one in hide if one.agency_id
    )


def _named(
    entries: list[AuditEntry], *, veiled: frozenset[str], agencies_veiled: frozenset[str] = frozenset()
) -> list[Look]:
    people = {
        pseudonym(f"practitioner:{one.pk}"): one for one in Practitioner.objects.select_related("agency")
    }
    agencies = {str(one.pk): one.name for one in Agency.objects.all()}
    return [
        _look(
            entry,
            people.get(entry.who),
            agencies,
            entry.who in veiled or (entry.act in OF_THE_TELLERS and entry.agency in agencies_veiled),
        )
        for entry in entries
    ]


def _look(entry: AuditEntry, person: Practitioner | None, agencies: dict[str, str], veiled: bool) -> Look:
    if veiled:
        who, job, agency = "Somebody who told us in confidence", "", ""
    elif person is not None:
        who, job, agency = person.name, person.job, agencies.get(entry.agency, person.agency.name)
    elif entry.who_kind == "mailbox":
        who, job, agency = "Somebody by mailbox link", "", agencies.get(entry.agency, "")
    else:
        who, job, agency = "Plait itself", "", ""
    return Look(
        entry.at, who, job, agency, entry.act, entry.purpose, entry.verdict, entry.reason, entry.request
    )
