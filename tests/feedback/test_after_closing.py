"""When the work ends: whoever told and whoever answered hear a word that fits what they do, and no more than that."""

from typing import Any

import pytest

from plait.base.clock.queries import clock
from plait.base.packs.schema.closing import CLOSING_UNSAID, Closing
from plait.base.packs.schema.wording import PLACES
from plait.feedback.models import FeedbackTask
from plait.feedback.presenters import title_of
from plait.feedback.rules import after_closing
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.site.demo.cast import Cast
from plait.stepdown.actions.end_step_down import end_step_down
from tests.feedback.journey import CHILD, SURNAME
from tests.packs.shipped import AREAS, shipped
from tests.stepdown.family import Family


@pytest.fixture
def family(cast: Cast, pack: Any, at: Any) -> Family:
    return Family(cast, at).led()


def ended(family: Family, prefix: str = "closed:") -> dict[str, FeedbackTask]:
    """What was told of the end, by the kind of recipient."""
    return {one.kind: one for one in FeedbackTask.objects.filter(decision_ref__startswith=prefix)}


def test_the_school_and_the_police_hear_different_words(family: Family) -> None:
    family.closed("manager", despite="Nobody is needed.")
    told = ended(family)
    assert set(told) == {"referrer", "helped"}
    assert "the concern you raised" in told["referrer"].text
    assert "You see children most days" in told["referrer"].text
    assert "in which your answer" in told["helped"].text
    assert "If you are called there again" in told["helped"].text
    for one in told.values():
        assert one.status == "sent" and one.decision
        assert "nobody leads it now" in one.text and "{" not in one.text
        assert CHILD not in one.text and SURNAME not in one.text
        assert title_of(one) == "The work has ended"


def test_where_another_team_holds_the_family_they_hear_that_and_later_that_it_let_go(family: Family) -> None:
    family.agreed().stepped_down().held().closed()
    for one in ended(family).values():
        assert "nobody leads" not in one.text and "nother team" in one.text
    end = {"stepdown_id": str(family.stepdown.pk), "because": "They moved away."}
    end_step_down(**end, by=family.who("family_helper"), at=family.later())
    told = ended(family, "let-go:")
    assert set(told) == {"referrer", "helped"}
    assert all("let go" in one.text for one in told.values())


def test_while_somebody_leads_nobody_hears_that_a_hold_ended(family: Family) -> None:
    family.agreed().stepped_down().held()
    end = {"stepdown_id": str(family.stepdown.pk), "because": "They moved away."}
    end_step_down(**end, by=family.who("family_helper"), at=family.later())
    assert ended(family, "let-go:") == {}


def test_that_a_child_has_died_is_said_by_a_person_with_an_owner_and_a_clock(family: Family) -> None:
    from plait.referrals.actions.close_referral import close_referral

    how = {"outcome": "RC2", "because": "She died.", "despite": "Nothing is left to do."}
    close_referral(referral_id=str(family.referral.pk), by=family.who("manager"), at=family.later(), **how)
    told = ended(family)
    assert {one.status for one in told.values()} == {"held"}
    for one in told.values():
        assert one.held_because == "Nobody is told this by a letter."
        owed = clock(f"{one.ref}:send")
        assert owed is not None and owed.state == "running"
        assert owed.owner == f"team:{family.contact.team_id}"
        assert "You see children" not in one.text


def test_what_was_told_of_the_end_is_told_of_the_new_beginning(family: Family) -> None:
    family.closed("manager", despite="Nobody is needed.")
    reopen_referral(
        referral_id=str(family.referral.pk),
        because="He is back.",
        by=family.who("manager"),
        at=family.later(),
    )
    assert {one.kind for one in ended(family, "reopened:").values()} == {"referrer", "helped"}


def test_who_knew_nothing_is_not_told_that_there_was_work(family: Family) -> None:
    family.asked("surgery").answered("surgery", "gp", "not_known")
    family.closed("manager", despite="Nobody is needed.")
    agencies = {one.agency_id for one in FeedbackTask.objects.filter(decision_ref__startswith="closed:")}
    assert family.cast.agencies["surgery"].pk not in agencies


@pytest.mark.parametrize("area", AREAS)
def test_every_end_has_words_for_both_and_names_only_what_plait_can_fill(area: str) -> None:
    closing: Closing = shipped(area).closing
    partings = [
        closing.ended,
        closing.held,
        closing.hold_ended,
        closing.reopened,
        *closing.for_reason.values(),
    ]
    for one in (*partings, CLOSING_UNSAID.held):
        for words in (one.referrer, one.contributor):
            assert "{" not in words.format_map(dict.fromkeys(PLACES, "x"))
    assert "RC2" in closing.told_by_a_person
    assert after_closing(closing, reason="RC9", held=True).parting == closing.held
    assert after_closing(closing, reason="RC5", held=False).watch is False


def test_a_release_of_before_these_words_still_speaks() -> None:
    assert after_closing(CLOSING_UNSAID, reason="RC2", held=False).parting == CLOSING_UNSAID.ended
