"""Rows of a file of people, written some thousands at a time; and who claims one number."""

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID, uuid4

from django.db.models import Q

from plait.base.audit.pseudonyms import pseudonym
from plait.matching.alike import Named
from plait.people.models import (
    Assertion,
    Description,
    Person,
    PersonIdentifier,
    SourceRecord,
)
from plait.people.rules.rows import Row
from plait.people.store.conflicts import follow_declarations_of
from plait.people.store.crossings import claims_disagree
from plait.people.store.importing_again import write_again
from plait.people.store.importing_pen import (
    ONE_AT_A_TIME,
    PROTECTED,
    Batch,
    Pen,
    Told,
    as_named,
    describe,
    known_records,
)
from plait.people.store.inferring import infer_conflicts


def write_persons(pen: Pen, rows: Sequence[Row]) -> Told:
    """Write rows of a file of people. A row whose record stood in the same file before, with other words, is bad."""
    done, batch = Told(), Batch()
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
    write_again(pen, changes, batch, done)
    batch.write()
    _seen(pen, seen)
    follow_declarations_of(batch.told)
    infer_conflicts(batch.told, at=pen.at)
    done.claims += claims_among(pen, batch.numbers)
    done.fresh = batch.told
    return done


def _new(pen: Pen, row: Row, batch: Batch, done: Told) -> None:
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
    told = describe(pen, row, person, kept, batch)
    crossed = pen.crossings.of(person, (told,), batch.numbers[numbers:], batch.periods[periods:])
    if crossed is not None:
        # Both lives in one record: nobody meets it but the custodians.
        person.restricted, person.custodian_id = True, crossed
        person.address_hidden, person.address_hidden_because = True, PROTECTED
        done.crossings.append((str(person.pk), str(kept.pk), str(crossed)))


def _seen(pen: Pen, ids: Sequence[UUID]) -> None:
    SourceRecord.objects.filter(pk__in=list(ids)).update(
        last_seen_at=pen.at, expires_on=pen.expires_on, extract=pen.extract
    )


def claims_among(pen: Pen, numbers: Sequence[PersonIdentifier]) -> list[tuple[str, str, str]]:
    """Identifiers that somebody else claims too, who cannot be the same person: each once, with the first two who do."""
    values = {one.value for one in numbers if one.kind != PersonIdentifier.Kind.OTHER}
    rows: dict[tuple[str, str], dict[UUID, PersonIdentifier]] = {}
    holds = Q(valid_to__isnull=True) | Q(valid_to__gt=pen.at.date())
    found = PersonIdentifier.objects.filter(holds, kind__in=ONE_AT_A_TIME, value__in=values)
    for one in found.order_by("noted_at", "pk"):
        rows.setdefault((one.kind, one.value), {}).setdefault(one.person_id, one)
    told = []
    doubtful = {key: list(claims)[:21] for key, claims in rows.items() if len(claims) > 1}
    named = _named({one for people in doubtful.values() for one in people})
    for (kind, value), (first, *others) in doubtful.items():
        name = pseudonym(f"{kind}:{value}")
        if name in pen.claimed:
            continue
        for other in others:
            if claims_disagree(named.get(first, []), named.get(other, [])):
                pen.claimed.add(name)
                told.append((str(first), str(other), name))
                break
    return told


def _named(people: Iterable[UUID]) -> dict[UUID, list[Named]]:
    """How each of them is called, by everybody. A statement for some thousands: one for each number took a tenth of an import."""
    found: dict[UUID, list[Named]] = {}
    left = iter(sorted(people))
    while some := list(islice(left, 5_000)):
        for one in Description.objects.filter(person_id__in=some):
            found.setdefault(one.person_id, []).append(as_named(one))
    return found
