"""One line of a child's story: its time, its source, and whether it is fact or opinion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from plait.sharing.rules.beside import Beside

KINDS = {
    "concern": "Concerns",
    "risk": "What was asked about risk",
    "information": "What agencies know",
    "check": "Questions and answers",
    "urgency": "Urgency",
    "level": "Views of the level of need",
    "decision": "Decisions",
    "strategy": "Strategy discussions",
    "feedback": "Who was told",
    "call": "Telephone calls",
    "escalation": "Who disagrees",
    "step": "Steps down and up",
    "family": "Family agreement",
    "handover": "Handed over to another area",
    "move": "Where they lived",
}

# What kind of statement it is, in a word and a sign: never by colour alone.
ASSERTED = {
    "observed": ("Seen or heard", "tick", "green"),
    "child": ("The child’s words", "person", "blue"),
    "third_party": ("Said by others", "question", "yellow"),
    "opinion": ("Opinion", "question", "purple"),
    "record": ("From records", "dot", "grey"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a concern says: what was seen, the child's words, hearsay and opinion stay apart."""

    asserted: str
    text: str

    @property
    def tag(self) -> tuple[str, str, str]:
        """What kind of statement it is, as words, sign and colour."""
        return ASSERTED[self.asserted]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story. `at` orders it; `on` and `said` say when it happened where that differs from when it was told.
    `may_tell`: these are words of somebody whose name is protected, and may say who they are. `beside`: what its
    agency put beside it. `stays`: it is read here, and leaves Plait by no paper and no copy."""

    key: str
    kind: str
    at: datetime
    title: str
    source: str = ""
    text: str = ""
    asserted: str = ""
    on: date | None = None
    said: str = ""
    item_id: str = ""
    field_group: str = "concern"
    parts: tuple[Part, ...] = ()
    may_tell: bool = False
    beside: tuple[Beside, ...] = ()
    stays: bool = False

    @property
    def words(self) -> str:
        """Everything it says as plain text, each part with its kind."""
        return "\n\n".join(
            [
                *(f"[{one.tag[0]}] {one.text}" for one in self.parts),
                *([self.text] if self.text else []),
                *(one.words for one in self.beside),
            ]
        )

    @property
    def held(self) -> bool:
        """Is it not to be passed on for now?"""
        return any(one.kind == "restricted" for one in self.beside)

    @property
    def kind_label(self) -> str:
        """What kind of entry it is, for the filter and the screen."""
        return KINDS[self.kind]

    @property
    def tag(self) -> tuple[str, str, str] | None:
        """Fact, child's words, hearsay or opinion, as words, sign and colour."""
        return ASSERTED.get(self.asserted)


def later_entry(entry: Entry, *, truly: datetime | None) -> Entry:
    """What was done on paper stands at its `truly` time, and says when it was written down."""
    if truly is None:
        return entry
    local = timezone.localtime(entry.at)
    written = f"Written down later: {local.day} {local:%B %Y, %H:%M}."
    return replace(entry, at=truly, text=f"{entry.text}\n\n{written}" if entry.text else written)


def only(entries: Iterable[Entry], kinds: Sequence[str]) -> list[Entry]:
    """The entries of these kinds; all of them when none is named."""
    wanted = {kind for kind in kinds if kind in KINDS}
    return [entry for entry in entries if not wanted or entry.kind in wanted]
