"""Rows of an extract, written some thousands at a time: new records, new versions of known ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db.models import F, Q

from plait.base.audit.pseudonyms import pseudonym
from plait.matching.alike import Named, keys, names_another
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
from plait.people.store.conflicts import follow_declarations_of
from plait.people.store.crossings import Crossings, claims_disagree, shielded_homes
from plait.people.store.hiding import LIVES_THERE
from plait.people.store.inferring import infer_conflicts
from plait.people.store.inserting import insert_many

# A record has one of these; a corrected one takes the place of the one before.
_ONE_AT_A_TIME = ("nhs", "upn")
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
class _Batch:
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


def known_records(pen: Pen, rows: Sequence[Row], *more: str) -> dict[str, SourceRecord]:
    """The agency's records that these rows speak of, by its numbers."""
    wanted = {row.record for row in rows} | {str(row.cells.get(name, "")) for name in more for row in rows}
    found = SourceRecord.objects.filter(agency_id=pen.extract.agency_id, agency_record__in=wanted)
    return {one.agency_record: one for one in found}


def write_persons(pen: Pen, rows: Sequence[Row]) -> Told:
    """Write rows of a file of people. A row whose record stood in the same file before, with other words, is bad."""
    done, batch = Told(), _Batch()
    known = known_records(pen, rows)
    here: dict[str, Row] = {}
    seen: list[UUID] = []
    changes: list[tuple[SourceRecord, Row]] = []
    for row in rows:
        twin, kept = here.get(row.record), known.get(row.record)
        before = twin.digest if twin else kept.digest if kept and kept.extract_id == pen.extract.pk else None
        if before is not None:
            if before == row.digest:
                done.unchanged += 1
                done.notes.append((row.number, f"Row {row.number} says again what an earlier row said."))
            else:
                done.bad.append(
                    (
                        row.number,
                        f"Row {row.number} has the record number of an earlier row and says something else.",
                    )
                )
            continue
        here[row.record] = row
        if kept is None:
            _new(pen, row, batch, done)
            done.added += 1
        elif kept.digest == row.digest:
            seen.append(kept.pk)
            done.unchanged += 1
        else:
            changes.append((kept, row))
            done.changed += 1
    _again(pen, changes, batch, done)
    batch.write()
    _seen(pen, seen)
    follow_declarations_of(batch.told)
    infer_conflicts(batch.told, at=pen.at)
    done.claims += claims_among(pen, batch.numbers)
    done.fresh = batch.told
    return done


def _new(pen: Pen, row: Row, batch: _Batch, done: Told) -> None:
    person = Person(id=uuid4(), made_at=pen.at)
    kept = SourceRecord(
        id=uuid4(), agency_id=pen.extract.agency_id, agency_record=row.record, origin="extract",
        extract=pen.extract, person=person, first_seen_at=pen.at, last_seen_at=pen.at, digest=row.digest,
        expires_on=pen.expires_on,
    )  # fmt: skip
    batch.people.append(person)
    batch.records.append(kept)
    batch.said.append(
        Assertion(record=kept, person=person, decided="import", by=pen.by, at=pen.at, because="A new record")
    )
    periods, numbers = len(batch.periods), len(batch.numbers)
    told = _describe(pen, row, person, kept, batch)
    crossed = pen.crossings.of(person, (told,), batch.numbers[numbers:], batch.periods[periods:])
    if crossed is not None:
        # Both lives in one record: nobody meets it but the custodians.
        person.restricted, person.custodian_id = True, crossed
        person.address_hidden, person.address_hidden_because = True, PROTECTED
        done.crossings.append((str(person.pk), str(kept.pk), str(crossed)))


def _describe(
    pen: Pen, row: Row, person: Person, kept: SourceRecord, batch: _Batch, before: Description | None = None
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
            batch.numbers.append(_number(pen, person, kept, kind, value, row.said.get(name, value)))
    line, postcode = str(cells.get("address_line", ""))[:200], str(cells.get("postcode", ""))
    if line or postcode or cells.get("town"):
        _live(pen, person, kept, row, batch, cells.get("address_from"), None)
    return told


def _number(
    pen: Pen, person: Person, kept: SourceRecord, kind: str, value: str, said: str, **valid: date | None
) -> PersonIdentifier:
    return PersonIdentifier(
        person=person, record=kept, kind=kind, value=value.upper().replace(" ", ""), said=said[:64],
        source_ref=pen.source_ref, noted_at=pen.at, **valid,
    )  # fmt: skip


def _live(
    pen: Pen,
    person: Person,
    kept: SourceRecord,
    row: Row,
    batch: _Batch,
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


def _again(pen: Pen, changes: Sequence[tuple[SourceRecord, Row]], batch: _Batch, done: Told) -> None:
    """New versions of known records. What would cross an identity shield goes to nobody who stands on either side of it; where
    an agency gave a record's number to somebody else, they are a person of their own, and somebody is asked."""
    ids = [kept.pk for kept, _ in changes]
    newest = {
        one.record_id: one
        for one in Description.objects.filter(record_id__in=ids, superseded_by__isnull=True).order_by(
            "version"
        )
    }
    people = Person.objects.in_bulk([kept.person_id for kept, _ in changes if kept.person_id])
    homes: dict[UUID | None, list[AddressPeriod]] = {}
    theirs = {"record_id__in": ids, "person": F("record__person")}
    for period in AddressPeriod.objects.filter(**theirs, to_on__isnull=True).select_related("place"):
        homes.setdefault(period.record_id, []).append(period)
    held: set[tuple[UUID | None, str, str]] = set(
        PersonIdentifier.objects.filter(**theirs, valid_to__isnull=True).values_list(
            "record_id", "kind", "value"
        )
    )
    closed: list[AddressPeriod] = []
    passed_on: list[SourceRecord] = []
    superseded: list[tuple[UUID, str]] = []
    for kept, row in changes:
        assert kept.person_id is not None
        person = people[kept.person_id]
        kept.versions += 1
        kept.digest, kept.extract, kept.last_seen_at = row.digest, pen.extract, pen.at
        kept.expires_on, kept.looked_at = pen.expires_on, None
        first, periods, numbers = len(batch.told), len(batch.periods), len(batch.numbers)
        before = newest.get(kept.pk)
        another = before is not None and _is_another(before, row, kept, held)
        whose = Person(id=uuid4(), made_at=pen.at) if another else person
        told = _describe(pen, row, whose, kept, batch, None if another else before)
        said = batch.told[first:], batch.numbers[numbers:], batch.periods[periods:]
        crossed = pen.crossings.of(person, *said, before=None if another else before)
        if crossed is None and another:
            crossed = pen.crossings.of(whose, *said)
        if crossed is not None:
            # Neither here nor there: a person of their own, whom only the custodians meet.
            alone = person
            if not person.restricted or person.pk in pen.crossings.sides:
                alone = kept_apart(pen, crossed)
                batch.people.append(alone)
            told.person = alone
            for number in said[1]:
                number.person = alone
            for period in said[2]:
                period.person = alone
            done.crossings.append((str(alone.pk), str(kept.pk), str(crossed)))
            continue
        if another:
            batch.people.append(whose)
            batch.said.append(
                Assertion(
                    record=kept, person=whose, decided="import", by=pen.by, at=pen.at,
                    because="The record's number stands for somebody else now",
                )
            )  # fmt: skip
            kept.person, kept.under = whose, None
            passed_on.append(kept)
            claimed = pseudonym(f"record:{kept.agency_id}:{kept.agency_record}")
            done.claims.append((str(person.pk), str(whose.pk), claimed))
            continue
        fresh = list(batch.periods[periods:])
        for old in homes.get(kept.pk, ()) if fresh else ():
            same = _home(old.place) == _home(fresh[0].place)
            if same:
                _forget(batch, fresh[0])
                fresh = []
                break
            old.to_on = row.cells.get("address_from") or pen.at.date()
            closed.append(old)
        superseded += [
            (kept.pk, one.kind) for one in batch.numbers[numbers:]
            if one.kind in _ONE_AT_A_TIME and (kept.pk, one.kind, one.value) not in held
        ]  # fmt: skip
        batch.numbers[numbers:] = [
            one for one in batch.numbers[numbers:] if (kept.pk, one.kind, one.value) not in held
        ]
    _pass_on(pen, passed_on)
    for kind in _ONE_AT_A_TIME:
        ended = [record for record, of in superseded if of == kind]
        if ended:
            numbered = PersonIdentifier.objects.filter(
                record__in=ended, person=F("record__person"), kind=kind
            )
            numbered.filter(valid_to__isnull=True).update(valid_to=pen.at.date())
    SourceRecord.objects.bulk_update(
        [kept for kept, _ in changes],
        ["person", "under", "versions", "digest", "extract", "last_seen_at", "expires_on", "looked_at"],
        batch_size=500,
    )
    AddressPeriod.objects.bulk_update(closed, ["to_on"], batch_size=500)


def _is_another(
    before: Description, row: Row, kept: SourceRecord, held: set[tuple[UUID | None, str, str]]
) -> bool:
    for kind, name in (("nhs", "nhs_number"), ("upn", "upn")):
        if (value := str(row.cells.get(name, ""))) and (
            value == getattr(before, name) or (kept.pk, kind, value) in held
        ):
            return False
    cells = row.cells
    other = str(cells.get("other_names", ""))
    now = Named(
        keys(str(cells.get("forename", "")), other),
        keys(str(cells.get("surname", "")), str(cells.get("previous_surname", "")), other),
        cells.get("born_on"),
    )
    return names_another(_as_named(before), now)


def _pass_on(pen: Pen, records: Sequence[SourceRecord]) -> None:
    """What was said of whose these records are held for whoever they stood for before."""
    Assertion.objects.filter(record__in=[one.pk for one in records], retracted_at__isnull=True).update(
        retracted_by=pen.by, retracted_at=pen.at,
        retracted_because="The agency gave the record's number to somebody else",
    )  # fmt: skip


def _home(place: Place) -> tuple[str, str]:
    return address_key(place.line), place.postcode


def _forget(batch: _Batch, period: AddressPeriod) -> None:
    batch.periods.remove(period)
    batch.places.remove(period.place)


def _seen(pen: Pen, ids: Sequence[UUID]) -> None:
    SourceRecord.objects.filter(pk__in=list(ids)).update(
        last_seen_at=pen.at, expires_on=pen.expires_on, extract=pen.extract
    )


def claims_among(pen: Pen, numbers: Sequence[PersonIdentifier]) -> list[tuple[str, str, str]]:
    """Identifiers that somebody else claims too, who cannot be the same person: each once, with the first two who do."""
    values = {one.value for one in numbers if one.kind != PersonIdentifier.Kind.OTHER}
    rows: dict[tuple[str, str], dict[UUID, PersonIdentifier]] = {}
    holds = Q(valid_to__isnull=True) | Q(valid_to__gt=pen.at.date())
    found = PersonIdentifier.objects.filter(holds, kind__in=_ONE_AT_A_TIME, value__in=values)
    for one in found.order_by("noted_at", "pk"):
        rows.setdefault((one.kind, one.value), {}).setdefault(one.person_id, one)
    told = []
    for (kind, value), claims in rows.items():
        name = pseudonym(f"{kind}:{value}")
        if len(claims) < 2 or name in pen.claimed:
            continue
        first, *others = claims
        named = _named([first, *others[:20]])
        for other in others[:20]:
            if claims_disagree(named.get(first, []), named.get(other, [])):
                pen.claimed.add(name)
                told.append((str(first), str(other), name))
                break
    return told


def _named(people: Sequence[UUID]) -> dict[UUID, list[Named]]:
    found: dict[UUID, list[Named]] = {}
    for one in Description.objects.filter(person_id__in=list(people)):
        found.setdefault(one.person_id, []).append(_as_named(one))
    return found


def _as_named(one: Description) -> Named:
    return Named(
        keys(one.forename, one.other_names),
        keys(one.surname, one.previous_surname, one.other_names),
        one.born_on,
    )
