"""A held-out population made plain and filed: what every measurement stands on."""

import os
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from benchmarks.harness.databases import Databases
from benchmarks.matching.frozen import held_out
from plait.matching.households import Stay, households, ties
from plait.matching.keys import address_hashes
from plait.matching.ports import filing
from plait.matching.standardise import RAW, Standard, Standards, standardise, standardise_columns
from plait.population import Parameters, Population, make

SETS = {10_000: "small", 100_000: "k100", 1_000_000: "m1", 10_000_000: "m10"}
WARM_UP = 50
_FAR = date(2999, 1, 1).toordinal()


@dataclass
class World:
    """The population, its records made plain, who is whose household by inference, and how long each step took (seconds)."""

    population: Population
    seed: int
    plain: Standards
    persons: list[str]
    homes: dict[str, str]
    took: dict[str, float] = field(default_factory=dict)

    def queries(self, asked: dict[str, Any]) -> list[tuple[Standard, int, int]]:
        """Each query made plain, with the true person and their culture."""
        rows = zip(*(asked[name].tolist() for name in RAW), strict=True)
        plain = [standardise(dict(zip(RAW, row, strict=True))) for row in rows]
        return list(zip(plain, asked["truth_person_id"].tolist(), asked["culture"].tolist(), strict=True))


def world(records: int) -> World:
    """The held-out set of about so many records."""
    return world_of(*held_out(SETS[records]))


def world_of(parameters: Parameters, seed: int) -> World:
    """Any other, of these parameters; questions are made with this seed."""
    took: dict[str, float] = {}

    def timed(name: str, made: Any) -> Any:
        started = time.perf_counter()
        found = made()
        took[name] = time.perf_counter() - started
        return found

    population = timed("made", lambda: make(parameters))
    plain = timed("made plain", lambda: standardise_columns({name: population.records[name] for name in RAW}))
    persons = [str(one) for one in population.records["person_id"].tolist()]
    homes = timed("households inferred", lambda: inferred(population, plain, persons))
    return World(population, seed, plain, persons, homes, took)


def inferred(population: Population, plain: Standards, persons: list[str]) -> dict[str, str]:
    """Person → household, from what agencies state and from addresses; the true households are not looked at."""
    held = dict(zip(population.records["agency_record"].tolist(), persons, strict=True))
    said = population.relationships
    stated = (
        (held[one], held[other])
        for one, other in zip(said["agency_record_a"].tolist(), said["agency_record_b"].tolist(), strict=True)
    )
    first, last = (_days(population.records[name].tolist()) for name in ("valid_from", "valid_to"))
    rows = zip(persons, address_hashes(plain).tolist(), plain.surname.texts(), first, last, strict=True)
    return households(ties(stated, (Stay(*row) for row in rows)))


def _days(texts: list[str]) -> list[int]:
    known = {text: date.fromisoformat(text).toordinal() if text else _FAR for text in set(texts)}
    return [known[text] for text in texts]


def filed(made: World, kind: str, *, databases: Databases, rows: Any = None) -> Any:
    """A store with the world's records (or only some rows of them), and the connection behind it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    django.setup()
    from plait.people.store.match_bulk import fill
    from plait.people.store.match_store import MatchStore

    address = databases.bare(kind)
    chosen = np.arange(len(made.plain)) if rows is None else rows
    persons = [made.persons[row] for row in chosen.tolist()]
    records = filing(made.plain.take(chosen) if rows is not None else made.plain, chosen, persons)
    connection: Any
    if kind == "sqlite":
        connection = sqlite3.connect(address)
        for pragma in ("journal_mode=wal", "synchronous=normal", "cache_size=-65536", "mmap_size=2147483648"):
            connection.execute(f"pragma {pragma}")
    else:
        import psycopg

        connection = psycopg.connect(address)
    cursor = connection.cursor()
    store = MatchStore(
        cursor, vendor="sqlite" if kind == "sqlite" else "postgresql", mark="?" if kind == "sqlite" else "%s"
    )
    started = time.perf_counter()
    for statement in store.say.create:
        cursor.execute(statement)
    fill(store, cursor, records, vendor=kind)
    store.place(made.homes.items())
    for statement in store.say.index:
        cursor.execute(statement)
    connection.commit()
    if kind != "sqlite":
        connection.autocommit = True
        for table in ("match_key", "match_record", "match_name", "match_household"):
            cursor.execute(f"vacuum analyze {table}")
    made.took[f"filed in {kind}"] = time.perf_counter() - started
    return store, connection
