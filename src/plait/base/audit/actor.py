"""Who is acting: the facts about a person (or a named process) that rules and the audit need."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["practitioner", "mailbox", "process"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One practitioner at work, an agency's mailbox link, or a named process of Plait itself.

    `id` and `agency` are stable random ids as text; `teams` holds ids of the teams they belong to now; `roles` holds
    role codes of `agencies.roles`. Facts only: an Actor never touches the database.
    """

    id: str
    name: str
    agency: str = ""
    agency_name: str = ""
    agency_kind: str = ""
    teams: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    kind: ActorKind = "practitioner"
    job: str = ""
    qualified: bool = False

    @classmethod
    def process(cls, name: str) -> "Actor":
        """A named process such as the worker or the demo's builder; it holds no role and opens no record."""
        return cls(id=f"process:{name}", name=f"Plait ({name})", kind="process")
