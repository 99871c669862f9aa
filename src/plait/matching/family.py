"""Which family is this? Members' evidence about persons is added; what a household shares is counted once.

A renamed child in a new town is nearly nobody. A mother and two children with the same first names and birthdays are not chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from plait.matching.guards import Guard
from plait.matching.model import Model
from plait.matching.ports import Store
from plait.matching.score import Scored, household_evidence
from plait.matching.search import CAP, MOST, look_up_all
from plait.matching.standardise import Standard

LEAST_PERSON = 3.0  # bits of a member's own evidence under which a resemblance is chance and adds nothing


@dataclass(frozen=True, slots=True)
class Member:
    """A member asked about and the person of the household they look like, with the bits of their own evidence."""

    asked: int
    person: str
    ref: int
    evidence: float


@dataclass(frozen=True, slots=True)
class Family:
    """A household found. `score` is prior + members' evidence + what the household shares, once."""

    household: str
    score: float
    members: tuple[Member, ...]
    shared: float


@dataclass(frozen=True, slots=True)
class FamilyAnswer:
    """Households, the likeliest first. `dropped` as in a search."""

    families: tuple[Family, ...]
    dropped: int
    model: Model

    @property
    def known(self) -> bool:
        """Is the first over the line, and with more than one member recognised?"""
        first = self.families[:1]
        return any(one.score >= self.model.lines.family_known and len(one.members) > 1 for one in first)


def search_family(
    asked: Sequence[Standard], store: Store, model: Model, *, most: int = MOST, cap_per_key: int = CAP
) -> FamilyAnswer:
    """Households these people may be, from each member's own candidates."""
    found = look_up_all(asked, store, model, cap_per_key=cap_per_key)
    return families_among(asked, found, store, model, most=most)


def families_among(
    asked: Sequence[Standard],
    found_of_each: Sequence[tuple[Scored, int]],
    store: Store,
    model: Model,
    *,
    most: int = MOST,
) -> FamilyAnswer:
    """The same of candidates that are looked up and scored already.

    A person in no household stands for a household of one. A guarded candidate is another person, so it adds nothing of its own.
    """
    likeness: dict[str, list[Member]] = {}
    shared_by: dict[str, float] = {}
    dropped = 0
    for place, (member, (scored, left_out)) in enumerate(zip(asked, found_of_each, strict=True)):
        dropped += left_out
        for one, shared in _own_evidence(place, member, scored, model):
            likeness.setdefault(one.person, []).append(one)
            shared_by[one.person] = max(shared_by.get(one.person, shared), shared)
    homes = store.households([person for person in likeness if person and not person.startswith("record:")])
    by_home: dict[str, list[str]] = {}
    for person in likeness:
        for home in homes.get(person, ()) or (f"alone:{person}",):
            by_home.setdefault(home, []).append(person)
    found = [_family(home, persons, likeness, shared_by, model) for home, persons in by_home.items()]
    found.sort(key=lambda one: (-one.score, one.household))
    return FamilyAnswer(tuple(found[:most]), dropped, model)


def _own_evidence(place: int, asked: Standard, scored: Scored, model: Model) -> list[tuple[Member, float]]:
    """Each person this member may be, by the record that says most, with the household's evidence beside."""
    if not len(scored.known):
        return []
    shared = household_evidence(asked, scored, model)
    own = scored.unguarded - shared - model.prior
    best: dict[str, tuple[Member, float]] = {}
    rows = zip(
        scored.known.person,
        scored.known.refs.tolist(),
        own.tolist(),
        shared.tolist(),
        scored.guards.tolist(),
        strict=True,
    )
    for person, ref, evidence, home, guard in rows:
        if guard == Guard.NONE and evidence >= LEAST_PERSON:
            name = person or f"record:{ref}"
            if name not in best or evidence > best[name][0].evidence:
                best[name] = (Member(place, name, ref, evidence), home)
    return list(best.values())


def _family(
    household: str,
    persons: list[str],
    likeness: dict[str, list[Member]],
    shared_by: dict[str, float],
    model: Model,
) -> Family:
    """Pair members with persons, each once, the likeliest pair first."""
    pairs = sorted(
        (one for person in persons for one in likeness[person]),
        key=lambda one: (-one.evidence, one.asked, one.ref),
    )
    asked: set[int] = set()
    taken: set[str] = set()
    chosen: list[Member] = []
    for one in pairs:
        if one.asked not in asked and one.person not in taken:
            asked.add(one.asked)
            taken.add(one.person)
            chosen.append(one)
    shared = max(shared_by[one.person] for one in chosen)
    return Family(
        household, model.prior + sum(one.evidence for one in chosen) + shared, tuple(chosen), shared
    )
