"""Past facts about families' agreement, and what sharing asks of those above it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Event, Question
from plait.base.audit.actor import Actor

# What a record of a decision can go with.
SUBJECT = re.compile(r"(check|draft):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class AgreementRecorded(Event):
    """One person's answers to named services were recorded."""

    agreement: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreementWithdrawn(Event):
    """One person took a yes back, for all services or for some."""

    withdrawal: UUID
    agreement: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WentAheadWithout(Event):
    """Somebody goes ahead without a family's agreement, under another gateway."""

    record: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WrongWentOver(Event):
    """Something that was shared with another area under this decision was corrected here: they hold what is wrong."""

    decision: UUID
    correction: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Meant:
    """Of whom a record speaks (person ids), and which agency was asked in it, if one was."""

    people: tuple[str, ...]
    agency: str = ""


@dataclass(frozen=True, slots=True)
class WhoIsMeant(Question[Meant | None]):
    """Of whom does this record (`referral:<id>`, `check:<id>`) speak?"""

    ref: str


@dataclass(frozen=True, slots=True)
class OpenEpisodes(Question[list[str]]):
    """Which open work (`referral:<id>`) is there about this person, the newest first?"""

    person: UUID


@dataclass(frozen=True, slots=True)
class GoesOn(Question[bool]):
    """Does the work of this episode (`referral:<id>`) go on somewhere though it was closed?"""

    episode: str


@dataclass(frozen=True, slots=True)
class WhoElseHeard(Question[list[str]]):
    """Which services were told that this family's help got less, as they were named by hand?"""

    referral: UUID


@dataclass(frozen=True, slots=True)
class MayGoWith(Question[Verdict | None]):
    """May this person put the record of their decision beside this (`check:<id>`, `draft:<id>`)? `None`: none of mine."""

    subject: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerTimes(Question[list[timedelta]]):
    """How long did each of these (`check:<id>`) take from asked to answered?"""

    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerWords(Question[list[str]]):
    """What did those who worked with each of these answers (`check:<id>`) say of it: helped, late or missing?"""

    refs: tuple[str, ...]
