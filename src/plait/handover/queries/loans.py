"""What of a family may be lent on its handover, and what is lent to us."""

from plait.base.federation.models import Borrowing
from plait.handover.models import Handover, LentWord
from plait.people.models import Person
from plait.people.places import is_shielded
from plait.referrals.models import PartnerCheck
from plait.sharing.models import InformationItem
from plait.sharing.queries import sealed_items_from

ITEM, WHERE = "item", "where"


def can_be_lent(handover: Handover) -> list[tuple[str, str, InformationItem | None]]:
    """Of the people of the package: what is sealed, and where whoever is protected is. How the form names it (`item:<id>`,
    `where:<ref>`), whom it is about, and the item."""
    refs = {person: ref for ref, person in handover.refs.items()}
    checks = [one.ref for one in PartnerCheck.objects.filter(referral__contact_id=handover.contact_id)]
    sealed = [
        one
        for one in sealed_items_from(checks)
        if one.person_id in refs and one.superseded_at is None and one.text
    ]
    found: list[tuple[str, str, InformationItem | None]] = [
        (f"{ITEM}:{one.pk}", refs[one.person_id], one) for one in sealed
    ]
    people = Person.objects.filter(pk__in=list(refs)).order_by("pk")
    found += [
        (f"{WHERE}:{refs[str(one.pk)]}", refs[str(one.pk)], None)
        for one in people
        if is_shielded(one) and not one.restricted
    ]
    return found


def lent_on(handover: Handover) -> list[LentWord]:
    """Every loan on it, the newest first."""
    return list(LentWord.objects.filter(handover=handover).order_by("-at", "pk"))


def borrowing_of(lent: LentWord) -> Borrowing | None:
    """What we know of the loan itself: that it is lent, and whether it has ended."""
    return Borrowing.objects.filter(peer_id=lent.handover.peer_id, lease=lent.lease).first()
