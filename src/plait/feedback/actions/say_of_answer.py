"""Say whether a partner's answer helped, came too late or lacked something. The agency that gave it reads it, as its own."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.access import open_used_answer
from plait.feedback.actions.promise_feedback import promise_feedback
from plait.feedback.models import AnswerWord
from plait.feedback.queries.telling import contributing
from plait.referrals.queries.leaving import insist_may_leave

Said = AnswerWord.Said
WORDS = {
    Said.HELPED: "Your answer with reference {reference} helped: somebody who worked with it says so. Thank you.",
    Said.LATE: "Your answer with reference {reference} came too late to be used at once, says somebody who worked with it. It is "
    "kept and read with what comes after. If something stands in the way of answering in time, ring {hub_name} on {hub_phone}.",
    Said.MISSING: "Something was missing from your answer with reference {reference}, says somebody who worked with it. If you "
    "know it now, ring {hub_name} on {hub_phone} and name the reference.",
}


@deed
def say_of_answer(
    *, check_id: str, said: str, words: str = "", other_because: str = "", by: Actor, at: datetime
) -> AnswerWord:
    """One of `AnswerWord.Said`, with what was missing. The same twice is once; otherwise the last counts. Raises Refused
    while the words hold what must not leave (`referrals.queries.leaving`)."""
    check = open_used_answer(by, check_id, at=at)
    contact, words = check.referral.contact, words.strip()
    if said not in Said.values:
        raise Refused(
            no("no-such-word", say="Choose one of the answers.", next_step="Choose one"), about=check.ref
        )
    if said == Said.MISSING and not words:
        say = "Say what was missing, so that they can send it."
        raise Refused(no("needs-reason", say=say, next_step="Add one sentence"), about=check.ref)
    before = check.words_said.filter(by=by.id).order_by("-at", "-pk")
    last = before.first()
    if last is not None and (last.said, last.words) == (said, words):
        record(act="answer:word-said-again", about=check.ref, by=by, at=at)
        return last
    if insist_may_leave(contact, [words], other_because=other_because, about=check.ref):
        record(act="answer:name-kept", about=check.ref, by=by, at=at, purpose=other_because)
    task = promise_feedback(
        contact=contact,
        decision_ref=f"answer-word:{check.pk}:{check.words_said.count() + 1}",
        outcome="",
        telling=contributing(check, contact, kind="helped", words=WORDS[Said(said)], also=words),
        by=by,
        at=at,
    )
    before.update(superseded=True)
    word = AnswerWord.objects.create(
        partner_check=check, said=said, words=words, task=task, by=by.id, by_name=by.name, at=at
    )
    record(act="answer:word-said", about=[check.ref, task.ref], by=by, at=at, fields=("content",))
    return word
