"""What an identity shield knows of its two sides, as keyed hashes; and what a record would bring across."""

from collections.abc import Iterable

from plait.base.audit.pseudonyms import pseudonym
from plait.matching.names import name_key, nhs_number
from plait.people.models import AddressPeriod, Description, PersonIdentifier
from plait.people.rules.veiling import address_key


def traits_of_description(told: Description) -> frozenset[str]:
    """What would tell whose a description is: each name, and each number. What both lives have in
    common (a first name that was kept) tells nothing, and the rules leave it out."""
    names = [
        ("first", told.forename_key or name_key(told.forename)),
        ("last", told.surname_key or name_key(told.surname)),
        ("last", told.previous_surname_key or name_key(told.previous_surname)),
    ]
    found = {_trait(f"{which}:{name}") for which, name in names if name}
    found |= {
        _trait(f"{kind}:{value}")
        for kind, value in (("nhs", nhs_number(told.nhs_number) or ""), ("upn", told.upn))
        if value
    }
    return frozenset(found)


def traits_of_number(kind: str, value: str) -> frozenset[str]:
    """The same of one number."""
    return frozenset({_trait(f"{kind}:{value}")})


def traits_of_address(line: str, postcode: str) -> frozenset[str]:
    """The same of one address; nothing where it is not whole."""
    key = address_key(line)
    where = postcode.replace(" ", "").upper()
    return frozenset({_trait(f"address:{key}:{where}")}) if key and where else frozenset()


def traits_of_people(person_ids: Iterable[str]) -> frozenset[str]:
    """Everything that would tell that something is of one of these: names, numbers, addresses."""
    ids = list(person_ids)
    found: set[str] = set()
    for told in Description.objects.filter(person_id__in=ids):
        found |= traits_of_description(told)
    for kind, value in PersonIdentifier.objects.filter(person_id__in=ids).values_list("kind", "value"):
        found |= traits_of_number(kind, value)
    rows = AddressPeriod.objects.filter(person_id__in=ids).values_list("place__line", "place__postcode")
    for line, postcode in rows:
        found |= traits_of_address(line, postcode)
    return frozenset(found)


def _trait(text: str) -> str:
    return pseudonym(f"trait:{text}")
