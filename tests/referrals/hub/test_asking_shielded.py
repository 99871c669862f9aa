"""The hub's own words leave an ask without a protected address; a partner's own words come back as they typed them."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.models import PartnerCheck
from plait.sharing.models import DisclosureItem
from plait.site.demo.cast import Cast
from tests.feedback.journey import ADDRESS, POSTCODE, Journey, family

GUESSES = f"1 Mill Lane, EW1 1AA? {ADDRESS}, {POSTCODE}? EW4? 9 Dock Street, EW9 9ZZ?"


@pytest.fixture
def journey(cast: Cast, pack: object, at: object) -> Iterator[Journey]:
    """A protected family, accepted."""
    story = Journey(cast, at).raised("health_visitor").accepted()  # type: ignore[arg-type]
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        yield story


def asked(journey: Journey, who: str, words: str) -> PartnerCheck:
    agency = str(journey.who(who).agency)
    check = ask_partners(
        referral_id=str(journey.referral.pk),
        asks=[Ask(agency, questions=(f"Who lives at {words}?",))],
        purpose=f"About {words}"[:120],
        concern=f"They moved to {words}.",
        by=journey.who("screener"),
        at=journey.later(),
    )[0]
    journey.checks[who] = check
    return check


def test_the_hubs_typed_address_never_leaves(journey: Journey) -> None:
    check = asked(journey, "police", f"{ADDRESS}, {POSTCODE}")
    kept = f"{check.shown} {check.questions} {check.purpose}"
    assert "Heron" not in kept
    assert "EW4" not in kept
    assert "[protected]" in check.shown["concern"]
    assert "[protected]" in check.questions[0]
    assert not DisclosureItem.objects.filter(text__icontains="Heron").exists()


def test_nor_with_what_is_added_later(journey: Journey) -> None:
    check = asked(journey, "police", "the coast")
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(person_id=journey.child, kind="need_more", note="More?")],
        by=journey.who("police"),
        at=journey.later(),
    )
    again = ask_again(
        check_id=str(check.pk), more=f"At {ADDRESS}.", by=journey.who("screener"), at=journey.later()
    )
    assert again.questions[-1] == "At [protected]."


def test_the_hub_sees_in_the_preview_that_it_was_taken_out(journey: Journey) -> None:
    hub, page = journey.browser("screener"), f"/hub/concerns/{journey.contact.pk}/ask/"
    sent = {"purpose": "To look", "agencies": [journey.who("police").agency], "adults": "on"}
    shown = hub.post(page, sent | {"concern": f"They live at {ADDRESS}."}).content.decode()
    assert "We took a protected address out" in shown
    assert "They live at [protected]." in shown
    assert "We took" not in hub.post(page, sent | {"concern": "A bruise."}).content.decode()


def test_a_partners_guesses_come_back_exactly_as_typed(journey: Journey) -> None:
    check = asked(journey, "police", "the coast")
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(person_id=journey.child, kind="items", items=(Item(text=GUESSES),))],
        by=journey.who("police"),
        at=journey.later(),
    )
    shown = unescape(journey.browser("police").get(f"/checks/{check.pk}/").content.decode())
    assert GUESSES in shown
    assert "[protected]" not in shown
    hub = unescape(journey.browser("screener").get(f"/referrals/{journey.referral.pk}/").content.decode())
    assert ADDRESS not in hub
    assert POSTCODE not in hub


def test_so_do_the_referrers(cast: Cast, pack: object, at: object) -> None:
    story = Journey(cast, at).raised("health_visitor", family(observed=GUESSES))  # type: ignore[arg-type]
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        shown = story.browser("health_visitor").get(f"/concerns/{story.contact.pk}/").content.decode()
    assert GUESSES in unescape(shown)


def test_what_is_protected_after_it_was_asked_is_not_read_again(cast: Cast, pack: object, at: object) -> None:
    story = Journey(cast, at).raised("health_visitor", family(shielded=False)).accepted()  # type: ignore[arg-type]
    check = asked(story, "police", f"{ADDRESS}, {POSTCODE}")
    page = f"/checks/{check.pk}/"
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        police = story.browser("police")
        assert "Heron" in police.get(page).content.decode()
        shield_whereabouts(
            person_id=story.child,
            because="He was seen in the street.",
            review_on=None,
            by=story.who("screener"),
            at=story.later(),
        )
        shown = police.get(page).content.decode()
    assert "Heron" not in shown
    assert POSTCODE not in shown
