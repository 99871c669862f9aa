"""Prepare a letter, message or call to somebody in a family; send it; or let it go. Held against the safe way both times."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.people.models import FamilyMessage
from plait.people.places import whereabouts_of
from plait.people.queries.reaching import around, guarded, safe_way_to_reach
from plait.people.rules import Secrets, what_must_not_leave
from plait.people.rules.reaching import may_reach

GIVES_AWAY = "gives-away"


@deed
def prepare_family_message(
    *, person_id: str, means: str, to: str, words: str, by: Actor, at: datetime
) -> FamilyMessage:
    """Keep it until somebody sends it. Refused where it would reach a contact that is not safe, or somebody from whom they are
    protected, and where the words would say where anybody protected round them is."""
    about = f"person:{person_id}"
    open_person(by, person_id, at=at, act="person:message")
    _insist_safe(person_id, means=means, to=to, words=words)
    kept = FamilyMessage.objects.create(
        person_id=person_id,
        means=FamilyMessage.Means(means),
        to=to.strip()[:200],
        words=words,
        by=by.id,
        at=at,
    )
    record(act="message:prepared", about=[f"message:{kept.pk}", about], by=by, at=at, fields=("location",))
    return kept


@deed
def send_family_message(*, message_id: str, by: Actor, at: datetime) -> FamilyMessage:
    """It leaves now: printed, rung or sent by the one who says so. Held against the safe way as it is at this moment; what was
    cancelled meanwhile does not leave. Sent twice, it is sent once."""
    kept = _open(message_id, by, at)
    about = f"person:{kept.person_id}"
    if kept.state == FamilyMessage.State.CANCELLED:
        raise Refused(
            no(
                "message-cancelled",
                say="It was stopped, because how this family may be reached has changed. Nothing was sent.",
                next_step="Look at the safe way, then prepare it again",
            ),
            about=about,
        )
    _insist_safe(str(kept.person_id), means=kept.means, to=kept.to, words=kept.words)
    if kept.state == FamilyMessage.State.WAITING:
        kept.state, kept.sent_by, kept.sent_at = FamilyMessage.State.SENT, by.id, at
        kept.save(update_fields=["state", "sent_by", "sent_at"])
    record(act="message:sent", about=[f"message:{kept.pk}", about], by=by, at=at, fields=("location",))
    return kept


@deed
def drop_family_message(*, message_id: str, by: Actor, at: datetime) -> FamilyMessage:
    """It is not sent after all; the address goes out of the row with it."""
    kept = _open(message_id, by, at)
    if kept.state == FamilyMessage.State.WAITING:
        kept.state, kept.to = FamilyMessage.State.CANCELLED, ""
        kept.cancelled_at, kept.cancelled_because = at, "dropped"
        kept.save(update_fields=["state", "to", "cancelled_at", "cancelled_because"])
    record(
        act="message:cancelled", about=[f"message:{kept.pk}", f"person:{kept.person_id}"], by=by, at=at,
        reason="dropped",
    )  # fmt: skip
    return kept


def _open(message_id: str, by: Actor, at: datetime) -> FamilyMessage:
    kept = FamilyMessage.objects.select_for_update().filter(pk=message_id).first()
    open_person(by, str(kept.person_id) if kept else message_id, at=at, act="person:message")
    assert kept is not None
    return kept


def _insist_safe(person_id: str, *, means: str, to: str, words: str) -> None:
    """Raises Refused unless this may reach this person now, by these means, at this number or address, in these words."""
    about = f"person:{person_id}"
    may_reach(safe_way_to_reach(person_id), guarded(person_id), means=means, to=to).insist(about=about)
    if what_must_not_leave(words, Secrets(where=whereabouts_of(around(person_id)))):
        raise Refused(
            no(
                GIVES_AWAY,
                say="These words would say where somebody protected is. Nothing was sent.",
                next_step="Take out what stands beside the box, then go on",
            ),
            about=about,
        )
