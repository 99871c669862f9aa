"""Does somebody described here seem to be of a practitioner's own family? Compared as hashes. Only actions call these."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.audit.pseudonyms import pseudonym
from plait.matching.alike import keys
from plait.matching.names import name_key
from plait.people.models import (
    AddressPeriod,
    DeclaredConflict,
    Description,
    HouseholdMark,
    InferredConflict,
    OwnHousehold,
)
from plait.people.rules.homes import Home
from plait.people.rules.veiling import address_key

INFERRED = "inferred"  # as `DeclaredConflict.kind`
_By = InferredConflict.By
Marks = set[tuple[str, str]]  # (how it would show, hash)


def marks_of_home(home: Home) -> Marks:
    """Everything by which somebody of this home would be known again."""
    found = {(str(_By.HOME), _home(name, home.postcode)) for name in home.surnames}
    if address_key(home.line) and home.postcode:
        found.add((str(_By.HOME), _address(home.line, home.postcode)))
    found |= {(str(_By.PHONE), _phone(number)) for number in home.phones if _digits(number)}
    found |= {
        (str(_By.KIN), _kin(first, last, postcode or home.postcode))
        for first, last, postcode in home.kin
        if last
    }
    return {(by, mark) for by, mark in found if mark}


def find_own_people(household: OwnHousehold, home: Home, *, at: datetime) -> int:
    """Keep a practitioner away from everybody already described who seems to be of their home. Returns how many."""
    postcodes = {_postcode(one) for one in (home.postcode, *(kin[2] for kin in home.kin)) if one}
    near = Q(pk__in=[])
    if postcodes:
        near |= Q(person__addresses__place__postcode__in=postcodes)
    for number in home.phones:
        if _digits(number):
            near |= Q(phone__contains=_digits(number)[-2:])
    rows = Description.objects.filter(near).distinct()
    return _find(list(rows), {UUID(str(household.practitioner_id))}, at=at)


def infer_conflicts(described: Sequence[Description], *, at: datetime) -> int:
    """Whoever seems to be of a practitioner's own home is kept from that practitioner, from the first moment."""
    if not described or not HouseholdMark.objects.exists():
        return 0
    return _find(described, None, at=at)


def _find(described: Sequence[Description], only: set[UUID] | None, *, at: datetime) -> int:
    people = {one.person_id for one in described}
    postcodes: dict[UUID, set[tuple[str, str]]] = {}
    rows = AddressPeriod.objects.filter(person_id__in=people).values_list(
        "person_id", "place__line", "place__postcode"
    )
    for person_id, line, postcode in rows:
        postcodes.setdefault(person_id, set()).add((line, postcode))
    theirs: dict[str, set[tuple[UUID, str]]] = {}
    for one in described:
        for by, mark in _marks_of(one, postcodes.get(one.person_id, set())):
            theirs.setdefault(mark, set()).add((one.person_id, by))
    found = HouseholdMark.objects.filter(mark__in=list(theirs)).select_related("household")
    made = 0
    for row in found.order_by("household__practitioner_id", "by", "pk"):
        if only is not None and row.household.practitioner_id not in only:
            continue
        for person_id, by in sorted(theirs[row.mark], key=str):
            if by == row.by:
                made += _keep_apart(row.household.practitioner_id, person_id, by, at)
    return made


def _keep_apart(practitioner_id: UUID, person_id: UUID, by: str, at: datetime) -> int:
    """Once for each pair: what a person has looked at is not found again."""
    known = InferredConflict.objects.filter(practitioner_id=practitioner_id, person_id=person_id)
    if known.exists():
        return 0
    refuses = DeclaredConflict.objects.create(
        practitioner_id=practitioner_id, person_id=person_id, kind=INFERRED, declared_at=at
    )
    InferredConflict.objects.create(
        practitioner_id=practitioner_id, person_id=person_id, conflict=refuses, by=by, found_at=at
    )
    return 1


def _marks_of(told: Description, homes: Iterable[tuple[str, str]]) -> Marks:
    surnames = keys(told.surname, told.previous_surname)
    found: Marks = set()
    for line, postcode in homes:
        found |= {(str(_By.HOME), _home(name, postcode)) for name in surnames}
        if address_key(line):
            found.add((str(_By.HOME), _address(line, postcode)))
        found.add((str(_By.KIN), _kin(told.forename, told.surname, postcode)))
    if _digits(told.phone):
        found.add((str(_By.PHONE), _phone(told.phone)))
    return {(by, mark) for by, mark in found if mark}


def _postcode(text: str) -> str:
    return text.replace(" ", "").upper()


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return digits[-10:] if len(digits) >= 9 else ""  # 07700… and +44 7700… are one


def _home(surname: str, postcode: str) -> str:
    key = name_key(surname)
    return pseudonym(f"own-home:{key}:{_postcode(postcode)}") if key and postcode else ""


def _address(line: str, postcode: str) -> str:
    return pseudonym(f"own-address:{address_key(line)}:{_postcode(postcode)}") if postcode else ""


def _phone(number: str) -> str:
    return pseudonym(f"own-phone:{_digits(number)}")


def _kin(forename: str, surname: str, postcode: str) -> str:
    first, last = name_key(forename), name_key(surname)
    return pseudonym(f"own-kin:{first}:{last}:{_postcode(postcode)}") if first and last and postcode else ""
