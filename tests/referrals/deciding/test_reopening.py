"""Opened again: the team that led is asked anew, everyone has their way in again, and whoever heard of the end hears this."""

from datetime import timedelta

import pytest

from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers.firing import fire_due
from plait.desk.presenters.hub import hub_desk
from plait.desk.queries.hub import desk_facts
from plait.feedback.models import FeedbackTask
from plait.people.access import visible_people
from plait.referrals.access import visible_checks, visible_referrals
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.models import Referral
from plait.referrals.presenters.leading import on_the_desk
from plait.referrals.queries.leading import led_by, that_await
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def closed(story: Story) -> Story:
    """Esther led it for a day, then the hub's manager closed it."""
    story.answer("police", "police", "Called to the address in October.")
    story.answer("school", "dsl")
    decide(story)
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    FeedbackTask.objects.update(status=FeedbackTask.Status.TOLD)
    story.at += timedelta(days=1)
    close_referral(
        referral_id=str(story.referral.pk),
        outcome="RC7",
        because="Plan made.",
        despite="The family has moved.",
        by=story.who("manager"),
        at=story.at,
    )
    story.at += timedelta(days=3)
    return story


def reopen(story: Story) -> None:
    reopen_referral(
        referral_id=str(story.referral.pk), because="A new bruise.", by=story.who("screener"), at=story.at
    )
    story.at += timedelta(minutes=1)


def test_the_team_that_led_is_asked_anew_with_a_running_clock_and_can_accept(closed: Story) -> None:
    reopen(closed)
    assert closed.read.status == Referral.Status.DECIDED and closed.read.lead is None
    accepts = clock(f"referral:{closed.referral.pk}:lead-accepts")
    assert accepts is not None and accepts.state == "running"
    assert accepts.owner == f"team:{closed.cast.teams['assessment'].pk}"
    lead = closed.who("lead")
    visible = visible_referrals(lead, at=closed.at)
    assert that_await(visible, by=lead).count() == 1
    from plait.base import packs

    desk = on_the_desk(
        led_by(visible, by=lead, at=closed.at), pack=packs.current(at=closed.at), by=lead, at=closed.at
    )
    assert [row.reference for row in desk.waiting] == [closed.referral.reference]
    Message.objects.all().delete()
    fire_due(at=closed.at + timedelta(days=4))
    assert Message.objects.filter(kind="lead-not-accepted").exists()
    accept_lead(referral_id=str(closed.referral.pk), by=lead, at=closed.at)
    assert closed.read.status == Referral.Status.WITH_LEAD


def test_everyone_whose_way_in_the_closing_ended_has_it_again(closed: Story) -> None:
    lead, dsl = closed.who("lead"), closed.who("dsl")
    assert not visible_people(lead, at=closed.at).exists()
    assert not visible_checks(dsl, at=closed.at).exists()
    reopen(closed)
    assert visible_people(lead, at=closed.at).count() == 2
    assert visible_referrals(lead, at=closed.at).exists()
    assert visible_checks(dsl, at=closed.at).exists()


def test_it_stands_on_top_of_the_desk_until_somebody_leads_it(closed: Story) -> None:
    from plait.base import packs

    reopen(closed)
    hub = closed.who("screener")
    facts = desk_facts(hub, at=closed.at)
    first = hub_desk(facts, pack=packs.current(at=closed.at), at=closed.at).parts[0]
    assert (first.anchor, first.count) == ("reopened", "1")
    assert "Assessment" in first.rows[0].waiting_for
    accept_lead(referral_id=str(closed.referral.pk), by=closed.who("lead"), at=closed.at)
    after = hub_desk(
        desk_facts(hub, at=closed.at + timedelta(minutes=1)), pack=packs.current(at=closed.at), at=closed.at
    )
    assert all(part.anchor != "reopened" for part in after.parts)


def test_whoever_was_told_of_the_end_is_told_of_the_new_beginning(closed: Story) -> None:
    ended = {one.about for one in FeedbackTask.objects.filter(decision_ref__startswith="closed:")}
    assert ended == {f"contact:{closed.contact.pk}", closed.checks["police"].ref}
    reopen(closed)
    begun = FeedbackTask.objects.filter(decision_ref__startswith="reopened:")
    assert {one.about for one in begun} == ended
    assert all("opened again" in one.text and one.status == "sent" for one in begun)


def test_a_clock_that_the_closing_stopped_was_not_met_and_nobody_leads(closed: Story, desk: Desk) -> None:
    page = desk.get("manager", f"/referrals/{closed.referral.pk}/").content.decode()
    assert "Stopped: closed" in page
    assert "Nobody leads: closed" in page
    promises = page.partition('id="clocks"')[2].partition("</section>")[0]
    assessment = promises.partition("Finish the assessment")[2].partition("</li>")[0]
    assert "Stopped: closed" in assessment and "Met" not in assessment
