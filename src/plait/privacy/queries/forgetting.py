"""About whom no words are left: in no concern, no item, no agreement of a family, no request, and under no hold."""

from collections.abc import Iterable

from django.db.models import Q

from plait.people.queries import ids_of
from plait.people.queries.identity import standing_id
from plait.privacy.models import HighInterest, RightsRequest
from plait.privacy.queries.retention import held_people
from plait.referrals.models import Contact, ContactPerson, Referral
from plait.sharing.models import FamilyAgreement, InformationItem

SILENT = Q(observed="", reported="", child_words="", opinion="", wanted="")


def people_behind_records(refs: Iterable[str]) -> list[str]:
    """Of whom these records speak (`item:`, `contact:`, `referral:`), by the ids that stand for them now."""
    ids: dict[str, list[str]] = {}
    for ref in refs:
        kind, _, record_id = ref.partition(":")
        ids.setdefault(kind, []).append(record_id)
    items = InformationItem.objects.filter(pk__in=ids.get("item", ())).values_list("person_id", flat=True)
    concerns = Q(contact_id__in=ids.get("contact", ())) | Q(contact__referral__in=ids.get("referral", ()))
    told = ContactPerson.objects.filter(concerns).values_list("description__person_id", flat=True)
    return sorted({standing_id(str(one)) for one in [*items, *told]})


def without_words(people: Iterable[str]) -> list[str]:
    """Those of these people about whom nothing is open, held or written any more."""
    held = held_people()
    return [one for one in people if not _anything(set(ids_of([one])), held)]


def _anything(ids: set[str], held: frozenset[str]) -> bool:
    about = ContactPerson.objects.filter(description__person_id__in=ids).values("contact_id")
    concerns = Contact.objects.filter(pk__in=about)
    ended = Q(status=Contact.Status.ANSWERED, answered_because="")
    ended |= Q(referral__status=Referral.Status.CLOSED, referral__closed_because="")
    return (
        bool(ids & held)
        or concerns.exclude(SILENT & ended & Q(route=Contact.Route.STANDARD)).exists()
        or InformationItem.objects.filter(person_id__in=ids).exclude(text="").exists()
        or FamilyAgreement.objects.filter(Q(giver_id__in=ids) | Q(about__person_id__in=ids)).exists()
        or RightsRequest.objects.filter(person_id__in=ids).exists()
        or HighInterest.objects.filter(person_id__in=ids, ended_at__isnull=True).exists()
    )
