"""What stands above the clauses of an agreement, and when it is whole."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from plait.base.access.verdict import Verdict, no, yes

SIDES = ("first", "second")


@dataclass(frozen=True, slots=True)
class Heading:
    """Title, plain summary, first and last day, the impact assessment, and the text or where it is kept."""

    title: str
    summary: str
    starts: date
    ends: date | None = None
    dpia: str = ""
    text: str = ""

    def as_fields(self) -> dict[str, Any]:
        """By the names under which it is kept."""
        return asdict(self)


def is_whole(heading: Heading, *, parties: Mapping[str, str], own: str) -> Verdict:
    """A title, a summary and an impact assessment; an end that is no earlier than the start; somebody on each side, the
    author's own agency among them."""
    if not (heading.title.strip() and heading.summary.strip()):
        return _lacking("no-title", "Give it a title and say in plain words what it is for.")
    if not heading.dpia.strip():
        return _lacking("no-dpia", "Name the data protection impact assessment it rests on.")
    if heading.ends is not None and heading.ends < heading.starts:
        return _lacking("ends-first", "It ends before it starts.")
    if set(parties.values()) != set(SIDES):
        return _lacking("one-sided", "An agreement has two sides: choose at least one agency for each.")
    if own not in parties:
        return _lacking("not-a-party", "Your own agency must be on one of the sides.")
    return yes("heading-whole")


def _lacking(reason: str, say: str) -> Verdict:
    return no(reason, say=say, next_step="Add what is missing; nothing you wrote is lost")
