"""A child whose protection was begun is not let go by one person, nor before what was promised is settled."""

from datetime import date, timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.queries import clock, standing_of
from plait.base.outbox.models import Message
from plait.feedback.models import FeedbackTask
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.ask_to_close import ask_to_close
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.complete_action import complete_action
from plait.referrals.actions.record_strategy import Agreed, record_strategy
from plait.referrals.actions.settle_promise import settle_promise
from plait.referrals.models import Referral, StrategyAction
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The enquiry found no harm, and the family has help."


@pytest.fixture
def enquiry(story: Story) -> Story:
    """A section 47 enquiry has begun; Esther leads it; Karen Pike speaks to Dean Kerrigan tonight."""
    story.answer("police", "police", "Called to the address in October.")
    story.answer("school", "dsl")
    decide(story, outcome="section_47")
    lead = story.who("lead")
    accept_lead(referral_id=str(story.referral.pk), by=lead, at=story.at)
    record_strategy(
        referral_id=str(story.referral.pk),
        held_at=story.at,
        attended=[("Karen Pike", "Police")],
        shared="The bruise.",
        decided="A joint enquiry.",
        enquiry="joint",
        medical="no",
        safety_tonight="With the grandmother.",
        actions=[Agreed("Karen Pike", "Speak to Dean Kerrigan", date(2026, 11, 3))],
        by=lead,
        at=story.at,
    )
    FeedbackTask.objects.update(status=FeedbackTask.Status.TOLD)
    story.at += timedelta(minutes=5)
    return story


def close(story: Story, who: str, **more: str) -> Referral:
    said = {"outcome": "RC8", "because": WHY, **more}
    return close_referral(referral_id=str(story.referral.pk), by=story.who(who), at=story.at, **said)


def settle(story: Story, name: str, *, happened: bool, note: str = "Held today.") -> None:
    running = clock(f"referral:{story.referral.pk}:{name}")
    assert running is not None
    settle_promise(
        referral_id=str(story.referral.pk),
        clock_id=str(running.pk),
        happened=happened,
        note=note,
        by=story.who("lead"),
        at=story.at,
    )


def ask(story: Story, who: str = "lead") -> None:
    ask_to_close(referral_id=str(story.referral.pk), because=WHY, by=story.who(who), at=story.at)


def test_each_thing_that_was_promised_holds_it_and_is_named(enquiry: Story) -> None:
    ask(enquiry)
    with pytest.raises(Refused) as refusal:
        close(enquiry, "manager")
    said = refusal.value.verdict.say
    assert refusal.value.verdict.reason == "objections"
    for words in ("conference", "assessment", "Karen Pike: Speak to Dean Kerrigan (Tue 3 Nov 2026)"):
        assert words in said
    assert enquiry.read.status == Referral.Status.WITH_LEAD


def test_neither_the_lead_nor_the_manager_closes_it_alone(enquiry: Story) -> None:
    for who in ("lead", "screener", "manager"):
        with pytest.raises(Refused) as refusal:
            close(enquiry, who)
        assert refusal.value.verdict.reason == "needs-second-person"
    ask(enquiry)
    manager = f"practitioner:{enquiry.who('manager').id}"
    assert Message.objects.get(kind="close-asked").to_ref == manager
    waits = clock(f"{enquiry.referral.ref}:close-asked:1")
    assert waits is not None and waits.state == "running"
    ask(enquiry, "manager")
    others = Message.objects.filter(kind="close-asked").exclude(to_ref=manager)
    assert others.exists(), "another than who asks hears: with no second manager the hub"
    for who in ("manager", "screener"):  # whoever asked does not agree with themselves; only a manager agrees
        with pytest.raises(Refused) as refusal:
            close(enquiry, who)
        assert refusal.value.verdict.reason == "needs-second-person"


def test_it_closes_once_all_is_settled_and_two_people_agree(enquiry: Story) -> None:
    settle(enquiry, "s47_icpc", happened=False, note="The concerns were not substantiated.")
    settle(enquiry, "assessment", happened=True)
    action = StrategyAction.objects.get()
    complete_action(
        referral_id=str(enquiry.referral.pk),
        action_id=str(action.pk),
        done=True,
        by=enquiry.who("lead"),
        at=enquiry.at,
    )
    ask(enquiry)
    with pytest.raises(Refused):
        close(enquiry, "manager")  # nobody says who holds them from here (tests/stepdown)
    closed = close(enquiry, "manager", despite="Nothing was borne out: nobody needs to hold them.")
    assert closed.status == Referral.Status.CLOSED and closed.closed_outcome == "RC8"
    assert "Esther Lunn" in closed.closed_because and WHY in closed.closed_because
    standings = {
        name: str(standing_of(running, enquiry.at))
        for name in ("s47_icpc", "assessment")
        if (running := clock(f"referral:{enquiry.referral.pk}:{name}"))
    }
    assert standings == {"s47_icpc": "stopped", "assessment": "met"}
    waited = clock(f"{enquiry.referral.ref}:close-asked:1")
    assert waited is not None and waited.end_event == "close"


def test_how_it_ends_is_said(enquiry: Story) -> None:
    ask(enquiry)
    with pytest.raises(Refused) as refusal:
        close(enquiry, "manager", outcome="")
    assert refusal.value.verdict.reason == "no-outcome"


def test_a_decision_ends_the_asking_and_protection_waits_for_nobody(enquiry: Story) -> None:
    ask(enquiry)
    decide(enquiry, outcome="immediate_protection")
    assert enquiry.read.close_asked_by == ""


@pytest.mark.parametrize("who", ["police_ex_partner", "teacher", "family_helper"])
def test_others_settle_no_promise(enquiry: Story, who: str) -> None:
    running = clock(f"referral:{enquiry.referral.pk}:s47_icpc")
    assert running is not None
    with pytest.raises(Refused):
        settle_promise(
            referral_id=str(enquiry.referral.pk),
            clock_id=str(running.pk),
            happened=True,
            note="Held.",
            by=enquiry.who(who),
            at=enquiry.at,
        )
    assert clock(running.key).state == "running"  # type: ignore[union-attr]


def test_the_lead_asks_on_the_page_and_the_manager_closes_there(enquiry: Story, desk: Desk) -> None:
    path = f"/referrals/{enquiry.referral.pk}/"
    asking = desk.get("lead", path + "close/").content.decode()
    assert "Two people close this" in asking and "Nobody objects" not in asking
    desk.form("lead", path + "close/", because=WHY)
    assert enquiry.read.status == Referral.Status.WITH_LEAD
    assert "Esther Lunn asks to close this" in desk.get("manager", path).content.decode()
    held = desk.form("manager", path + "close/", outcome="RC8", because="I agree.")
    assert held.status_code == 403 and "conference" in held.content.decode()
    running = clock(f"referral:{enquiry.referral.pk}:s47_icpc")
    assert running is not None and f"promises/{running.pk}/" in desk.get("lead", path).content.decode()
    kept = desk.form("lead", f"{path}promises/{running.pk}/", happened="no", note="No harm was found.")
    assert kept.status_code == 302
    page = desk.get("lead", path).content.decode()
    assert "not required. No harm was found." in page
    desk.form("manager", path + "close/", outcome="RC8", because="I agree.", despite="The rest goes on.")
    assert enquiry.read.status == Referral.Status.CLOSED
