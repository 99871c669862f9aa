"""Whose answer counts, whether a family's agreement stands, and what may be done with it. Pure, over facts handed in.

Agreement is never the lawful basis by itself, and telling the family is a third thing: this module speaks of agreement only.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Process:
    """What the region (and the area, where it deviates) decided about whose answer counts."""

    ask_competence_from: int = 12
    own_right_from: int = 16
    adult_from: int = 18
    competent_child_prevails: bool = True
    parents_enough: str = "one"  # one | all
    refusal_stops: bool = True


@dataclass(frozen=True, slots=True)
class Member:
    """One person whose information would be shared. `responsible` are the ids of those known to have parental responsibility
    for them; `not_to_ask`, those of them who must not be asked because asking would raise the risk."""

    id: str
    age: int | None
    responsible: frozenset[str] = frozenset()
    not_to_ask: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person last said about one service. `of` are the people whose information it is about."""

    agreement: str
    giver: str
    of: frozenset[str]
    capacity: str
    answer: str  # yes | no | later
    withdrawn: bool
    expires_on: date
    ended: bool
    groups: frozenset[str]
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """Does agreement stand for sharing about these people with this service, on this day, and for which field groups?

    `relied` are the agreements it rests on; `missing`, the ids of those who would have to be asked. Neither `say` nor
    `next_step` tells whose answer it was.
    """

    stands: bool
    reason: str
    say: str = ""
    next_step: str = ""
    groups: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    relied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    until: date | None = None

    @property
    def verdict(self) -> Verdict:
        """The same as an answer to "may it rest on agreement?"."""
        if self.stands:
            return yes(self.reason)
        return no(self.reason, say=self.say, next_step=self.next_step)


@dataclass(frozen=True, slots=True)
class Counting:
    """Whose answers count for one person, and whether one of them is enough. `stop` may stop it by a no of their own."""

    ids: frozenset[str]
    enough: str  # one | all
    stop: frozenset[str] = frozenset()


def is_child(member: Member, process: Process) -> bool:
    """Under sixteen; and where no age is known, somebody for whom others have responsibility."""
    return member.age < process.own_right_from if member.age is not None else bool(member.responsible)


def whose_answer_counts(member: Member, *, competent: Collection[str], process: Process) -> Counting:
    """From sixteen on, their own. Under sixteen, the child's where they understand and the pack lets that prevail;
    otherwise those with parental responsibility whom it is safe to ask."""
    if not is_child(member, process):
        return Counting(frozenset({member.id}), "all", frozenset({member.id}))
    parents = member.responsible - member.not_to_ask
    stop = parents if process.refusal_stops else frozenset()
    if member.id in competent:
        if process.competent_child_prevails:
            return Counting(frozenset({member.id}), "all", frozenset({member.id}))
        return Counting(parents | {member.id}, "all", parents | {member.id})
    return Counting(parents, process.parents_enough, stop)


_WORDS: dict[str, tuple[str, str]] = {
    "agreement-withdrawn": (
        "Agreement to share with this service was withdrawn. Nothing more is shared under it.",
        "Look whether another legal basis applies, or ask again where that is safe",
    ),
    "agreement-refused": (
        "The answer to sharing with this service was no.",
        "Look whether another legal basis applies, or offer help in another way",
    ),
    "agreement-expired": (
        "The agreement to share with this service has ended.",
        "Ask again, or choose another legal basis",
    ),
    "agreement-closed": (
        "The agreement belonged to work that has been closed.",
        "Ask again, or choose another legal basis",
    ),
    "agreement-later": (
        "They wanted to be asked later about this service.",
        "Ask again now, or choose another legal basis",
    ),
    "agreement-missing": (
        "Nobody whose answer counts has agreed to this service by name.",
        "Ask them, each by themselves, or choose another legal basis",
    ),
    "agreement-nobody-to-ask": (
        "There is nobody known whose answer could count and whom it is safe to ask.",
        "Speak to your manager, and look for another legal basis",
    ),
}  # fmt: skip
# The gravest first: what is said when several things stand in the way.
_GRAVEST = tuple(_WORDS)


def standing(
    members: Sequence[Member], answers: Iterable[Answer], *, on: date, process: Process
) -> AgreementFacts:
    """Agreement stands when, for everybody whose information would go, enough of those whose answer counts have said yes to
    this very service, none of them has said no or taken it back, and none of it has ended. `answers` newest last."""
    if not members:
        return _missing("agreement-missing", ())
    latest = {(one.giver, person): one for one in answers for person in sorted(one.of)}
    competent = {
        one.giver for one in latest.values() if one.capacity == "competent_child" and one.giver in one.of
    }
    reasons: set[str] = set()
    relied: dict[str, Answer] = {}
    missing: list[str] = []
    for member in members:
        counting = whose_answer_counts(member, competent=competent, process=process)
        theirs = {giver: latest[giver, member.id] for giver in counting.ids if (giver, member.id) in latest}
        found = {giver: _state(one, on) for giver, one in theirs.items()}
        good = {giver for giver, state in found.items() if state == "yes"}
        stopped = {state for giver, state in found.items() if giver in counting.stop and state in _STOPS}
        enough = bool(good) if counting.enough == "one" else bool(counting.ids) and good == counting.ids
        if enough and not stopped:
            relied |= {theirs[giver].agreement: theirs[giver] for giver in good}
            continue
        missing += sorted(counting.ids - good)
        reasons |= (
            stopped
            or {state for state in found.values() if state != "yes"}
            or {"agreement-missing" if counting.ids else "agreement-nobody-to-ask"}
        )
    if reasons:
        return _missing(next(one for one in _GRAVEST if one in reasons), tuple(dict.fromkeys(missing)))
    used = list(relied.values())
    left_out = frozenset().union(*(one.left_out for one in used))
    return AgreementFacts(
        stands=True,
        reason="agreed",
        groups=frozenset.intersection(*(one.groups for one in used)) - left_out,
        left_out=left_out,
        relied=tuple(sorted(relied)),
        until=min(one.expires_on for one in used),
    )


_STOPS = frozenset({"agreement-withdrawn", "agreement-refused"})


def _state(one: Answer, on: date) -> str:
    if one.withdrawn:
        return "agreement-withdrawn"
    if one.answer == "no":
        return "agreement-refused"
    if one.answer == "later":
        return "agreement-later"
    if one.ended:
        return "agreement-closed"
    return "yes" if on <= one.expires_on else "agreement-expired"


def _missing(reason: str, missing: tuple[str, ...]) -> AgreementFacts:
    say, next_step = _WORDS[reason]
    return AgreementFacts(False, reason, say, next_step, missing=missing)


def may_rest_on(facts: AgreementFacts, groups: Collection[str]) -> Verdict:
    """May these groups of fields go under the family's agreement? Only what they agreed to, and nothing they barred."""
    if not facts.stands:
        return facts.verdict
    if set(groups) & facts.left_out:
        return no(
            "agreement-leaves-out",
            say="The family asked for some of this to be left out.",
            next_step="Take those lines out, or choose another legal basis for them",
        )
    if set(groups) - facts.groups:
        return no(
            "agreement-not-for-this",
            say="They did not agree to some of this being shared.",
            next_step="Take those lines out, ask about them, or choose another legal basis",
        )
    return yes("agreed")
