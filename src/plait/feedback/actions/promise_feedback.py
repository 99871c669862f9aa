"""Promise one recipient feedback: draft it in the pack's words for them, and send it, or hold it for a person."""

from datetime import datetime

from plait.agencies.rules import SOCIAL_CARE
from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.calendars import LONDON
from plait.base.outbox import post
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.owing import owner_of
from plait.feedback.queries.telling import Telling
from plait.feedback.rules import WORDING, goes_back_to_hub, may_send_at_once
from plait.feedback.store import timing
from plait.referrals.models import Contact
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.queries import fitting_gateway, ruling
from plait.sharing.rules import Line, Proposal, weigh

SENTENCE_LIMIT = 300


@deed
def promise_feedback(
    *, contact: Contact, decision_ref: str, outcome: str, telling: Telling, by: Actor, at: datetime
) -> FeedbackTask:
    """One task for one recipient. Sent in this same transaction when it is safe and they can be reached: the words are
    built for that recipient, weighed as a sharing decision, and a neutral notice waits in the outbox. Of an agency that has
    ended and gave an answer nobody is left to tell: that is kept with its reason."""
    pack = packs.current(at=at)
    places = {
        "reference": telling.reference,
        "hub_name": pack.area.hub_name,
        "hub_phone": pack.area.hub_phone,
        "edt_phone": pack.area.edt_phone,
        "decided_on": f"{at.astimezone(LONDON):%-d %B %Y}",
    }
    if telling.words:
        text = telling.words.format_map(places)
    else:
        text = pack.outcome(outcome).tell(WORDING[telling.kind], **places)
    text = f"{text} {telling.also}".rstrip()
    proposal = _proposal(telling, str(contact.team.agency_id), at)
    verdict = may_send_at_once(telling.recipient)
    if verdict and not (gate := weigh(proposal, ruling(proposal, by=by, at=at))):
        verdict = gate  # the decision stands; a person settles what may be said
    nobody_left = verdict.reason == "agency-ended" and not goes_back_to_hub(telling.kind)
    held, not_told = FeedbackTask.Status.HELD, FeedbackTask.Status.NOT_TOLD
    task = FeedbackTask.objects.create(
        about=telling.about,
        contact=contact,
        decision_ref=decision_ref,
        kind=telling.kind,
        status=FeedbackTask.Status.SENT if verdict else not_told if nobody_left else held,
        practitioner_id=telling.practitioner_id,
        agency_id=telling.agency_id,
        actor=telling.actor,
        reference=telling.reference,
        text=text,
        held_because="" if verdict else verdict.say[:SENTENCE_LIMIT],
        held_reason="" if verdict else verdict.reason,
        settled_because=verdict.say if nobody_left else "",
        settled_by=by.id if nobody_left else "",
        settled_at=at if nobody_left else None,
        made_at=at,
        sent_at=at if verdict else None,
        pack=str(pack.release_id),
    )
    key = timing.send_key(task.ref)
    timing.start(
        key,
        timing.SEND,
        subject=task.ref,
        owner=owner_of(contact, at=at),
        watched=not (verdict or nobody_left),
        pack=pack,
        by=by.id,
        at=at,
    )
    if verdict:
        _send(task, telling, proposal, by, at)
        timing.stop(key, end_event="feedback sent", by=by.id, at=at)
    elif nobody_left:
        timing.stop(key, end_event="feedback not_told", by=by.id, at=at)
    record(
        act="feedback:sent" if verdict else "feedback:not_told" if nobody_left else "feedback:held",
        about=[task.ref, telling.about],
        by=by,
        at=at,
        reason=verdict.reason,
        pack=str(pack.release_id),
    )
    return task


def _proposal(telling: Telling, hub: str, at: datetime) -> Proposal:
    pack = packs.current(at=at)
    partner = pack.partners.get(telling.agency_kind)
    return Proposal(
        purpose=f"Telling what came of it ({telling.kind.replace('_', ' ')})",
        gateway=fitting_gateway(
            pack,
            holder=SOCIAL_CARE,
            recipient=telling.agency_kind,
            on=at.astimezone(LONDON).date(),
            prefer=partner.gateway if partner else "",
        ),
        on=at.astimezone(LONDON).date(),
        holder_kind=SOCIAL_CARE,
        recipient_kind=telling.agency_kind,
        lines=[Line("work")],
        outcome="share",
        occasion="feedback",
        purpose_code="outcome",
        holder=hub,
        recipient=telling.agency_id or "",
    )


def _send(task: FeedbackTask, telling: Telling, proposal: Proposal, by: Actor, at: datetime) -> None:
    decision = decide_sharing(
        proposal=proposal,
        said=[Said("work", "What came of it", task.text)],
        people=[],
        source_ref=task.ref,
        from_agency=proposal.holder,
        to_agency=str(task.agency_id or ""),
        recipient=telling.mail_to,
        pack=task.pack,
        by=by,
        at=at,
    )
    task.decision = str(decision.pk)
    task.save(update_fields=["decision"])
    if telling.mail_to:
        post(
            key=f"{task.ref}:waiting",
            kind="feedback",
            to=telling.mail_to,
            about=telling.about,
            context={"link_path": f"/feedback/{task.pk}/"},
            at=at,
        )
