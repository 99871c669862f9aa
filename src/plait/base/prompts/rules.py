"""What a question rests on, when it is asked again, and which three stand on a page. Pure.

A detector is given a `Story`, a list of dated facts, and its rule as the area wrote it; it answers with the evidence or with
nothing. It adds nothing up about anybody, and it sees only the kinds of facts that its rule may look at.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from plait.base.packs.schema.prompts import RULES, PromptRule, PromptsFile

MOST = 3  # on one page, whatever a pack says


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: of what kind (`packs.schema.prompts.FACTS`), since which day, by which record.

    `who` is a record or person it speaks of, `sealed_for` the team that alone may know of it.
    """

    kind: str
    day: date
    ref: str
    code: str = ""
    agency: str = ""
    who: str = ""
    number: int = 0
    words: str = ""
    sealed_for: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Something to ask about: the records it rests on, and numbers for its words."""

    evidence: tuple[str, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one child on one day, oldest first."""

    on: date
    facts: tuple[Fact, ...]

    def of(self, *kinds: str, days: int | None = None) -> list[Fact]:
        """The facts of these kinds, of the last so many days where a number is given."""
        since = date.min if days is None else self.on - timedelta(days=days)
        return [one for one in self.facts if one.kind in kinds and since <= one.day <= self.on]

    def seen_by(self, rule: str) -> "Story":
        """The story with the kinds of facts that this rule may look at, and no other."""
        looks_at = RULES[rule].looks_at
        return replace(self, facts=tuple(one for one in self.facts if one.kind in looks_at))


Detector = Callable[[Story, PromptRule], Found | None]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands: by which rule, with which evidence, for which team alone (or for whoever may see all of it)."""

    rule: str
    evidence: tuple[str, ...]
    custodian: str = ""
    count: int = 0

    def key(self, person_id: str) -> str:
        """The same question about the same child is one, however often it is noticed."""
        return _digest(self.rule, person_id, self.custodian, *self.evidence)

    @property
    def twin(self) -> str:
        """The same question with the same evidence about another child: shown once, answered once."""
        return _digest(self.rule, self.custodian, *self.evidence)


def found_on(*refs: str, count: int = 0) -> Found | None:
    """Something to ask about, where there is any evidence."""
    evidence = tuple(sorted(set(refs)))
    return Found(evidence, count or len(evidence)) if evidence else None


def questions(story: Story, file: PromptsFile, detectors: dict[str, Detector]) -> list[Question]:
    """Every question that stands on this story now.

    What is sealed is looked at apart, for each team that keeps some of it: what only then shows is that team's alone.
    """
    openly = replace(story, facts=tuple(one for one in story.facts if not one.sealed_for))
    asked = _ask(openly, file, detectors, "")
    known = {(one.rule, one.evidence) for one in asked}
    for team in sorted({one.sealed_for for one in story.facts if one.sealed_for}):
        theirs = replace(story, facts=tuple(one for one in story.facts if one.sealed_for in ("", team)))
        sealed = {one.ref for one in story.facts if one.sealed_for == team}
        asked += [
            one
            for one in _ask(theirs, file, detectors, team)
            if (one.rule, one.evidence) not in known and sealed & set(one.evidence)
        ]
    return asked


def _ask(story: Story, file: PromptsFile, detectors: dict[str, Detector], custodian: str) -> list[Question]:
    asked = []
    for rule in file.asked():
        detector = detectors.get(rule.code)
        found = detector(story.seen_by(rule.code), rule) if detector else None
        if found is not None:
            asked.append(Question(rule.code, found.evidence, custodian, found.count))
    return asked


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question that was asked before about this child: what it rested on, and what somebody said to it, and when."""

    rule: str
    evidence: frozenset[str]
    custodian: str = ""
    open: bool = False
    answer: str = ""
    answered_on: date | None = None


def is_news(question: Question, earlier: Iterable[Earlier], *, quiet_days: int, on: date) -> bool:
    """Is there anything in it that nobody has answered yet? The same evidence, or less of it, is not asked about again; and
    for a while nothing alike after somebody said that it is known."""
    for one in earlier:
        if (one.rule, one.custodian) != (question.rule, question.custodian):
            continue
        if set(question.evidence) <= one.evidence and (one.open or one.answer):
            return False
        quiet = one.answered_on is not None and on < one.answered_on + timedelta(days=quiet_days)
        if one.answer == "known" and quiet:
            return False
    return True


class Standing(Protocol):
    """What the order of a page looks at."""

    @property
    def mandatory(self) -> bool: ...
    @property
    def place(self) -> int: ...
    @property
    def asked_on(self) -> date: ...
    @property
    def twin(self) -> str: ...


P = TypeVar("P", bound=Standing)


def on_a_page(prompts: Iterable[P], *, most: int) -> list[P]:
    """At most three: those that must be answered first, then in the area's order, then the oldest; each once."""
    first: dict[str, P] = {}
    for one in sorted(prompts, key=lambda one: (not one.mandatory, one.place, one.asked_on)):
        first.setdefault(one.twin, one)
    return list(first.values())[: min(most, MOST)]


def mentions(text: str, words: Sequence[str]) -> bool:
    """Does one of these words stand there (at the start of a word, in any case), and not after a “no”?"""
    plain = " ".join(text.split())
    for word in words:
        for at in re.finditer(rf"(?<!\w){re.escape(word)}", plain, re.IGNORECASE):
            before = plain[: at.start()].casefold().split()[-2:]
            if not {"no", "not", "without", "never", "any"} & set(before):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Rate:
    """How one rule does: how often it asked, and how often somebody said that it was not so or known. Never whose answers."""

    rule: str
    asked: int
    answered: int
    not_so: int
    known: int
    acted: int
    taken: int = field(default=0)

    @property
    def dismissed(self) -> float | None:
        """The share of answers that were “not so” or “known already”; None while nobody has answered."""
        return (self.not_so + self.known) / self.answered if self.answered else None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
