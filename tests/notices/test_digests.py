"""At night, and gathered in one letter: what leaves at once and what waits."""

from datetime import datetime, time, timedelta

from plait.base.outbox import deliver_due
from plait.base.outbox.models import Message
from plait.base.timers.firing import fire_due
from plait.base.timers.models import Timer
from plait.notices.actions.choose import choose
from plait.notices.actions.read import open_notice
from plait.notices.models import Notice
from tests.notices.conftest import DAY, HOUR, Post


def test_at_night_only_what_is_urgent_leaves(letters: Post, at: datetime) -> None:
    night = at.replace(hour=23)
    calm, late = (
        letters.write("lead", at=night),
        letters.write("lead", "stepdown-late", letter="due", at=night),
    )
    assert deliver_due(at=night).sent == 1
    assert Message.objects.get(pk=late.pk).state == "sent"
    assert deliver_due(at=night.replace(hour=6) + DAY).sent == 0
    assert deliver_due(at=night.replace(hour=8) + DAY).sent == 1
    assert Message.objects.get(pk=calm.pk).state == "sent"


def gathers(letters: Post, key: str = "lead", hours: str = "8") -> None:
    choose(
        in_digest=["work", "late"], hours=hours, quiet_from=time(20), quiet_until=time(7), by=letters.who(key),
        at=letters.at,
    )  # fmt: skip


def test_what_is_gathered_comes_in_one_letter_once(letters: Post, at: datetime) -> None:
    gathers(letters)
    first, _second = letters.write("lead"), letters.write("lead")
    late = letters.write("lead", "stepdown-late", letter="due")
    assert (first.state, late.state) == ("gathered", "queued"), (
        "what is late cannot be gathered, whatever was chosen"
    )
    due = Timer.objects.get(kind="notice-digest").due_at
    fire_due(at=due)
    digest = Message.objects.get(kind="digest")
    assert digest.context == {"count": 2, "link_path": "/notices/"}
    fire_due(at=due + HOUR)
    assert Message.objects.filter(kind="digest").count() == 1


def test_a_clock_that_goes_back_sends_no_digest_twice(letters: Post) -> None:
    gathers(letters)
    letters.write("lead")
    timer = Timer.objects.get(kind="notice-digest")
    fire_due(at=timer.due_at)
    letters.write("lead", at=timer.due_at - HOUR)  # the machine's clock was put back by an hour
    assert fire_due(at=timer.due_at - HOUR).fired == 0
    fire_due(at=timer.due_at + timedelta(minutes=1))
    assert Message.objects.filter(kind="digest").count() == 1
    waits = Notice.objects.get(gathered_in="", gathered_for__isnull=False)
    later = Timer.objects.filter(kind="notice-digest", state="waiting")
    assert waits.gathered_for and later.exists(), "and nothing is lost: it comes with the next"


def test_what_was_read_meanwhile_is_in_no_digest(letters: Post) -> None:
    gathers(letters)
    letters.write("lead")
    open_notice(notice_id=str(letters.told("lead")[0].pk), by=letters.who("lead"), at=letters.at)
    fire_due(at=Timer.objects.get(kind="notice-digest").due_at)
    assert not Message.objects.filter(kind="digest").exists()


def test_a_digest_waits_for_whoever_is_away(letters: Post, at: datetime) -> None:
    gathers(letters)
    letters.write("lead")
    letters.away("lead", days=3)
    fire_due(at=Timer.objects.get(kind="notice-digest").due_at)
    assert not Message.objects.filter(kind="digest").exists()
    again = Timer.objects.get(kind="notice-digest", state="waiting")
    assert again.due_at >= at + 3 * DAY
    fire_due(at=again.due_at)
    assert Message.objects.get(kind="digest").context["count"] == 1
