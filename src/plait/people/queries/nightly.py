"""The night's comparison of everybody with everybody: where it differs from who is who now. It only reads.

A million people are columns here, never a million objects; what was settled already is read once (`queries.settled`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from django.db.models import Q

from plait.matching import batch
from plait.matching import households as inferred
from plait.matching.batch import Night
from plait.matching.columns import Coded
from plait.matching.guards import Guard
from plait.matching.hashing import text_hash
from plait.matching.health import Unsound, Why, unsound
from plait.matching.model import Model
from plait.matching.splink_table import table
from plait.matching.standardise import RAW, Standards, standardise_columns
from plait.people.models import AddressPeriod, Description, Person, Relationship, ReviewItem
from plait.people.queries.settled import Settled, joined_by_engine
from plait.people.rules.identity import comes_apart
from plait.people.rules.veiling import address_key
from plait.people.store.filing import Told, columns_of

Say = Callable[[str], None]
Score = Callable[..., Any]
Places = npt.NDArray[np.int64]
PIECE = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """One question of the night: `kind` as in ReviewItem; would merge, would split, or does not hold together. `why` is a
    `matching.health.Why`, where the records do not hold together whatever they score."""

    kind: str
    one: str
    other: str = ""
    record: str = ""
    score: float = 0.0
    why: str = ""
    custodian: str = ""  # theirs alone: it would cross a shield


@dataclass(slots=True)
class Everybody:
    """All descriptions as columns. `person[i]` is the place in `people` of whose description i is; `record[i]`, of the record
    it stands in, or -1; `newest[i]`, whether no later version of that record took its place."""

    plain: Standards
    people: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    person: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    record: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    newest: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def __len__(self) -> int:
        return len(self.person)

    def unit(self) -> Places:
        """One number for each record, and one for each description that stands in none."""
        return np.where(self.record >= 0, self.record, len(self.records) + np.arange(len(self)))


def everybody(say: Say) -> Everybody:
    """Every description in the database, made plain as it is filed: protected homes are not in it."""
    columns: dict[str, list[Any]] = {name: [] for name in RAW}
    shared, people, records, versions = [], [], [], []
    rows = Description.objects.order_by("number").values_list(*Told._fields).iterator(chunk_size=PIECE)
    read = 0
    while piece := [Told(*row) for row in islice(rows, PIECE)]:
        some, many = columns_of(piece)
        for name in RAW:
            columns[name].append(pa.array(some[name], pa.string()))
        shared.append(np.array(many, np.bool_))
        people.append(pa.array([str(one.person_id) for one in piece], pa.string()))
        records.append(pa.array([str(one.record_id) if one.record_id else "" for one in piece], pa.string()))
        versions.append(np.array([one.version for one in piece], np.int64))
        read += len(piece)
        say(f"read {read:,} descriptions")
    whole = {name: pa.chunked_array(parts, pa.string()) for name, parts in columns.items()}
    whose, where = (Coded.of(pa.chunked_array(parts, pa.string())) for parts in (people, records))
    record = where.codes_or(-1)
    many_there = np.concatenate(shared) if shared else np.zeros(0, np.bool_)
    return Everybody(
        standardise_columns(whole, shared_address=many_there),
        whose.values,
        where.values,
        whose.codes.astype(np.int64),
        record,
        _newest(record, np.concatenate(versions) if versions else np.zeros(0, np.int64)),
    )


def _newest(record: Places, version: Places) -> npt.NDArray[np.bool_]:
    found = np.ones(len(record), np.bool_)
    known = np.flatnonzero(record >= 0)
    order = known[np.lexsort((version[known], record[known]))]
    found[order[:-1]] = record[order[:-1]] != record[order[1:]]
    return found


def differences(
    known: Everybody, model: Model, *, at: datetime, say: Say, score: Score = batch.score_all
) -> list[Difference]:
    """Where the night's clusters are not the people of now. Rulings, shields and answered questions take theirs away.

    `score`: by which engine, as `matching.batch.score_all`."""
    if len(known) < 2:
        return []
    night = batch.run(table(known.plain, np.arange(len(known))), model, say=say, score=score)
    edges = _Edges.of(night)
    found = [
        *_would_merge(known, night, edges, model),
        *_would_split(known, edges),
        *_broken(known, night, edges, model),
    ]
    say(f"{len(found):,} differences before rulings and shields")
    settled = Settled.now(at=at)
    found = [_kept(one, settled) for one in found]
    return [one for one in found if settled.is_open(one.kind, one.one, one.other, one.record)]


def _kept(one: Difference, settled: Settled) -> Difference:
    """What would cross an identity shield is its custodians' question and nobody else's."""
    keeper = settled.keeper(one.one, one.other) if one.other else ""
    return replace(one, kind=ReviewItem.Kind.SHIELD, custodian=keeper) if keeper else one


@dataclass(frozen=True, slots=True)
class _Edges:
    one: Places
    other: Places
    score: npt.NDArray[np.float64]
    guard: Places

    @classmethod
    def of(cls, night: Night) -> "_Edges":
        one, other, score, guard = (
            night.edges[name].to_numpy().astype(kind)
            for name, kind in (("one", np.int64), ("other", np.int64), ("score", np.float64), ("guard", np.int64))
        )  # fmt: skip
        return cls(one, other, score, guard)

    def where(self, keep: npt.NDArray[np.bool_]) -> "_Edges":
        return _Edges(self.one[keep], self.other[keep], self.score[keep], self.guard[keep])

    def rows(self) -> Iterator[tuple[int, int, float, int]]:
        columns = (column.tolist() for column in (self.one, self.other, self.score, self.guard))
        yield from zip(*columns, strict=True)


def _would_merge(known: Everybody, night: Night, edges: _Edges, model: Model) -> list[Difference]:
    """Two people whose records fell into one cluster, by their best edge."""
    label, person = night.clusters.label, known.person
    over = (edges.guard == 0) & (edges.score >= model.lines.cluster)
    joins = (label[edges.one] == label[edges.other]) & (person[edges.one] != person[edges.other])
    mixed = np.isin(label, label[edges.one[over & joins]])
    whys = {row.group: row.why for row in _unsound(known, label, edges.where(over), mixed)}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for one, other, score, _ in edges.where(over & joins).rows():
        a, b = known.people[person[one]], known.people[person[other]]
        pair = (min(a, b), max(a, b))
        said = (score, whys.get(int(label[one]), ""))
        best[pair] = max(said, best.get(pair, said))
    kind = ReviewItem.Kind.MERGE
    return [Difference(kind, a, b, score=score, why=why) for (a, b), (score, why) in sorted(best.items())]


def _within(known: Everybody, edges: _Edges) -> _Edges:
    """Edges between two records of one person."""
    unit, person = known.unit(), known.person
    return edges.where((person[edges.one] == person[edges.other]) & (unit[edges.one] != unit[edges.other]))


def _would_split(known: Everybody, edges: _Edges) -> list[Difference]:
    """Records that the engine joined to somebody and that nothing of theirs comes near any more, as they read now."""
    mine = _within(known, edges)
    nearest = np.full(len(known), -20.0)
    held = np.where(mine.guard > 0, -5.0, mine.score)
    np.maximum.at(nearest, mine.one, held)
    np.maximum.at(nearest, mine.other, held)
    by_engine = joined_by_engine()
    asked = np.array([one in by_engine for one in known.records], np.bool_)
    rows = np.flatnonzero(known.newest & (known.record >= 0) & (asked[known.record] if len(asked) else False))
    scores: dict[tuple[str, str], float] = {}
    for place in rows.tolist():
        key = (known.people[known.person[place]], known.records[known.record[place]])
        scores[key] = max(float(nearest[place]), scores.get(key, -20.0))
    kind = ReviewItem.Kind.SPLIT
    return [
        Difference(kind, person, record=record, score=score)
        for (person, record), score in sorted(scores.items())
        if comes_apart(score)
    ]


def _broken(known: Everybody, night: Night, edges: _Edges, model: Model) -> list[Difference]:
    """People whose records a guard keeps apart, or who are not sound (`matching.health`)."""
    found: dict[tuple[str, str], tuple[float, str]] = {}

    def keep(one: int, other: int, score: float, why: str) -> None:
        place = other if known.record[other] >= 0 else one
        if known.record[place] >= 0:
            key = (known.people[known.person[place]], known.records[known.record[place]])
            found.setdefault(key, (score, why))

    mine = _within(known, edges)
    for one, other, score, guard in mine.where(mine.guard > 0).rows():
        keep(one, other, score, Why.NUMBERS if guard == Guard.NUMBERS_DISAGREE else "")
    for refused in night.clusters.refused:
        if known.person[refused.one] == known.person[refused.other]:
            keep(refused.one, refused.other, refused.score, "")
    sizes = np.bincount(known.person, minlength=len(known.people))
    over = (edges.guard == 0) & (edges.score >= model.lines.cluster)
    for row in _unsound(known, known.person, edges.where(over), sizes[known.person] > 1):
        keep(row.place, row.place, 0.0, row.why)
    kind = ReviewItem.Kind.BROKEN
    return [
        Difference(kind, person, record=record, score=score, why=why)
        for (person, record), (score, why) in sorted(found.items())
    ]


def _unsound(known: Everybody, group: Places, edges: _Edges, asked: npt.NDArray[np.bool_]) -> list[Unsound]:
    """Groups that are not sound, by one row for each record: its newest version. Places are those of `known`."""
    rows = np.flatnonzero(known.newest & asked)
    first = np.full(int(known.unit().max(initial=-1)) + 1, -1, np.int64)
    first[known.unit()[rows]] = np.arange(len(rows))
    heads, mine = np.unique(group[rows], return_inverse=True)
    one, other = (first[known.unit()[ends]] for ends in (edges.one, edges.other))
    both = (one >= 0) & (other >= 0)
    both[both] = mine[one[both]] == mine[other[both]]
    nhs, upn, sex, born = (
        getattr(known.plain, name).codes_or(-1)[rows] for name in ("nhs", "upn", "sex", "born")
    )
    found = unsound(
        mine.astype(np.int64), (one[both], other[both], edges.score[both]), numbers=(nhs, upn), sex=sex, born=born
    )  # fmt: skip
    return [Unsound(int(heads[row.group]), row.why, int(rows[row.place])) for row in found]


def households_now(*, at: datetime) -> dict[str, str]:
    """Person → household, from stated relations that have not ended and homes shared at one time; no protected homes, none
    across a shield."""
    settled = Settled.now(at=at)
    stated = [
        (str(one), str(other))
        for one, other in Relationship.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=at.date()))
        .order_by("pk")
        .values_list("person_id", "other_id")
    ]
    hidden = set(Person.objects.filter(address_hidden=True).values_list("pk", flat=True))
    hidden |= set(Person.objects.filter(addresses__place__shielded=True).values_list("pk", flat=True))
    names = dict(Description.objects.order_by("stated_at", "pk").values_list("person_id", "surname"))
    periods = AddressPeriod.objects.order_by("pk").values_list(
        "person_id", "place__line", "place__postcode", "from_on", "to_on"
    )
    stays = (
        inferred.Stay(
            str(person),
            text_hash(f"{key}|{postcode}") if (key := address_key(line)) and postcode else 0,
            names.get(person, ""),
            since.toordinal() if since else 0,
            until.toordinal() if until else 10**7,
        )
        for person, line, postcode, since, until in periods.iterator(chunk_size=PIECE)
        if person not in hidden
    )
    tied = inferred.ties(stated, stays)
    for pair in [pair for pair in tied if not settled.ties(*pair)]:
        del tied[pair]
    return inferred.households(tied)


def facts_of_training(known: Everybody) -> dict[str, Any]:
    """What a model card says of what it was trained on."""
    return {"source": "this installation", "records": len(known), "persons": len(set(known.person.tolist()))}
