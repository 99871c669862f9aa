"""What follows for families' agreement when something happens elsewhere, or when a day has come. Wired in site/wiring.py."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import queries as border
from plait.base.federation.kinds import Arrived
from plait.base.federation.leases import WordsLent
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.packs import current
from plait.base.timers import Due
from plait.people.events import PeopleImported, PeopleMerged, PersonConfirmed, RecordJoined
from plait.sharing.actions.end_with_episode import end_with_episode
from plait.sharing.actions.keep_area_agreement import keep_area_agreement
from plait.sharing.actions.prompt_review import prompt_review
from plait.sharing.events import GoesOn, Meant, WhoIsMeant
from plait.sharing.queries.family_moves import (
    source_of,
    sources_of,
    tells_of_a_move,
    tells_of_somebody_new,
    with_agreements,
)
from plait.sharing.queries.lending import ITEM, WHERE, item_lent, where_lent
from plait.sharing.wire.agreement import read_word

WORKER = Actor.process("worker")
BORDER = Actor.process("border")
STEPS_UP = frozenset({"CA89_17", "CA89_47"})
STEPS_DOWN = frozenset({"CA04_10"})


class OfReferral(Protocol):
    """An event of the spine about one referral (`referrals.events`, which stands above and is not imported)."""

    @property
    def referral(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


class Decided(OfReferral, Protocol):
    """A decision, with the outcome's code."""

    @property
    def decision(self) -> UUID: ...
    @property
    def outcome(self) -> str: ...


class Accepted(OfReferral, Protocol):
    """A lead has accepted."""

    @property
    def lead(self) -> UUID: ...


class SteppedDown(OfReferral, Protocol):
    """A family was stepped down or up."""

    @property
    def stepdown(self) -> UUID: ...


class Asked(OfReferral, Protocol):
    """An agency was asked."""

    @property
    def check(self) -> UUID: ...


def look_again_after_decision(event: Decided) -> None:
    """A step up or down changes what is shared and why: agreements about the children are looked at again."""
    pack = current(at=event.at)
    outcome = pack.outcomes.get(event.outcome)
    if outcome is None:
        return
    up = outcome.never_blocked or outcome.needs_basis in STEPS_UP
    why = "step_up" if up else "step_down" if outcome.needs_basis in STEPS_DOWN else ""
    if why:
        _prompt(why, f"decision:{event.decision}", f"referral:{event.referral}", at=event.at)


def look_again_with_new_worker(event: Accepted) -> None:
    """Somebody new works with the family: they go through what was agreed."""
    ref = f"referral:{event.referral}"
    _prompt("new_worker", f"{ref}:lead:{event.lead}", ref, worker=str(event.lead), at=event.at)


def look_again_with_new_partner(event: Asked) -> None:
    """An agency joined: was everybody asked about it by name?"""
    meant = _meant(f"check:{event.check}")
    if meant is not None and meant.agency:
        prompt_review(
            why="new_partner",
            event=f"agency:{meant.agency}",
            people=meant.people,
            agency_id=meant.agency,
            by=WORKER,
            at=event.at,
        )


def look_again_after_stepping_down(event: SteppedDown) -> None:
    """Less help, from somebody else: what goes on from here rests on their agreement."""
    _prompt("step_down", f"stepdown:{event.stepdown}", f"referral:{event.referral}", at=event.at)


def look_again_after_stepping_up(event: SteppedDown) -> None:
    """More help again, planned or not: what is shared, and under what, is said again."""
    _prompt("step_up", f"stepdown:{event.stepdown}:up", f"referral:{event.referral}", at=event.at)


def end_with_referral(event: OfReferral) -> None:
    """The work has been closed: agreement given for it ends, where the pack says so; not while somebody still holds the family,
    who rests on it."""
    episode = f"referral:{event.referral}"
    held: list[bool] = ask(GoesOn(episode))
    if not any(held):
        end_with_episode(episode=episode, by=WORKER, at=event.at)


def look_again_after_news(event: PersonConfirmed) -> None:
    """A description turned out to be somebody known: it may tell of a move, or of somebody new at home."""
    source, person = source_of(str(event.description)), str(event.person)
    _prompt_news(source, person, event=f"description:{event.description}", at=event.at)


def look_again_after_import(event: PeopleImported) -> None:
    """An agency's extract gives another home, or somebody new at home, of a person about whom an agreement stands."""
    source = f"extract:{event.extract}"
    for person in with_agreements(event.people):
        _prompt_news(source, person, event=source, at=event.at)


def look_again_after_joining(event: RecordJoined) -> None:
    """An agency's record turned out to be of somebody about whom an agreement stands."""
    for person in with_agreements([event.person]):
        for source in event.sources:
            _prompt_news(source, person, event=source, at=event.at)


def look_again_after_merging(event: PeopleMerged) -> None:
    """Two are one: what was told of the other may be news of somebody about whom an agreement stands."""
    for person in with_agreements([event.survivor, event.loser]):
        for source in sources_of(str(event.loser)):
            _prompt_news(source, person, event=source, at=event.at)


def _prompt_news(source: str, person: str, *, event: str, at: datetime) -> None:
    if tells_of_a_move(source, person):
        prompt_review(why="move", event=event, people=[person], by=WORKER, at=at)
    if tells_of_somebody_new(source, person):
        prompt_review(why="new_adult", event=event, people=[person], by=WORKER, at=at)


def review_is_due(due: Due) -> None:
    """The day of the review has come."""
    _prompt_one("due", due)


def agreement_has_ended(due: Due) -> None:
    """It ended yesterday: whoever works with them hears, and nothing more rests on it (the gate looks at the day itself)."""
    _prompt_one("expired", due)


def birthday_has_come(due: Due) -> None:
    """Somebody has turned an age at which it changes whose answer counts."""
    _prompt_one("birthday", due)


def _prompt_one(why: str, due: Due) -> None:
    prompt_review(
        why=why, event=f"{why}:{due.key.rsplit(':', 1)[-1]}", agreement_id=due.subject.removeprefix("agreement:"),
        by=WORKER, at=due.at,
    )  # fmt: skip


def _prompt(why: str, event: str, ref: str, *, worker: str = "", at: datetime) -> None:
    meant = _meant(ref)
    if meant is not None:
        prompt_review(why=why, event=event, people=meant.people, worker=worker, by=WORKER, at=at)


def _meant(ref: str) -> Meant | None:
    return next((found for found in ask(WhoIsMeant(ref)) if found is not None), None)


def words_lent(question: WordsLent) -> str | None:
    """Another area reads what was lent to it: the words as they stand, and the look is on the person's own record, by whose name
    it was. Nothing where there is nothing any more."""
    kind, _, rest = question.ref.partition(":")
    found = None
    if kind == ITEM:
        found = item_lent(rest)
    elif kind == WHERE:
        person_id, _, mark = rest.partition(":")
        found = where_lent(person_id, mark)
    if found is None:
        return None
    words, person_id = found
    reader = Actor(id=f"area:{question.to}:{question.who}", name=question.who, agency=f"area:{question.to}")
    record(
        act="sharing:read-over-the-border", about=f"person:{person_id}", by=reader, at=question.at,
        fields=("location",) if kind == WHERE else ("content",),
        purpose=f"Read in {question.to} by {question.who}",  # of practitioners of theirs no table here says who a hash is
    )  # fmt: skip
    return words


def take_agreement(message: Arrived) -> None:
    """Another area signed an agreement with us, or revoked it."""
    try:
        word = read_word(message.parts["agreement.json"].bytes())
    except KeyError:
        raise NotAccepted("not-what-it-says") from None
    peer = border.trusted(message.sender)
    if peer is None:
        raise NotAccepted("unknown-sender")
    if word.agreement.id != message.contents.about:
        raise NotAccepted("another-agreement")
    keep_area_agreement(peer=peer, word=word, by=BORDER, at=message.at)
