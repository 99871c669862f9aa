"""Who looked at a record, for the one it is about: by job and agency, without whoever told us or whose interest is secret."""

from plait.agencies.models import Practitioner
from plait.base.access.verdict import Verdict
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.clock import LONDON
from plait.people.models import Description, Person, SafetyNote
from plait.people.places import is_shielded
from plait.people.queries import ids_of, safety_notes_of
from plait.people.queries.reaching import protections_of
from plait.privacy.queries.looking import told_as
from plait.privacy.rules.telling import Looked, may_have_copy
from plait.referrals.models import Referrer

# Whose very interest would tell: the closed list's keepers, custodians, and whoever reviews.
SECRET = frozenset(
    {"designated_officer", "custodian", "privacy_officer", "agency_privacy_officer", "caldicott_guardian"}
)
ABUSE_SERVICE = "DA"
MUST_NOT_KNOW = frozenset(SafetyNote.Kind) - {SafetyNote.Kind.SAFE_CONTACT}


def looked_at_person(person_id: str, *, for_self: bool) -> tuple[list[Looked], bool]:
    """Everybody who opened or worked on the record, or any other page about this person, and whether somebody was left out:
    whoever told us about this person (where they are protected, their whole agency), those whose interest is
    secret, and, for anybody but the person themselves, a domestic abuse service, whose very part would tell. A refusal is
    nobody's look."""
    ids = list(ids_of([person_id]))
    told = Referrer.objects.filter(contact__people__description__person_id__in=ids).select_related(
        "practitioner", "agency"
    )
    silent = {pseudonym(f"practitioner:{one.practitioner_id or one.mailbox_link}") for one in told}
    quiet = {str(one.agency_id) for one in told if one.agency_id and one.protected}
    rows = AuditEntry.objects.filter(
        subject__in=[pseudonym(f"person:{one}") for one in ids], who_kind="practitioner", verdict="allowed"
    ).order_by("id")
    people = {
        pseudonym(f"practitioner:{one.pk}"): one for one in Practitioner.objects.select_related("agency")
    }
    looks, left_out = [], False
    for row in rows:
        kind = told_as(row.act, row.verdict, row.reason)
        person = people.get(row.who)
        if not kind or person is None:
            continue
        tells = person.agency.kind == ABUSE_SERVICE and not for_self
        if tells or row.who in silent or row.agency in quiet or SECRET & set(row.roles.split(",")):
            left_out = True
            continue
        looks.append(Looked(row.at.astimezone(LONDON).date(), f"{person.job}, {person.agency.name}", kind))
    return looks, left_out


def must_not_know(person_id: str) -> list[str]:
    """Names of whoever must not learn where they are, who told or that somebody did, and of those from whom they are protected,
    as they were written down and under every name that is known of them."""
    ids = list(ids_of([person_id]))
    found = [note.who for note in safety_notes_of(ids) if note.kind in MUST_NOT_KNOW]
    kept_from = list(protections_of(ids))
    others = list(ids_of(str(row.other_id) for row in kept_from if row.other_id))
    names = Description.objects.filter(person_id__in=others).values_list("forename", "surname")
    found += [row.name for row in kept_from]
    found += [" ".join(part for part in name if part) for name in names]
    return [one for one in dict.fromkeys(found) if one.strip()]


def may_be_given(asks: str, person_id: str) -> Verdict:
    """May whoever asks be given a copy of what is held about this person, by what is known now?"""
    return may_have_copy(asks=asks, must_not_know=must_not_know(person_id))


def protected(person_id: str) -> bool:
    """Are this person's whereabouts protected?"""
    person = Person.objects.filter(pk=person_id).first()
    return person is None or is_shielded(person) or person.restricted
