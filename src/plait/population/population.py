"""The population: records and relationships as agencies hold them, the truth kept apart, and what can be asked of it."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from plait.population import queries
from plait.population.chance import Column, Flags, Ints
from plait.population.contacts import contacts
from plait.population.details import World, iso
from plait.population.families import society
from plait.population.moves import periods
from plait.population.naming import NONE, names
from plait.population.numbers import numbers
from plait.population.parameters import CULTURES, Parameters
from plait.population.people import ROLES, SHIELDS
from plait.population.records import Records
from plait.population.records import records as write_records
from plait.population.relationships import relationships

_STRANGERS = 1_000_003  # added to the seed of a world whose people are unknown here


@dataclass
class Population:
    """What `make` answers. Columns are numpy arrays of one length; texts are str in object arrays, empty when not held."""

    parameters: Parameters
    records: dict[str, Column]
    relationships: dict[str, Column]
    faults: Ints  # by record: the `Fault`s in it
    world: World = field(repr=False)
    _written: Records = field(repr=False)
    _elsewhere: dict[int, World] = field(default_factory=dict, repr=False)

    @property
    def people(self) -> dict[str, Column]:
        """The truth of each person: who they are, and whether anybody knows them. `was` is the person before a shield."""
        people = self.world.society.people
        kinds = np.array(list(self.parameters.movers), dtype=object)
        return {
            "person_id": np.arange(len(people.family), dtype=np.int64),
            "family_id": people.family,
            "culture": people.culture.astype(np.int8),
            "role": np.array(ROLES, dtype=object)[people.role],
            "sex": np.array(["1", "2"], dtype=object)[people.female],
            "born_on": iso(people.born),
            "mover": kinds[self.world.society.units.mover[people.family]],
            "unborn": people.born > self.world.today,
            "known": self._known,
            "held_out": people.held_out,
            "shielded": (people.was != NONE) | np.isin(np.arange(len(people.was)), people.was),
        }

    @property
    def shields(self) -> dict[str, Column]:
        """Identities that nothing may tie together: the person before and after, and why."""
        people = self.world.society.people
        rows = np.flatnonzero(people.was != NONE)
        why = np.array(SHIELDS, dtype=object)[people.shield[rows]]
        return {"person_id_before": people.was[rows], "person_id_after": rows.astype(np.int64), "kind": why}

    @property
    def _known(self) -> Flags:
        known = np.zeros(len(self.world.society.people.family), dtype=np.bool_)
        known[self.records["person_id"]] = True
        return known

    def queries(self, kind: str, n: int, seed: int, culture: str | None = None) -> dict[str, Column]:
        """`n` queries of one kind (`queries.KINDS`, or 'stranger'), with the true person; -1 for a stranger.

        With a `culture` (one of CULTURES) about people of that name culture only. ValueError for an unknown kind or culture,
        or when there are too few people to ask for."""
        if culture is not None and culture not in CULTURES:
            raise ValueError(f"There is no name culture {culture!r}; there are {', '.join(CULTURES)}.")
        people = self.world.society.people
        rng = np.random.default_rng([self.parameters.seed, seed, sum(kind.encode())])
        if kind == "stranger":
            other = self._strangers(n * 3)
            everybody = other.society.people.born < other.today
            return queries.nobody(queries.ask(other, kind, queries.today(other, rng, everybody), n, rng))
        made, person = self._written, self.records["person_id"]
        # One record of each person, at random; a person is asked for once.
        order = rng.permutation(len(person))
        distinct, first = np.unique(person[order], return_index=True)
        del distinct
        rows = order[rng.permutation(first)]
        rows = rows[people.born[person[rows]] <= made.when[rows]]
        if culture is not None:
            rows = rows[people.culture[person[rows]] == CULTURES.index(culture)]
        rows = rows[: n * 10 + 2000]
        base = (person[rows], self.records["household_id"][rows], made.period[rows], made.when[rows])
        return queries.ask(self.world, kind, base, n, rng)

    def family_queries(self, n: int, seed: int, stranger: bool = False) -> dict[str, Column]:
        """`n` families that moved and took another surname: one row a member, tied by `query_id`."""
        rng = np.random.default_rng([self.parameters.seed, seed, 7, int(stranger)])
        if stranger:
            other = self._strangers(n * 12)
            everybody = other.society.people.born < other.today
            return queries.nobody(queries.families(other, n, rng, everybody))
        return queries.families(self.world, n, rng, self._known)

    def unknown_children(self, n: int, seed: int) -> dict[str, Column]:
        """Children nobody holds, whose brother or sister somebody does. ValueError when fewer than `n` were held out."""
        rng = np.random.default_rng([self.parameters.seed, seed, 8])
        people = self.world.society.people
        child = people.mother != NONE
        held = np.bincount(people.family[child & self._known], minlength=int(people.family.max()) + 1) > 0
        base = queries.today(self.world, rng, people.held_out & held[people.family])
        return queries.ask(self.world, "unknown", base, n, rng)

    def _strangers(self, people: int) -> World:
        if people not in self._elsewhere:
            seed = self.parameters.seed + _STRANGERS
            changed = {"seed": seed, "people": max(people, 3000)}
            self._elsewhere[people] = make_world(self.parameters.model_copy(update=changed))
        return self._elsewhere[people]

    def write_parquet(self, folder: Path) -> None:
        """records, relationships, people and shields as parquet files in the folder, which is made when missing."""
        from plait.population.storage import write

        write(
            folder,
            records=self.records | {"faults": self.faults},
            relationships=self.relationships,
            people=self.people,
            shields=self.shields,
        )


def make_world(parameters: Parameters) -> World:
    """The truth alone, without any agency."""
    vocabulary = names()
    made = society(parameters, vocabulary, np.random.default_rng([parameters.seed, 1]))
    moved = periods(parameters, made.units, np.random.default_rng([parameters.seed, 2]))
    given = numbers(made.people, np.random.default_rng([parameters.seed, 3]))
    return World(parameters, vocabulary, made, moved, given)


def make(parameters: Parameters) -> Population:
    """Make a population: the same parameters give the same arrays, to the byte."""
    world = make_world(parameters)
    met = contacts(world, np.random.default_rng([parameters.seed, 4]))
    written = write_records(world, met, np.random.default_rng([parameters.seed, 5]))
    stated = relationships(world, written, np.random.default_rng([parameters.seed, 6]))
    return Population(parameters, written.columns, stated, written.faults, world, written)
