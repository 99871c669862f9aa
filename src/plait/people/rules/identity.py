"""Who is who: a fold over what was asserted. The same assertions give the same persons, in whatever order they came.

A merge is an edge between two people. Whoever is joined by edges is one person, whose id is that of the one known longest; an
edge taken away gives back what it joined and nothing else. No edge holds across an identity shield.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

from plait.base.access.verdict import Verdict, no, yes

Id = TypeVar("Id", bound=Hashable)

# Bits of evidence (linkage.md 6). Where a model file is released, its card says them again.
JOIN_AT = 8.0
REVIEW_AT = 2.0
HYSTERESIS = 4.0


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many bits of evidence a record joins a person, from how many a person is asked, and how far below the line
    an existing join must fall before it is questioned."""

    join: float = JOIN_AT
    review: float = REVIEW_AT
    hysteresis: float = HYSTERESIS


@dataclass(frozen=True, slots=True)
class Known:
    """What the choice of a survivor needs: since when somebody is known, their id as text, and whether they are restricted."""

    id: str
    made_at: datetime
    restricted: bool = False


def stays(one: Known) -> tuple[bool, datetime, str]:
    """Who stays, of several who are one: a restricted person first, so that whoever may not meet them finds no way in; then
    the one known longest, so that the fewest references lean on a redirect; then by id. The least stays."""
    return (not one.restricted, one.made_at, one.id)


def survivor(one: Known, other: Known) -> tuple[Known, Known]:
    """Who stays and who redirects."""
    first, second = sorted((one, other), key=stays)
    return first, second


@dataclass(frozen=True, slots=True)
class Shield:
    """Two sides that nothing crosses, by ids of people as they were first known; who belongs to the former household."""

    former: str
    present: str
    former_traits: frozenset[str] = frozenset()
    present_traits: frozenset[str] = frozenset()
    kept_apart: frozenset[str] = frozenset()
    keeper: str = ""  # the team of custodians

    @property
    def former_alone(self) -> frozenset[str]:
        """What would tell of the former life and not of the present one."""
        return self.former_traits - self.present_traits

    @property
    def present_alone(self) -> frozenset[str]:
        """What would tell of the present life and not of the former one."""
        return self.present_traits - self.former_traits

    def bears_both(self, traits: frozenset[str]) -> bool:
        """Does something of each life alone stand in these traits?"""
        return bool(traits & self.former_alone and traits & self.present_alone)


def persons(
    known: Mapping[str, Known], merges: Iterable[tuple[str, str]], shields: Collection[Shield] = ()
) -> dict[str, str]:
    """For each id the id that stands for it. `known` holds everybody by id; `merges` are the pairs that stand.

    Pairs are taken in the order of their ids, so the answer depends on which there are and not on when they came; a pair
    that would bring the two sides of a shield together is left out.
    """
    group: dict[str, set[str]] = {one: {one} for one in known}
    for one, other in sorted(tuple(sorted(pair)) for pair in merges):
        if one not in group or other not in group or group[one] is group[other]:
            continue
        both = group[one] | group[other]
        if any(shield.former in both and shield.present in both for shield in shields):
            continue
        for member in both:
            group[member] = both
    heads: dict[int, str] = {}
    for members in group.values():
        if id(members) not in heads:
            heads[id(members)] = min(members, key=lambda one: stays(known[one]))
    return {one: heads[id(members)] for one, members in group.items()}


def owner(assertions: Iterable["Asserted"]) -> str | None:
    """Whose a record is: what a person said beats what an engine or an import made of it, then the newest, then the id. None
    where nothing stands."""
    standing = [one for one in assertions if not one.retracted]
    rank = {"import": 0, "engine": 1, "person": 2}
    best = max(standing, key=lambda one: (rank[one.decided], one.at, one.id), default=None)
    return best.person if best else None


@dataclass(frozen=True, slots=True)
class Asserted:
    """One assertion: the record is of this person."""

    id: str
    person: str
    decided: Literal["person", "engine", "import"]
    at: datetime
    retracted: bool = False


def crosses(shields: Iterable[Shield], one: Collection[str], other: Collection[str]) -> Shield | None:
    """The shield that stands between two people, each given as every id they are known under; None where none does."""
    for shield in shields:
        sides = (shield.former, shield.present)
        for here, there in (sides, sides[::-1]):
            if here in one and there in other:
                return shield
    return None


def may_hold(shields: Iterable[Shield], person: Collection[str], traits: frozenset[str]) -> bool:
    """May what bears these traits be said of this person? Not on one side of a shield what belongs to the other side alone:
    an old record that is sent again, or a former name in a new one."""
    for shield in shields:
        if shield.present in person and traits & shield.former_alone:
            return False
        if shield.former in person and traits & shield.present_alone:
            return False
    return True


def may_tie(shields: Iterable[Shield], one: Collection[str], other: Collection[str]) -> bool:
    """May these two be said to belong together (a relation, a household)? Nobody of the former household with the present
    identity, nor the two sides with each other."""
    shields = list(shields)
    if crosses(shields, one, other):
        return False
    for shield in shields:
        for here, there in ((one, other), (other, one)):
            if shield.present in here and shield.kept_apart & set(there):
                return False
    return True


@dataclass(frozen=True, slots=True)
class Candidate:
    """One known person whom a record may be of: the best of their records.

    `guard` says which relative it may be instead (`twin`, `sibling`, `parent`); `barred`, why it may not be joined whatever the
    score (`cannot-link`, `shield`); `must`, that a person has said so. `names_alone`: neither a number nor a date of birth
    speaks for it, which may be a father and his son.
    """

    person: str
    score: float
    guard: str = ""
    barred: str = ""
    must: bool = False
    names_alone: bool = False


Outcome = Literal["join", "review", "new", "family-known"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a record. `person` is whom it joins; `ask` holds people whom somebody must look at; `rivals`, known
    people who may be one with `person`; `family`, whose family this is though not the same person."""

    outcome: Outcome
    person: str = ""
    score: float = 0.0
    ask: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    because: str = ""


def decide_link(candidates: Iterable[Candidate], limits: Limits | None = None) -> Decision:
    """Join the best person from `join` bits on, ask from `review` on, else it is somebody new. Barred people are not
    there; a guard means family, not person; a must-link beats any score. Names alone are a question, however rare. Never
    joins two known people with each other: a second one over the line is a question."""
    limits = limits or Limits()
    best: dict[str, Candidate] = {}
    for one in candidates:
        if one.barred:
            continue
        held = best.get(one.person)
        if held is None or (one.must, one.score) > (held.must, held.score):
            best[one.person] = one
    ranked = sorted(best.values(), key=lambda one: (not one.must, -one.score, one.person))
    family = tuple(one.person for one in ranked if one.guard and not one.must and one.score >= limits.review)
    free = [one for one in ranked if not one.guard or one.must]
    over = [one for one in free if one.must or (one.score >= limits.join and not one.names_alone)]
    ask = tuple(
        one.person
        for one in free
        if one.score >= limits.review and not one.must and (one.names_alone or one.score < limits.join)
    )
    if over:
        first, rivals = over[0], tuple(one.person for one in over[1:])
        said = "A person said so" if first.must else "The best of those over the line"
        return Decision("join", first.person, first.score, ask, rivals, family, said)
    if ask:
        return Decision(
            "review", score=free[0].score, ask=ask, family=family, because="Possibly, but not surely"
        )
    if family:
        return Decision("family-known", family=family, because="The family is known, this person is not")
    return Decision("new", because="Nobody known comes near")


def comes_apart(score_now: float, limits: Limits | None = None) -> bool:
    """Has what joined a record fallen so far that somebody should look? Four bits below the line, so that ids do not flap."""
    limits = limits or Limits()
    return score_now < limits.join - limits.hysteresis


@dataclass(frozen=True, slots=True)
class Side:
    """What a merge must know of one of the two people."""

    exists: bool
    ids: frozenset[str]
    superseded: bool = False
    restricted: bool = False
    named: frozenset[str] = (
        frozenset()
    )  # who may read a restricted record: practitioners by name, and the custodians


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people said of pairs, by ids: in force now."""

    must: frozenset[frozenset[str]] = field(default_factory=frozenset)
    cannot: frozenset[frozenset[str]] = field(default_factory=frozenset)

    def forbids(self, one: Collection[str], other: Collection[str]) -> bool:
        """Has somebody said that these two, under any of their ids, are not one person?"""
        return any(len(pair) == 2 and pair & set(one) and pair & set(other) for pair in self.cannot)

    def demands(self, one: Collection[str], other: Collection[str]) -> bool:
        """Has somebody said that they are one? A later *cannot* beats it, since a wrong join shows one life to another."""
        said = any(len(pair) == 2 and pair & set(one) and pair & set(other) for pair in self.must)
        return said and not self.forbids(one, other)


def may_merge(one: Side, other: Side, rulings: Rulings, shields: Collection[Shield]) -> Verdict:
    """May two people become one? Not themselves, not somebody already joined, not across a shield, not against a ruling."""
    gone = no(
        "candidate-gone",
        say="That record cannot be chosen any more.",
        next_step="Search again, or leave the two as they are",
    )
    if not one.exists or not other.exists or one.superseded or other.superseded or one.ids & other.ids:
        return gone
    # The same words as for a record that is gone: that a shield stands here is nobody's to know.
    if crosses(shields, one.ids, other.ids):
        return no("identity-shield", say=gone.say, next_step=gone.next_step)
    if rulings.forbids(one.ids, other.ids):
        return no(
            "cannot-link",
            say="Somebody has said that these are two people.",
            next_step="Read why they said so; lift it first if it is wrong",
        )
    if one.restricted and other.restricted and one.named != other.named:
        return no(
            "both-restricted",
            say="Both records are restricted, and not the same people may read them.",
            next_step="Ask the custodians of both to agree who may read them together",
        )
    return yes("may-be-one")


def are_two_children(born: Iterable[int | None]) -> bool:
    """Are both people children, or may they be? `born` holds their ages in full years, None where nobody knows. A merge of
    two children takes a second person."""
    return all(age is None or age < 18 for age in born)
