"""Which legs a handover has, how each stands by what both sides said, and who may say what. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from plait.base.access.verdict import Verdict, no, yes
from plait.handover.life import ACKNOWLEDGED, DUE, LEG, NOBODY_YET, NOT_NEEDED, PASSED, RETURNED, WITHDRAWN

AFTER = {
    "due": DUE, "pass on": PASSED, "acknowledge": ACKNOWLEDGED, "not needed": NOT_NEEDED, "nobody yet": NOBODY_YET,
}  # fmt: skip
NOT_DRAWN = "Nothing that is known calls for it."
OVER = (WITHDRAWN, RETURNED)


class Kind(Protocol):
    """What the area's pack says of one kind of leg (`legs.toml`)."""

    @property
    def code(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def from_age(self) -> int: ...
    @property
    def to_age(self) -> int: ...
    @property
    def bases(self) -> tuple[str, ...]: ...
    @property
    def each_child(self) -> bool: ...
    @property
    def temporary(self) -> bool: ...


K = TypeVar("K", bound=Kind)


@dataclass(frozen=True, slots=True)
class ChildFact:
    """One child of the package. `age` None: not known."""

    ref: str
    age: int | None = None
    unborn: bool = False


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What the legs of a handover are drawn from."""

    children: tuple[ChildFact, ...]
    basis: str
    temporary: bool = False
    abuse: bool = False  # domestic abuse is known, or where they are is protected


@dataclass(frozen=True, slots=True)
class There:
    """The service over there that a leg is for, as far as anybody knows it: its name, its telephone, and who says so."""

    name: str = ""
    phone: str = ""
    source: str = ""


POLICE = "POLICE"


def force_there(typed: There, described: There, *, protected: bool) -> There:
    """The force for the legs of the police. What a worker typed goes before what the area says of itself, which two forces may
    serve. Of a protected family no leg names a service."""
    if protected:
        return There()
    return typed if typed.name.strip() else described if described.name else There()


@dataclass(frozen=True, slots=True)
class DrawnLeg:
    """One leg to be: of which kind, about which child (none: about all), and whether anything known calls for it."""

    key: str
    kind: str
    about: str
    needed: bool


def legs_of(kinds: Iterable[K], facts: MoveFacts) -> list[tuple[K, DrawnLeg]]:
    """Every leg that this area knows, so that what nothing calls for can be called for by somebody. Of a child whose age nobody
    knows each leg that goes by age is needed: a person says where it is not."""
    found = []
    for kind in kinds:
        if kind.each_child:
            born = [one for one in facts.children if not one.unborn]
            found += [(kind, _leg(kind, facts, [one], about=one.ref)) for one in born]
        else:
            found.append((kind, _leg(kind, facts, facts.children)))
    return found


def _leg(kind: Kind, facts: MoveFacts, children: Iterable[ChildFact], about: str = "") -> DrawnLeg:
    key = f"{kind.code}-{about}" if about else kind.code
    return DrawnLeg(key, kind.code, about, _is_needed(kind, facts, children))


def _is_needed(kind: Kind, facts: MoveFacts, children: Iterable[ChildFact]) -> bool:
    if facts.temporary and not kind.temporary:
        return False
    if facts.basis in kind.bases:
        return True
    match kind.when:
        case "always":
            return True
        case "age":
            return any(_of_age(one, kind) for one in children)
        case "unborn":
            return any(one.unborn for one in children)
        case "abuse":
            return facts.abuse
        case _:
            return False


def _of_age(child: ChildFact, kind: Kind) -> bool:
    return not child.unborn and (child.age is None or kind.from_age <= child.age <= kind.to_age)


@dataclass(frozen=True, slots=True)
class Voice:
    """The newest word of one side on a leg: its number, and the number of the other side's newest that it had heard."""

    verb: str
    number: int
    heard: int = 0


# Of two words that crossed on the way, neither knowing of the other. What somebody has by name they have; what was passed on must
# be acknowledged by somebody; nothing ends because of a word that did not know of the other.
_CROSSED = ("acknowledge", "pass on", "due", "nobody yet", "not needed")


def how_it_stands(sender: Voice | None, receiver: Voice | None) -> str:
    """The state of a leg by the newest word of each side: whoever had heard the other speaks last. Both areas work it out from
    the same two words, in whatever order these come."""
    if sender is None or receiver is None:
        only = sender or receiver
        return AFTER[only.verb] if only else DUE
    ours, theirs = sender.heard >= receiver.number, receiver.heard >= sender.number
    if ours != theirs:
        return AFTER[sender.verb if ours else receiver.verb]
    return AFTER[min(sender.verb, receiver.verb, key=_CROSSED.index)]


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody says of a leg."""

    verb: str
    how: str = ""
    who: str = ""
    to_name: str = ""
    to_phone: str = ""
    service: str = ""
    words: str = ""

    def own_words(self) -> list[str]:
        """Everything they wrote themselves."""
        return [one for one in (self.who, self.to_name, self.service, self.words) if one.strip()]


@dataclass(frozen=True, slots=True)
class LegFacts:
    """What matters about a leg."""

    status: str
    side: Literal["out", "in"]
    handover: str
    by_voice: bool = False
    protected: bool = False  # anything about where anybody of this family is


def may_note(said: Noted, facts: LegFacts) -> Verdict:
    """Passed on and acknowledged with a name there; put off or dropped with a reason. Of a protected family and what goes by
    voice: by telephone from person to person, and never with the service that would say where they are."""
    if facts.handover in OVER:
        return no(
            "over", say="This handover is over.", next_step="Ring them if something still has to be passed on"
        )
    if said.verb == "pass on" and facts.side == "in":
        return no(
            "they-pass-it-on",
            say="It is passed on by the area that the family left.",
            next_step="If you have it, say that somebody here has it",
        )
    if said.verb in ("pass on", "acknowledge") and not said.to_name.strip():
        return no(
            "no-name",
            say="Say who has it there, by name.",
            next_step="Ring, ask for the name, and add it",
        )
    if said.verb == "pass on" and (facts.by_voice or facts.protected) and said.how != "telephone":
        return no(
            "by-voice",
            say="This goes by telephone, from person to person.",
            next_step="Ring them, then say here that you rang",
        )
    if said.verb == "pass on" and not said.how:
        return no("no-how", say="Say how it was passed on.", next_step="Choose one of those shown")
    if facts.protected and said.service.strip():
        return no(
            "would-say-where",
            say="Which service it is would say where they are. Nothing was kept.",
            next_step="Leave the service out; the name and the telephone number are enough",
        )
    if said.verb in ("nobody yet", "not needed", "due") and not said.words.strip():
        return no("no-reason", say=_WHY[said.verb], next_step="Add a sentence")
    return LEG.may(said.verb, now=facts.status)


@dataclass(frozen=True, slots=True)
class StillOut:
    """A leg that nobody over there has by name, when the referral behind it is to be closed."""

    label: str
    protected: bool = False  # anything about where anybody of this family is


def may_close_beside(legs: Sequence[StillOut]) -> Verdict:
    """What services pass on to another area does not end with the referral here, and nobody here works on it any more: whoever
    closes says of each what became of it, or a manager says why it closes all the same. Of a protected family no leg is named:
    whoever closes it may not be one who reads them."""
    if not legs:
        return yes("no-leg-is-out")
    protected = any(one.protected for one in legs)
    names = ", ".join(dict.fromkeys(one.label for one in legs))
    say = "Not everything that services pass on between the areas is with somebody there by name"
    return no(
        "legs-out",
        say=f"{say}." if protected else f"{say}: {names}.",
        next_step="Ring the hub"
        if protected
        else "Say on each leg who has it there, or why it is not needed",
    )


_WHY = {
    "nobody yet": "Say what follows while nobody there can take it.",
    "not needed": "Say why it is not needed.",
    "due": "Say why it is needed after all.",
}
