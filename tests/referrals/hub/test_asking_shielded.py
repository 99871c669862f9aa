"""The hub's own words leave an ask without a protected address; a partner's own words come back as they typed them."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.packs import Pack
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.rules import Described
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.concern import AdultSaid
from plait.referrals.models import PartnerCheck, Referrer
from plait.referrals.queries.leaving import findings_in
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


@pytest.mark.parametrize(
    "words", [f"{ADDRESS}, {POSTCODE}", "Heron Quay Rise", "16 heron quay rise", "EW4", "Dean Kerrigan"]
)
def test_the_hubs_typed_words_never_leave(journey: Journey, words: str) -> None:
    with pytest.raises(Refused, match="gives-away"):
        asked(journey, "police", words)
    assert not PartnerCheck.objects.exists()
    assert not DisclosureItem.objects.filter(text__icontains=words).exists()
    kept = AuditEntry.objects.filter(reason="gives-away")
    assert kept.filter(verdict="refused").exists()
    assert not kept.filter(purpose__icontains=words).exists(), "the words stand in no refusal"


def test_nor_with_what_is_added_later(journey: Journey) -> None:
    check = asked(journey, "police", "the coast")
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(person_id=journey.child, kind="need_more", note="More?")],
        by=journey.who("police"),
        at=journey.later(),
    )
    who = journey.who("screener")
    with pytest.raises(Refused, match="gives-away"):
        ask_again(check_id=str(check.pk), more=f"At {ADDRESS}.", by=who, at=journey.later())
    hub = journey.browser("screener")
    page = f"/hub/concerns/{journey.contact.pk}/checks/{check.pk}/ask-again/"
    shown = unescape(hub.post(page, {"because": "At 9 Heron Quay Rise."}).content.decode())
    assert "Take out <q data-typed>9 Heron Quay Rise</q>" in shown
    check.refresh_from_db()
    assert len(check.questions) == 1
    ask_again(check_id=str(check.pk), more="She may be called Theo.", by=who, at=journey.later())


def test_the_page_stops_at_them_says_why_and_loses_nothing(journey: Journey) -> None:
    hub, page = journey.browser("screener"), f"/hub/concerns/{journey.contact.pk}/ask/"
    agency = str(journey.who("police").agency)
    sent = {"purpose": "To look", "agencies": [agency], "adults": "on"}
    for words in ("9 Heron Quay Rise", "Joy Mbeki", "Dean Kerrigan", "must not know"):
        typed = f"About {words}, since May."
        shown = unescape(hub.post(page, sent | {"concern": typed}).content.decode())
        assert f"Take out <q data-typed>{words}</q>" in shown, words
        assert typed in shown, "what was typed stands in its field"
        assert "What each will read" not in shown
        named = words in ("Joy Mbeki", "Dean Kerrigan")
        assert ("If it is not about them" in shown) == named, "only a name can be somebody else's"
        again = sent | {"concern": typed, "other_because": "Another one, of the swimming club"}
        assert ("What each will read" in hub.post(page, again).content.decode()) == named
    asks = sent | {"concern": "A bruise.", "do": "send", f"a-{agency}-questions": "Is Dean Kerrigan known?",
                   f"a-{agency}-gateway": "CA04_16LA"}  # fmt: skip
    assert "Take out <q data-typed>Dean Kerrigan</q>" in unescape(hub.post(page, asks).content.decode())
    assert not PartnerCheck.objects.exists()
    # Where they work says who told us, where who told us must not be known; else it is an agency like any other.
    works = f"Somebody at {journey.who('health_visitor').agency_name} saw it."
    assert findings_in(journey.contact, works) == []
    Referrer.objects.filter(contact=journey.contact).update(protected=True)
    assert [one.kind for one in findings_in(journey.contact, works)] == ["works"]
    why = {f"a-{agency}-other_because": "He is asked about as an adult of the home"}
    assert hub.post(page, asks | why).status_code == 302
    kept = AuditEntry.objects.filter(act="check:name-kept").get()
    assert kept.purpose == "He is asked about as an adult of the home"


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


def test_no_question_speaks_of_an_address_that_is_not_given(journey: Journey) -> None:
    hub, page = journey.browser("screener"), f"/hub/concerns/{journey.contact.pk}/ask/"
    police = str(journey.who("police").agency)
    shown = hub.post(page, {"purpose": "To look", "agencies": [police], "adults": "on"}).content.decode()
    assert "at these addresses" not in shown
    assert "Ring us for the address" in shown
    asks = [Ask(str(journey.cast.agencies[key].pk)) for key in ("police", "housing", "health_visiting")]
    referral, by = str(journey.referral.pk), journey.who("screener")
    checks = ask_partners(referral_id=referral, asks=asks, purpose="To look", by=by, at=journey.later())
    for check in checks:
        assert any("Where they live is protected" in text for text in check.questions)
        assert not any("at these addresses" in text or "who lives there" in text for text in check.questions)


def test_an_address_that_is_given_is_asked_about(cast: Cast, pack: object, at: object) -> None:
    story = Journey(cast, at).raised("health_visitor", family(shielded=False)).accepted().asked("police")  # type: ignore[arg-type]
    assert any("at these addresses" in text for text in story.checks["police"].questions)


def test_who_must_not_know_is_marked_on_their_own_card(journey: Journey) -> None:
    told = family(adults=(AdultSaid(Described(forename="Dean", surname="Kerrigan"), "father"),
                          AdultSaid(Described(forename="Leanne", surname="Marlowe-Canary"), "mother")))  # fmt: skip
    journey.raised("health_visitor", told)
    page = journey.browser("screener").get(f"/hub/concerns/{journey.contact.pk}/").content.decode()
    cards = {
        name: page.split(f">{name}</h3>")[1].split("</li>")[0]
        for name in ("Dean Kerrigan", "Leanne Marlowe-Canary")
    }
    assert "Must not learn where they are" in cards["Dean Kerrigan"]
    assert "Must not learn" not in cards["Leanne Marlowe-Canary"]


def test_an_adults_address_is_asked_as_carefully_as_the_childs(pack: Pack) -> None:
    asked = pack.forms["raise-concern"]
    assert asked.question("adult_address").hint == asked.question("child_address").hint != ""
