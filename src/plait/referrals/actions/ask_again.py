"""A partner needs more detail, or wants to speak: the hub adds to its question, and the check is out again."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.roles import may
from plait.base.access.classes import FieldGroup
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.packs import current
from plait.referrals.access import hold_check
from plait.referrals.events import PartnerAsked
from plait.referrals.life import CHECK
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.referrals.queries.checks import current_answers
from plait.referrals.queries.leaving import insist_may_leave
from plait.referrals.store.promises import CHECK_NOT_OPENED, watch
from plait.referrals.store.words_owed import answer_is_awaited, word_given
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Line, Proposal


@deed
def ask_again(*, check_id: str, more: str, other_because: str = "", by: Actor, at: datetime) -> PartnerCheck:
    """`more` stands beside the questions as they were asked. What the agency had used of its time stays used.
    Raises Refused while it holds what must not leave (`queries.leaving`)."""
    may(by, "check:ask").insist(about=f"check:{check_id}")
    check = hold_check(check_id, act="check:ask-again", by=by, at=at)
    if not (more := more.strip()):
        raise Refused(
            no("no-questions", say="Write what you can add.", next_step="Add more detail"), about=check.ref
        )
    if check.status in ("asked", "opened") and more in check.questions:
        return check
    if insist_may_leave(check.referral.contact, [more], other_because=other_because, about=check.ref):
        record(act="check:name-kept", about=check.ref, by=by, at=at, purpose=other_because)
    # One that said it needs more has not answered yet: its clock stands still, and the hub adds to the question as it stands.
    needs_more = any(one.kind == CheckAnswer.Kind.NEED_MORE for one in current_answers([str(check.pk)]))
    adds = needs_more and check.status in ("asked", "opened")
    if not adds:
        CHECK.may("ask again", now=check.status).insist(about=check.ref)
    pack = current(at=at)
    agency = agencies.agencies().get(pk=check.agency_id)
    people = [child["person"] for child in check.shown.get("children", [])]
    decide_sharing(
        proposal=Proposal(
            purpose=check.purpose,
            gateway=gateway_facts(pack, check.gateway, recipient_under_contract=agency.under_contract),
            on=at.astimezone(LONDON).date(),
            holder_kind=by.agency_kind,
            recipient_kind=agency.kind,
            lines=[Line(FieldGroup.CONCERN)],
            outcome="share",
            occasion="ask",
        ),
        said=[Said(FieldGroup.CONCERN, "More detail", more)],
        people=people,
        source_ref=check.ref,
        from_agency=by.agency,
        to_agency=str(check.agency_id),
        recipient=f"team:{check.team_id}",
        pack=pack.release_id,
        by=by,
        at=at,
    )
    if not adds:
        check.status = CHECK.after("ask again", now=check.status)
    check.questions = [*check.questions, more]
    check.answered_at = None
    if not adds:  # it is out again: somebody there must open it again, and is rung if nobody does
        check.opened_at, check.opened_by = None, ""
        rating = next(
            (one for one in pack.ratings if one.code == check.referral.contact.rating), pack.ratings[0]
        )
        turn = f":{len(check.questions)}"
        watch(check.ref, CHECK_NOT_OPENED, from_=at, rating=rating, pack=pack, at=at, turn=turn)
    check.save(update_fields=["status", "questions", "answered_at", "opened_at", "opened_by"])
    say = "The hub added to its question"
    answer_is_awaited(check, turn=str(len(check.questions)), because=say, pack=pack, by=by, at=at)
    word_given(check, how="the hub added to its question", by=by, at=at)
    post(
        key=f"{check.ref}:asked:{len(check.questions)}",
        kind="partner-asked",
        to=f"team:{check.team_id}",
        about=check.ref,
        context={"link_path": f"/checks/{check.pk}/", "phone": pack.area.hub_phone},
        at=at,
    )
    record(act="check:asked-again", about=[check.ref, f"referral:{check.referral_id}"], by=by, at=at)
    announce(PartnerAsked(check.pk, check.referral_id, by.id, at))
    return check
