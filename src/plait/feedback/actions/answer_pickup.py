"""Say whether the child can go home: one word, told at once where that is safe, or rung."""

from datetime import datetime, timedelta

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.targets import Target
from plait.base.packs import current
from plait.feedback.access import open_pickup
from plait.feedback.actions.promise_feedback import promise_feedback
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.models import FeedbackTask, PickupWord
from plait.feedback.queries.owing import owner_of
from plait.feedback.queries.telling import recipient_of, telling_of
from plait.feedback.rules import may_send_at_once, minutes_until_word
from plait.feedback.store import timing
from plait.referrals.actions.note_call import note_call
from plait.referrals.models import Referrer

Said = PickupWord.Said
TWICE = timedelta(minutes=5)  # a second call is none while the first may still be going on
WORDS = {
    Said.CAN_GO: "The child in the concern with reference {reference} can go home today as usual. If you see or hear anything "
    "more before then, ring {hub_name} on {hub_phone}; if a child is in danger now, ring 999.",
    Said.KEEP: "Please keep the child in the concern with reference {reference} at school until {hub_name} rings you, and let "
    "nobody collect the child. If somebody comes, or you close, ring {hub_phone}; if a child is in danger now, ring 999.",
    Said.COMING: "Somebody is coming to your school about the concern with reference {reference}. Please keep the child there, "
    "and let nobody collect the child, until they are with you. If it cannot wait, ring {hub_name} on {hub_phone} or 999.",
}


@deed
def answer_pickup(*, contact_id: str, said: str, spoke_with: str = "", by: Actor, at: datetime) -> PickupWord:
    """One of `PickupWord.Said`. With `spoke_with` it was said by telephone, and that counts. Without, it is sent to whoever told
    us, and refused where that is not safe or not possible: then they are rung. The last word counts; the same twice is once.

    *Keep the child until we ring* promises a call: it has a clock of its own, from each time that it is said, until another word
    or another call (`chase`)."""
    contact = open_pickup(by, contact_id, at=at)
    if said not in Said.values:
        raise Refused(
            no("no-such-word", say="Choose one of the answers.", next_step="Choose one"), about=contact.ref
        )
    last = contact.pickup_words.order_by("-at", "-pk").first()
    rang = bool(spoke_with.strip())
    rang_again = rang and said == Said.KEEP and last is not None and at - last.at >= TWICE
    same = last is not None and (last.said, last.by) == (said, by.id) and not (rang and not last.rang)
    if last is not None and same and not rang_again:
        record(act="pickup:said-again", about=contact.ref, by=by, at=at)
        return last
    referrer = Referrer.objects.select_related("practitioner", "agency").get(contact=contact)
    recipient = recipient_of(referrer, contact)
    if not rang and not (verdict := may_send_at_once(recipient)):
        raise Refused(
            no("ring-them", say=verdict.say, next_step="Ring them, then say here with whom you spoke"),
            about=contact.ref,
        )
    words = WORDS[Said(said)]
    task = promise_feedback(
        contact=contact,
        decision_ref=f"pickup:{contact.pk}:{contact.pickup_words.count() + 1}",
        outcome="",
        telling=telling_of(referrer, contact, recipient, words=words),
        by=by,
        at=at,
    )
    if rang:
        _rang(task, spoke_with, by, at)
    word = PickupWord.objects.create(
        contact=contact, said=said, rang=rang, task=task, by=by.id, by_name=by.name, at=at
    )
    if rang or task.status == FeedbackTask.Status.SENT:
        timing.stop(timing.pickup_key(contact.ref), end_event="the school was told", by=by.id, at=at)
        timing.nobody_waits(contact.ref, end_event=f"the school was told: {word.said}", by=by.id, at=at)
        if word.said == Said.KEEP:
            _promise_to_ring(word, by, at)
    record(act="pickup:answered", about=[contact.ref, task.ref], by=by, at=at, fields=("content",))
    return word


def _promise_to_ring(word: PickupWord, by: Actor, at: datetime) -> None:
    pack = current(at=at)
    minutes = minutes_until_word(at, calendar=pack.calendar(), by=pack.area.school_pickup_by)
    timing.start(
        timing.ring_back_key(word.ref),
        timing.RING_BACK,
        subject=word.contact.ref,
        owner=owner_of(word.contact, at=at),
        target=Target("minutes", minutes),
        pack=pack,
        by=by.id,
        at=at,
    )


def _rang(task: FeedbackTask, spoke_with: str, by: Actor, at: datetime) -> None:
    """Kept as a call; and where it could not be sent, that call is how they were told."""
    if task.status == FeedbackTask.Status.HELD:
        settle_feedback(
            task_id=str(task.pk),
            how="told",
            because=task.text,
            spoke_with=spoke_with,
            rang_at=at,
            by=by,
            at=at,
        )
        return
    note_call(
        about=task.ref,
        counts_as="feedback",
        spoke_with=spoke_with,
        rang_at=at,
        said=task.text,
        within=f"contact:{task.contact_id}",
        by=by,
        at=at,
    )
