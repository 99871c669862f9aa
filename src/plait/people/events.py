"""Past facts about people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Event, Question


@dataclass(frozen=True, slots=True)
class PersonConfirmed(Event):
    """A person has said who a description is of: somebody known (`was` differs from `person`), or new."""

    description: UUID
    person: UUID
    was: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmationUndone(Event):
    """A link between a description and a person has been undone."""

    description: UUID
    person: UUID
    back_to: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PeopleMerged(Event):
    """Two known people turned out to be one; the loser's id leads to the survivor for ever."""

    merge: UUID
    survivor: UUID
    loser: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PeopleTakenApart(Event):
    """A merge was undone: the old id is itself again."""

    merge: UUID
    survivor: UUID
    loser: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonRestricted(Event):
    """A record is absent from now on for everybody but its custodians and those involved by name."""

    person: UUID
    custodian: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PeopleImported(Event):
    """An extract said something of these people, a piece of it at a time."""

    extract: UUID
    people: tuple[UUID, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordJoined(Event):
    """The engine found whose an agency's record is; `sources` say from where what it tells came (`extract:<id>`)."""

    person: UUID
    sources: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class IdentityShielded(Event):
    """An identity shield stands. `custodian` is the team that keeps it; nothing here says between whom."""

    shield: UUID
    custodian: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceShielded(Event):
    """A place may no longer be shown."""

    place: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MayImport(Question[Verdict]):
    """May this agency send what is in its extract, by the clause that it names? `groups` are the groups of fields in it."""

    agency: str
    clause: str
    groups: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordsAbout(Question[list[str]]):
    """Which records are about this person, by reference (`contact:<id>`, `check:<id>`, `feedback:<id>`)?"""

    person: UUID


@dataclass(frozen=True, slots=True)
class AreasThatTold(Question[frozenset[frozenset[str]]]):
    """Which two authorities told each other of this family and took over from one another? Pairs of their names."""

    people: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordsUnder(Question[list[str]]):
    """Which records (`check:<id>`) hang on this one (`contact:<id>`), and go where it goes?"""

    source: str


@dataclass(frozen=True, slots=True)
class PeopleBehind(Question[list[str]]):
    """Which people is this record about (`contact:<id>`, `check:<id>`, or the code on a receipt)? Ids of persons; of the
    closed list, nobody."""

    reference: str


@dataclass(frozen=True, slots=True)
class Held:
    """What one agency wrote about somebody. `ref` is one of `WrittenAbout`'s answerer's own, such as `escalation:<id>`."""

    ref: str
    agency: str
    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WrittenAbout(Question[list[Held]]):
    """What did agencies write about this person, of which they may ask for a copy? `people` are all ids of theirs. Each app
    answers by its own rule of what may be gathered; its owner then decides on every line of it."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptApart(Question[list[str]]):
    """What of this agency about this person does nobody open for a request, and who is to be asked for it? Sentences, for
    that agency's own privacy officer alone."""

    people: tuple[str, ...]
    agency: str
