"""Of which concerns it may be said who told them: by their work, and not protected."""

from collections.abc import Iterable

from django.db.models import QuerySet

from plait.referrals.models import Contact, ContactPerson, Referrer


def told_openly(person_ids: Iterable[str]) -> QuerySet[Referrer]:
    """Whoever told us of these people, on the standard route, by their work and with their name not protected."""
    about = ContactPerson.objects.filter(description__person_id__in=list(person_ids)).values("contact_id")
    return Referrer.objects.filter(
        contact_id__in=about, kind=Referrer.Kind.PRACTITIONER, protected=False, agency__isnull=False,
        contact__route=Contact.Route.STANDARD,
    ).select_related("contact")  # fmt: skip
