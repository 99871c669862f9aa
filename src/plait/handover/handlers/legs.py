"""What follows: words on legs come over the border, one is late, responsibility was accepted, a referral closes."""

from datetime import timedelta

from plait.base.access.verdict import Verdict
from plait.base.federation.kinds import Arrived
from plait.base.timers import Due, set_timer
from plait.handover.actions.keep_legs import keep_legs
from plait.handover.actions.remind_of_leg import remind_of_leg
from plait.handover.actions.tell_services import tell_services
from plait.handover.events.handing import ResponsibilityAccepted, ResponsibilityTaken
from plait.handover.handlers.handing import WORKER, core_bytes
from plait.handover.queries.handing import area_actor
from plait.handover.queries.legs import out_at_closing
from plait.handover.rules.legs import may_close_beside
from plait.referrals.events import BeforeClosing

DAILY, AFTERWARDS, OFTEN = timedelta(days=1), timedelta(days=7), 5


def take_legs(arrived: Arrived) -> None:
    """The other area says what became of legs."""
    keep_legs(code=arrived.sender, raw=core_bytes(arrived), by=area_actor(arrived.sender), at=arrived.at)


def object_to_closing(question: BeforeClosing) -> list[Verdict]:
    """Whoever closes says first what became of each leg, or a manager says why it closes all the same."""
    return [may_close_beside(out_at_closing(question.contact))]


def leg_is_late(due: Due) -> None:
    """Told each day of five, then each week, until somebody there has it."""
    first, _, said = due.key.partition("+")
    turn = int(said or 0)
    if remind_of_leg(leg_id=due.subject.partition(":")[2], turn=turn, by=WORKER, at=due.at):
        again = due.at + (DAILY if turn < OFTEN else AFTERWARDS)
        set_timer(key=f"{first}+{turn + 1}", kind=due.kind, subject=due.subject, due_at=again)


def tell_after_accepting(event: ResponsibilityAccepted | ResponsibilityTaken) -> None:
    """The services on our side hear what they need."""
    tell_services(handover_id=str(event.handover), by=WORKER, at=event.at)
