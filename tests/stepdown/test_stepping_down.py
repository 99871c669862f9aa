"""Less help, with somebody's name on it: asked, accepted, declined, weighed, added to."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.escalation.actions.challenge import challenge
from plait.escalation.queries import owner_now
from plait.people.actions.restrict_person import restrict_person
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.models import Decision
from plait.sharing.models import AgreementReview, FamilyAgreement
from plait.stepdown.access import visible_stepdowns
from plait.stepdown.actions.ask_another_team import ask_another_team
from plait.stepdown.actions.complete_parts import complete_parts
from plait.stepdown.actions.concern_again import concern_again
from plait.stepdown.actions.decide_risk import decide_risk
from plait.stepdown.actions.decline_step_down import decline_step_down
from plait.stepdown.actions.end_step_down import end_step_down
from plait.stepdown.actions.look_again import look_again
from plait.stepdown.actions.step_down import step_down
from plait.stepdown.actions.step_up import step_up
from plait.stepdown.models import StepDown
from tests.stepdown.family import BECAUSE, Family, missing, objections, owed, told


def test_a_closing_is_asked_who_holds_the_family_and_protection_is_not(family: Family) -> None:
    family.led()
    assert objections(family) == ["step-down-needed"]
    with pytest.raises(Refused) as refused:
        family.closed()
    assert "who holds them from here" in refused.value.verdict.say
    protect_now(
        contact_id=str(family.contact.pk), outcome="section_47", because="A new injury.", decision_id=str(family.child),
        by=family.who("lead"), at=family.later(),
    )  # fmt: skip


def test_a_family_that_nobody_led_is_closed_without_a_question(family: Family) -> None:
    family.raised().accepted().asked("police").decided()
    assert objections(family) == []


def test_whole_from_the_first_word_to_the_last(family: Family) -> None:
    family.led().stepped_down()
    assert owed(family) == {"accept": "family_help"}
    assert objections(family) == ["step-down-waits"]
    assert told("stepdown-asked") == {f"team:{family.cast.teams['family_help'].pk}"}
    family.held()
    assert missing(family) == ["agreement"]
    assert objections(family) == ["step-down-agreement"]
    family.agreed()
    assert missing(family) == []
    assert objections(family) == []
    family.closed()
    helper = family.who("family_helper")
    assert list(visible_stepdowns(helper, at=family.at)) == [family.stepdown]
    assert not visible_stepdowns(family.who("lead"), at=family.at).exists(), "whoever handed over lets go"
    assert owed(family) == dict.fromkeys(
        ("visit", "first_review", "held_3", "held_6", "held_12"), "family_help"
    )
    assert FamilyAgreement.objects.get().ended_at is None, "what they agreed to for it goes on with it"
    for promise in ("visit", "first_review", "held_3", "held_6"):
        family.looked(promise)
    assert (family.stepdown.status, family.stepdown.next_promise) == ("held", "held_12")
    family.looked("held_12", partners="School: no worries.")
    assert (family.stepdown.status, owed(family), family.stepdown.due_at) == ("sustained", {}, None)
    assert not visible_stepdowns(family.who("family_helper"), at=family.at).exists()
    assert FamilyAgreement.objects.get().ended_because == "closed"
    assert family.stepdown.looks.get(promise="held_12").gateway == "CA04_16LA"


def test_a_promise_that_does_not_hold_at_the_end_is_somebodys_to_decide(family: Family) -> None:
    family.led().stepped_down().held()
    for _ in range(2):
        family.looked("visit", "not_seen")
        assert "visit" in owed(family), "an attempt at which nobody was seen keeps no promise"
    for promise in ("visit", "first_review"):
        family.looked(promise)
    decide: dict[str, Any] = {"stepdown_id": str(family.stepdown.pk), "because": BECAUSE}
    decide["by"] = family.who("manager")
    family.looked("held_3", "no")
    assert owed(family) == {"risk": "hub", "held_6": "family_help", "held_12": "family_help"}
    assert told("stepdown-decide") == {f"team:{family.cast.teams['hub'].pk}"}
    decide_risk(**decide, months=1, at=family.later())
    assert "risk" not in owed(family.fresh()) and "again_1" in owed(family)
    assert family.stepdown.next_promise == "again_1", "in a month, not in three"
    family.looked("again_1").looked("held_6", "slipped").looked("held_12", "not_seen")
    assert owed(family) == {"held_12": "family_help", "risk": "hub"}
    family.looked("held_12")
    assert (family.stepdown.status, owed(family)) == ("held", {"risk": "hub"}), "a yes decides nothing"
    with pytest.raises(Refused, match="needs-months"):
        decide_risk(**decide, at=family.later())
    for turn, standing in ((2, "no"), (3, "slipped")):
        decide_risk(**decide, months=3, at=family.later())
        assert owed(family.fresh()) == {f"again_{turn}": "family_help"}
        family.looked(f"again_{turn}", standing)
        assert owed(family) == {"risk": "hub"}, "as often as it does not hold"
    with pytest.raises(Refused, match="end-is-undecided"):
        end_step_down(**decide | {"by": family.who("family_helper")}, at=family.later())
    step_up(
        stepdown_id=str(family.stepdown.pk),
        because=BECAUSE,
        by=family.who("family_helper"),
        at=family.later(),
    )
    assert owed(family.fresh()) == {}


def test_how_it_is_after_a_year_is_not_said_on_the_first_day(family: Family) -> None:
    family.led().stepped_down().held()
    with pytest.raises(Refused) as refused:
        look_again(
            stepdown_id=str(family.stepdown.pk), promise="held_12", standing="yes", own_records="All well.",
            by=family.who("family_helper"), at=family.later(),
        )  # fmt: skip
    assert refused.value.verdict.reason == "too-soon"


def test_a_step_that_the_area_bars_is_refused_with_a_way_on(family: Family) -> None:
    family.led()
    for who in ("lead", "manager"):
        with pytest.raises(Refused) as refused:
            family.stepped_down(who, from_level=4, to_level=2, bar_because=BECAUSE)
        assert "straight to early help" in refused.value.verdict.say
        assert "Step down to level 3" in refused.value.verdict.next_step
    assert AuditEntry.objects.filter(verdict="refused", reason="barred-here").count() == 2
    # Nor is it taken by saying that it begins lower than was decided.
    Decision.objects.filter(referral=family.referral).update(level=4)
    with pytest.raises(Refused, match="not-the-level-decided"):
        family.stepped_down("lead", from_level=3, to_level=2)
    assert not StepDown.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"to_level": 3}, "not-down"),
        ({"to_level": 9}, "no-such-level"),
        ({"why": " "}, "no-reason"),
        ({"to_team_id": "00000000-0000-4000-8000-000000000000"}, "not-that-team"),
        ({"gateway": "CA89_47"}, "no-such-gateway"),
        ({"explained_on": None}, "explained-when"),
    ],
)
def test_what_is_not_whole_is_said(family: Family, change: dict[str, Any], reason: str) -> None:
    family.led()
    with pytest.raises(Refused) as refused:
        family.stepped_down(**change)
    assert refused.value.verdict.reason == reason


def test_stepping_down_twice_is_once(family: Family) -> None:
    family.led().stepped_down()
    with pytest.raises(Refused) as refused:
        family.stepped_down()
    assert refused.value.verdict.reason == "stepped-down-already"
    again = step_down(
        referral_id=str(family.referral.pk), said=family.said(), stepdown_id=str(family.stepdown.pk),
        by=family.who("lead"), at=family.later(),
    )  # fmt: skip
    assert again == family.stepdown
    family.held().held()
    assert family.stepdown.moves.filter(verb="accept").count() == 1


def test_only_the_team_that_was_asked_accepts(family: Family) -> None:
    family.led().stepped_down()
    for who in ("lead", "screener"):
        with pytest.raises(Refused) as refused:
            family.held(who)
        assert refused.value.verdict.reason == "not-the-team-asked"
    with pytest.raises(Refused) as hidden:
        family.held("gp")
    assert hidden.value.verdict.hides


def test_a_no_leaves_the_family_where_it_is_and_somebody_decides(family: Family) -> None:
    family.led().stepped_down()
    helper = family.who("family_helper")
    with pytest.raises(Refused):
        decline_step_down(
            stepdown_id=str(family.stepdown.pk), code="capacity", because="", by=helper, at=family.later()
        )
    decline_step_down(
        stepdown_id=str(family.stepdown.pk),
        code="capacity",
        because="Nobody until May.",
        by=helper,
        at=family.later(),
    )
    family.fresh()
    assert (family.stepdown.status, owed(family)) == ("declined", {"risk": "assessment"})
    assert objections(family) == ["step-down-declined"]
    assert not visible_stepdowns(family.who("family_helper"), at=family.at).exists(), (
        "they need to know no more"
    )
    end: dict[str, Any] = {"stepdown_id": str(family.stepdown.pk), "because": "They want no help."}
    with pytest.raises(Refused, match="end-needs-manager"):
        end_step_down(**end, by=family.who("lead"), at=family.later())
    assert told("stepdown-declined") == {f"team:{family.cast.teams[one].pk}" for one in ("assessment", "hub")}
    ask_another_team(
        stepdown_id=str(family.stepdown.pk), team_id=str(family.cast.teams["alder_lane_safeguarding"].pk),
        because="The school knows them best.", by=family.who("lead"), at=family.later(),
    )  # fmt: skip
    assert owed(family.fresh()) == {"accept": "alder_lane_safeguarding"}
    family.held("dsl")
    assert (family.stepdown.status, family.stepdown.lead_id) == ("held", family.cast.people["dsl"].pk)
    assert set(owed(family).values()) == {"alder_lane_safeguarding"}
    with pytest.raises(Refused, match="end-needs-manager"):
        end_step_down(**end, by=family.who("screener"), at=family.later())
    end_step_down(**end, by=family.who("dsl"), at=family.later())
    assert objections(family) == ["step-down-needed"], "one sentence goes round no manager"
    hub, handing = (f"team:{family.cast.teams[one].pk}" for one in ("hub", "assessment"))
    assert hub in told("stepdown-ended")
    family.stepped_down()
    with pytest.raises(Refused, match="end-needs-manager"):
        end_step_down(
            stepdown_id=str(family.stepdown.pk), because=BECAUSE, by=family.who("family_helper"), at=family.later()
        )  # fmt: skip
    end_step_down(
        stepdown_id=str(family.stepdown.pk),
        because="Gone abroad.",
        by=family.who("manager"),
        at=family.later(),
    )
    family.fresh()
    assert (objections(family), family.stepdown.risk_because) == ([], "Gone abroad.")
    assert {hub, handing, f"team:{family.cast.teams['family_help'].pk}"} <= told("stepdown-ended")


def test_a_manager_may_go_on_without_a_lead_and_the_promises_stand(family: Family) -> None:
    family.led().stepped_down(contingency="", family_told="")
    assert missing(family) == ["lead", "agreement", "contingency", "told"]
    with pytest.raises(Refused) as refused:
        decide_risk(
            stepdown_id=str(family.stepdown.pk), because=BECAUSE, by=family.who("lead"), at=family.later()
        )
    assert refused.value.verdict.reason == "needs-manager"
    decide_risk(
        stepdown_id=str(family.stepdown.pk),
        because="They want no more of us.",
        by=family.who("manager"),
        at=family.later(),
    )
    family.fresh()
    assert (family.stepdown.status, objections(family)) == ("carried", [])
    family.closed()
    assert set(owed(family).values()) == {"assessment"}
    assert list(visible_stepdowns(family.who("lead"), at=family.at)) == [family.stepdown], "they look again"
    family.looked("held_3", by="lead")


def test_what_was_missing_is_added_and_nothing_is_lost(family: Family) -> None:
    family.led().stepped_down(
        contingency="", family_told="", needs=(("Beds", ""),), gateway="", explained_on=None
    ).held()
    assert missing(family) == ["agreement", "contingency", "needs", "told"]
    with pytest.raises(Refused) as refused:
        family.looked("visit", partners="The school says so.")
    assert refused.value.verdict.reason == "no-gateway-explained"
    complete_parts(
        stepdown_id=str(family.stepdown.pk), contingency="Ring the hub.", owners={str(family.stepdown.needs.get().pk): "Jo"},
        need="A bus pass", need_who="School", family_told="not_safe", family_how="He reads her post.",
        gateway="CA04_16LA", explained_on=family.at.date(), by=family.who("family_helper"), at=family.later(),
    )  # fmt: skip
    assert missing(family.fresh()) == ["agreement"]
    family.looked("visit", partners="The school says so.")


def test_a_family_that_says_no_is_not_trapped(family: Family) -> None:
    family.led().stepped_down().held().agreed("no")
    assert missing(family) == ["agreement"]
    assert objections(family) == ["step-down-agreement"]
    decide_risk(
        stepdown_id=str(family.stepdown.pk),
        because="Seen at school daily.",
        by=family.who("manager"),
        at=family.later(),
    )
    assert objections(family.fresh()) == []
    assert family.stepdown.status == "held"
    assert family.stepdown.risk_parts == ["agreement"]
    # Whoever holds them asks why; whoever decided it disputes nothing; about a restricted child there is nothing to ask.
    asking: dict[str, Any] = {
        "subject": family.stepdown.ref,
        "question": "And in the holidays?",
        "urgency": "usual",
    }
    asked = challenge(**asking, by=family.who("family_helper"), at=family.later())
    owner = owner_now(asked, "theirs")
    assert owner is not None and owner.practitioner == family.cast.people["manager"]
    assert asked.words.endswith("Seen at school daily.") and asked.their_team == family.cast.teams["hub"]
    with pytest.raises(Refused, match="own-decision"):
        challenge(**asking, by=family.who("manager"), at=family.later())
    page = "/escalations/ask/stepdown/{}/"
    screener = family.browser("screener")
    assert screener.get(page.format(family.stepdown.pk)).status_code == 200
    restrict_person(
        person_id=family.child, custodian_team_id=str(family.cast.teams["custodians"].pk),
        because="A colleague’s child.", by=family.who("manager"), at=family.later(),
    )  # fmt: skip
    with time_machine.travel(family.at, tick=False):
        real, none = (screener.get(page.format(one)) for one in (family.stepdown.pk, uuid4()))
    assert (real.status_code, real.content) == (none.status_code, none.content) == (404, none.content)


def test_stepping_down_and_up_asks_to_look_at_the_agreement_again(family: Family) -> None:
    family.led().agreed().stepped_down()
    assert AgreementReview.objects.filter(why="step_down").count() == 1
    family.held()
    concern_again(
        stepdown_id=str(family.stepdown.pk),
        because=BECAUSE,
        by=family.who("family_helper"),
        at=family.later(),
    )
    assert AgreementReview.objects.filter(why="step_up").exists()
