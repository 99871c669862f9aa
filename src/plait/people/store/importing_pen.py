"""One import under way: what its rows have in common, and what one row says of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from plait.matching.alike import Named, keys
from plait.matching.names import name_key, sound
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    Extract,
    Person,
    PersonIdentifier,
    Place,
    SourceRecord,
)
from plait.people.rules.rows import Row
from plait.people.rules.veiling import address_key
from plait.people.store.crossings import Crossings, shielded_homes
from plait.people.store.hiding import LIVES_THERE
from plait.people.store.inserting import insert_many

# A record has one of these; a corrected one takes the place of the one before.
ONE_AT_A_TIME = ("nhs", "upn")
PROTECTED = "Their identity is protected"


@dataclass(slots=True)
class Told:
    """What was written of some rows: how many, what must be looked at, and a sentence for each row that was not."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    claims: list[tuple[str, str, str]] = field(
        default_factory=list
    )  # one person, the other, which identifier
    crossings: list[tuple[str, str, str]] = field(default_factory=list)  # person, record, custodian
    fresh: list[Description] = field(default_factory=list)  # to be filed for the search
    touched: set[UUID] = field(default_factory=set)  # people of whom more is known: to be filed again
    tied: set[UUID] = field(default_factory=set)  # people of whom it was said whose relations they are


@dataclass(slots=True)
class Pen:
    """One import under way: what every row of it has in common."""

    extract: Extract
    at: datetime
    expires_on: date
    by: str
    source_ref: str = ""
    crossings: Crossings = field(default_factory=Crossings)
    homes: frozenset[tuple[str, str]] = frozenset()
    claimed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.source_ref = f"extract:{self.extract.pk}"
        self.crossings = Crossings.now()
        self.homes = shielded_homes()


@dataclass(slots=True)
class Batch:
    people: list[Person] = field(default_factory=list)
    records: list[SourceRecord] = field(default_factory=list)
    told: list[Description] = field(default_factory=list)
    said: list[Assertion] = field(default_factory=list)
    numbers: list[PersonIdentifier] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    periods: list[AddressPeriod] = field(default_factory=list)

    def write(self) -> None:
        """Everything, in the order in which the rows point at each other."""
        for rows in (
            self.people, self.records, self.told, self.said, self.numbers, self.places, self.periods,
        ):  # fmt: skip
            insert_many(rows)


def said_before(pen: Pen, known: Mapping[str, SourceRecord]) -> dict[UUID, Description]:
    """What each of these records said last, where an identity shield stands: by it, what comes in a file of its own puts both
    lives together. Nothing is asked where none stands."""
    if not pen.crossings.shields:
        return {}
    rows = Description.objects.filter(record__in=list(known.values())).order_by("number")
    return {row.record_id: row for row in rows if row.record_id}


def known_records(pen: Pen, rows: Sequence[Row], *more: str) -> dict[str, SourceRecord]:
    """The agency's records that these rows speak of, by its numbers."""
    wanted = {row.record for row in rows} | {str(row.cells.get(name, "")) for name in more for row in rows}
    found = SourceRecord.objects.filter(agency_id=pen.extract.agency_id, agency_record__in=wanted)
    return {one.agency_record: one for one in found}


def describe(
    pen: Pen, row: Row, person: Person, kept: SourceRecord, batch: Batch, before: Description | None = None
) -> Description:
    cells = row.cells
    forename, surname = cells.get("forename", ""), cells.get("surname", "")
    born, due = cells.get("born_on"), cells.get("expected_on")
    told = Description(
        person=person, record=kept, version=kept.versions, supersedes=before, valid_from=cells.get("valid_from"),
        source_ref=pen.source_ref, agency_id=pen.extract.agency_id, stated_at=pen.at, said=row.said,
        forename=forename, middle_names=cells.get("middle_names", ""), surname=surname,
        previous_surname=cells.get("previous_surname", ""), other_names=cells.get("other_names", ""),
        born_on=born, unborn=born is None and due is not None, expected_on=due,
        sex=cells.get("sex", ""), nhs_number=cells.get("nhs_number", ""), upn=cells.get("upn", ""),
        forename_key=name_key(forename), surname_key=name_key(surname),
        previous_surname_key=name_key(cells.get("previous_surname", "")), row_digest=row.digest,
        forename_sound=sound(forename), surname_sound=sound(surname),
    )  # fmt: skip
    batch.told.append(told)
    for kind, name in (
        ("nhs", "nhs_number"),
        ("upn", "upn"),
        ("former-upn", "former_upn"),
        ("other", "other_number"),
    ):
        if value := str(cells.get(name, ""))[:64]:
            batch.numbers.append(number_of(pen, person, kept, kind, value, row.said.get(name, value)))
    line, postcode = str(cells.get("address_line", ""))[:200], str(cells.get("postcode", ""))
    if line or postcode or cells.get("town"):
        live_at(pen, person, kept, row, batch, cells.get("address_from"), None)
    return told


def number_of(
    pen: Pen, person: Person, kept: SourceRecord, kind: str, value: str, said: str, **valid: date | None
) -> PersonIdentifier:
    return PersonIdentifier(
        person=person, record=kept, kind=kind, value=value.upper().replace(" ", ""), said=said[:64],
        source_ref=pen.source_ref, noted_at=pen.at, **valid,
    )  # fmt: skip


def live_at(
    pen: Pen,
    person: Person,
    kept: SourceRecord,
    row: Row,
    batch: Batch,
    since: date | None,
    until: date | None,
) -> None:
    cells = row.cells
    place = Place(
        line=str(cells.get("address_line", ""))[:200], town=str(cells.get("town", ""))[:100],
        postcode="".join(str(cells.get("postcode", "")).upper().split())[:10],
    )  # fmt: skip
    batch.places.append(place)
    batch.periods.append(
        AddressPeriod(
            person=person, record=kept, place=place, from_on=since, to_on=until, source_ref=pen.source_ref
        )
    )
    if until is None and (address_key(place.line), place.postcode) in pen.homes and not person.address_hidden:
        # Somebody who is hidden lives there: whoever is described as living there would lead to them.
        person.address_hidden, person.address_hidden_because = True, LIVES_THERE
        if not person._state.adding:
            person.save(update_fields=["address_hidden", "address_hidden_because"])


def kept_apart(pen: Pen, custodian_id: UUID) -> Person:
    """A person of their own for what would cross an identity shield, whom only the custodians meet."""
    return Person(
        id=uuid4(), made_at=pen.at, restricted=True, custodian_id=custodian_id, address_hidden=True,
        address_hidden_because=PROTECTED,
    )  # fmt: skip


def as_named(one: Description) -> Named:
    return Named(
        keys(one.forename, one.other_names),
        keys(one.surname, one.previous_surname, one.other_names),
        one.born_on,
    )
