"""The morning list: Tom answers several checks in one go."""

from collections.abc import Callable
from datetime import datetime

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.referrals.actions.answer_batch import answer_batch
from plait.referrals.actions.answer_check import ChildAnswer, answer_check
from plait.referrals.models import CheckAnswer
from tests.referrals.checks.conftest import Ask

Who = Callable[[str], Actor]


def test_many_checks_are_answered_at_once_each_audited(ask: Ask, who: Who, at: datetime) -> None:
    one, two = ask(reference="K-1"), ask(reference="K-2")
    done = answer_batch(
        answers=[(str(one.pk), "not_known"), (str(two.pk), "nothing_relevant")], by=who("dsl"), at=at
    )
    assert [(each.reference, each.done) for each in done] == [("K-1", True), ("K-2", True)]
    one.refresh_from_db()
    assert one.status == "answered"
    assert AuditEntry.objects.filter(act="check:answered").count() == 4  # each check and its referral


def test_one_that_cannot_be_answered_is_reported_and_does_not_hold_up_the_rest(
    ask: Ask, who: Who, at: datetime
) -> None:
    mine, theirs, gone = ask(reference="K-1"), ask("police"), ask(reference="K-3", status="withdrawn")
    done = answer_batch(
        answers=[(str(check.pk), "not_known") for check in (theirs, gone, mine)], by=who("dsl"), at=at
    )
    assert [each.done for each in done] == [False, False, True]
    assert done[0].reference == "" and "withdrawn" in done[1].say
    assert AuditEntry.objects.filter(verdict="refused", act="deed:answer_batch").count() == 2
    assert CheckAnswer.objects.filter(partner_check=mine).count() == 2


def test_a_colleagues_answer_is_never_replaced_from_the_list(ask: Ask, who: Who, at: datetime) -> None:
    check = ask()
    children = [child["person"] for child in check.shown["children"]]
    told = [ChildAnswer(child, "speak_to_me", note="07700 900101") for child in children]
    answer_check(check_id=str(check.pk), answers=told[:1], by=who("dsl"), at=at)
    first = answer_batch(answers=[(str(check.pk), "not_known")], by=who("deputy_dsl"), at=at)
    again = answer_batch(answers=[(str(check.pk), "not_known")], by=who("deputy_dsl"), at=at)
    assert first[0].done and not again[0].done and "Tom Ferris" in again[0].say
    kinds = {str(one.person_id): one.kind for one in CheckAnswer.objects.filter(superseded=False)}
    assert kinds == {children[0]: "speak_to_me", children[1]: "not_known"}


def test_an_answer_that_needs_words_is_not_for_a_batch(ask: Ask, who: Who, at: datetime) -> None:
    done = answer_batch(answers=[(str(ask().pk), "items")], by=who("dsl"), at=at)
    assert not done[0].done and not CheckAnswer.objects.exists()


@pytest.mark.parametrize(("key", "ticked"), [("dsl", False), ("teacher", True)])
def test_nothing_ticked_and_nobody_allowed_are_refused(
    ask: Ask, who: Who, at: datetime, key: str, ticked: bool
) -> None:
    check = ask()
    with pytest.raises(Refused):
        answer_batch(answers=[(str(check.pk), "not_known")] if ticked else [], by=who(key), at=at)
    assert AuditEntry.objects.filter(verdict="refused").count() == 1
