"""Each agency's newest view stands beside the others'."""

from datetime import timedelta

import pytest

from plait.base import packs
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.thresholds.actions.record_view import record_view
from plait.thresholds.models import LevelView
from plait.thresholds.queries import own_view, standing_views
from plait.thresholds.queries.shown import framework, side_by_side
from tests.referrals.deciding.conftest import Story

pytestmark = pytest.mark.django_db(transaction=True)


def view(story: Story, who: str, level: int, *ticked: str, because: str = "", subject: str = "") -> LevelView:
    return record_view(
        subject=subject or story.referral.ref,
        level=level,
        indicators=list(ticked),
        because=because,
        by=story.who(who),
        at=story.at,
    )


def test_the_newest_view_of_each_agency_stands_and_earlier_ones_are_kept(story: Story) -> None:
    pack = packs.current(at=story.at)
    bruise = pack.indicators(4)[0].code
    view(story, "dsl", 2)
    story.at += timedelta(minutes=10)
    view(story, "dsl", 4, bruise)
    view(story, "police", 3, bruise, because="Two calls, no injuries seen.")
    standing = standing_views(story.referral.ref)
    assert [(one.agency_name, one.level) for one in standing] == [
        ("Alder Lane Primary School", 4),
        ("Fenmarch Police", 3),
    ]
    assert LevelView.objects.count() == 3 and all(one.pack == str(pack.release_id) for one in standing)
    shown = side_by_side(standing, pack)
    assert shown.differ and shown.spread == "from level 3 to level 4"
    assert shown.views[0].ticked == (pack.indicators(4)[0].text,)
    mine = own_view(story.referral.ref, story.who("dsl").agency)
    assert mine is not None and mine.level == 4


def test_the_framework_is_shown_whole(story: Story) -> None:
    levels = framework(packs.current(at=story.at))
    assert [level.n for level in levels] == [1, 2, 3, 4] and all(level.domains for level in levels)


@pytest.mark.parametrize(
    ("level", "ticked", "reason"), [(9, (), "no-such-level"), (2, ("made-up",), "no-such-indicator")]
)
def test_what_is_not_in_the_framework_is_refused(
    story: Story, level: int, ticked: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(Refused) as refusal:
        view(story, "dsl", level, *ticked)
    assert refusal.value.verdict.reason == reason
    assert AuditEntry.objects.filter(verdict="refused", reason=reason).exists()


def test_to_differ_from_what_was_ticked_takes_a_reason(story: Story) -> None:
    bruise = packs.current(at=story.at).indicators(4)[0].code
    with pytest.raises(Refused, match="differs-without-reason"):
        view(story, "dsl", 2, bruise)


@pytest.mark.parametrize("who", ["housing", "family_helper", "lead"])
def test_only_agencies_involved_speak(story: Story, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        view(story, who, 2)
    assert refusal.value.verdict.hides
    with pytest.raises(Refused):
        view(story, "dsl", 2, subject="referral:4a9dcf6c-0f5e-4d8e-8b45-6b9d1ad2f5d5")
    with pytest.raises(Refused):
        view(story, "dsl", 2, subject="moon:1")
