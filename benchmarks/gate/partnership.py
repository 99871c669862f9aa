"""A partnership as large areas have them: agencies of every kind, agreements between some of them, and what is asked of them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from plait.base.access.classes import FieldGroup
from plait.sharing.rules import Clause, Clauses, Condition, Request, Wanted
from plait.sharing.rules.clauses import ANY

ON = date(2026, 11, 27)
KINDS = (
    "LA_CSC",
    "LA_EH",
    "LA_EDU",
    "SCHOOL",
    "EY",
    "GP",
    "HV",
    "AE",
    "CAMHS",
    "POLICE",
    "HOUSING",
    "PROB",
    "YJS",
    "DA",
)
WIDER = {"LA_CSC": "LA", "LA_EH": "LA", "LA_EDU": "LA", "GP": "NHS", "HV": "NHS", "AE": "NHS", "CAMHS": "NHS"}
PURPOSES = (
    "enquiry",
    "protection",
    "outcome",
    "own_record",
    "meeting",
    "early_help",
    "who_is_it",
    "handover",
)
GATEWAYS = ("CA04_16LA", "CA04_10", "CA89_47", "CA89_47_9", "CDA98_115", "EDU02_175", "COMMONLAW")
REQUESTS = 2_000


@dataclass(frozen=True, slots=True)
class Partnership:
    """Its clauses, and requests of which about half are let through."""

    clauses: Clauses
    requests: list[Request]


def a_partnership(chance: random.Random, size: int) -> Partnership:
    """With that many clauses: one in twelve forbids, one in eight has a condition, one in five has days of its own."""
    agencies = {f"{kind}-{number}": kind for kind in KINDS for number in range(5)}
    clauses = [_clause(chance, number, sorted(agencies)) for number in range(size)]
    requests = []
    permits = [one for one in clauses if one.permits]
    for number in range(REQUESTS):
        meant = chance.choice(permits) if number % 2 else None
        requests.append(_request(chance, agencies, meant))
    return Partnership(Clauses(clauses), requests)


def _clause(chance: random.Random, number: int, agencies: list[str]) -> Clause:
    names = [*KINDS, "NHS", "LA", *chance.sample(agencies, 6)]
    return Clause(
        id=f"clause-{number}",
        kind="prohibit" if number % 12 == 11 else "permit",
        holders=frozenset(chance.sample(names, 2)),
        recipients=frozenset(chance.sample(names, 2)) if chance.random() < 0.8 else frozenset({ANY}),
        fields=frozenset(chance.sample([str(one) for one in FieldGroup], 4)),
        purposes=frozenset(chance.sample(PURPOSES, 2)),
        gateways=frozenset(chance.sample(GATEWAYS, 2)),
        agreement_rule=chance.choice(["no"] * 6 + ["service", "consent"]),
        begins=ON - timedelta(days=300),
        ends=ON + timedelta(days=chance.randint(-30, 700)) if chance.random() < 0.2 else None,
        conditions=(Condition("open_to_recipient"),) if number % 8 == 5 else (),
        parties=frozenset({*chance.sample(agencies, 60)}),
        label=f"PARTNERSHIP-{number // 20 + 1}, clause {number % 20 + 1}",
        version=f"PARTNERSHIP-{number // 20 + 1} version 1",
    )


def _request(chance: random.Random, agencies: dict[str, str], meant: Clause | None) -> Request:
    """Anything; or what a clause speaks of, by agencies that it binds where there are such."""

    def one_of(names: frozenset[str]) -> str:
        fitting = [
            one
            for one, kind in agencies.items()
            if meant and one in meant.parties and (ANY in names or {one, kind, WIDER.get(kind, kind)} & names)
        ]
        return chance.choice(fitting or sorted(agencies))

    def called(one: str) -> frozenset[str]:
        kind = agencies[one]
        return frozenset({one, kind, WIDER.get(kind, kind), ANY})

    nobody: frozenset[str] = frozenset()
    return Request(
        holder=called(one_of(meant.holders if meant else nobody)),
        recipient=called(one_of(meant.recipients if meant else nobody)),
        purpose=chance.choice(sorted(meant.purposes) if meant else PURPOSES),
        gateway=chance.choice(sorted(meant.gateways) if meant else GATEWAYS),
        on=ON,
        lines=(Wanted(chance.choice(sorted(meant.fields) if meant else [str(one) for one in FieldGroup])),),
        agreed=frozenset({"service"}) if chance.random() < 0.5 else frozenset(),
        facts={"open_to_recipient": True} if chance.random() < 0.7 else {},
    )
