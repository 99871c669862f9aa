"""What stands beside an item in words, and who may put it there. Pure."""

from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes

SIGNS = {
    "disputed": ("Disputed", "question", "yellow"),
    "restricted": ("Not to be passed on for now", "lock", "purple"),
    "corrected": ("Corrected", "tick", "blue"),
}
HELD = "An agency has been asked not to pass this on for now."


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that stands beside an item."""

    kind: str
    text: str
    agency: str
    on: date

    @property
    def tag(self) -> tuple[str, str, str]:
        """What it is, as words, sign and colour."""
        return SIGNS[self.kind]

    @property
    def words(self) -> str:
        """As plain text, for a copy and for paper."""
        said = f": {self.text}" if self.text else ""
        return f"[{self.tag[0]}{said} ({self.agency}, {self.on.day} {self.on:%b %Y})]"


def may_note(*, officer: bool, own: bool, stands: bool, text: str) -> Verdict:
    """The item's own agency, by its privacy officer (or the area's, where it has none), in words, about what still stands."""
    if not officer or not own:
        return no(
            "not-the-owner",
            say="Only the agency that wrote something changes it or writes beside it.",
            next_step="Ask that agency’s privacy officer",
        )
    if not stands:
        return no(
            "no-longer-shown",
            say="This is no longer shown: something else stands in its place.",
            next_step="Look at what stands now",
        )
    if not text.strip():
        return no("needs-words", say="Write it in a sentence.", next_step="Add it")
    return yes("owner")


def may_be_taken(*, restricted: int, protects: bool) -> Verdict:
    """What is not to be passed on stays, unless a child is in danger now."""
    if restricted and not protects:
        return no(
            "restricted-item",
            say=f"{HELD} Nothing has left Plait.",
            next_step="Leave it out, or ring the agency that wrote it",
        )
    return yes("nothing-held" if not restricted else "protection-first")
