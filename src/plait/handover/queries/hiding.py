"""Who hides, in one rule: for what is said to another area, and for what is shown here of one that asked."""

from django.db.models import Q

from plait.people.models import SafetyNote
from plait.people.rules.shared_homes import MANY_LIVE_THERE

HIDES = ("where", "where_unsure", "who_told", "who_told_unsure")


def kept(of: str = "") -> Q:
    """Nothing leads to where they are: they are restricted, hidden or protected from somebody, somebody must not learn where they
    are, or they live in a refuge, a hostel or the like, known by the words of its address alone. `of` leads to them."""
    flags = ("restricted", "address_hidden", "addresses__place__shielded")
    found = Q(*((f"{of}{flag}", True) for flag in flags), _connector=Q.OR)
    found |= Q(**{f"{of}custodian__isnull": False})
    found |= Q(**{f"{of}protected_from__isnull": False, f"{of}protected_from__ended_at__isnull": True})
    found |= _noted(of, (SafetyNote.Kind.WHERE,))
    home = f"{of}addresses"
    return found | Q(**{f"{home}__to_on__isnull": True, f"{home}__place__line__iregex": MANY_LIVE_THERE})


def hides(of: str = "") -> Q:
    """The same, and those of whom somebody must not learn who told, or nobody is sure: what another area hears is not less for
    it (decision 59), and nobody but custodians reads here that one asked."""
    return kept(of) | _noted(of, HIDES)


def _noted(of: str, kinds: tuple[str, ...]) -> Q:
    return Q(**{f"{of}safety_notes__kind__in": kinds, f"{of}safety_notes__ended_at__isnull": True})
