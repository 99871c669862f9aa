"""The night's comparison of everybody with everybody: where it differs from who is who now. It only reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np

from plait.matching import households as inferred
from plait.matching.batch import Night, run
from plait.matching.hashing import text_hash
from plait.matching.model import Model
from plait.matching.splink_table import table
from plait.matching.standardise import RAW, Standards, standardise_columns
from plait.people.models import AddressPeriod, Assertion, Description, Merge, Person, Relationship, ReviewItem
from plait.people.rules.identity import comes_apart, crosses, may_tie
from plait.people.rules.veiling import address_key
from plait.people.store.filing import columns_of
from plait.people.store.identity import ids_under, rulings_in_force, shields_in_force

Say = Callable[[str], None]
PIECE = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """One question of the night: `kind` as in ReviewItem; would merge, would split, or does not hold together."""

    kind: str
    one: str
    other: str = ""
    record: str = ""
    score: float = 0.0


@dataclass(slots=True)
class Everybody:
    """All descriptions as columns, with whose each is and which record it stands in."""

    plain: Standards
    people: list[str] = field(default_factory=list)
    records: list[UUID | None] = field(default_factory=list)


def everybody(say: Say) -> Everybody:
    """Every description in the database, made plain as it is filed: protected homes are not in it."""
    columns: dict[str, list[str]] = {name: [] for name in RAW}
    shared: list[bool] = []
    people: list[str] = []
    records: list[UUID | None] = []
    rows = Description.objects.order_by("number").iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        some, many = columns_of(piece)
        for name in RAW:
            columns[name] += some[name]
        shared += many
        people += [str(one.person_id) for one in piece]
        records += [one.record_id for one in piece]
        say(f"read {len(people):,} descriptions")
    return Everybody(standardise_columns(columns, shared_address=np.array(shared, np.bool_)), people, records)


def differences(known: Everybody, model: Model, *, at: datetime, say: Say) -> list[Difference]:
    """Where the night's clusters are not the people of now. Rulings, shields and answered questions take theirs away."""
    if len(known.people) < 2:
        return []
    night = run(table(known.plain, np.arange(len(known.people))), model, say=say)
    found = [*_would_merge(known, night, model), *_would_split(known, night), *_broken(known, night)]
    say(f"{len(found):,} differences before rulings and shields")
    return [one for one in found if _is_open(one, at)]


def _edges(night: Night) -> Iterator[tuple[int, int, float, int]]:
    columns = (night.edges[name].to_pylist() for name in ("one", "other", "score", "guard"))
    yield from zip(*columns, strict=True)


def _would_merge(known: Everybody, night: Night, model: Model) -> list[Difference]:
    """Two people whose records fell into one cluster, by their best edge."""
    best: dict[tuple[str, str], float] = {}
    label = night.clusters.label
    for one, other, score, guard in _edges(night):
        a, b = known.people[one], known.people[other]
        if a != b and not guard and score >= model.lines.cluster and label[one] == label[other]:
            pair = (min(a, b), max(a, b))
            best[pair] = max(score, best.get(pair, score))
    kind = ReviewItem.Kind.MERGE
    return [Difference(kind, one, other, score=score) for (one, other), score in sorted(best.items())]


def _would_split(known: Everybody, night: Night) -> list[Difference]:
    """Records that the engine joined to somebody and that nothing of theirs comes near any more."""
    nearest: dict[int, float] = {}
    for one, other, score, guard in _edges(night):
        if known.people[one] == known.people[other] and known.records[one] != known.records[other]:
            held = -5.0 if guard else score
            for place in (one, other):
                nearest[place] = max(held, nearest.get(place, held))
    joined = Assertion.objects.filter(decided=Assertion.Decided.ENGINE, retracted_at__isnull=True)
    by_engine = set(joined.values_list("record_id", flat=True))
    scores: dict[tuple[str, UUID], float] = {}
    for place, record in enumerate(known.records):
        if record is not None and record in by_engine:
            key = (known.people[place], record)
            scores[key] = max(nearest.get(place, -20.0), scores.get(key, -20.0))
    kind = ReviewItem.Kind.SPLIT
    return [
        Difference(kind, person, record=str(record), score=score)
        for (person, record), score in sorted(scores.items(), key=lambda one: (one[0][0], str(one[0][1])))
        if comes_apart(score)
    ]


def _broken(known: Everybody, night: Night) -> list[Difference]:
    """Records of one person of which a guard says that they are not of one person."""
    found: dict[tuple[str, str], float] = {}
    for one, other, score, guard in _edges(night):
        record = known.records[other] or known.records[one]
        same = known.people[one] == known.people[other] and known.records[one] != known.records[other]
        if guard and same and record is not None:
            found[known.people[one], str(record)] = score
    for refused in night.clusters.refused:
        record = known.records[refused.other] or known.records[refused.one]
        if known.people[refused.one] == known.people[refused.other] and record is not None:
            found[known.people[refused.one], str(record)] = refused.score
    kind = ReviewItem.Kind.BROKEN
    return [
        Difference(kind, person, record=record, score=score)
        for (person, record), score in sorted(found.items())
    ]


def _is_open(one: Difference, at: datetime) -> bool:
    """Has nobody said so already, and stands no shield between them?"""
    mine = ids_under(one.one)
    answered = ReviewItem.objects.filter(
        kind=one.kind, state=ReviewItem.State.DECIDED, answers__undone_at__isnull=True, answers__isnull=False
    )
    if one.other:
        theirs = ids_under(one.other)
        if rulings_in_force(mine, at=at).forbids(mine, theirs) or crosses(shields_in_force(), mine, theirs):
            return False
        both = [UUID(person) for person in mine | theirs]
        return not answered.filter(one_id__in=both, other_id__in=both).exists()
    own, record = [UUID(person) for person in mine], UUID(one.record)
    by_person = Assertion.objects.filter(
        record_id=record, decided=Assertion.Decided.PERSON, retracted_at__isnull=True
    )
    merged = Merge.objects.filter(
        undone_at__isnull=True, assertion__isnull=True, survivor_id__in=own, loser_id__in=own
    )
    if by_person.exists() or (one.kind == ReviewItem.Kind.BROKEN and merged.exists()):
        return False
    return not answered.filter(one_id__in=own, record_id=record).exists()


def households_now() -> dict[str, str]:
    """Person → household, from stated relations and homes shared at one time; no protected homes, none across a shield."""
    shields = shields_in_force()
    stated = [
        (str(one), str(other))
        for one, other in Relationship.objects.order_by("pk").values_list("person_id", "other_id")
    ]
    hidden = set(Person.objects.filter(address_hidden=True).values_list("pk", flat=True))
    hidden |= set(Person.objects.filter(addresses__place__shielded=True).values_list("pk", flat=True))
    names = dict(Description.objects.order_by("stated_at", "pk").values_list("person_id", "surname"))
    stays = (
        inferred.Stay(
            str(row.person_id),
            text_hash(f"{key}|{row.place.postcode}")
            if (key := address_key(row.place.line)) and row.place.postcode
            else 0,
            names.get(row.person_id, ""),
            row.from_on.toordinal() if row.from_on else 0,
            row.to_on.toordinal() if row.to_on else 10**7,
        )
        for row in AddressPeriod.objects.select_related("place").order_by("pk").iterator(chunk_size=PIECE)
        if row.person_id not in hidden
    )
    tied = inferred.ties(stated, stays)
    if shields:
        for pair in [pair for pair in tied if not may_tie(shields, ids_under(pair[0]), ids_under(pair[1]))]:
            del tied[pair]
    return inferred.households(tied)


def facts_of_training(known: Everybody) -> dict[str, Any]:
    """What a model card says of what it was trained on."""
    return {"source": "this installation", "records": len(known.people), "persons": len(set(known.people))}
