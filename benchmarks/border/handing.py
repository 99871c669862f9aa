"""Families that are handed over in the simulated world: words, answers and legs cross, overtake each other and come twice, and
in the end both sides must say who answers, and where each leg stands.

How a word is kept is decided by `plait.handover.rules.taking_in` and `.legs`, and what either side may say by their lives. What
stands around them in the database (clocks, letters, packages that cross) is not here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from plait.handover.life import HANDOVER, LEG, OFFERED, QUERIED, RECEIVED, RETURNED, WITHDRAWN
from plait.handover.rules.legs import Voice, how_it_stands
from plait.handover.rules.taking_in import RECEIVER_SAYS, Stands, what_it_answers, what_it_changes
from plait.handover.wire.package import ASK_CUSTODIAN, Added, Word
from tests.handover.packages import added, word

if TYPE_CHECKING:
    from benchmarks.border.lending import Posts
    from benchmarks.border.network import Network, Node

LEGS = ("school", "health-visitor")
ENOUGH = 8  # words of one side on one handover
LEG_VERBS = tuple(dict.fromkeys(move.verb for move in LEG.moves))
SAYS = tuple(sorted(RECEIVER_SAYS))


@cache
def _able(life: Literal["handover", "leg"], status: str) -> tuple[str, ...]:
    table, verbs = (HANDOVER, SAYS) if life == "handover" else (LEG, LEG_VERBS)
    return tuple(verb for verb in verbs if table.may(verb, now=status))


@cache
def _word(verb: str, number: int) -> Word:
    return word(verb, number)


@cache
def _added(answers: int) -> Added:
    return added(answers=answers)


@dataclass
class Family:
    """A handover as one side keeps it."""

    side: Literal["out", "in"]
    status: str
    last_word: int = 0  # the newest of theirs
    said: int = 0  # the newest of ours
    question: int = 0  # the newest, of either
    custodian: bool = False  # somebody hides there: their custodian is rung
    taken: set[int] = field(default_factory=set)
    voices: dict[tuple[str, str], Voice] = field(default_factory=dict)  # by leg and by side, the newest

    def leg(self, key: str) -> str:
        """Where it stands by what this side has heard."""
        return how_it_stands(self.voices.get((key, "out")), self.voices.get((key, "in")))


class Handing:
    """Every handover of a run. A message is told by its name; what it says stands in `words`, as it would in its bytes."""

    def __init__(self, net: Network, post: Posts) -> None:
        self.net, self.post = net, post
        self.words: dict[str, tuple[str, int]] = {}
        self.spoken: dict[str, Voice] = {}

    def offer(self, node: Node, family: str) -> None:
        """The package leaves; from now on either side may speak."""
        node.families[family] = Family("out", OFFERED)
        self.post(node, f"shp:{family}")

    def speak(self, node: Node, family: str) -> None:
        """One of the two says something, whatever it may: nothing where it does not have the family yet."""
        one, chance = node.families.get(family), self.net.chance
        if one is None or one.said >= ENOUGH:
            return
        if chance.random() < 0.4:
            self._note_leg(node, family, one, chance.choice(LEGS))
        elif one.side == "in":
            self._decide(node, family, one)
        elif one.status == QUERIED:
            one.said += 1
            name = f"added:{family}:{one.said}"
            self.words[name] = ("answer", one.question)
            one.status = HANDOVER.after("answer", now=one.status)
            self.post(node, name)
        elif HANDOVER.may("take back", now=one.status) and chance.random() < 0.15:
            one.status = HANDOVER.after("take back", now=one.status)
            self._word(node, family, one, "take back")

    def _decide(self, node: Node, family: str, one: Family) -> None:
        if one.status == WITHDRAWN:  # `rules.deciding`: they answer for it
            return
        able = (*_able("handover", one.status), ASK_CUSTODIAN)
        verb = self.net.chance.choice(able)
        if verb != ASK_CUSTODIAN:
            one.status = HANDOVER.after(verb, now=one.status)
        one.custodian |= verb == ASK_CUSTODIAN
        self._word(node, family, one, verb)
        one.question = one.said if verb == "query" else one.question

    def _word(self, node: Node, family: str, one: Family, verb: str) -> None:
        one.said += 1
        name = f"word:{family}:{one.side}{one.said}"
        self.words[name] = (verb, one.said)
        self.post(node, name)

    def _note_leg(self, node: Node, family: str, one: Family, key: str) -> None:
        mine, theirs = (
            one.voices.get((key, one.side)),
            one.voices.get((key, "in" if one.side == "out" else "out")),
        )
        able = [verb for verb in _able("leg", one.leg(key)) if verb != "pass on" or one.side == "out"]
        if not able:
            return
        number = mine.number + 1 if mine else 1
        said = Voice(self.net.chance.choice(able), number, theirs.number if theirs else 0)
        one.voices[key, one.side] = said
        name = f"leg:{family}:{key}:{one.side}{number}"
        self.spoken[name] = said
        self.post(node, name)

    def arrived(self, node: Node, family: str) -> None:
        """A receipt says that the package is there. A word that overtook it stands."""
        one = node.families[family]
        if HANDOVER.may("receive", now=one.status):
            one.status = HANDOVER.after("receive", now=one.status)

    def follows(self, node: Node, kind: str, name: str) -> None:
        """What a message of the other side changes here. What comes before its package waits for it."""
        family = name.split(":")[1]
        if kind == "shp":
            node.families[family] = Family("in", RECEIVED)
            for early in node.early.pop(family, []):
                self.follows(node, early.partition(":")[0], early)
            return
        one = node.families.get(family)
        if one is None:
            node.early.setdefault(family, []).append(name)
        elif kind == "leg":
            self._hear_leg(one, name)
        elif kind == "added":
            self._hear_answer(one, name)
        else:
            self._hear_word(one, name)

    def _hear_word(self, one: Family, name: str) -> None:
        verb, number = self.words[name]
        if number in one.taken:
            return
        one.taken.add(number)
        change = what_it_changes(_word(verb, number), Stands(one.side, one.status, one.last_word))
        one.status, one.last_word = change.status, change.last_word
        if change.counted and verb == "query":
            one.question = number
        if change.counted and verb == ASK_CUSTODIAN:
            one.custodian = True

    def _hear_answer(self, one: Family, name: str) -> None:
        one.status = what_it_answers(
            _added(self.words[name][1]),
            Stands(one.side, one.status, one.last_word),
            open_question=one.question,
        )

    def _hear_leg(self, one: Family, name: str) -> None:
        said, (_, _, key, whose) = self.spoken[name], name.split(":")
        side = whose.rstrip("0123456789")
        known = one.voices.get((key, side))
        if known is None or known.number < said.number:
            one.voices[key, side] = said

    def judge(self, node: Node) -> list[str]:
        """Of every family that this side offers, both say the same."""
        wrong, there = [], self.net.other(node).families
        for family, one in node.families.items():
            if one.side == "in":
                continue
            if (theirs := there.get(family)) is None:
                wrong.append(f"{family}: handed over, and not there")
                continue
            # Taken back and given back may cross: either way it is theirs who offered it.
            if one.status != theirs.status and {one.status, theirs.status} != {WITHDRAWN, RETURNED}:
                wrong.append(f"{family}: {one.status} here, {theirs.status} there")
            if one.custodian != theirs.custodian:
                wrong.append(f"{family}: the custodian is to be asked, and only one side knows")
            wrong += [
                f"{family}: {key} stands otherwise there" for key in LEGS if one.leg(key) != theirs.leg(key)
            ]
        return wrong
