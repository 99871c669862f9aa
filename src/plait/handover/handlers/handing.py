"""What follows: a package or a word comes over the border, ours arrives, a referral is to be closed or its time has come."""

from datetime import timedelta

from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor
from plait.base.federation.events import MessageEnded
from plait.base.federation.kinds import Arrived
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.timers import Due, set_timer
from plait.handover.actions.erase_handovers import erase_handovers
from plait.handover.actions.keep_added import keep_added
from plait.handover.actions.keep_lent import keep_lent
from plait.handover.actions.keep_package import keep_package
from plait.handover.actions.keep_word import keep_word
from plait.handover.actions.note_arrival import note_arrival
from plait.handover.actions.remind_of_handover import remind_of_handover
from plait.handover.actions.tell_senders import tell_senders
from plait.handover.life import LIVE
from plait.handover.models import Handover
from plait.handover.queries.family_moves import areas_that_told
from plait.handover.queries.handing import (
    area_actor,
    is_protected,
    live_out,
    of_children,
    refs_about,
    taken_over,
)
from plait.handover.rules.taking_in import insist_about
from plait.handover.wire.loans import read_lent
from plait.handover.wire.package import FORMAT, LONGEST, PART, package_named
from plait.people.events import AreasThatTold, RecordsAbout
from plait.referrals.events import BeforeClosing, ReferralDisposed
from plait.sharing.events import WrongWentOver
from plait.stepdown.events import BeforeLettingGo, HeldElsewhere

WORKER = Actor.process("worker")
LATE, OFTEN = "handover-late", 5


def take_package(arrived: Arrived) -> None:
    """A family is handed over to us."""
    keep_package(code=arrived.sender, raw=core_bytes(arrived), by=area_actor(arrived.sender), at=arrived.at)


def take_added(arrived: Arrived) -> None:
    """Something is added to what was handed over."""
    keep_added(code=arrived.sender, raw=core_bytes(arrived), by=area_actor(arrived.sender), at=arrived.at)


def take_word(arrived: Arrived) -> None:
    """The other area says something on a handover."""
    keep_word(code=arrived.sender, raw=core_bytes(arrived), by=area_actor(arrived.sender), at=arrived.at)


def take_lent_for(arrived: Arrived) -> None:
    """Which loan belongs to which handover, and who here may read it."""
    part = arrived.parts.get("lent.json")
    if part is None:
        raise NotAccepted("not-what-it-says")
    said = read_lent(part.bytes())
    insist_about(said.package, about=arrived.contents.about)
    keep_lent(code=arrived.sender, said=said, by=area_actor(arrived.sender), at=arrived.at)


def core_bytes(arrived: Arrived) -> bytes:
    """What was said, as its bytes came: of the very package that the list of contents names. Raises NotAccepted; then both areas
    have an incident, this one for refusing it and the other by the signed receipt."""
    part = arrived.parts.get(PART)
    if part is None or part.length > LONGEST:
        raise NotAccepted("not-a-handover")
    raw = part.bytes()
    insist_about(package_named(raw), about=arrived.contents.about)
    return raw


def note_message_ended(event: MessageEnded) -> None:
    """Our package arrived, or will not."""
    kind, _, handover_id = event.subject.partition(":")
    if event.kind == FORMAT and kind == "handover":
        note_arrival(handover_id=handover_id, state=event.state, why=event.why, by=WORKER, at=event.at)


def handover_is_late(due: Due) -> None:
    """Told each day of five, then each week, until the other area has spoken or the question is answered."""
    first, _, said = due.key.partition("+")
    turn, handover_id = int(said or 0), due.subject.partition(":")[2]
    clock_key = first.removeprefix(f"{LATE}:")
    if remind_of_handover(handover_id=handover_id, clock_key=clock_key, turn=turn, by=WORKER, at=due.at):
        again = due.at + (timedelta(days=1) if turn < OFTEN else timedelta(days=7))
        set_timer(key=f"{first}+{turn + 1}", kind=due.kind, subject=due.subject, due_at=again)


def object_to_closing(question: BeforeClosing) -> list[Verdict]:
    """Nobody lets go of a family while another area is asked to take it and has not said that it has."""
    out = live_out(question.contact)
    if out is None:
        return [yes("nobody-was-asked")]
    return [
        no(
            "handover-open",
            say="Another area was asked to take this family, and has not said that it has hold.",
            next_step="Wait for its answer, or take the handover back",
        )
    ]


def object_to_letting_go(question: BeforeLettingGo) -> Verdict:
    """Whoever watches a family after a step down goes on while another area is asked; of a protected family only the hub knows
    that one is."""
    asked = (
        of_children(question.children, at=question.at).filter(side=Handover.Side.OUT, status__in=LIVE).first()
    )
    if asked is None:
        return yes("nobody-was-asked")
    if is_protected(asked):
        return no(
            "hub-asks-first",
            say="Something about this family is not settled at the hub, so somebody goes on looking.",
            next_step="Ring the hub",
        )
    return no(
        "handover-open",
        say="Another area was asked to take this family, and has not said that it has hold.",
        next_step="Wait for its answer, or take the handover back",
    )


def held_elsewhere(question: HeldElsewhere) -> bool:
    """Another area accepted responsibility, and nothing was opened here again since."""
    return taken_over(question.contact)


def erase_with_referral(event: ReferralDisposed) -> None:
    """The words go with the referral."""
    erase_handovers(contact_id=str(event.contact), by=WORKER, at=event.at)


def tell_what_was_wrong(event: WrongWentOver) -> None:
    """Another area holds something that is corrected here."""
    tell_senders(decision_id=event.decision, correction_id=event.correction, by=WORKER, at=event.at)


def records_about(question: RecordsAbout) -> list[str]:
    """Handovers of concerns about this person."""
    return refs_about(str(question.person))


def areas_told(question: AreasThatTold) -> frozenset[frozenset[str]]:
    """Two areas between which a family was handed over and taken over have told each other: nobody is asked whether they have."""
    return areas_that_told(question.people, at=question.at)
