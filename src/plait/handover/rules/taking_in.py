"""What a receiver must refuse, keep waiting, or take in. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.life import DECLINED, HANDOVER, LIVE, RECEIVED
from plait.handover.wire.package import ASK_CUSTODIAN, Added, Core, Item, Word

# What each side may say. Whoever was offered a family does not take the offer back; whoever offers does not decide.
RECEIVER_SAYS = frozenset(
    {
        "accept for triage",
        "query",
        "decline",
        "set conference",
        "accept responsibility",
        "give back",
        ASK_CUSTODIAN,
    }
)
SENDER_SAYS = frozenset({"take back"})


def insist_ours(core: Core, *, sender: str, us: str) -> None:
    """The envelope and the package name the same two areas; and nothing in it speaks of a child that is not named in it."""
    if core.sender.code != sender or core.receiver.code != us:
        raise NotAccepted("another-area")
    insist_known(core.items, known={one.ref for one in (*core.children, *core.adults)})
    if {tie.of for one in core.adults for tie in one.ties} - {one.ref for one in core.children}:
        raise NotAccepted("another-child")


def insist_about(package: str | None, *, about: str) -> None:
    """Outside and inside name one package: else somebody put the words of one family into the envelope of another."""
    if package != about:
        raise NotAccepted("another-package")


def insist_known(items: Collection[Item], *, known: Collection[str]) -> None:
    """No line about somebody who is not in the package: an answer for another child is taken by nobody."""
    if any(row.about and row.about not in known for item in items for row in item.rows):
        raise NotAccepted("another-child")


def again_or_refuse(*, held: str, digest: str) -> None:
    """The same package in a second envelope is nothing new; under its number with other bytes it is taken from nobody."""
    if held != digest:
        raise NotAccepted("other-package")


@dataclass(frozen=True, slots=True)
class Stands:
    """How a handover stands here when something arrives on it."""

    side: Literal["out", "in"]
    status: str
    last_word: int = 0


def insist_theirs(word: Word, stands: Stands) -> None:
    """The receiver of a package decides, its sender takes it back. Nobody says the other's word."""
    allowed = RECEIVER_SAYS if stands.side == "out" else SENDER_SAYS
    if word.verb not in allowed:
        raise NotAccepted("not-their-word")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a word changes: the state after it, or nothing (`counted` false), and why not; and the number of their newest word
    that others are measured by."""

    counted: bool
    status: str
    last_word: int
    why: Literal["", "older", "too-late"] = ""


def what_it_changes(word: Word, stands: Stands) -> Counts:
    """A word that was overtaken by a newer one of the same area changes nothing; nor does one that comes too late.

    Taking back and accepting may cross on the way. Then accepting holds, on both sides: an area that believes that it has hold
    has hold, and gives back in words of its own.

    To ask the custodian moves nothing, and counts whenever it comes: a safe home does not depend on the order of messages. So it
    makes no other word older either.
    """
    if word.verb == ASK_CUSTODIAN:
        return Counts(True, stands.status, stands.last_word)
    if word.number <= stands.last_word:
        return Counts(False, stands.status, stands.last_word, "older")
    now = _meanwhile(word, stands)
    if not HANDOVER.may(word.verb, now=now):
        return Counts(False, stands.status, word.number, "too-late")
    return Counts(True, HANDOVER.after(word.verb, now=now), word.number)


def _meanwhile(word: Word, stands: Stands) -> str:
    """Where it stood when they said this. A word that overtook others of theirs may be one that only those made possible:
    declined, and then looked at all the same. What they said before will be older when it comes, so this one stands by itself."""
    overtook = word.number > stands.last_word + 1
    if overtook and stands.status in (*LIVE, DECLINED) and not HANDOVER.may(word.verb, now=stands.status):
        return RECEIVED
    return stands.status


def what_it_answers(added: Added, stands: Stands, *, open_question: int) -> str:
    """The state after a supplement: a question is answered by what names it, and by nothing else."""
    if stands.status == "queried" and added.answers is not None and added.answers == open_question:
        return HANDOVER.after("answer", now=stands.status)
    return stands.status


def same_children(one: Core, other: Core) -> bool:
    """Do two packages speak of one child at least? By NHS number, or by name and date of birth: enough to make somebody ring."""
    return bool(_marks(one) & _marks(other))


def _marks(core: Core) -> set[tuple[str, ...]]:
    marks: set[tuple[str, ...]] = set()
    for child in core.children:
        if number := "".join(letter for letter in child.nhs_number if letter.isdigit()):
            marks.add((number,))
        name = (
            child.forename.casefold().strip(),
            child.surname.casefold().strip(),
            child.born_on or child.expected_on,
        )
        if all(name):
            marks.add(name)
    return marks
