"""An area is not believed any more while families stand between the two: nothing is lost, and somebody rings about each."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.agencies.actions.pin_area import suspend_area
from plait.base.access.verdict import Refused
from plait.base.federation import jobs
from plait.base.federation.models import Outgoing, Peer
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.actions.add_supplement import add_supplement
from plait.handover.actions.ask_areas import ask_areas
from plait.handover.actions.give_back import give_back
from plait.handover.actions.query_handover import query_handover
from plait.handover.models import Handover, Leg
from plait.handover.wire.package import Word
from plait.people.models import SafetyNote
from plait.site.demo.cast import Cast
from tests.handover.two_areas import Moved, North, added, message, their, to_us

pytestmark = pytest.mark.django_db


@pytest.fixture
def between(cast: Cast, pack: Any, at: datetime, north: North) -> Moved:
    """Theodora is offered to North, the Nymans by North to us; each area was asked something; something came too early."""
    moved = Moved(cast, at)
    moved.led()
    SafetyNote.objects.all().delete()  # nobody hides: the services here pass on what is theirs
    moved.offered(north)
    north.sends(to_us(), at=moved.later())
    early = added(7, package="00000000-0000-0000-0000-0000000000c7")
    assert north.sends(early, at=moved.later()).state == "received"
    ask_areas(
        person_id=moved.child, area_codes=["north"], fleeing="no", because="They came from there, they say.",
        told_because="Her mother speaks of a sister there.",
        interest=True, by=moved.who("screener"), at=moved.later(),
    )  # fmt: skip
    return moved


def ended(moved: Moved, north: North) -> None:
    suspend_area(
        peer_id=str(north.peer.pk),
        because="Their server was broken into.",
        by=moved.who("edt"),
        at=moved.later(),
    )
    north.peer.refresh_from_db()
    fire_due(at=moved.later())


def test_its_page_lists_what_is_open_and_whoever_has_it_is_told(between: Moved, north: North) -> None:
    page = f"/areas/{north.peer.pk}/"
    assert "What is open" not in between.browser("manager").get(page).content.decode()
    ended(between, north)
    out, come = Handover.objects.get(side="out"), Handover.objects.get(side="in")
    shown = between.browser("screener").get(page).content.decode()
    for link in (
        f"/handovers/{out.pk}/",
        f"/handovers/{come.pk}/",
        "/areas/asked/",
        f"/people/{between.child}/other-areas/",
    ):
        assert f'href="{link}"' in shown, link
    assert all(f"/handovers/legs/{leg.pk}/" in shown for leg in Leg.objects.filter(status="due"))
    for words in (
        "We answer for this family.",
        "They answer for this family.",
        "Waits for its package",
        "No answer comes",
    ):
        assert words in shown
    assert out.by_name in shown and "no receipt of theirs" in shown and "Theodora" not in shown
    outside = between.browser("ig_lead").get(page).content.decode()
    assert "What is open" in outside and f"/handovers/{out.pk}/" not in outside, "who may open none sees none"
    told = dict(Message.objects.filter(kind="area-suspended").values_list("to_ref", "kind"))
    people = {f"practitioner:{between.cast.people[who].pk}" for who in ("lead", "screener", "manager")}
    assert people <= set(told) and f"team:{come.contact.team_id}" in told
    count = Message.objects.filter(kind="area-suspended").count()
    suspend_area(peer_id=str(north.peer.pk), because="Again.", by=between.who("edt"), at=between.later())
    fire_due(at=between.later())
    assert Message.objects.filter(kind="area-suspended").count() == count, "twice is once"


def test_words_that_we_owe_are_held_and_go_when_it_is_believed_again(between: Moved, north: North) -> None:
    come, out = Handover.objects.get(side="in"), Handover.objects.get(side="out")
    ended(between, north)
    query_handover(
        handover_id=str(come.pk), question="Who sees him?", by=between.who("screener"), at=between.later()
    )
    add_supplement(
        handover_id=str(out.pk),
        item="plan",
        words="The review is on Friday.",
        by=between.who("lead"),
        at=between.later(),
    )
    held = Outgoing.objects.filter(state="held")
    assert {one.key.rsplit(":", 2)[-2] for one in held} == {"word", "added"}
    page = between.browser("screener").get(f"/handovers/{come.pk}/").content.decode()
    assert (
        "Held until that area is believed again" in page and "Nothing from this area is believed now" in page
    )
    listed = between.browser("manager").get(f"/areas/{north.peer.pk}/").content.decode()
    assert "2 of our words are held" in listed
    Peer.objects.update(state="trusted")
    between.at += timedelta(days=20)
    jobs.look_over(between.at)
    assert not held.all().exists()
    assert their(message(come, ":word:1"), north, Word, at=between.at).words == "Who sees him?"


def test_nobody_lets_go_of_a_family_before_the_other_area_can_know_it(between: Moved, north: North) -> None:
    come = Handover.objects.get(side="in")
    Handover.objects.filter(pk=come.pk).update(status="accepted")
    ended(between, north)
    with pytest.raises(Refused, match="area-not-believed"):
        give_back(
            handover_id=str(come.pk),
            because="They went home.",
            by=between.who("screener"),
            at=between.later(),
        )
    come.refresh_from_db()
    assert come.status == "accepted"
