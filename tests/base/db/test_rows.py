"""Rows that are written in words made once stand as a model would have saved them, once, or not at all."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from plait.base.db.rows import change, put
from plait.base.timers.models import Timer

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def a_timer(key: str = "contact-unread:1") -> Timer:
    return Timer(key=key, kind="contact-unread", subject="contact:1", due_at=AT, next_try=AT)


def test_a_row_is_put_there_as_a_model_would_be_saved() -> None:
    made = a_timer()
    assert put(made)
    kept = Timer.objects.get()
    names = [field.attname for field in Timer._meta.concrete_fields]
    assert [getattr(kept, name) for name in names] == [getattr(made, name) for name in names]
    assert not made._state.adding  # saved again it is changed, not put there twice
    made.save()
    assert Timer.objects.count() == 1


def test_what_must_stand_once_is_put_there_once_and_says_so() -> None:
    first, second = a_timer(), a_timer()
    assert put(first, once="key")
    assert not put(second, once="key")
    assert Timer.objects.get().pk == first.pk
    assert second._state.adding


def test_a_row_that_cannot_stand_is_refused_by_the_database() -> None:
    put(a_timer())
    with pytest.raises(IntegrityError), transaction.atomic():
        put(a_timer())
    assert Timer.objects.count() == 1


def test_only_the_fields_that_are_named_are_changed() -> None:
    made = a_timer()
    put(made)
    made.due_at, made.attempts = AT + timedelta(hours=1), 7
    change(made, "due_at")
    kept = Timer.objects.get()
    assert (kept.due_at, kept.attempts) == (AT + timedelta(hours=1), 0)


def test_a_row_that_is_gone_is_not_changed_in_silence() -> None:
    made = a_timer()
    made.pk = uuid.uuid4()
    with pytest.raises(Timer.DoesNotExist):
        change(made, "due_at")
