"""Whoever holds the family: late is never silent, somebody stands in, and a concern opens it again."""

from datetime import UTC, datetime, timedelta

import pytest

from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.record_absence import record_absence
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import DeclaredConflict, Involvement
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.models import Referral
from plait.stepdown.access import visible_stepdowns, waiting_for
from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.ask_another_team import ask_another_team
from plait.stepdown.actions.concern_again import concern_again
from plait.stepdown.actions.decline_step_down import decline_step_down
from plait.stepdown.actions.end_step_down import end_step_down
from plait.stepdown.actions.step_up import step_up
from plait.stepdown.jobs import tell_that_nobody_holds
from plait.stepdown.queries.holding import holder_able
from tests.stepdown.family import BECAUSE, Family, owed, told


def test_concern_again_opens_the_referral_with_its_history(family: Family) -> None:
    family.led().stepped_down().held().agreed().closed()
    assert family.referral.status == Referral.Status.CLOSED
    helper = family.who("family_helper")
    with pytest.raises(Refused):
        concern_again(stepdown_id=str(family.stepdown.pk), because=" ", by=helper, at=family.later())
    concern_again(
        stepdown_id=str(family.stepdown.pk),
        because="A bruise like last year’s.",
        by=helper,
        at=family.later(),
    )
    family.referral.refresh_from_db()
    assert (family.fresh().stepdown.status, family.referral.status) == ("reopened", Referral.Status.OPEN)
    assert family.referral.decisions.count() == 1, "with its history"
    assert "A bruise like last year’s." in family.referral.moves.latest("at").because
    hub = f"team:{family.cast.teams['hub'].pk}"
    assert told("stepdown-concern-again") == {hub}
    assert owed(family) == {}
    concern_again(stepdown_id=str(family.stepdown.pk), because="Again.", by=helper, at=family.later())
    assert family.stepdown.moves.filter(verb="concern again").count() == 1
    assert visible_stepdowns(helper, at=family.at).exists(), "they stay until somebody leads"


def test_a_planned_step_up_asks_the_team_that_led_before(family: Family) -> None:
    family.led().stepped_down().held().agreed().closed()
    step_up(
        stepdown_id=str(family.stepdown.pk),
        because=BECAUSE,
        by=family.who("family_helper"),
        at=family.later(),
    )
    family.referral.refresh_from_db()
    assert (family.fresh().stepdown.status, family.referral.status) == ("stepped_up", Referral.Status.DECIDED)
    accept_lead(referral_id=str(family.referral.pk), by=family.who("lead"), at=family.later())
    assert not visible_stepdowns(family.who("family_helper"), at=family.at).exists()


def test_late_is_never_silent(family: Family) -> None:
    family.led().stepped_down()
    team = f"team:{family.cast.teams['family_help'].pk}"
    family.wait(6)
    assert told("stepdown-soon") == {team}
    assert told("stepdown-late") == set(), "Monday the 30th is its last day"
    family.wait(2)
    assert told("stepdown-late") == {team}
    family.wait(2)
    hub = f"team:{family.cast.teams['hub'].pk}"
    assert told("stepdown-late") == {team, hub}, "nobody stands in for them: the hub"
    family.wait(5)
    manager = f"practitioner:{family.cast.people['manager'].pk}"
    assert manager in told("stepdown-late")
    before = Message.objects.filter(kind="stepdown-late").count()
    family.wait(8)
    assert Message.objects.filter(kind="stepdown-late").count() > before, "again and again"
    family.held()
    after = Message.objects.filter(kind="stepdown-late").count()
    family.wait(3)
    assert Message.objects.filter(kind="stepdown-late").count() == after
    assert not any(family.stepdown.reference in str(one.context) for one in Message.objects.all())


def test_deputies_hear_before_the_managers_unless_they_know_the_family(family: Family) -> None:
    family.led().stepped_down()
    DeclaredConflict.objects.create(
        practitioner=family.cast.people["manager"],
        person_id=family.child,
        kind="friend",
        declared_at=family.at,
    )
    decline_step_down(
        stepdown_id=str(family.stepdown.pk),
        code="capacity",
        because=BECAUSE,
        by=family.who("family_helper"),
        at=family.later(),
    )
    family.wait(14)
    manager = f"practitioner:{family.cast.people['manager'].pk}"
    assert manager not in told("stepdown-late"), "the deputy of the lead declared that he knows them"
    assert f"team:{family.cast.teams['hub'].pk}" in told("stepdown-late")


def test_whoever_is_away_is_not_rung_in_anybodys_place_and_whom_they_named_is(family: Family) -> None:
    family.led().stepped_down()
    decline_step_down(
        stepdown_id=str(family.stepdown.pk),
        code="capacity",
        because=BECAUSE,
        by=family.who("family_helper"),
        at=family.later(),
    )
    people = {who: str(family.cast.people[who].pk) for who in ("lead", "manager", "screener")}
    for who, deputy in (("manager", None), ("lead", people["screener"])):
        record_absence(
            practitioner_id=people[who], from_at=family.at, to_at=family.at + timedelta(days=30),
            deputy_id=deputy, by=family.who(who), at=family.at,
        )  # fmt: skip
    family.wait(14)
    second = Message.objects.filter(kind="stepdown-late", key__contains=":late:1:")
    assert {one.to_ref for one in second} == {f"practitioner:{people['screener']}"}, (
        "the standing deputy of the lead is away too"
    )


def test_a_lead_who_leaves_or_knows_the_family_is_somebodys_to_replace(family: Family) -> None:
    family.led().stepped_down().held().agreed().closed()
    declare_conflict(
        forename="Leanne", surname="Marlowe-Canary", born_on=None, kind="friend", by=family.who("family_helper"),
        at=family.later(),
    )  # fmt: skip
    DeclaredConflict.objects.create(
        practitioner=family.cast.people["family_helper"],
        person_id=family.child,
        kind="friend",
        declared_at=family.at,
    )
    helper = family.who("family_helper")
    assert not visible_stepdowns(helper, at=family.at).exists(), "a conflict refuses first"
    tell_that_nobody_holds(family.later())
    tell_that_nobody_holds(family.later())
    assert told("nobody-holds") == {f"team:{family.cast.teams[one].pk}" for one in ("family_help", "hub")}
    assert Message.objects.filter(kind="nobody-holds").count() == 2
    assert set(owed(family).values()) == {"family_help"}
    assert waiting_for.count(helper, at=family.at) == 0
    end_agency(
        agency_id=str(family.cast.agencies["early_help"].pk), by=Actor.process("tests"), at=family.later()
    )
    assert set(owed(family.fresh()).values()) == {"assessment"}, (
        "from that moment whoever handed over owes it"
    )
    assert f"team:{family.cast.teams['assessment'].pk}" in told("nobody-holds")
    assert not holder_able(family.stepdown)


def test_another_team_takes_over_from_the_one_that_holds(family: Family) -> None:
    family.led().stepped_down().held().agreed().closed()
    due = family.stepdown.due_at
    ask_another_team(
        stepdown_id=str(family.stepdown.pk), team_id=str(family.cast.teams["alder_lane_safeguarding"].pk), because=BECAUSE,
        by=family.who("family_helper"), at=family.later(),
    )  # fmt: skip
    assert owed(family.fresh())["visit"] == "family_help", "whoever held them keeps hold"
    assert owed(family)["accept"] == "alder_lane_safeguarding"
    family.held("dsl")
    assert set(owed(family).values()) == {"alder_lane_safeguarding"}
    assert family.stepdown.due_at == due, "nothing begins anew"
    live = Involvement.objects.filter(source_kind="stepdown", to_at__isnull=True)
    assert {one.team_id or one.practitioner_id for one in live} == {
        family.cast.teams["alder_lane_safeguarding"].pk, family.cast.people["dsl"].pk,
    }  # fmt: skip


def test_ended_early_with_a_reason_and_a_concern_still_opens_it(family: Family) -> None:
    family.led().stepped_down().held().agreed().closed()
    helper = family.who("family_helper")
    with pytest.raises(Refused):
        end_step_down(stepdown_id=str(family.stepdown.pk), because="", by=helper, at=family.later())
    end_step_down(
        stepdown_id=str(family.stepdown.pk), because="They moved to Harrowfen.", by=helper, at=family.later()
    )
    assert owed(family.fresh()) == {}
    assert told("stepdown-ended") == {f"team:{family.cast.teams[one].pk}" for one in ("assessment", "hub")}
    concern_again(
        stepdown_id=str(family.stepdown.pk), because=BECAUSE, by=family.who("screener"), at=family.later()
    )
    family.referral.refresh_from_db()
    assert family.referral.status == Referral.Status.OPEN


def test_the_call_handler_may_say_concern_again_and_write_nothing_else(family: Family) -> None:
    family.led().stepped_down().held()
    with pytest.raises(Refused) as refused:
        family.looked("visit", by="call_handler")
    assert refused.value.verdict.reason == "reads-only"
    concern_again(
        stepdown_id=str(family.stepdown.pk), because=BECAUSE, by=family.who("call_handler"), at=family.later()
    )
    assert family.fresh().stepdown.status == "reopened"


def test_a_clock_set_back_changes_nothing(family: Family) -> None:
    family.led().stepped_down().held()
    with pytest.raises(Refused) as refused:
        accept_step_down(
            stepdown_id=str(family.stepdown.pk),
            by=family.who("gp"),
            at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        )
    assert refused.value.verdict.hides
    fire_due(at=family.at - timedelta(hours=3))
    assert told("stepdown-late") == set()
