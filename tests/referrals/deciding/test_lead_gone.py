"""Esther leads; then she leaves, is suspended, or says that she knows the family. Somebody must see that nobody leads."""

from datetime import timedelta

import pytest

from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.suspend import suspend_practitioner
from plait.base import packs
from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.queries import person
from plait.referrals.access import visible_referrals
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.jobs import tell_that_nobody_leads
from plait.referrals.presenters.leading import Desk as LeadDesk
from plait.referrals.presenters.leading import on_the_desk
from plait.referrals.queries.leading import led_by, that_await
from plait.site.demo.cast import Cast
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide

PROCESS = Actor.process("tests")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def led(story: Story, cast: Cast) -> Story:
    """The children’s lead is Esther Lunn; Jo Barley is of her team too."""
    story.answer("police", "police", "Called to the address in October.")
    story.answer("school", "dsl")
    decide(story)
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    team = cast.teams["assessment"]
    cast.people["family_helper"].memberships.create(team=team, from_at=story.at - timedelta(days=1))
    story.at += timedelta(hours=1)
    return story


def sees(led: Story) -> tuple[LeadDesk, int]:
    colleague = led.who("family_helper")
    visible = visible_referrals(colleague, at=led.at)
    read = led_by(visible, by=colleague, at=led.at)
    desk = on_the_desk(read, pack=packs.current(at=led.at), by=colleague, at=led.at)
    return desk, that_await(visible, by=colleague).count()


def esther_leaves(led: Story) -> None:
    lead = led.cast.people["lead"]
    lead.left_at = led.at
    lead.save()


def esther_is_suspended(led: Story) -> None:
    suspend_practitioner(
        practitioner_id=str(led.cast.people["lead"].pk),
        because="A question about look-ups.",
        by=PROCESS,
        at=led.at,
    )


def esther_knows_them(led: Story) -> None:
    known = person(led.child()).descriptions.get()
    declare_conflict(
        forename=known.forename,
        surname=known.surname,
        born_on=None,
        kind="friend",
        by=led.who("lead"),
        at=led.at,
    )


def test_while_she_leads_it_stands_with_her_team_and_waits_for_nobody(led: Story) -> None:
    desk, waiting = sees(led)
    assert (desk.waiting, waiting) == ([], 0)
    assert [row.lead for row in desk.team] == ["Esther Lunn"]


@pytest.mark.parametrize("gone", [esther_leaves, esther_knows_them])
def test_it_waits_for_her_team_again_and_a_colleague_takes_it_over(led: Story, gone: object) -> None:
    assert callable(gone)
    gone(led)
    desk, waiting = sees(led)
    assert waiting == 1
    assert [(row.lead, row.flags[0]["text"]) for row in desk.waiting] == [
        ("Nobody now", "Nobody leads now: accept, or ring the hub")
    ]
    accept_lead(referral_id=str(led.referral.pk), by=led.who("family_helper"), at=led.at)
    led.at += timedelta(minutes=1)
    desk, waiting = sees(led)
    assert (desk.waiting, waiting, len(desk.mine)) == ([], 0, 1)


@pytest.mark.parametrize("gone", [esther_leaves, esther_knows_them])
def test_the_hub_reads_that_nobody_leads_and_nobody_is_sent_to_her(
    led: Story, desk: Desk, gone: object
) -> None:
    assert callable(gone)
    path = f"/referrals/{led.referral.pk}/"
    around = f"/people/{led.child()}/round/"
    assert "07700 900107" in desk.get("manager", path).content.decode()
    gone(led)
    text = desk.get("manager", path).content.decode()
    assert "Nobody leads now." in text
    assert "07700 900107" not in text
    shown = desk.get("manager", around).content.decode()
    assert "Esther Lunn" not in shown
    assert "Assessment team" in shown


@pytest.mark.parametrize("gone", [esther_is_suspended, esther_knows_them])
def test_the_hub_is_told_by_itself_on_its_desk_and_by_a_letter_that_says_nothing(
    led: Story, desk: Desk, gone: object
) -> None:
    assert callable(gone)
    tell_that_nobody_leads(led.at)
    assert not letters() and "Nobody leads now" not in desk.get("manager", "/hub/").content.decode()
    gone(led)
    for page in ("/hub/", "/hub/board/"):
        text = desk.get("manager", page).content.decode()
        assert "Nobody leads now: somebody takes over" in text, page
        assert "Protected, with a lead" not in text, page
        assert "Assessment team" in text and "knows" not in text.casefold(), page
    tell_that_nobody_leads(led.at)
    assert letters() == sorted(
        {f"team:{led.referral.contact.team_id}", f"team:{led.cast.teams['assessment'].pk}"}
    )
    tell_that_nobody_leads(led.at + timedelta(minutes=5))
    assert len(letters()) == 2, "once for each lead"
    accept_lead(referral_id=str(led.referral.pk), by=led.who("family_helper"), at=led.at)
    led.at += timedelta(minutes=1)
    assert "Nobody leads now" not in desk.get("manager", "/hub/").content.decode()


def test_what_an_agency_owes_when_it_ends_is_the_hubs_from_that_moment(story: Story) -> None:
    hub, check = f"team:{story.contact.team_id}", story.checks["police"]
    running = clock(f"{check.ref}:answer")
    assert running is not None and running.owner == f"team:{check.team_id}"
    end_agency(agency_id=str(check.agency_id), by=PROCESS, at=story.at)
    owned = clock(f"{check.ref}:answer")
    assert owned is not None and (owned.owner, owned.due_at) == (hub, running.due_at)
    assert Message.objects.get(kind="owed-by-nobody").to_ref == hub


def letters() -> list[str]:
    return sorted(Message.objects.filter(kind="nobody-leads").values_list("to_ref", flat=True))
