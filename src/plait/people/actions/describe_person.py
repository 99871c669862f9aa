"""Write down somebody as one source describes them; they become a person of their own until somebody says who it is."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.matching.names import name_key, nhs_number, sound
from plait.people.models import AddressPeriod, Assertion, Description, Person, Place, SourceRecord
from plait.people.places import is_shielded, living_at
from plait.people.rules import Described
from plait.people.store.conflicts import follow_declarations
from plait.people.store.filing import file_descriptions
from plait.people.store.hiding import LIVES_THERE, MAY_BE_THEM, at_home_with, doubles_of_hidden, hide_with
from plait.people.store.inferring import infer_conflicts


@deed
def describe_person(
    *,
    described: Described,
    source_ref: str,
    agency_id: str,
    address_hidden_because: str = "",
    by: Actor,
    at: datetime,
) -> Description:
    """A new person with this one description. A declared conflict that fits the name follows it at once."""
    person = Person.objects.create(
        made_at=at,
        address_hidden=bool(address_hidden_because),
        address_hidden_because=address_hidden_because[:300],
    )
    kept = SourceRecord.objects.create(
        agency_id=agency_id, agency_record=f"{source_ref}:{person.pk}", origin=SourceRecord.Origin.CONCERN,
        person=person, first_seen_at=at, last_seen_at=at, looked_at=at,  # a person says who this is
    )  # fmt: skip
    Assertion.objects.create(
        record=kept, person=person, decided=Assertion.Decided.IMPORT, by=by.id, at=at, because="As described"
    )
    description = Description.objects.create(
        person=person,
        record=kept,
        source_ref=source_ref,
        agency_id=agency_id,
        stated_at=at,
        forename=described.forename,
        surname=described.surname,
        other_names=described.other_names,
        born_on=None if described.unborn else described.born_on,
        age_said=described.age_said,
        unborn=described.unborn,
        expected_on=described.expected_on,
        sex=described.sex,
        ethnicity=described.ethnicity,
        disability=described.disability,
        language=described.language,
        nhs_number=nhs_number(described.nhs_number) or "",
        school=described.school,
        phone=described.phone,
        forename_key=name_key(described.forename),
        surname_key=name_key(described.surname),
        forename_sound=sound(described.forename),
        surname_sound=sound(described.surname),
    )
    if described.address_line or described.postcode or described.town:
        place = Place.objects.create(
            line=described.address_line,
            town=described.town,
            postcode=described.postcode.replace(" ", "").upper(),
        )
        if any(is_shielded(other) for other in living_at(place.line, place.postcode)):
            # Somebody who is hidden lives there: whoever is described as living there would lead to them.
            person.address_hidden, person.address_hidden_because = True, LIVES_THERE
            person.save(update_fields=["address_hidden", "address_hidden_because"])
        AddressPeriod.objects.create(person=person, place=place, record=kept, source_ref=source_ref)
    file_descriptions([description])
    if not person.address_hidden and doubles_of_hidden([description]):
        # They may be somebody who is hidden: nobody finds them by being told of them once more.
        hide_with([person], because=MAY_BE_THEM, by=by, at=at)
    if person.address_hidden:
        hide_with(at_home_with([person.pk]), by=by, at=at)
    follow_declarations(description)
    infer_conflicts([description], at=at)
    record(act="person:described", about=f"person:{person.pk}", by=by, at=at, fields=("identity",))
    return description
