"""Close a referral, once nobody objects, or with a manager's reason although somebody does."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no, yes
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import Pack, current
from plait.people.actions.end_involvements import end_involvements
from plait.referrals.access import open_referral
from plait.referrals.actions.withdraw_check import withdraw_check
from plait.referrals.events import ReferralClosed
from plait.referrals.models import Referral
from plait.referrals.queries.closing import (
    check_ids,
    clock_subjects,
    may_ask_to_close,
    needs_second_person,
    objections_to_closing,
)
from plait.referrals.rules import may_close
from plait.referrals.store.clocks import stop_at_closing
from plait.referrals.store.moves import make_move

CLOSING = "reason_for_closure"
# The hub keeps its own (`duty`), so that it can read what it closed and open it again; `referred` is the receipt.
WORKING = frozenset({"allocated", "claimed", "emergency"})


@deed
def close_referral(
    *, referral_id: str, outcome: str, because: str, despite: str = "", by: Actor, at: datetime
) -> Referral:
    """Close it: everyone's work on it ends, its clocks stop, questions still out are taken back. Twice changes nothing.

    `outcome` is a code of the national reasons for closing. Where protection was begun two people close it: somebody asked
    (`ask_to_close`), and a hub manager who is another person agrees. `despite` is a hub manager's reason to close although
    somebody objects; it is kept with the objections.
    """
    seen = open_referral(by, referral_id, at=at, act="referral:close")
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    if referral.status == Referral.Status.CLOSED:
        return referral
    objections = [objection.say for objection in objections_to_closing(referral, at=at)]
    pack = current(at=at)
    verdict = _may(
        referral, by=by, outcome=outcome, because=because, despite=despite, objections=objections, pack=pack
    )
    if not verdict:
        raise Refused(verdict, about=referral.ref)
    words = f"{pack.code_label(CLOSING, outcome)}. {because.strip()}"
    if referral.close_asked_by:
        words += f"\nAsked by {referral.close_asked_by_name}: {referral.close_asked_because}"
    if verdict.reason == "closed-despite-objections":
        words = f"{words}\nClosed although: {' '.join(objections)}\nReason: {despite.strip()}"
    for check_id in check_ids(referral.pk, waiting=True):
        withdraw_check(check_id=str(check_id), because="The referral was closed.", by=by, at=at)
    referral.closed_at, referral.closed_by, referral.closed_because = at, by.id, words
    referral.closed_outcome = outcome
    make_move(referral, "close", because=words, by=by, at=at)
    end_involvements(source_kind="contact", source_id=referral.contact_id, kinds=WORKING, by=by, at=at)
    for check_id in check_ids(referral.pk):
        end_involvements(source_kind="check", source_id=check_id, by=by, at=at)
    stop_at_closing(clock_subjects(referral), by=by, at=at)
    record(
        act="referral:closed", about=referral.ref, by=by, at=at, fields=("content",), reason=verdict.reason
    )
    announce(ReferralClosed(referral.pk, by.id, at))
    return referral


def _may(
    referral: Referral,
    *,
    by: Actor,
    outcome: str,
    because: str,
    despite: str,
    objections: list[str],
    pack: Pack,
) -> Verdict:
    if not (works := may_ask_to_close(referral, by=by)):
        return works
    if not because.strip():
        return no("no-reason", say="Say why it closes.", next_step="Add your reason")
    if outcome not in dict(pack.code_choices(CLOSING)):
        return no("no-outcome", say="Say how it ends.", next_step="Choose one of the ways shown")
    if needs_second_person(referral, by=by, pack=pack):
        return no(
            "needs-second-person",
            say="Protection was begun for this child, so two people close it.",
            next_step="One asks for it, and a hub manager who is another person agrees",
        )
    verdict = may_close(objections=objections)
    if verdict or not despite.strip():
        return verdict
    if may(by, "decision:override"):
        return yes("closed-despite-objections")
    return no(
        "despite-needs-manager",
        say="Only a hub manager can close this while somebody objects.",
        next_step="Settle the objections, or ask a hub manager",
    )
