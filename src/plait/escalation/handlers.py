"""What follows: somebody leaves, a time runs out, a referral is to be closed, a restricted record is looked for."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from plait.agencies import queries as agencies
from plait.agencies.events import AccountEnded, AgencyEnded
from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor
from plait.base.timers import Due
from plait.escalation.actions.end_with_agency import end_with_agency
from plait.escalation.actions.escalate_declined import escalate_declined
from plait.escalation.actions.keep_owners import keep_owners
from plait.escalation.actions.prompt_to_climb import ask_child_outcome, prompt_challenge, prompt_to_climb
from plait.escalation.queries import asked_on, open_on, refs_about, unfit_owners, written_on_either_side
from plait.people.events import Held, RecordsAbout, WrittenAbout
from plait.referrals.events import BeforeClosing

WORKER = Actor.process("worker")


def pass_on_after(event: AccountEnded | AgencyEnded) -> None:
    """Whoever left owns nothing any more, from this very moment; what ends with an agency ends first."""
    if isinstance(event, AgencyEnded):
        end_with_agency(agency_id=event.agency, by=WORKER, at=event.at)
    if unfit_owners(at=event.at):
        keep_owners(by=WORKER, at=event.at)


class Declined(Protocol):
    """`handover.events.handing.HandoverDeclined`, which stands above and is not imported."""

    @property
    def handover(self) -> UUID: ...
    @property
    def contact(self) -> UUID: ...
    @property
    def by(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def because(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def ours(self) -> bool: ...


def climb_after_decline(event: Declined) -> None:
    """Another area will not take a family, or we will not: managers of both talk the same day, and each area tells its own."""
    by = agencies.actor_for(agencies.practitioner(event.by), at=event.at)
    escalate_declined(
        subject=f"handover:{event.handover}", contact_id=event.contact, because=event.because, area=event.area, by=by,
        at=event.at, ours=event.ours,
    )  # fmt: skip


def stage_is_late(due: Due) -> None:
    """No answer, or no word whether it is settled: both sides are asked to climb."""
    prompt_to_climb(escalation_id=_id(due), key=due.key, due_at=due.due_at, by=WORKER, at=due.at)


def ask_about_child(due: Due) -> None:
    """Thirty days after it ended."""
    ask_child_outcome(escalation_id=_id(due), key=due.key, due_at=due.due_at, by=WORKER, at=due.at)


def challenge_is_late(due: Due) -> None:
    """A question was not answered in its time."""
    prompt_challenge(challenge_id=_id(due), key=due.key, due_at=due.due_at, by=WORKER, at=due.at)


def object_to_closing(question: BeforeClosing) -> list[Verdict]:
    """A referral does not close over a disagreement that is still open, or a question about a decision without its answer."""
    kept = []
    if asked := asked_on(str(question.contact)):
        said = (
            "A question about a decision waits" if asked == 1 else f"{asked} questions about decisions wait"
        )
        kept = [no("question-waits", say=f"{said} for an answer.", next_step="Answer it with reasons")]
    waiting = open_on(str(question.contact)).count()
    if not waiting:
        return kept or [yes("nobody-disagrees")]
    said = "A disagreement about it is" if waiting == 1 else f"{waiting} disagreements about it are"
    return [*kept, no("disagreement-open", say=f"{said} still open.", next_step="Answer it, or settle it")]


def records_about(question: RecordsAbout) -> list[str]:
    """Disagreements about this person: for the custodians of restricted records, and for mail that must not leave."""
    return refs_about(str(question.person))


def words_about(question: WrittenAbout) -> list[Held]:
    """Both sides' words, for somebody who asks for a copy."""
    return written_on_either_side(question.people)


def _id(due: Due) -> str:
    return due.subject.partition(":")[2]
