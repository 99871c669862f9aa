"""What follows when a message is posted or stopped, when somebody is said to be known, and when somebody leaves. Wired in
site/wiring.py."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from plait.agencies.events import AccountEnded
from plait.base.access.events import PageRead
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.outbox.events import MessagePosted, MessageReachesNobody, MessagesStopped
from plait.base.timers import Due
from plait.notices.actions.read import settle
from plait.notices.actions.send_digest import send_digest
from plait.notices.actions.take_back import dispose, forget, take_back
from plait.notices.actions.tell import tell, tell_without_mail
from plait.notices.queries import waiting_at, were_told
from plait.notices.rules import is_of_one_record, is_told_in_the_app
from plait.people.access import who_must_not_hear
from plait.people.events import PeopleMerged, PersonConfirmed, RecordJoined, RecordsAbout

WORKER = Actor.process("worker")


def tell_of_message(event: MessagePosted) -> None:
    """Whoever it is for finds it in the app at once."""
    if is_told_in_the_app(key=event.key, to=event.to):
        tell(posted=event, by=WORKER, at=event.at)


def tell_without_mail_what_reaches_nobody(event: MessageReachesNobody) -> None:
    """No mail reaches them: they find it in Plait, or somebody else hears of it."""
    tell_without_mail(posted=event.posted, by=WORKER, at=event.at)


def take_back_stopped(event: MessagesStopped) -> None:
    """Whoever may be sent nothing about a record reads nothing of it in the app either."""
    people = [one.partition(":")[2] for one in event.to if one.startswith("practitioner:")]
    told = were_told(people)
    if told:
        take_back(practitioner_ids=told, about=event.about, by=event.by, at=event.at)


class Erased(Protocol):
    """`privacy.events.RecordsErased`, which stands beside and is not imported."""

    @property
    def refs(self) -> tuple[str, ...]: ...
    @property
    def at(self) -> datetime: ...


def look_again_at_who(event: PersonConfirmed | RecordJoined) -> None:
    """It turned out who a record is about: whoever knows them, or must not know of them, was told before anybody could tell."""
    _look_again([event.person], event.at)


def look_again_after_merging(event: PeopleMerged) -> None:
    """Two turned out to be one: whoever knows the one was told of the other."""
    _look_again([event.survivor, event.loser], event.at)


def dispose_with_records(event: Erased) -> None:
    """What was told of them goes with the records."""
    dispose(about=event.refs, by=WORKER, at=event.at)


def _look_again(people: list[UUID], at: datetime) -> None:
    if not (told := were_told(who_must_not_hear([str(one) for one in people]))):
        return
    refs = [f"person:{one}" for one in people]
    refs += [ref for one in people for refs in ask(RecordsAbout(one)) for ref in refs]
    take_back(practitioner_ids=told, about=refs, by=WORKER, at=at)


def settle_what_was_read(event: PageRead) -> None:
    """Whoever has opened the thing itself need not open what told them of it."""
    if event.by.kind != "practitioner" or not is_of_one_record(event.path):
        return
    if waiting_at.count(event.by.id, path=event.path, at=event.at):
        settle(path=event.path, by=event.by, at=event.at)


def forget_leaver(event: AccountEnded) -> None:
    """What they were told goes with them."""
    if were_told([str(event.practitioner)]):
        forget(practitioner_id=str(event.practitioner), by=WORKER, at=event.at)


def digest_is_due(due: Due) -> None:
    """The hour of somebody's digest has come."""
    send_digest(key=due.key, practitioner_id=due.subject.partition(":")[2], by=WORKER, at=due.at)
