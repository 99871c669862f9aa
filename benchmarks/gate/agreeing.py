"""Holding the gate against Cedar and against the table, request by request."""

from dataclasses import dataclass, field

import cedarpy

from benchmarks.gate.table import table_of
from benchmarks.gate.worlds import worlds
from plait.sharing.rules import decide
from plait.sharing.rules.cedar import question, to_cedar


@dataclass
class Agreement:
    """How many answers were compared, how many were yes, and each that differed."""

    compared: int = 0
    allowed: int = 0
    differing: list[str] = field(default_factory=list)


def against_cedar(pairs: int, *, seed: int, each: int = 40) -> Agreement:
    """That many requests of one line each."""
    found = Agreement()
    for number, world in enumerate(worlds(-(-pairs // each), requests=each, seed=seed)):
        policies = cedarpy.PolicySet.from_str(to_cedar(world.clauses))
        questions = [question(one, one.lines[0]) for one in world.requests]
        answers = cedarpy.is_authorized_batch(questions, policies, [])
        for request, answer in zip(world.requests, answers, strict=True):
            ours = decide(request, world.laid_out).allowed
            found.compared += 1
            found.allowed += ours
            if answer.diagnostics.errors or ours != answer.allowed:
                said = answer.diagnostics.errors or answer.decision
                found.differing.append(f"world {number} of seed {seed}: {request}: gate {ours}, Cedar {said}")
    return found


def against_table(pairs: int, *, seed: int, each: int = 20, lines: int = 2) -> Agreement:
    """That many lines, with the clauses that were named: each must be one that the table names too."""
    found = Agreement()
    for number, world in enumerate(
        worlds(-(-pairs // (each * lines)), requests=each, seed=seed, lines=lines)
    ):
        for request in world.requests:
            decision = decide(request, world.laid_out)
            rows = [table_of(world.clauses, request, line) for line in request.lines]
            letting = set().union(*(row[1] for row in rows))
            barring = set().union(*(row[2] for row in rows))
            found.compared += len(rows)
            found.allowed += sum(decision.lines)
            agrees = (
                list(decision.lines) == [row[0] for row in rows]
                and decision.allowed == all(row[0] for row in rows)
                and set(decision.clauses) <= letting
                and set(decision.prohibitions) <= barring
                and bool(decision.prohibitions) == bool(barring)
                and decision.allowed == (not decision.missing)
            )
            if not agrees:
                found.differing.append(f"world {number} of seed {seed}: {request}: {decision}, table {rows}")
    return found
