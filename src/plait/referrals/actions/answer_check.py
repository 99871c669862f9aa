"""The agency that was asked answers, for some or all of the children."""

from collections.abc import Sequence
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.referrals.access import open_check
from plait.referrals.actions.settle_answers import ChildAnswer, Item, settle_answers
from plait.referrals.models import PartnerCheck
from plait.referrals.queries.checks import answers_ever, current_answers, own_items

__all__ = ["ChildAnswer", "Item", "answer_check"]


@deed
def answer_check(
    *,
    check_id: str,
    answers: Sequence[ChildAnswer],
    channel: str = "plait",
    gateway: str = "",
    family_told: str = "not_known",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> PartnerCheck:
    """Answer for some or all of the children asked about. Answering again replaces what was said before, which is kept.

    `seen` is how many answers the reader's page knew of (`queries.checks.answers_ever`): when somebody has answered
    since, nothing is replaced and Refused says so; the same answer posted twice by one person is kept once.
    """
    may(by, "check:answer").insist(about=f"check:{check_id}")
    check = open_check(by, check_id, at=at, act="check:answer")
    if seen is not None and seen != answers_ever(check_id):
        if _same_as_now(check, answers, by=by):
            return check
        raise Refused(
            no(
                "answered-meanwhile",
                say="Somebody in your agency has answered this since you opened it. What you wrote has not been lost.",
                next_step="Look at both answers, then send yours or leave theirs",
            ),
            about=check.ref,
        )
    return settle_answers(
        check=check,
        answers=answers,
        by_name=by.name,
        channel=channel,
        gateway=gateway,
        family_told=family_told,
        by=by,
        at=at,
    )


def _same_as_now(check: PartnerCheck, answers: Sequence[ChildAnswer], *, by: Actor) -> bool:
    """Is this exactly what the same person has answered already (a form posted twice)?"""
    standing = {str(one.person_id): one for one in current_answers([str(check.pk)])}
    kept: dict[str, list[str]] = {}
    for item in own_items(str(check.pk), agency_id=str(check.agency_id)):
        kept.setdefault(item.person_id, []).append(item.text)
    for answer in answers:
        one = standing.get(answer.person_id)
        if one is None or one.by != by.id or one.kind != answer.kind or one.note != answer.what_the_hub_reads:
            return False
        if sorted(item.text for item in answer.items) != sorted(kept.get(answer.person_id, [])):
            return False
    return True
