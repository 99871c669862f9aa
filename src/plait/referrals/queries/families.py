"""What sharing asks about records of the spine: of whom they speak, and which work is open about somebody."""

from plait.people.queries import ids_of
from plait.referrals.models import ContactPerson, PartnerCheck, Referral
from plait.sharing.events import Meant, OpenEpisodes, WhoIsMeant


def who_is_meant(question: WhoIsMeant) -> Meant | None:
    """The children of a referral or of a question to a partner, and which agency was asked; None for any other record."""
    kind, _, key = question.ref.partition(":")
    if kind == "referral":
        children = ContactPerson.objects.filter(contact__referral__pk=key, role=ContactPerson.Role.CHILD)
        return Meant(tuple(str(one) for one in children.values_list("description__person_id", flat=True)))
    if kind == "check":
        check = PartnerCheck.objects.filter(pk=key).first()
        if check is not None:
            people = tuple(str(child["person"]) for child in check.shown.get("children", []))
            return Meant(people, str(check.agency_id))
    return None


def open_episodes(question: OpenEpisodes) -> list[str]:
    """Referrals about this person that are not closed, the newest first."""
    known = list(ids_of([str(question.person)]))
    rows = Referral.objects.filter(contact__people__description__person_id__in=known).exclude(
        status=Referral.Status.CLOSED
    )
    return [
        f"referral:{pk}" for pk in rows.order_by("-accepted_at", "pk").values_list("pk", flat=True).distinct()
    ]
