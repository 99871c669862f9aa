"""What follows when something changed for a child: somebody looks again soon. Never in the deed itself, which waits for
nobody; and when answers are erased, so is what was thought over about them."""

from datetime import datetime, timedelta
from uuid import UUID

from plait.base.prompts.events import AnswersErased
from plait.base.prompts.queries import refs_about
from plait.base.timers import set_timer
from plait.handover.events.discovery import AreaAskedAbout
from plait.people.events import Held, KeptApart, PersonConfirmed, RecordsAbout, WrittenAbout
from plait.practice.actions.erase_supervision import erase_supervision
from plait.practice.queries import children_of, contact_behind, known_as, taken_on, talked_of, written_about
from plait.referrals import events
from plait.stepdown.events import HoldEnded, SteppedDown, SteppedUp


def look_after_concern(
    event: events.ConcernRaised | events.ContactRated | events.ContactAnswered | events.ReferralAccepted,
) -> None:
    """A concern came, or what is said of it changed."""
    _look(str(event.contact), event.at)


def look_after_referral(
    event: events.PartnerAsked
    | events.CheckAnswered
    | events.ReferralDecided
    | events.ReferralClosed
    | SteppedDown
    | SteppedUp
    | HoldEnded,
) -> None:
    """Somebody was asked, answered or decided; it was closed; or help got less, or more again."""
    _look(contact_behind(str(event.referral)), event.at)


def look_after_who(event: PersonConfirmed) -> None:
    """Who somebody is was said: what is known of them is another story now."""
    _soon(event.person, event.at)


def look_after_area(event: AreaAskedAbout) -> None:
    """Another area asked about a child."""
    _soon(event.person, event.at)


def erase_after(event: AnswersErased) -> None:
    """What two people thought over goes with the reasons that were given."""
    if taken_on(event.prompts).exists():
        erase_supervision(prompt_ids=event.prompts, by=event.by, at=event.at)


def records_about(question: RecordsAbout) -> list[str]:
    """Questions that were asked about this person: for the custodians of restricted records."""
    return refs_about(known_as(str(question.person)))


def words_about(question: WrittenAbout) -> list[Held]:
    """What was said to questions about them, for somebody who asks for a copy. Supervision is not among it."""
    return written_about(question.people)


def kept_apart(question: KeptApart) -> list[str]:
    """What two people of this agency thought over about them: nobody else opens it, for a request neither."""
    return [
        f"{one.practitioner.name} and {one.supervisor.name} talked about this person in supervision. Nobody else opens what they "
        "wrote. Ask them what of it must be given."
        for one in talked_of(question.people, agency_id=question.agency)
    ]


def _look(contact_id: str, at: datetime) -> None:
    for person_id in children_of(contact_id):
        _soon(person_id, at)


def _soon(person_id: str | UUID, at: datetime) -> None:
    """When this minute is over: all that happens within it is one look, and nothing of it is missed."""
    due = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    key = f"prompts:{due:%Y%m%d%H%M}:{person_id}"
    set_timer(key=key, kind="prompts-look", subject=f"person:{person_id}", due_at=due, at=at)
