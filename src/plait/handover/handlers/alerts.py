"""What follows: another area misses a family or has found it, a time is over, somebody leaves, a referral's words go."""

from datetime import timedelta

from plait.agencies.events import AccountEnded, AgencyEnded
from plait.base.audit.actor import Actor
from plait.base.federation.kinds import Arrived
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.timers import Due, set_timer
from plait.handover.actions.erase_alerts import erase_alerts
from plait.handover.actions.keep_missing import keep_gone, keep_missing
from plait.handover.actions.keep_owners import keep_owners
from plait.handover.actions.note_move import ask_about_move
from plait.handover.actions.remind_of_alert import remind_of_alert, ring_about_copies, tell_that_ended
from plait.handover.queries import alerting, family_moves, owning
from plait.handover.queries.written import written_about
from plait.handover.wire.missing import PART, read_gone, read_said
from plait.people.events import Held, RecordsAbout, WrittenAbout
from plait.referrals.events import ReferralDisposed

BORDER = Actor.process("border")
WORKER = Actor.process("worker")
AGAIN = timedelta(days=2)


def take_missing(message: Arrived) -> None:
    """They miss a family; or they have found it, or look no more."""
    keep_missing(code=message.sender, said=read_said(_part(message)), by=BORDER, at=message.at)


def take_gone(message: Arrived) -> None:
    """Nothing of ours is left there."""
    keep_gone(code=message.sender, gone=read_gone(_part(message)), by=BORDER, at=message.at)


def check_is_due(due: Due) -> None:
    """Still missing? Asked every two days until somebody answers; from the second time whoever signed it is asked too."""
    turn = int(due.key.partition("+")[2] or 0)
    if remind_of_alert(subject=due.subject, turn=turn, by=WORKER, at=due.at):
        key = f"{due.key.partition('+')[0]}+{turn + 1}"
        set_timer(key=key, kind=due.kind, subject=due.subject, due_at=due.at + AGAIN)


def copies_are_due(due: Due) -> None:
    """Every other area has said that it is gone, or somebody rings."""
    ring_about_copies(subject=due.subject, by=WORKER, at=due.at)


def ended_is_due(due: Due) -> None:
    """Those who were told that a family is missing hear that it is looked for no more."""
    tell_that_ended(subject=due.subject, by=WORKER, at=due.at)


def move_is_due(due: Due) -> None:
    """Are they back? Have they moved?"""
    ask_about_move(subject=due.subject, by=WORKER, at=due.at)


def pass_on_after_leaver(event: AccountEnded | AgencyEnded) -> None:
    """What they owed about a missing family, or a move, is owed by somebody else in the same moment."""
    if any(owning.owner_gone(one, at=event.at) for one in owning.owed()):
        keep_owners(by=WORKER, at=event.at)


def erase_with_referral(event: ReferralDisposed) -> None:
    """The words go with the referral."""
    erase_alerts(contact_id=str(event.contact), by=WORKER, at=event.at)


def records_about(question: RecordsAbout) -> list[str]:
    """Moves of this person, and alerts of ours about them."""
    person = str(question.person)
    return [*alerting.refs_about(person), *family_moves.refs_about(person)]


def words_about(question: WrittenAbout) -> list[Held]:
    """What was written of their moves and while they were missed, for somebody who asks for a copy."""
    return written_about(question.people)


def _part(message: Arrived) -> bytes:
    try:
        return message.parts[PART].bytes()
    except KeyError:
        raise NotAccepted("not-what-it-says") from None
