"""A protected address is shown once, to somebody who needs it for the child, with a reason that is kept."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.people.actions.reveal_whereabouts import reveal_whereabouts
from plait.people.actions.use_emergency_access import use_emergency_access
from plait.people.models import AccessReview, Involvement
from plait.referrals.actions.accept_lead import accept_lead
from tests.feedback.journey import ADDRESS, PHONE, POSTCODE, SCHOOL, Journey, family

WHY = {"why": "see_child", "because": "The worker is going there now"}


@pytest.fixture
def led(journey: Journey) -> Iterator[Journey]:
    """A child whose father must not learn where she is; a lead has accepted her."""
    story = journey.raised("health_visitor").accepted().asked("police").answered("police", "police")
    story.decided("section_47")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.later())
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        yield story


def proved(journey: Journey, who: str) -> Client:
    """Their browser, in which they showed a moment ago that it is they."""
    client = journey.browser(who)
    assert client.post("/account/again/", {"password": "three-odd-words-together"}).status_code == 302
    return client


def test_whoever_signed_in_long_ago_shows_once_more_that_it_is_they(led: Journey) -> None:
    answer = led.browser("screener").post(path(led), WHY)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/again/")
    assert not AuditEntry.objects.filter(act="place:revealed").exists()


def path(journey: Journey) -> str:
    return f"/people/{journey.child}/where/"


@pytest.mark.parametrize("who", ["screener", "manager", "lead"])
def test_whoever_must_reach_the_child_sees_it_once(led: Journey, who: str) -> None:
    browser = proved(led, who)
    first = browser.get(path(led)).content.decode()
    assert first.index("Dean Kerrigan") < first.index("Why do you need it?"), "who must not know comes first"
    assert ADDRESS not in first
    shown = browser.post(path(led), WHY).content.decode()
    for word in (ADDRESS, POSTCODE.replace(" ", ""), SCHOOL):
        assert word in shown
    assert PHONE.replace(" ", "") in shown.replace(" ", "")
    assert shown.index('class="shielded"') < shown.index(ADDRESS), "never on paper"
    assert ADDRESS not in shown.split("</title>")[0]
    row = AuditEntry.objects.get(act="place:revealed")
    assert (row.fields, row.reason, row.purpose) == ("location", "see_child", WHY["because"])
    assert ADDRESS not in browser.get(path(led)).content.decode(), "once"


@pytest.mark.parametrize("sent", [{}, {"why": "see_child", "because": "short"}, {"because": WHY["because"]}])
def test_without_a_reason_nothing_is_shown(led: Journey, sent: dict[str, str]) -> None:
    shown = proved(led, "screener").post(path(led), sent).content.decode()
    assert ADDRESS not in shown
    assert "Error: " in shown
    assert not AuditEntry.objects.filter(act="place:revealed").exists()


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("call_handler", "role-sees-no-protected-address"),
        ("police", "not-involved"),
        ("health_visitor", "not-involved"),
        ("police_ex_partner", "not-involved"),
        ("administrator", "not-involved"),
    ],
)
def test_nobody_else_is_shown_it(led: Journey, who: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        reveal_whereabouts(person_id=led.child, **WHY, by=led.who(who), at=led.later())
    assert AuditEntry.objects.filter(verdict="refused", reason=reason).exists()
    for answer in (proved(led, who).get(path(led)), led.browser(who).post(path(led), WHY)):
        assert answer.status_code in (403, 404)
        assert ADDRESS not in answer.content.decode()


def test_a_deed_without_a_reason_or_without_a_shield_is_refused(led: Journey, journey: Journey) -> None:
    hub = led.who("screener")
    with pytest.raises(Refused, match="no-reason"):
        reveal_whereabouts(person_id=led.child, why="see_child", because="  x  ", by=hub, at=led.later())
    open_ = Journey(led.cast, led.at).raised("teacher", family(shielded=False, observed="Another."))
    other = open_.contact.people.get(role="child").description.person
    other.addresses.all().delete()
    other.address_hidden = False
    other.save()
    with pytest.raises(Refused, match="not-protected"):
        reveal_whereabouts(person_id=str(other.pk), **WHY, by=hub, at=open_.later())


def test_the_link_stands_where_they_work_and_only_for_those_who_may(led: Journey) -> None:
    pages = (
        f"/hub/concerns/{led.contact.pk}/",
        f"/referrals/{led.referral.pk}/",
        f"/people/{led.child}/story/",
    )
    for page in pages:
        shown = led.browser("screener").get(page).content.decode()
        assert path(led) in shown
        assert "Address protected" in shown
        assert "Ring the hub if you need" not in shown, "they are the hub"
        assert path(led) not in led.browser("call_handler").get(page).content.decode()
    assert "Ring the hub if you need" in led.browser("lead").get(pages[2]).content.decode()


def test_the_referrer_is_told_that_the_hub_has_their_safety_answers(led: Journey) -> None:
    shown = led.browser("health_visitor").get(f"/concerns/{led.contact.pk}/").content.decode()
    assert "The hub has your safety answers" in shown


def test_because_of_danger_emergency_duty_sees_it_and_somebody_looks_afterwards(led: Journey) -> None:
    """The night worker has no other way in: emergency access first, then danger, twenty characters, and a review owed."""
    for one in ("hub", "edt"):
        Involvement.objects.filter(team=led.cast.teams[one]).update(to_at=led.at)
    edt, said = led.who("edt"), "Police are at the door of the wrong house and ask."
    use_emergency_access(person_id=led.child, why="visit", because=said, by=edt, at=led.later())
    with pytest.raises(Refused, match="only-in-danger"):
        reveal_whereabouts(person_id=led.child, **WHY, by=edt, at=led.later(1))
    with pytest.raises(Refused, match="no-reason"):
        reveal_whereabouts(
            person_id=led.child, why="danger", because="In danger now", by=edt, at=led.later(1)
        )
    shown = reveal_whereabouts(person_id=led.child, why="danger", because=said, by=edt, at=led.later(1))
    assert any(ADDRESS in line for line in shown.addresses)
    owed = AccessReview.objects.get(kind="danger")
    assert (owed.reviewed_at, owed.until, owed.because) == (None, None, said)
    officer = led.cast.people["privacy_officer"]
    letters = Message.objects.filter(kind="access-review", to_ref=f"practitioner:{officer.pk}")
    assert letters.count() == 2, "one for the way in, one for the address"


def test_nobody_else_sees_it_by_emergency_access_whatever_the_danger(led: Journey) -> None:
    said = "She is here with a burn, and her mother is gone."
    use_emergency_access(
        person_id=led.child, why="arrived", because=said, by=led.who("nurse"), at=led.later()
    )
    with pytest.raises(Refused, match="own-way-in-shows-no-protected-address"):
        reveal_whereabouts(
            person_id=led.child, why="danger", because=said, by=led.who("nurse"), at=led.later(1)
        )


def test_a_worker_who_says_danger_is_looked_at_too(led: Journey) -> None:
    said = "The father is on his way there, she rang."
    reveal_whereabouts(
        person_id=led.child, why="danger", because=said, by=led.who("screener"), at=led.later()
    )
    assert AccessReview.objects.get().kind == "danger"
