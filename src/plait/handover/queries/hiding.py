"""Who hides, in one rule: for what is said to another area, and for what is shown here of one that asked."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import CharField, Exists, Expression, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

from plait.people.models import AddressPeriod, Person, SafetyNote
from plait.people.queries import ids_of
from plait.people.rules.shared_homes import MANY_LIVE_THERE
from plait.people.rules.veiling import SHORT
from plait.referrals.models import CheckAnswer

ABUSE_SERVICE = "DA"
WORKS = ("works", "allocated", "claimed", "referred")
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
    """The same, and those of whom somebody must not learn who told, or nobody is sure, or whom a domestic abuse service knows:
    what another area hears is not less for it (decision 59), and nobody but custodians reads here that one asked."""
    return kept(of) | _noted(of, HIDES) | known_to_abuse_service(of)


def known_to_abuse_service(of: str = "") -> Q:
    """A domestic abuse service works or worked with them, raised a concern about them, or answered that it knows them. No code
    for domestic abuse is kept in any record; its part is. That it ended says nothing of whoever they hide from."""
    service = Q(**{f"{of}involvements__team__agency__kind": ABUSE_SERVICE})
    service |= Q(**{f"{of}involvements__practitioner__agency__kind": ABUSE_SERVICE})
    knows = CheckAnswer.objects.filter(partner_check__agency__kind=ABUSE_SERVICE, superseded=False)
    told = knows.exclude(kind__in=(CheckAnswer.Kind.NOT_KNOWN, CheckAnswer.Kind.NEED_MORE))
    works = Q(**{f"{of}involvements__kind__in": WORKS})
    works |= Q(
        **{
            f"{of}involvements__kind": "asked",
            f"{of}involvements__source_id__in": told.values("partner_check"),
        }
    )
    return service & works


def abuse_known(person_ids: Iterable[str]) -> bool:
    """Is domestic abuse of one of these people known here?"""
    them = [UUID(str(one)) for one in ids_of(list(person_ids))]
    return Person.objects.filter(known_to_abuse_service(), pk__in=them).exists()


def shares_home(periods: QuerySet[AddressPeriod]) -> QuerySet[AddressPeriod]:
    """Of these times at an address, those now where somebody who hides (`hides`) is said to live now too, with no word on what
    they are to each other.

    A home is a line with its postcode, however either was spelled (as `people.places.living_at` has it). A flat has a number of
    its own; a block of which nobody wrote the number counts as one home, since being too quiet costs a custodian a call, and
    telling an address cannot be taken back. Whoever lives where many do, such as in a hostel, is kept by that alone (`kept`).
    """
    there = AddressPeriod.objects.filter(hides("person__"), to_on__isnull=True).annotate(key=_ADDRESS)
    there = there.filter(place__postcode=OuterRef("place__postcode"), key=OuterRef("key"))
    mine = periods.filter(to_on__isnull=True).exclude(place__line="").exclude(place__postcode="")
    return mine.annotate(key=_ADDRESS).filter(Exists(there))


_COMMON = {long: SHORT[long] for long in ("road", "street", "lane", "avenue", "close", "drive")}


def _address() -> Expression:
    """As `people.rules.veiling.address_key`, in SQL and for the commonest words: SQLite reads no sentence that nests deeper.
    Words are shortened also inside others, on both sides alike."""
    found: Expression = Lower("place__line", output_field=CharField())
    for long, short in {**dict.fromkeys(" .,", ""), **_COMMON}.items():
        found = Replace(found, Value(long), Value(short))
    return found


_ADDRESS = _address()


def _noted(of: str, kinds: tuple[str, ...]) -> Q:
    return Q(**{f"{of}safety_notes__kind__in": kinds, f"{of}safety_notes__ended_at__isnull": True})
