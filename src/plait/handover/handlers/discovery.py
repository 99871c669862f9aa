"""What follows when another area asks or answers, when an answer is due, and when nobody has looked or rung."""

from datetime import timedelta

from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.base.federation.kinds import Arrived
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.timers import Due, set_timer
from plait.handover.actions.answer_discovery import answer_discovery
from plait.handover.actions.find_taker import find_taker
from plait.handover.actions.keep_answer import keep_answer
from plait.handover.actions.keep_ask import keep_ask
from plait.handover.actions.keep_request import keep_request
from plait.handover.actions.keep_told import keep_told
from plait.handover.actions.remind_of_request import remind_of_request
from plait.handover.actions.remind_to_confirm import remind_to_confirm
from plait.handover.actions.remind_to_look import remind_to_look
from plait.handover.actions.remind_to_ring import remind_to_ring
from plait.handover.actions.tell_of_ask import tell_of_ask
from plait.handover.actions.weigh_request import weigh_request
from plait.handover.queries import discovery, requests
from plait.handover.wire.discovery import read_answer, read_ask
from plait.handover.wire.requests import read_request, read_told
from plait.people.events import RecordsAbout

BORDER = Actor.process("border")
AGAIN, DAY, MINUTE = timedelta(hours=4), timedelta(days=1), timedelta(minutes=1)


def take_ask(message: Arrived) -> None:
    """“Do you know this family?”: kept; the answer leaves at its minute."""
    ask = read_ask(_part(message, "ask.json"))
    peer = border.trusted(message.sender)
    if peer is None:
        raise NotAccepted("unknown-sender")
    keep_ask(code=peer.code, name=peer.name, message=message.id, ask=ask, by=BORDER, at=message.at)


def take_answer(message: Arrived) -> None:
    """Their word on what we asked them, and on nothing else."""
    answer = read_answer(_part(message, "answer.json"))
    asked = discovery.area_asked(message.contents.about, code=message.sender)
    if asked is None:
        raise NotAccepted("answers-nothing")
    keep_answer(asked_id=str(asked.pk), answer=answer, by=BORDER, at=message.at)


def answer_is_due(due: Due) -> None:
    """The minute has come."""
    answer_discovery(ask_id=due.subject.partition(":")[2], by=BORDER, at=due.at)


def ask_is_told(due: Due) -> None:
    """It was answered: whoever here has something to do hears. Where the answer is late, a minute after it."""
    if not tell_of_ask(ask_id=due.subject.partition(":")[2], by=BORDER, at=due.at):
        _again(due, MINUTE)


def custodian_has_not_rung(due: Due) -> None:
    """Told again, every four hours until somebody has rung."""
    ask_id = due.subject.partition(":")[2]
    if remind_to_ring(ask_id=ask_id, turn=_turn(due.key), by=BORDER, at=due.at):
        _again(due)


def nobody_has_looked(due: Due) -> None:
    """Told again, every four hours until somebody has said whether it is they."""
    ask_id = due.subject.partition(":")[2]
    if remind_to_confirm(ask_id=ask_id, turn=_turn(due.key), by=BORDER, at=due.at):
        _again(due)


def nobody_works_with_them(due: Due) -> None:
    """Told at once, and each day until somebody has taken it."""
    ask_id = due.subject.partition(":")[2]
    if find_taker(ask_id=ask_id, turn=_turn(due.key), by=BORDER, at=due.at):
        _again(due, DAY)


def nobody_has_looked_anyway(due: Due) -> None:
    """Told again, every four hours until nothing waits that this area asked beyond its measure."""
    if remind_to_look(code=due.subject.partition(":")[2], by=BORDER, at=due.at):
        _again(due)


def _again(due: Due, after: timedelta = AGAIN) -> None:
    key = f"{due.key.partition('+')[0]}+{_turn(due.key) + 1}"
    set_timer(key=key, kind=due.kind, subject=due.subject, due_at=due.at + after)


def _turn(key: str) -> int:
    return int(key.partition("+")[2] or 0)


def records_about(question: RecordsAbout) -> list[str]:
    """What areas asked each other about this person openly. What went quietly is nobody's to find by a child's name."""
    person = str(question.person)
    asked = list(discovery.asked_about(person))
    came = list(discovery.received_about([person]).prefetch_related("requests"))
    return [
        *(one.ref for one in asked),
        *(one.ref for ask in asked for area in ask.areas.all() for one in area.requests.all()),
        *(one.ref for one in came),
        *(one.ref for ask in came for one in ask.requests.all() if not one.quiet),
    ]


def information_asked(message: Arrived) -> None:
    """What do you know of this child? Kept; at its minute it goes to people, or nothing is given by this route."""
    said = read_request(_part(message, "request.json"))
    peer = border.trusted(message.sender)
    if peer is None:
        raise NotAccepted("unknown-sender")
    if said.child != message.contents.about:
        raise NotAccepted("another-child")
    keep_request(code=peer.code, name=peer.name, message=message.id, said=said, by=BORDER, at=message.at)


def information_told(message: Arrived) -> None:
    """What they tell us of what we asked them, and of no other child."""
    told = read_told(_part(message, "told.json"))
    ours = requests.our_request(message.contents.about, code=message.sender)
    if ours is None:
        raise NotAccepted("answers-nothing")
    if told.child and told.child != str(ours.asked.message):
        raise NotAccepted("another-child")
    keep_told(request_id=str(ours.pk), told=told, by=BORDER, at=message.at)


def request_is_weighed(due: Due) -> None:
    """The minute of a request has come."""
    weigh_request(request_id=due.subject.partition(":")[2], by=BORDER, at=due.at)


def information_is_late(due: Due) -> None:
    """The time is over in which it was to be answered, by them or by us."""
    remind_of_request(ref=due.subject, by=BORDER, at=due.at)


def _part(message: Arrived, name: str) -> bytes:
    try:
        return message.parts[name].bytes()
    except KeyError:
        raise NotAccepted("not-what-it-says") from None
