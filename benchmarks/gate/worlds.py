"""Invented agreements and requests, from one seed. Small vocabularies, so that clauses meet and collide."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plait.sharing.rules import Clause, Clauses, Condition, Request, Wanted
from plait.sharing.rules.clauses import ANY

DAY = date(2026, 11, 27)
AGENCIES = {  # every name of each: its id, its kind, a wider name
    "a1": frozenset({"a1", "SCHOOL", ANY}),
    "a2": frozenset({"a2", "SCHOOL", ANY}),
    "a3": frozenset({"a3", "GP", "NHS", ANY}),
    "a4": frozenset({"a4", "HV", "NHS", ANY}),
    "a5": frozenset({"a5", "LA_CSC", "LA", ANY}),
    "a6": frozenset({"a6", "POLICE", ANY}),
}
NAMES = ["a1", "a3", "a5", "a6", "SCHOOL", "GP", "NHS", "LA_CSC", "POLICE", ANY]
FIELDS = ["identity", "location", "health", "concern", "work"]
PURPOSES = ["enquiry", "early_help", "outcome"]
GATEWAYS = ["DUTY", "POWER", "CONFIDENCE"]
RULES = ["no", "no", "no", "service", "consent"]
ALONE: tuple[Literal["", "protection", "own"], ...] = ("", "", "", "", "", "", "", "", "", "", "protection", "own")  # fmt: skip
ASSERTIONS = ["", "observed", "child", "third_party", "opinion", "record"]


@dataclass(frozen=True, slots=True)
class World:
    """Some clauses, laid out once, and the requests put to them."""

    clauses: tuple[Clause, ...]
    laid_out: Clauses
    requests: tuple[Request, ...]


def worlds(count: int, *, requests: int, seed: int, lines: int = 1, most: int = 25) -> Iterator[World]:
    """That many worlds with that many requests each, every one of `lines` lines."""
    chance = random.Random(seed)
    for _ in range(count):
        clauses = tuple(clause(chance, number) for number in range(chance.randint(0, most)))
        asked = tuple(request(chance, lines) for _ in range(requests))
        yield World(clauses, Clauses(clauses), asked)


def clause(chance: random.Random, number: int) -> Clause:
    """Any clause, sensible or not: parts left open, days that never come, parties that left."""
    permit = chance.random() < 0.9
    sets = [
        frozenset(chance.sample(names, chance.randint(0 if chance.random() < 0.15 else 1, most)))
        for names, most in ((NAMES, 5), (NAMES, 5), (FIELDS, 4), (PURPOSES, 3), (GATEWAYS, 3))
    ]
    bound = frozenset({ANY}) if chance.random() < 0.6 else frozenset(chance.sample(list(AGENCIES), 4))
    left = frozenset(chance.sample(sorted(AGENCIES), 1)) if chance.random() < 0.1 else frozenset()
    return Clause(
        id=f"c{number}",
        kind="permit" if permit else "prohibit",
        holders=sets[0],
        recipients=sets[1],
        fields=sets[2],
        purposes=sets[3],
        gateways=sets[4],
        agreement_rule=chance.choice(RULES),
        begins=_day(chance),
        ends=_day(chance),
        conditions=_conditions(chance),
        parties=bound,
        left=left,
        away=left
        if number % 2
        else frozenset(),  # another area that is not believed now; else a party that left
        version="A-1 version 1",
    )


def _day(chance: random.Random) -> date | None:
    return DAY + timedelta(days=chance.randint(-3, 3)) if chance.random() < 0.2 else None


def _conditions(chance: random.Random) -> tuple[Condition, ...]:
    some = [
        Condition("open_to_recipient"),
        Condition("open_to_holder"),
        Condition("fact_only"),
        Condition("not_older_than", chance.randint(1, 24)),
        Condition("no_such_condition"),
    ]
    return tuple(chance.sample(some, chance.choice([0, 0, 0, 0, 1, 2])))


def request(chance: random.Random, lines: int) -> Request:
    """Any request, the facts known or not."""
    holder, recipient = chance.choice(sorted(AGENCIES)), chance.choice(sorted(AGENCIES))
    facts = {
        name: chance.random() < 0.5
        for name in ("open_to_recipient", "open_to_holder")
        if chance.random() < 0.6
    }
    return Request(
        holder=AGENCIES[holder],
        recipient=AGENCIES[recipient],
        purpose=chance.choice(PURPOSES),
        gateway=chance.choice(GATEWAYS),
        on=DAY + timedelta(days=chance.randint(-2, 2)),
        lines=tuple(
            Wanted(
                chance.choice(FIELDS),
                chance.choice(ASSERTIONS),
                chance.choice([None, 0, 3, 12, 13, 30]),
            )
            for _ in range(lines)
        ),
        agreed=frozenset(one for one in ("service", "consent") if chance.random() < 0.3),
        facts=facts,
        alone=chance.choice(ALONE),
    )
