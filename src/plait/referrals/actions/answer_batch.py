"""Answer a morning list in one go, where the answer is that nothing relevant, or nothing at all, is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plait.agencies.roles import may
from plait.base.access.deeds import deed, record_refusal
from plait.base.access.verdict import NOTHING_BY_THIS_ROUTE, Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_check
from plait.referrals.actions.settle_answers import ChildAnswer, settle_answers
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.referrals.queries.checks import current_answers

BY_BATCH = (CheckAnswer.Kind.NOTHING_RELEVANT, CheckAnswer.Kind.NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one check of a batch. `reference` is empty where nothing can be said of it."""

    check_id: str
    reference: str
    done: bool
    say: str = ""


@deed
def answer_batch(*, answers: Sequence[tuple[str, str]], by: Actor, at: datetime) -> list[Answered]:
    """Give each check its answer for every child that has none yet. One that cannot be answered does not hold up the
    rest: it is reported, and its refusal kept. A colleague's answer is never replaced from here."""
    may(by, "check:answer").insist()
    if not answers:
        raise Refused(
            no("nothing-ticked", say="Nothing was ticked.", next_step="Tick the checks you want to answer")
        )
    done = [_one(check_id, kind, by=by, at=at) for check_id, kind in dict(answers).items()]
    record(act="check:batch", about=[f"check:{one.check_id}" for one in done], by=by, at=at)
    return done


def _one(check_id: str, kind: str, *, by: Actor, at: datetime) -> Answered:
    reference = ""
    try:
        with transaction.atomic():
            check = open_check(by, check_id, at=at, act="check:answer")
            reference = check.reference
            if kind not in BY_BATCH:
                raise Refused(
                    no(
                        "not-for-a-batch",
                        say="This answer needs words of its own.",
                        next_step="Open the check",
                    ),
                    about=check.ref,
                )
            settle_answers(
                check=check,
                answers=_for_those_without(check, kind),
                by_name=by.name,
                channel="plait",
                gateway="",
                family_told="not_known",
                by=by,
                at=at,
            )
            return Answered(check_id, reference, done=True)
    except Refused as refusal:
        record_refusal(
            verdict=refusal.verdict,
            act="deed:answer_batch",
            about=refusal.about or f"check:{check_id}",
            by=by,
            at=at,
        )
        return Answered(check_id, reference, done=False, say=refusal.verdict.say or NOTHING_BY_THIS_ROUTE)


def _for_those_without(check: PartnerCheck, kind: str) -> list[ChildAnswer]:
    answered = {str(one.person_id): one for one in current_answers([str(check.pk)])}
    children = [str(child["person"]) for child in check.shown.get("children", [])]
    waiting = [child for child in children if child not in answered]
    if not waiting and answered:
        names = ", ".join(sorted({one.by_name for one in answered.values()}))
        raise Refused(
            no("answered-already", say=f"Answered already by {names}.", next_step="Open it to see"),
            about=check.ref,
        )
    return [ChildAnswer(person_id=child, kind=kind) for child in waiting]
