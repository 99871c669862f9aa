"""What people and shields have settled already, read once for a whole night: nothing of it is asked again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from plait.people.models import Assertion, Description, LinkRuling, Merge, Person, ReviewItem
from plait.people.rules.identity import Shield, crosses, may_tie
from plait.people.store.crossings import births_of, crossed_by_joining
from plait.people.store.identity import shields_in_force


@dataclass(slots=True)
class Settled:
    """Who is joined with whom, and what was said of whom. `group` is the id that stands for everybody joined with somebody."""

    leads: dict[str, str] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)
    shields: list[Shield] = field(default_factory=list)
    apart: set[frozenset[str]] = field(default_factory=set)
    answered: set[tuple[str, frozenset[str], str]] = field(default_factory=set)
    said_whose: set[str] = field(default_factory=set)
    merged_by_people: set[str] = field(default_factory=set)
    guarded: set[str] = field(default_factory=set)  # the sides of shields, and their former households
    alike: set[str] = field(default_factory=set)  # whoever has the birthday of somebody shielded

    @classmethod
    def now(cls, *, at: datetime) -> "Settled":
        """As it stands in the tables: a fixed number of queries, however many there are to be asked about."""
        found = cls(shields=shields_in_force())
        found._join()
        found._said(at)
        found._see_who_is_shielded()
        return found

    def group(self, person_id: str) -> str:
        """Who stands for this one and everybody joined with them."""
        while (head := self.leads.get(person_id, person_id)) != person_id:
            person_id = head
        return person_id

    def ids(self, person_id: str) -> frozenset[str]:
        """Every id under which this one is known."""
        head = self.group(person_id)
        return self.members.get(head, frozenset({head}))

    def parts(self, one: str, other: str) -> bool:
        """Has somebody said that these are two, or stands a shield between them?"""
        return frozenset({self.group(one), self.group(other)}) in self.apart or (
            bool(self.shields) and crosses(self.shields, self.ids(one), self.ids(other)) is not None
        )

    def keeper(self, one: str, other: str) -> str:
        """The custodians whose question it is whether these two are one; empty where it is everybody's. Beside each other, the
        two would show both lives of somebody shielded."""
        pair = {self.group(one), self.group(other)}
        if not self.shields or not (pair & self.guarded or pair <= self.alike):
            return ""
        shield = crossed_by_joining(self.group(one), self.group(other))
        return shield.keeper if shield else ""

    def ties(self, one: str, other: str) -> bool:
        """May the two be said to belong together?"""
        return not self.shields or may_tie(self.shields, self.ids(one), self.ids(other))

    def is_open(self, kind: str, one: str, other: str = "", record: str = "") -> bool:
        """May this be asked: nobody has answered it, nobody has said so by themselves, and no shield stands in between?"""
        if other and self.parts(one, other):
            return False
        groups = frozenset(self.group(person) for person in (one, other) if person)
        if (kind, groups, record) in self.answered:
            return False
        if other:
            return True
        by_people = kind == ReviewItem.Kind.BROKEN and self.group(one) in self.merged_by_people
        return record not in self.said_whose and not by_people

    def _see_who_is_shielded(self) -> None:
        for shield in self.shields:
            sides = (shield.former, shield.present, *shield.kept_apart)
            self.guarded |= {self.group(one) for one in sides}
        births = {day for shield in self.shields for day in births_of(shield)}
        if births:
            rows = Description.objects.filter(born_on__in=births)
            self.alike = {self.group(one) for one in _texts(rows.values_list("person_id", flat=True))}

    def _join(self) -> None:
        led = Person.objects.filter(superseded_by__isnull=False).values_list("pk", "superseded_by_id")
        merges = Merge.objects.filter(undone_at__isnull=True)
        joined: set[str] = set()
        pairs: Any = merges.values_list("survivor_id", "loser_id", "assertion_id")
        for one, other, by_engine in pairs:
            self._unite(str(one), str(other))
            if by_engine is None:
                joined.add(str(one))
        for one, other in led.iterator(chunk_size=10_000):
            self._unite(str(other), str(one))
        groups: dict[str, set[str]] = {}
        for known in list(self.leads):
            groups.setdefault(head := self.group(known), {head}).add(known)
        self.members = {head: frozenset(ids) for head, ids in groups.items()}
        self.merged_by_people = {self.group(known) for known in joined}

    def _unite(self, one: str, other: str) -> None:
        a, b = self.group(one), self.group(other)
        if a != b:
            self.leads[b] = a

    def _said(self, at: datetime) -> None:
        rulings = LinkRuling.objects.filter(kind=LinkRuling.Kind.CANNOT, lifted_at__isnull=True).filter(
            Q(until__isnull=True) | Q(until__gt=at)
        )
        # "This record is not of this person": nor is whoever bears the record.
        said: Any = rulings.values_list("one_id", "other_id", "record__person_id")
        for one, other, bears in said:
            if other or bears:
                self._part(str(one), str(other or bears))
        answers = ReviewItem.objects.filter(
            state=ReviewItem.State.DECIDED, answers__isnull=False, answers__undone_at__isnull=True
        )
        given: Any = answers.values_list("kind", "one_id", "other_id", "record_id")
        for kind, one, other, record in given:
            groups = frozenset(self.group(str(person)) for person in (one, other) if person)
            self.answered.add((kind, groups, "" if other else str(record or "")))
        told = Assertion.objects.filter(
            decided=Assertion.Decided.PERSON, record__isnull=False, retracted_at__isnull=True
        )
        self.said_whose = _texts(told.values_list("record_id", flat=True))

    def _part(self, one: str, other: str) -> None:
        if (pair := frozenset({self.group(one), self.group(other)})) and len(pair) == 2:
            self.apart.add(pair)


def joined_by_engine() -> set[str]:
    """Records that the engine joined to somebody, which stand there."""
    rows = Assertion.objects.filter(decided=Assertion.Decided.ENGINE, retracted_at__isnull=True)
    return _texts(rows.exclude(record__isnull=True).values_list("record_id", flat=True))


def _texts(ids: Iterable[UUID | None]) -> set[str]:
    return {str(one) for one in ids if one is not None}
