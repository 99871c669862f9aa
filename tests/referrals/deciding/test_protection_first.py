"""Nothing stands before protection: not what became of the concern, not a closing, not a clock, not a colleague."""

from datetime import timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers.firing import fire_due
from plait.people.models import Involvement
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.ask_to_close import ask_to_close
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.say_who import say_who
from plait.referrals.actions.undo_who import undo_who
from plait.referrals.models import Contact, Decision, Referral
from plait.referrals.queries.deciding import mandatory_out
from tests.referrals.deciding.conftest import Desk, Story, marlow
from tests.referrals.deciding.test_decide import decide

pytestmark = pytest.mark.django_db(transaction=True)


def protect(story: Story, contact: Contact, who: str = "screener") -> Decision:
    return protect_now(
        contact_id=str(contact.pk),
        outcome="section_47",
        because="He is not safe tonight.",
        by=story.who(who),
        at=story.at,
    )


@pytest.fixture
def another(story: Story) -> Contact:
    return raise_concern(concern=marlow(), draft_id=None, by=story.who("teacher"), at=story.at)


def test_a_concern_answered_with_advice_can_still_be_protected(story: Story, another: Contact) -> None:
    given = {"because": "Nothing new.", "by": story.who("screener"), "at": story.at}
    answer_contact(contact_id=str(another.pk), outcome="advice", **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="concern-is-answered"):
        accept_referral(contact_id=str(another.pk), **given)  # type: ignore[arg-type]
    assert protect(story, another).outcome == "section_47"
    another.refresh_from_db()
    assert another.status == "accepted"


def test_a_concern_passed_to_a_team_that_does_not_answer_can_still_be_protected(
    story: Story, another: Contact
) -> None:
    team = str(story.cast.teams["assessment"].pk)
    pass_to_worker(contact_id=str(another.pk), team_id=team, by=story.who("screener"), at=story.at)
    assert protect(story, another).outcome == "section_47"
    promise = clock(f"{another.ref}:worker-accepts")
    assert promise is not None and promise.state == "stopped"
    Message.objects.all().delete()
    fire_due(at=story.at + timedelta(days=3))
    assert not Message.objects.filter(kind="contact-not-accepted").exists()


def test_a_colleague_who_accepted_first_does_not_stand_in_the_way(story: Story, another: Contact) -> None:
    accepted = accept_referral(
        contact_id=str(another.pk), because="Likely harm.", by=story.who("screener"), at=story.at
    )
    again = accept_referral(
        contact_id=str(another.pk), because="Now.", protecting=True, by=story.who("manager"), at=story.at
    )
    assert again == accepted


def test_protection_opens_a_closed_referral_with_its_clocks_and_the_team_is_rung(story: Story) -> None:
    decide(story, outcome="section_47")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    ask_to_close(referral_id=str(story.referral.pk), because="Moved.", by=story.who("lead"), at=story.at)
    close_referral(
        referral_id=str(story.referral.pk),
        outcome="RC7",
        because="Moved.",
        despite="Far away.",
        by=story.who("manager"),
        at=story.at,
    )
    story.at += timedelta(days=20)
    protect(story, story.contact)
    read = story.read
    assert (read.status, read.lead, read.lead_team, read.closed_at) == ("decided", None, None, None)
    assessment = clock(f"{read.ref}:assessment")
    assert assessment is not None and assessment.state == "running"
    Message.objects.all().delete()
    fire_due(at=story.at + timedelta(days=3))
    rung = set(Message.objects.filter(kind="lead-not-accepted").values_list("to_ref", flat=True))
    assert rung == {f"team:{story.cast.teams[key].pk}" for key in ("assessment", "hub")}


def test_the_team_that_leads_already_need_not_accept_again(story: Story) -> None:
    decide(story, outcome="section_47")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    story.at += timedelta(days=1)
    decide(story, outcome="section_47")
    accepts = clock(f"{story.referral.ref}:lead-accepts")
    assert accepts is not None and accepts.state == "stopped"


def test_a_deed_that_reached_the_clock_late_is_not_refused(story: Story) -> None:
    """Somebody rated it a minute later by their server's clock, and was written first."""
    running = clock(f"{story.contact.ref}:rating")
    assert running is not None
    running.changes.update(at=story.at + timedelta(minutes=1))
    assert protect(story, story.contact).outcome == "section_47"
    running = clock(f"{story.contact.ref}:rating")
    assert running is not None and running.state == "stopped"


def test_two_descriptions_that_are_one_child_hold_up_nothing(story: Story, another: Contact) -> None:
    decide(story, outcome="section_47")
    for one in story.contact.people.filter(role="child"):
        known = another.people.get(order=0).description.person_id
        say_who(
            contact_id=str(story.contact.pk),
            contact_person_id=str(one.pk),
            person_id=str(known),
            because="Same date of birth.",
            by=story.who("screener"),
            at=story.at,
        )
    assert Involvement.objects.filter(kind="allocated", to_at=None).count() == 2
    assert decide(story, outcome="section_47").outcome == "section_47"


def test_who_it_is_is_undone_before_it_is_said_otherwise(story: Story, another: Contact) -> None:
    """Else everybody involved with the one child would be moved on to the other."""
    third = raise_concern(concern=marlow(), draft_id=None, by=story.who("teacher"), at=story.at)
    known = [str(one.people.get(order=0).description.person_id) for one in (another, third)]
    one = story.contact.people.get(order=0)
    given = {
        "contact_id": str(story.contact.pk),
        "contact_person_id": str(one.pk),
        "because": "Same.",
        "by": story.who("screener"),
        "at": story.at,
    }
    say_who(person_id=known[0], **given)  # type: ignore[arg-type]
    before = set(Involvement.objects.filter(person_id=known[0]).values_list("pk", flat=True))
    with pytest.raises(Refused, match="said-already"):
        say_who(person_id=known[1], **given)  # type: ignore[arg-type]
    assert set(Involvement.objects.filter(person_id=known[0]).values_list("pk", flat=True)) == before
    undo_who(**given)  # type: ignore[arg-type]
    assert str(say_who(person_id=known[1], **given).person_id) == known[1]  # type: ignore[arg-type]


def test_leaving_out_the_rating_skips_no_mandatory_check(
    story: Story, another: Contact, pack: object
) -> None:
    referral = accept_referral(
        contact_id=str(another.pk), because="Likely harm.", by=story.who("screener"), at=story.at
    )
    assert isinstance(referral, Referral)
    out = {one.agency_name for one in mandatory_out(referral, pack)}  # type: ignore[arg-type]
    assert out and all("not asked yet" in name for name in out)


def test_long_words_of_a_child_do_not_make_the_form_refuse_protection(story: Story, desk: Desk) -> None:
    Contact.objects.filter(pk=story.contact.pk).update(child_words="Daddy shouts. " * 1000)
    path = f"/referrals/{story.referral.pk}/decide/"
    sent = desk.form("screener", path, outcome="section_47", because="He is not safe tonight.")
    assert sent.status_code == 302
    assert Decision.objects.get().outcome == "section_47"
