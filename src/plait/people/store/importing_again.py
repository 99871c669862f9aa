"""A record that an agency sends again: a new version, somebody else under the same number, or what may not be said here."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.models import F

from plait.base.audit.pseudonyms import pseudonym
from plait.matching.alike import Named, keys, names_another
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    Person,
    PersonIdentifier,
    Place,
    SourceRecord,
)
from plait.people.rules.rows import Row
from plait.people.rules.veiling import address_key
from plait.people.store.importing_pen import (
    ONE_AT_A_TIME,
    Batch,
    Pen,
    Told,
    as_named,
    describe,
    kept_apart,
)


def write_again(pen: Pen, changes: Sequence[tuple[SourceRecord, Row]], batch: Batch, done: Told) -> None:
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
        told = describe(pen, row, whose, kept, batch, None if another else before)
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
            if one.kind in ONE_AT_A_TIME and (kept.pk, one.kind, one.value) not in held
        ]  # fmt: skip
        batch.numbers[numbers:] = [
            one for one in batch.numbers[numbers:] if (kept.pk, one.kind, one.value) not in held
        ]
    _pass_on(pen, passed_on)
    for kind in ONE_AT_A_TIME:
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
    return names_another(as_named(before), now)


def _pass_on(pen: Pen, records: Sequence[SourceRecord]) -> None:
    """What was said of whose these records are held for whoever they stood for before."""
    Assertion.objects.filter(record__in=[one.pk for one in records], retracted_at__isnull=True).update(
        retracted_by=pen.by, retracted_at=pen.at,
        retracted_because="The agency gave the record's number to somebody else",
    )  # fmt: skip


def _home(place: Place) -> tuple[str, str]:
    return address_key(place.line), place.postcode


def _forget(batch: Batch, period: AddressPeriod) -> None:
    batch.periods.remove(period)
    batch.places.remove(period.place)
