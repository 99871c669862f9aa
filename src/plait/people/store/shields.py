"""What an identity shield knows of its two sides, as keyed hashes; and what a record would bring across."""

from collections.abc import Iterable

from plait.base.audit.pseudonyms import pseudonym
from plait.matching.alike import keys
from plait.matching.names import nhs_number
from plait.people.models import AddressPeriod, Description, PersonIdentifier
from plait.people.rules.veiling import address_key


def traits_of_description(told: Description) -> frozenset[str]:
    """What would tell whose a description is: each name, whole and by its words, and each number. Another name may be a first
    or a last one. What both lives have in common (a first name that was kept) tells nothing, and the rules leave it out."""
    other = keys(told.other_names)
    names = {
        "first": keys(told.forename, told.forename_key) | other,
        "last": keys(told.surname, told.surname_key, told.previous_surname, told.previous_surname_key)
        | other,
    }
    found = {_trait(f"{which}:{name}") for which, some in names.items() for name in some}
    return frozenset(found) | numbers_of_description(told)


def numbers_of_description(told: Description) -> frozenset[str]:
    """Of that, the numbers alone."""
    numbers = (("nhs", nhs_number(told.nhs_number) or ""), ("upn", told.upn))
    return frozenset(_trait(f"{kind}:{value}") for kind, value in numbers if value)


def traits_of_number(kind: str, value: str) -> frozenset[str]:
    """The same of one number. A pupil number is the same trait whether it is the present one or a former one."""
    return frozenset({_trait(f"{'upn' if kind == 'former-upn' else kind}:{value}")})


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
