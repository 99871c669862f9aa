"""Of whom nobody ever said where they are: what is protected of them is that nobody shall learn it, and nobody knows it."""

from collections.abc import Iterable

from django.db.models import Q

from plait.people.models import AddressPeriod, Description


def unplaced_among(person_ids: Iterable[str]) -> frozenset[str]:
    """Those of these ids of whom there is nothing to reveal: no address, school or telephone, ended ones too.

    For whoever may be shown where they are, and nobody else: that a place is known is itself protected.
    """
    ids = frozenset(person_ids)
    if not ids:
        return ids
    placed = AddressPeriod.objects.filter(person_id__in=ids).values_list("person_id", flat=True)
    told = Description.objects.filter(~Q(school="") | ~Q(phone=""), person_id__in=ids)
    known = {*placed, *told.values_list("person_id", flat=True)}
    return ids - {str(one) for one in known}
