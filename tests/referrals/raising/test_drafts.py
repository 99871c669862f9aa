"""Unsent words: kept for their author alone, for a fortnight, and never overwritten unseen."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.referrals.actions.discard_draft import discard_draft
from plait.referrals.actions.save_draft import DraftMoved, save_draft
from plait.referrals.jobs import let_drafts_expire
from plait.referrals.models import Draft
from plait.referrals.queries.raising import own_draft, own_drafts
from tests.referrals.raising.conftest import Who


def test_a_draft_is_the_authors_alone(who: Who, at: datetime) -> None:
    draft = save_draft(about="concern", answers={"told": {"observed": "Bruise"}}, by=who("teacher"), at=at)

    assert own_draft(who("teacher"), draft.pk, at=at) == draft
    assert own_draft(who("dsl"), draft.pk, at=at) is None
    for deed in (
        lambda: save_draft(about="concern", answers={}, draft_id=str(draft.pk), by=who("dsl"), at=at),
        lambda: discard_draft(draft_id=str(draft.pk), by=who("dsl"), at=at),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.verdict.hides
    assert AuditEntry.objects.filter(verdict="refused").count() == 2


def test_the_second_window_is_told_and_nothing_is_lost(who: Who, at: datetime) -> None:
    teacher = who("teacher")
    first = save_draft(about="concern", answers={"a": "one"}, by=teacher, at=at)
    save_draft(about="concern", answers={"a": "two"}, draft_id=str(first.pk), version=1, by=teacher, at=at)

    with pytest.raises(DraftMoved) as moved:
        save_draft(
            about="concern", answers={"a": "three"}, draft_id=str(first.pk), version=1, by=teacher, at=at
        )

    assert moved.value.draft.answers == {"a": "two"}
    assert Draft.objects.get().answers == {"a": "two"}


def test_a_start_sent_twice_makes_one_draft(who: Who, at: datetime) -> None:
    key = str(uuid4())
    for _ in range(2):
        save_draft(about="concern", answers={}, draft_id=key, by=who("teacher"), at=at)
    assert Draft.objects.count() == 1


def test_a_draft_expires_a_fortnight_after_it_was_last_saved(who: Who, at: datetime) -> None:
    teacher = who("teacher")
    draft = save_draft(about="concern", answers={}, by=teacher, at=at)
    later = at + timedelta(days=10)
    save_draft(about="concern", answers={"a": "b"}, draft_id=str(draft.pk), by=teacher, at=later)

    let_drafts_expire(at + timedelta(days=15))
    assert own_drafts(teacher, at=at + timedelta(days=15)).count() == 1
    let_drafts_expire(later + timedelta(days=14))
    assert not Draft.objects.exists()
    assert AuditEntry.objects.filter(act="draft:expired").count() == 1


def test_the_author_throws_a_draft_away(who: Who, at: datetime) -> None:
    draft = save_draft(about="concern", answers={}, by=who("teacher"), at=at)
    discard_draft(draft_id=str(draft.pk), by=who("teacher"), at=at)
    assert not Draft.objects.exists()
