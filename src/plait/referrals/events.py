"""Past facts about concerns, referrals, checks and decisions, and the questions the spine asks of those above it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Event, Question
from plait.base.audit.actor import Actor


@dataclass(frozen=True, slots=True)
class ConcernRaised(Event):
    """Somebody told the hub (or, by the closed list, the designated officer) about a child."""

    contact: UUID
    route: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactOpened(Event):
    """The hub has opened the concern for the first time."""

    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactRated(Event):
    """The urgency was set or changed."""

    contact: UUID
    was: str
    rating: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralAccepted(Event):
    """A qualified worker accepted the concern as a referral."""

    contact: UUID
    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactAnswered(Event):
    """The hub answered otherwise than by accepting a referral (advice, no further action, already open)."""

    contact: UUID
    outcome: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PassedToWorker(Event):
    """The child's allocated worker or their duty desk was given the concern; the hub owns it until they accept."""

    contact: UUID
    team: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkerAccepted(Event):
    """The team that a concern was passed to has accepted it; `team` is its id as text."""

    contact: UUID
    team: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PassedConcernDone(Event):
    """The team that accepted a concern has said what it did with it."""

    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartnerAsked(Event):
    """An agency was asked what it knows."""

    check: UUID
    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckWithdrawn(Event):
    """The hub took a question back; the agency disposes of what it was sent."""

    check: UUID
    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckAnswered(Event):
    """An agency answered for every child it was asked about."""

    check: UUID
    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckNeedsMore(Event):
    """An agency cannot answer yet: it told the hub what else it needs. Its clock stands still until it is told."""

    check: UUID
    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallNoted(Event):
    """Somebody wrote down a telephone call. `about` is `check:<id>`, `feedback:<id>`, …; `counts_as` what it was."""

    note: UUID
    about: str
    counts_as: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralDecided(Event):
    """What happens next was decided."""

    referral: UUID
    decision: UUID
    outcome: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeadAccepted(Event):
    """A lead practitioner accepted responsibility."""

    referral: UUID
    lead: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralClosed(Event):
    """The referral was closed."""

    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralDisposed(Event):
    """Its time had come: the words of a closed referral and of its concern were erased. Others erase theirs."""

    referral: UUID
    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralReopened(Event):
    """A closed referral was opened again, with its history."""

    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BeforeClosing(Question[list[Verdict]]):
    """Who objects to closing this referral? Each answers with verdicts; a refusal carries its reason to the screen."""

    referral: UUID
    contact: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Disputable:
    """What somebody may dispute: of which concern, on whose side it was decided or kept silent, in words they have read.

    `decider`: whoever decided, where it was one person; empty where a whole team was asked and is silent. `expected`: what they
    wanted to happen, in their own words, where they said so. `since`: when it was decided, asked or told; None where that is
    not known.
    """

    contact: UUID
    reference: str
    title: str
    words: str
    their_agency: UUID
    their_team: UUID
    decider: str = ""
    expected: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WhatIsDisputed(Question[Disputable | None]):
    """What does this person dispute with `subject` (`decision:<id>`, `check:<id>`, `contact:<id>`, `feedback:<id>`,
    `stepdown:<id>`)? None for what is not there for them, and for the closed list, of which nobody else may learn by a ladder."""

    subject: str
    by: Actor
    at: datetime
