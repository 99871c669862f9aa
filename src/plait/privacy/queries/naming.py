"""From what a privacy officer types to the person that is meant, without showing whose record it is."""

import re
from uuid import UUID

from plait.people.models import Person
from plait.referrals.models import Contact, ContactPerson, Referral

_PERSON = re.compile(r"(?:person:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_RECORD = re.compile(r"[a-z]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def person_behind(reference: str) -> str:
    """The id of the person meant by `person:<id>`, or by the reference on a receipt that speaks of one child; empty where there
    is none, or where it speaks of several."""
    asked = "".join(reference.split()).lower()
    if found := _PERSON.fullmatch(asked):
        row = Person.objects.filter(pk=UUID(found[1])).first()
        return "" if row is None else str(row.pk if row.superseded_by_id is None else row.superseded_by_id)
    plain = re.sub(r"[^0-9a-z]", "", asked)
    typed = "-".join(part for part in (plain[:-8], plain[-8:-4], plain[-4:]) if part)
    contacts = Contact.objects.filter(reference__iexact=typed).values_list("pk", flat=True)
    referred = Referral.objects.filter(reference__iexact=typed).values_list("contact_id", flat=True)
    children = ContactPerson.objects.filter(contact_id__in=[*contacts, *referred], role="child")
    people = sorted({str(one) for one in children.values_list("description__person_id", flat=True)})
    return people[0] if len(people) == 1 else ""


def record_behind(reference: str) -> str:
    """What is meant by a reference as the manifest shows it, or by the one on a receipt, which means the concern; empty where it
    is neither. Whether there is such a record, and whose, is for whoever asks to find out."""
    asked = "".join(reference.split()).lower()
    if _RECORD.fullmatch(asked):
        return asked
    plain = re.sub(r"[^0-9a-z]", "", asked)
    typed = "-".join(part for part in (plain[:-8], plain[-8:-4], plain[-4:]) if part)
    found = Contact.objects.filter(reference__iexact=typed).first()
    return found.ref if found else ""
