"""A new concern about a child who was stepped down; who may see any of it; and that no real sequence loses a promise."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.suspend import suspend_practitioner
from plait.agencies.models import Agency, Membership, Practitioner
from plait.agencies.queries import members, shut_out
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.outbox.events import MayStillLeave
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.people.actions.undo_confirmation import undo_confirmation
from plait.people.handlers import may_message_still_leave
from plait.people.models import Assertion, DeclaredConflict, Person
from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Contact
from plait.stepdown.access import open_stepdown, visible_stepdowns
from plait.stepdown.actions.ask_another_team import ask_another_team
from plait.stepdown.actions.concern_again import concern_again
from plait.stepdown.actions.decide_risk import decide_risk
from plait.stepdown.actions.decline_step_down import decline_step_down
from plait.stepdown.actions.end_step_down import end_step_down
from plait.stepdown.actions.erase_step_downs import erase_step_downs
from plait.stepdown.actions.step_up import step_up
from plait.stepdown.jobs import pass_on_from_empty_teams
from plait.stepdown.life import LIVE
from plait.stepdown.models import NewConcern, StepDown
from plait.stepdown.queries.holding import holder_able, later_concerns_of, new_concerns_of, without_a_holder
from tests.lanes.examples import examples
from tests.stepdown.family import Family, owed

PROCESS = Actor.process("tests")
MONTHS_LATER = timedelta(days=155)


def seen_again(family: Family, *, confirm: bool = True) -> Contact:
    """Five months later the school sees a bruise, and the hub says who it is."""
    family.on(family.at + MONTHS_LATER)
    contact = raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(forename="Theodora", surname="Marlowe-Canary")),), observed="A bruise."
        ),
        draft_id=None, by=family.who("teacher"), at=family.later(),
    )  # fmt: skip
    if confirm:
        family.say_who(contact, at=family.later())
    return contact


def test_the_register_answers_a_new_concern_at_five_months(family: Family) -> None:
    family.led().stepped_down().held().agreed().closed()
    contact = seen_again(family)
    noted = NewConcern.objects.get()
    assert (noted.stepdown_id, noted.contact_id, noted.days) == (family.stepdown.pk, contact.pk, 155)
    pack = current(at=family.at)
    assert later_concerns_of(contact, pack=pack, at=family.at) == [family.stepdown], "for the hub's page"
    assert later_concerns_of(family.contact, pack=pack, at=family.at) == [], "not the one it came from"
    letters = Message.objects.filter(kind="stepdown-new-concern")
    helper, team = family.cast.people["family_helper"], family.cast.teams["family_help"]
    assert {one.to_ref for one in letters} == {f"practitioner:{helper.pk}", f"team:{team.pk}"}
    assert not any("bruise" in str(one.context) or "Theodora" in str(one.context) for one in letters)
    assert family.fresh().stepdown.status == "held", "a person decides what it means"


def test_a_link_that_is_undone_takes_its_answer_back(family: Family) -> None:
    family.led().stepped_down().held()
    contact = seen_again(family)
    assert [one.contact_id for one in new_concerns_of(family.stepdown)] == [contact.pk]
    undo_confirmation(
        link_id=str(Assertion.objects.get(description_id=contact.people.get().description_id).pk),
        because="Another child.", by=family.who("screener"), at=family.later(),
    )  # fmt: skip
    assert new_concerns_of(family.stepdown) == []
    assert (
        later_concerns_of(Contact.objects.get(pk=contact.pk), pack=current(at=family.at), at=family.at) == []
    )


def test_a_year_after_it_was_over_nobody_is_told_any_more(family: Family) -> None:
    family.led().stepped_down().held()
    end_step_down(
        stepdown_id=str(family.stepdown.pk),
        because="Grown up.",
        by=family.who("family_helper"),
        at=family.later(),
    )
    family.on(family.at + timedelta(days=250))
    seen_again(family)
    assert not NewConcern.objects.exists()


def test_whoever_is_not_involved_sees_nothing_and_it_is_kept(family: Family) -> None:
    family.led().stepped_down()
    for who in (
        "gp",
        "police",
        "teacher",
        "privacy_officer",
        "administrator",
        "housing",
        "youth_worker",
        "ig_lead",
    ):
        actor = family.who(who)
        assert not visible_stepdowns(actor, at=family.at).exists(), who
        with pytest.raises(Refused) as refused:
            open_stepdown(actor, str(family.stepdown.pk), at=family.at)
        assert refused.value.verdict.hides, who
    for who in ("lead", "family_helper", "screener", "manager", "call_handler"):
        assert visible_stepdowns(family.who(who), at=family.at).exists(), who


def test_a_declared_conflict_refuses_first_and_a_restricted_child_is_absent(family: Family) -> None:
    family.led().stepped_down()
    helper = family.who("family_helper")
    mother = str(family.contact.people.get(role="adult").description.person_id)
    declared = DeclaredConflict.objects.create(
        practitioner=family.cast.people["family_helper"],
        person_id=mother,
        kind="ex-partner",
        declared_at=family.at,
    )
    assert not visible_stepdowns(helper, at=family.at).exists(), "somebody round the child is enough"
    with pytest.raises(Refused) as refused:
        family.held()
    assert refused.value.verdict.hides
    asked = MayStillLeave("stepdown-late", f"practitioner:{helper.id}", family.stepdown.ref, family.at)
    assert not may_message_still_leave(asked)
    declared.delete()
    family.held()
    Person.objects.filter(pk=family.child).update(restricted=True, custodian=family.cast.teams["custodians"])
    assert visible_stepdowns(helper, at=family.at).exists(), "who holds them does so by name"
    for who in ("screener", "call_handler", "edt"):
        assert not visible_stepdowns(family.who(who), at=family.at).exists(), who


def test_its_words_go_with_the_referral_and_its_rows_stay(family: Family) -> None:
    family.led().stepped_down().held().looked("visit", child_words="Fine.").agreed().closed()
    with pytest.raises(Refused):
        erase_step_downs(referral_id=str(family.referral.pk), by=family.who("manager"), at=family.later())
    erase_step_downs(referral_id=str(family.referral.pk), by=Actor.process("privacy"), at=family.later())
    family.fresh()
    assert (family.stepdown.status, family.stepdown.contingency, family.stepdown.due_at) == (
        "ended",
        "",
        None,
    )
    look = family.stepdown.looks.get()
    assert (look.child_words, look.standing) == ("", "yes")
    assert not visible_stepdowns(family.who("family_helper"), at=family.at).exists()


DEEDS = (
    "accept",
    "decline",
    "ask school",
    "ask help",
    "risk",
    "visit",
    "held_12",
    "not_seen",
    "no",
    "decide again",
    "everybody of help leaves",
    "concern",
    "up",
    "end",
    "wait",
    "lead leaves",
    "suspended",
    "agency ends",
)


@settings(max_examples=examples(8), suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=3, max_size=10))
def test_no_sequence_of_deeds_leaves_a_promise_without_an_owner(family: Family, deeds: list[str]) -> None:
    if StepDown.objects.exists():  # the same family, brought back to the beginning
        Agency.objects.update(ended_at=None)
        Practitioner.objects.update(left_at=None, suspended_at=None)
        Membership.objects.update(to_at=None)
        _begin_again(family)
    else:
        family.led().stepped_down()
    for deed in deeds:
        try:
            _do(family, deed)
        except Refused:
            pass
        _owned(family)


def _begin_again(family: Family) -> None:
    family.fresh()
    if family.stepdown.status in LIVE:
        end_step_down(
            stepdown_id=str(family.stepdown.pk), because="x", by=family.who("manager"), at=family.later()
        )
    family.stepped_down("screener")


def _do(family: Family, deed: str) -> None:
    one, at = str(family.stepdown.pk), family.later()
    family.fresh()
    holder = "dsl" if family.stepdown.to_team.kind == "safeguarding" else "family_helper"
    teams = family.cast.teams
    if deed == "accept":
        family.held(holder)
    elif deed == "decline":
        decline_step_down(stepdown_id=one, code="capacity", because="No.", by=family.who(holder), at=at)
    elif deed in ("ask school", "ask help"):
        team = teams["alder_lane_safeguarding" if deed == "ask school" else "family_help"]
        ask_another_team(
            stepdown_id=one, team_id=str(team.pk), because="Why.", by=family.who("screener"), at=at
        )
    elif deed == "decide again":
        decide_risk(stepdown_id=one, because="Why.", months=2, by=family.who("manager"), at=at)
    elif deed in ("not_seen", "no"):  # of what is owed first, whatever it is
        family.looked(family.stepdown.next_promise, deed, by="screener")
    elif deed == "everybody of help leaves":
        for person in members(str(teams["family_help"].pk), at=at):
            end_account(practitioner_id=str(person.pk), by=PROCESS, at=at)
        pass_on_from_empty_teams(at)
    elif deed == "risk":
        decide_risk(stepdown_id=one, because="Why.", by=family.who("manager"), at=at)
    elif deed in ("visit", "held_12"):
        family.looked(deed, "slipped" if deed == "held_12" else "yes", by="screener")
    elif deed == "concern":
        concern_again(stepdown_id=one, because="Why.", by=family.who("call_handler"), at=at)
    elif deed == "up":
        step_up(stepdown_id=one, because="Why.", by=family.who("screener"), at=at)
    elif deed == "end":
        end_step_down(stepdown_id=one, because="Why.", by=family.who("manager"), at=at)
    elif deed == "lead leaves":
        end_account(practitioner_id=str(family.cast.people["family_helper"].pk), by=PROCESS, at=at)
    elif deed == "suspended":
        suspend_practitioner(
            practitioner_id=str(family.cast.people["dsl"].pk),
            because="A question about look-ups.",
            by=PROCESS,
            at=at,
        )
    elif deed == "agency ends":  # of the team that was asked, or holds the family now
        end_agency(agency_id=str(family.stepdown.to_team.agency_id), by=PROCESS, at=at)
    else:
        family.wait(3)


def _owned(family: Family) -> None:
    family.fresh()
    running = list(clocks_for([family.stepdown.ref]).filter(state=RunningClock.State.RUNNING))
    assert bool(running) == (family.stepdown.status in LIVE), family.stepdown.status
    held = Membership.objects.filter(to_at=None, team__agency__ended_at=None)
    there = held.filter(practitioner__left_at=None, practitioner__suspended_at=None).values_list(
        "team_id", flat=True
    )
    pass_on_from_empty_teams(family.later())
    running = list(clocks_for([family.stepdown.ref]).filter(state=RunningClock.State.RUNNING))
    assert {one.owner for one in running} <= {f"team:{pk}" for pk in there}
    assert not family.stepdown.undecided or family.stepdown.status not in LIVE or "risk" in owed(family)
    lead = family.stepdown.lead
    if family.stepdown.status == "held" and lead is not None:
        lead.refresh_from_db()
        out = bool(shut_out(Practitioner.objects.select_related("agency").get(pk=lead.pk), at=family.at))
        assert holder_able(family.stepdown) == (not out)
        assert family.stepdown.pk in {one.pk for one in without_a_holder()} or not out
    assert (family.stepdown.due_at is not None) == bool(running)


def test_concern_again_is_a_promise_of_the_hub_until_somebody_decides_anew(family: Family) -> None:
    """Found by a simulated year: opened again, the referral waited on no clock, and nobody owed it anything."""
    family.led().stepped_down().held().agreed().closed()
    family.on(family.at + MONTHS_LATER)
    concern_again(
        stepdown_id=str(family.stepdown.pk),
        because="He is back.",
        by=family.who("family_helper"),
        at=family.later(),
    )
    ref = family.referral.ref
    running = clocks_for([ref]).get(state=RunningClock.State.RUNNING, key__contains=":decide-again:")
    assert running.owner == f"team:{family.cast.teams['hub'].pk}"
    assert running.rule == "referral_decision"
    family.decided()
    running.refresh_from_db()
    assert (running.state, running.end_event) == ("stopped", "decided")
