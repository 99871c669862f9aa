"""What happened in the night stands on top in the morning; late questions are counted; the most worrying come first."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from plait.agencies.models import Team
from plait.desk.presenters.hub import hub_desk
from plait.desk.queries.hub import desk_facts
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.ask_partners import ask_partners
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.record_strategy import record_strategy
from plait.referrals.concern import ChildSaid
from plait.referrals.models import Contact, Decision, Referral
from plait.referrals.queries.asking import Ask
from plait.site.demo.cast import Cast
from tests.desk.hub.test_hub_desk import Look, look
from tests.referrals.hub.story import CALM, Who

__all__ = ["look"]


@pytest.fixture
def night(at: datetime) -> datetime:
    """Three in the night before."""
    return at.replace(hour=3, minute=0)


@pytest.fixture
def decision(who: Who, night: datetime) -> Decision:
    """Gary Stone, on emergency duty, has protected Bo Lister: nobody has rated it."""
    told = raise_concern(concern=CALM, draft_id=None, by=who("edt"), at=night)
    why = "He is alone and locked out."
    return protect_now(
        contact_id=str(told.pk), outcome="immediate_protection", because=why, by=who("edt"), at=night
    )


def top(text: str) -> str:
    """The first table of the desk."""
    table = text[text.index("<caption") :]
    return table[: table.index("</table>")]


def test_protected_in_the_night_stands_on_top_by_morning(decision: Decision, look: Look) -> None:
    text = top(look("screener", "/hub/"))
    for words in (
        "Protected now",
        "Bo Lister",
        "Immediate protection",
        "Gary Stone",
        "Out of hours",
        "Protected<",
    ):
        assert words in text, words
    assert "Not rated yet" not in text
    assert "The next team accepts" in text or "Hold the strategy discussion" in text
    board = look("manager", "/hub/board/")
    assert (
        board.index("Protected now")
        < board.index(decision.referral.reference)
        < board.index("Not opened in time")
    )
    assert "Bo Lister" not in board


def test_it_leaves_the_top_when_it_is_taken_over(
    decision: Decision, look: Look, who: Who, at: datetime, cast: Cast
) -> None:
    ref = str(decision.referral_id)
    if decision.next_team is not None:
        keys = [key for key in cast.people if str(decision.next_team_id) in who(key).teams]
        accept_lead(referral_id=ref, by=who(keys[0]), at=at)
    assert "Hold the strategy discussion" in top(look("screener", "/hub/"))
    record_strategy(
        referral_id=ref, held_at=at, attended=[("Miriam Cole", "Council")], shared="All", decided="A plan",
        enquiry="single", medical="no", safety_tonight="With his aunt", by=who("screener"), at=at,
    )  # fmt: skip
    assert "Protected now" not in look("screener", "/hub/")


@pytest.mark.parametrize("outcome", ["section_47", "strategy_discussion"])
def test_protection_that_no_team_was_asked_for_is_red_on_top_until_one_has_it(
    look: Look, who: Who, night: datetime, at: datetime, cast: Cast, outcome: str, contact: Contact
) -> None:
    """The area has no team of the kind that the outcome names: no clock of acceptance runs, and so nobody would be rung."""
    assessment = cast.teams["assessment"]
    Team.objects.filter(kind=Team.Kind.CASEWORK).update(kind=Team.Kind.CUSTODIAN)
    told = raise_concern(concern=CALM, draft_id=None, by=who("edt"), at=night)
    decided = protect_now(contact_id=str(told.pk), outcome=outcome, because="x", by=who("edt"), at=night)
    assert decided.next_team is None
    edt = cast.teams["edt"]
    text = top(look("screener", "/hub/"))
    for words in (
        "Protected now",
        "Bo Lister",
        "Nobody has it: ring now",
        "At once",
        edt.name,
        edt.phone or "",
    ):
        assert words in text, words
    assert "Nobody has it: ring now" in look("manager", "/hub/board/")
    Team.objects.filter(pk=assessment.pk).update(kind=Team.Kind.CASEWORK)
    again = decide_next_step(
        referral_id=str(decided.referral_id), outcome=outcome, level=None, because="They take it.",
        next_team_id=str(assessment.pk), read_version=1, by=who("screener"), at=at,
    )  # fmt: skip
    text = top(look("screener", "/hub/"))
    assert "Nobody has it" not in text and "The next team accepts" in text
    accept_lead(referral_id=str(again.referral_id), by=who("lead"), at=at)
    assert "Nobody has it" not in look("screener", "/hub/")


def test_a_row_shows_the_clock_that_is_due_first(
    decision: Decision, who: Who, at: datetime, pack: Any
) -> None:
    (one,) = desk_facts(who("screener"), at=at).protected
    assert one.clock is not None
    assert one.clock.due_at <= at + timedelta(days=2)
    assert one.clock.rule in {"lead_accepts", "strategy_discussion"}


def test_a_late_question_is_counted_and_says_whose(
    referral: Referral, look: Look, who: Who, at: datetime, cast: Cast, pack: Any
) -> None:
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="x", by=who("screener"), at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    ask_partners(referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at)
    later = at + timedelta(hours=3)
    page = hub_desk(desk_facts(who("screener"), at=later), pack=pack, at=later)
    parts = {part.anchor: part for part in page.parts}
    (late,) = parts["late"].rows
    assert (parts["late"].count, parts["out"].count) == ("1", "0")
    assert late.waiting_for == cast.agencies["police"].name
    assert late.waiting_for in top(look("screener", "/hub/", after=3))


def test_the_most_worrying_new_concern_stands_first(
    contact: Contact, look: Look, who: Who, at: datetime
) -> None:
    baby = ChildSaid(Described(forename="Una", surname="Test", born_on=date(2026, 9, 1)))
    for name, given in (
        ("Una", replace(CALM, children=(baby,))),
        (
            "Ida",
            replace(
                CALM, answers={"injury": "yes"}, children=(ChildSaid(Described(forename="Ida", surname="T")),)
            ),
        ),
        (
            "Dan",
            replace(CALM, danger_now="yes", children=(ChildSaid(Described(forename="Dan", surname="T")),)),
        ),
    ):
        raise_concern(concern=given, draft_id=None, by=who("teacher"), at=at + timedelta(minutes=len(name)))
    page = look("screener", "/hub/", after=0.3)
    assert "In danger now: act first" in top(page) and "Dan T" in top(page) and "Ida T" not in top(page)
    board = look("screener", "/hub/board/", after=0.3)
    assert board.index("In danger now: act first") < board.index("Not opened in time")
    text = page[page.index("<caption") :]
    assert text.index("Dan T") < text.index("Ida T") < text.index("Una Test") < text.index("Theo Marlow")
    for words in ("In danger now", "An injury or a mark", "Under 1 or unborn", "Somebody must not know"):
        assert words in text


def test_the_headings_deny_nothing_that_stands_above_them(
    decision: Decision, look: Look, who: Who, at: datetime
) -> None:
    late = look("screener", "/hub/", after=24 * 5)
    assert "Nothing is late." not in late and ("Also late" in late or "Nothing else is late." in late)
    board = look("screener", "/hub/board/", after=24 * 5)
    assert "Nothing is late." not in board and "Also red now" in board
    accept_lead(referral_id=str(decision.referral_id), by=who("lead"), at=at)
    led = look("screener", "/hub/")
    assert "nobody has taken over yet" not in led
