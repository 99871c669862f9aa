"""Rows that speak of records an agency sent before: where they lived, who they are to each other, by which numbers."""

from collections.abc import Sequence
from uuid import UUID

from plait.matching import numbers
from plait.people.models import AddressPeriod, Person, PersonIdentifier, Place, Relationship, SourceRecord
from plait.people.rules.rows import Row
from plait.people.rules.veiling import address_key
from plait.people.store.filing import file_again
from plait.people.store.hiding import LIVES_THERE
from plait.people.store.importing import claims_among
from plait.people.store.importing_pen import Pen, Told, kept_apart, known_records, said_before
from plait.people.store.inserting import insert_many

_YES_NO = {
    "y": "yes",
    "yes": "yes",
    "true": "yes",
    "1": "yes",
    "n": "no",
    "no": "no",
    "false": "no",
    "0": "no",
}


def _unknown(row: Row, record: str) -> str:
    return (
        f"Row {row.number} speaks of a record that this agency has not sent: import its people first."
        if record
        else (f"Row {row.number} names no second record.")
    )


def write_addresses(pen: Pen, rows: Sequence[Row]) -> Told:
    """Onto the agency's records. The same address of the same record is one; told with a later end, its end is kept."""
    done, known = Told(), known_records(pen, rows)
    people = Person.objects.in_bulk([one.person_id for one in known.values() if one.person_id])
    standing: dict[object, dict[tuple[object, ...], AddressPeriod]] = {}
    held = AddressPeriod.objects.filter(record__in=list(known.values())).select_related("place")
    for period in held:
        key = (address_key(period.place.line), period.place.postcode, period.from_on)
        standing.setdefault(period.record_id, {})[key] = period
    places, periods, ended, hidden, alone = [], [], [], {}, []
    told = said_before(pen, known)
    for row in rows:
        kept = known.get(row.record)
        if kept is None or kept.person_id is None:
            done.bad.append((row.number, _unknown(row, row.record)))
            continue
        place = Place(
            line=str(row.cells.get("address_line", ""))[:200], town=str(row.cells.get("town", ""))[:100],
            postcode="".join(str(row.cells.get("postcode", "")).upper().split())[:10],
        )  # fmt: skip
        if not (place.line or place.postcode or place.town):
            done.bad.append((row.number, f"Row {row.number} holds no address."))
            continue
        since, until = row.cells.get("from_on"), row.cells.get("to_on")
        home = (address_key(place.line), place.postcode)
        before = standing.get(kept.pk, {}).get((*home, since))
        if before is not None:
            if until != before.to_on and until is not None:
                before.to_on = until
                ended.append(before)
                done.changed += 1
            else:
                done.unchanged += 1
            continue
        person = people[kept.person_id]
        period = AddressPeriod(
            person=person, record=kept, place=place, from_on=since, to_on=until, source_ref=pen.source_ref
        )
        crossed = pen.crossings.of(person, (), (), (period,), before=told.get(kept.pk))
        if crossed is not None:
            # Kept like any other, with somebody whom only the custodians meet; the report says what it says of anybody.
            person = period.person = kept_apart(pen, crossed)
            alone.append(person)
            done.crossings.append((str(person.pk), str(kept.pk), str(crossed)))
        else:
            done.touched.add(kept.person_id)
        places.append(place)
        periods.append(period)
        standing.setdefault(kept.pk, {})[(*home, since)] = period
        if until is None and home in pen.homes and not person.address_hidden:
            person.address_hidden, person.address_hidden_because = True, LIVES_THERE
            hidden[person.pk] = person
        done.added += 1
    insert_many(alone)
    insert_many(places)
    insert_many(periods)
    fresh = [one for one in ended if not one._state.adding]
    AddressPeriod.objects.bulk_update(fresh, ["to_on"], batch_size=500)
    Person.objects.bulk_update(hidden.values(), ["address_hidden", "address_hidden_because"], batch_size=500)
    file_again({one.person_id for one in periods})
    return done


def write_relationships(pen: Pen, rows: Sequence[Row]) -> Told:
    """Who is who to whom, between two records of the agency. Told again with an end, or with who is responsible or lives with
    them, that is kept. Nobody of a shielded person's former household is tied to them."""
    done, known = Told(), known_records(pen, rows, "other_record")
    standing = {
        (one.record_id, one.other_id, one.kind): one
        for one in Relationship.objects.filter(record__in=list(known.values()))
    }
    told_anew: list[Relationship] = []
    made, alone = [], []
    for row in rows:
        other_record = str(row.cells.get("other_record", ""))
        kept, other = known.get(row.record), known.get(other_record)
        if kept is None or other is None or not kept.person_id or not other.person_id:
            done.bad.append((row.number, _unknown(row, other_record)))
            continue
        if kept.person_id == other.person_id:
            done.bad.append((row.number, f"Row {row.number} ties a person to themselves."))
            continue
        kind = str(row.cells.get("kind", "")).lower()[:60]
        if not kind:
            done.bad.append((row.number, f"Row {row.number} does not say who they are to each other."))
            continue
        before = standing.get((kept.pk, other.person_id, kind))
        if before is not None:
            if _tells_more(before, row):
                told_anew.append(before)
                done.changed += 1
            else:
                done.unchanged += 1
            continue
        person_id, other_id = kept.person_id, other.person_id
        crossed = pen.crossings.between(person_id, other_id)
        if crossed is not None:
            # It is kept as said of somebody whom only the custodians meet, in place of the one who is somebody new now.
            here = pen.crossings.is_present(person_id)
            if _kept_before(kept.pk, kind, here):
                done.unchanged += 1
                continue
            apart = kept_apart(pen, crossed)
            alone.append(apart)
            person_id, other_id = (apart.pk, other_id) if here else (person_id, apart.pk)
            done.crossings.append((str(apart.pk), str(kept.pk), str(crossed)))
        tie = Relationship(
            person_id=person_id, other_id=other_id, kind=kind, record=kept,
            parental_responsibility=_yes_no(row, "parental_responsibility"),
            lives_with=_yes_no(row, "lives_with"),
            from_on=row.cells.get("from_on"), to_on=row.cells.get("to_on"), source_ref=pen.source_ref,
        )  # fmt: skip
        standing[(kept.pk, other.person_id, kind)] = tie
        made.append(tie)
        if crossed is None:
            done.tied.add(other.person_id)
        done.added += 1
    insert_many(alone)
    insert_many(made)
    fresh = [one for one in told_anew if not one._state.adding]
    Relationship.objects.bulk_update(
        fresh, ["from_on", "to_on", "parental_responsibility", "lives_with"], batch_size=500
    )
    return done


def _tells_more(before: Relationship, row: Row) -> bool:
    """Write onto what stands what the row says of it and it does not say yet; what the row leaves out stays."""
    said = {name: row.cells.get(name) for name in ("from_on", "to_on")}
    said |= {name: _yes_no(row, name) for name in ("parental_responsibility", "lives_with")}
    new = {
        name: value
        for name, value in said.items()
        if value not in (None, "not_known") and value != getattr(before, name)
    }
    for name, value in new.items():
        setattr(before, name, value)
    return bool(new)


def _kept_before(record_id: UUID, kind: str, here: bool) -> bool:
    """Does it stand already, as said of somebody of whom nothing else is known?"""
    end = "person" if here else "other"
    only = {f"{end}__restricted": True, f"{end}__descriptions__isnull": True}
    return Relationship.objects.filter(record_id=record_id, kind=kind, **only).exists()


def _yes_no(row: Row, name: str) -> str:
    return _YES_NO.get(str(row.cells.get(name, "")).casefold(), "not_known")


def write_identifiers(pen: Pen, rows: Sequence[Row]) -> Told:
    """Numbers of the agency's records, with their validity; told again with a later end, its end is kept. One that two people
    claim is kept for both, and looked at."""
    done, known = Told(), known_records(pen, rows)
    held = {
        (one.record_id, one.kind, one.value, one.valid_from): one
        for one in PersonIdentifier.objects.filter(record__in=list(known.values()))
    }
    people = Person.objects.in_bulk([one.person_id for one in known.values() if one.person_id])
    made, alone, ended = [], [], []
    says_who: set[UUID] = set()
    told = said_before(pen, known)
    for row in rows:
        kept = known.get(row.record)
        if kept is None or kept.person_id is None:
            done.bad.append((row.number, _unknown(row, row.record)))
            continue
        kind, said = str(row.cells.get("kind", "")), str(row.cells.get("value", ""))
        kind = kind if kind in PersonIdentifier.Kind.values else "other"
        value = "".join(said.upper().split())[:64]
        if kind in {"nhs", "upn", "former-upn"}:
            value = numbers.nhs(said) if kind == "nhs" else numbers.upn(said)
            if not value:
                done.bad.append(
                    (row.number, f"Row {row.number} holds a number that cannot be one of its kind.")
                )
                continue
        if not value:
            done.bad.append((row.number, f"Row {row.number} holds no number."))
            continue
        since, until = row.cells.get("from_on"), row.cells.get("to_on")
        before = held.get((kept.pk, kind, value, since))
        if before is not None:
            if until is not None and until != before.valid_to:
                before.valid_to = until
                ended.append(before)
                done.changed += 1
            else:
                done.unchanged += 1
            continue
        number = PersonIdentifier(
            person=people[kept.person_id], record=kept, kind=kind, value=value, said=said[:64],
            valid_from=since, valid_to=until, source_ref=pen.source_ref, noted_at=pen.at,
        )  # fmt: skip
        crossed = pen.crossings.of(people[kept.person_id], (), (number,), (), before=told.get(kept.pk))
        if crossed is not None:
            number.person = kept_apart(pen, crossed)
            alone.append(number.person)
            done.crossings.append((str(number.person.pk), str(kept.pk), str(crossed)))
        else:
            done.touched.add(kept.person_id)
            if kind != "other":
                says_who.add(kept.pk)
        held[(kept.pk, kind, value, since)] = number
        made.append(number)
        done.added += 1
    insert_many(alone)
    insert_many(made)
    fresh = [one for one in ended if not one._state.adding]
    PersonIdentifier.objects.bulk_update(fresh, ["valid_to"], batch_size=500)
    file_again({one.person_id for one in (*made, *fresh)})
    # A number may say whose a record is that no name could: the engine looks again, as after a changed row.
    SourceRecord.objects.filter(pk__in=says_who).update(looked_at=None)
    done.claims = claims_among(pen, made)
    return done
