"""What a search answers, in four words: known, possible, family known but this person not, nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from plait.matching.explain import Explanation, explain
from plait.matching.guards import DIFFERENT_DATES, Guard
from plait.matching.model import Model
from plait.matching.score import Scored
from plait.matching.standardise import Standard

UNASSERTED = "record:"  # a record nobody has asserted to be a person stands for itself


class Says(StrEnum):
    """The answer."""

    KNOWN = "known"
    POSSIBLE = "possible"
    FAMILY = "family known, this person not"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person (or a record that is nobody's yet), by the best of their records. `row` is its place among the scored."""

    person: str
    ref: int
    row: int
    score: float
    unguarded: float
    guard: Guard
    records: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The people found, best first; `relatives` are those whom a guard keeps apart but whose home or name agrees.

    `dropped` says how many records a too common key left unlooked at: never silently.
    """

    says: Says
    candidates: tuple[Candidate, ...]
    relatives: tuple[Candidate, ...]
    dropped: int
    query: Standard
    scored: Scored
    model: Model

    @property
    def rivals(self) -> tuple[Candidate, ...]:
        """Every person over the line of the known. Two or more is a question for somebody, never a merge."""
        return tuple(one for one in self.candidates if one.score >= self.model.lines.known)

    def explain(self, candidate: Candidate) -> Explanation:
        """What each comparison added."""
        return explain(self.query, self.scored, candidate.row, self.model)


def candidates(scored: Scored, model: Model) -> list[Candidate]:
    """Group records into persons, best first. Where none of a person's numbers is the query's, that holds for each record."""
    best: dict[str, list[int]] = {}
    for row, person in enumerate(scored.known.person):
        best.setdefault(person or f"{UNASSERTED}{scored.known.refs[row]}", []).append(row)
    return sorted(_people(best, scored, model), key=lambda one: (-one.score, -one.unguarded, one.ref))


def _people(rows_of: dict[str, list[int]], scored: Scored, model: Model) -> Iterator[Candidate]:
    after, before, guards = scored.score.tolist(), scored.unguarded.tolist(), scored.guards.tolist()
    nhs, upn = scored.levels["nhs"], scored.levels["upn"]
    clash = (nhs == 1) | (upn == 1)
    agree = (nhs == 0) | (upn == 0)
    any_clash = bool(np.any(clash))
    refs = scored.known.refs.tolist()
    for person, rows in rows_of.items():
        row = rows[0] if len(rows) == 1 else max(rows, key=lambda one: (after[one], before[one], -refs[one]))
        score, guard = after[row], guards[row]
        if any_clash and not guard and len(rows) > 1 and clash[rows].any() and not agree[rows].any():
            # shown by the record that carries the other number, so that the explanation is that of the score
            row = max((one for one in rows if clash[one]), key=lambda one: (before[one], -refs[one]))
            score, guard = after[row], guards[row]
        yield Candidate(person, refs[row], row, score, before[row], Guard(guard), len(rows))


def answer(query: Standard, scored: Scored, model: Model, *, dropped: int, most: int) -> Answer:
    """Say what the scores mean."""
    people = candidates(scored, model)
    lines = model.lines
    relatives = tuple(one for one in people if _relative(one, scored, lines.relative))[:most]
    best = people[0].score if people else -np.inf
    if best >= lines.known:
        says = Says.KNOWN
    elif best >= lines.possible or _number_held(scored):
        says = Says.POSSIBLE
    else:
        says = Says.FAMILY if relatives else Says.NOTHING
    return Answer(says, tuple(people[:most]), relatives, dropped, query, scored, model)


def _number_held(scored: Scored) -> bool:
    """Is the NHS or pupil number somebody's, however little else agrees? A new name does not change it, so somebody looks."""
    return bool(np.any((scored.levels["nhs"] == 0) | (scored.levels["upn"] == 0)))


def corroborated(scored: Scored, row: int) -> bool:
    """Does a number or a date of birth speak for it beside the names? A son may bear his father's name and live in his home."""
    levels = scored.levels
    if levels["nhs"][row] == 0 or levels["upn"][row] == 0:
        return True
    return bool(0 <= levels["born"][row] < DIFFERENT_DATES)


def _relative(one: Candidate, scored: Scored, line: float) -> bool:
    """Is it somebody else (a guard says so, or little but the home agrees), of the home and of a surname that goes with it?"""
    place, surname = int(scored.levels["place"][one.row]), int(scored.levels["surname"][one.row])
    home = 0 <= place <= 1 and 0 <= surname <= 4
    return one.score < line and (home or (bool(one.guard) and one.unguarded >= line))
