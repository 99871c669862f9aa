"""Whoever a record is about hears of every look at it: by whichever page somebody came, those of newer apps too."""

import re
from pathlib import Path

import pytest

import plait
from plait.base.audit.record import record
from plait.privacy.queries.looking import DEEDS, IN_LISTS, PARTS, RECORDS, kind_of, told_as
from plait.privacy.queries.telling import looked_at_person
from plait.privacy.rules import LISTED, READ, TOOK, WORKED
from tests.feedback.journey import Journey
from tests.privacy.test_asking import child

# What an act may be called that shows nobody's record: each with what it is instead.
NO_RECORD = {
    "one’s own account, team or machine": "absence account agency duty form home mailbox-link pack practitioner sign-in team",
    "one’s own words": "draft advice moderation lead feedback disagreement pickup promise",
    "the rules, not a family": "adviser agreements area extract ladder level levels postcodes witness witness-alarm",
    "the closed circle that reviews, whose part is secret": (
        "access-review audit complaint conflict disposal flag hold inferred lookup note passed privacy register request "
        "restricted retention sheet"
    ),
    "a page that shows records, each with a row of its own": "desk deed emergency insights record",
    "by Plait itself": "message notice right ring border border-incident",
    "never to be told: it protects somebody": "safety",
    "how a copy is decided, told as what was taken": "sharing",
}
KINDS = {
    "escalation:read": READ,
    "escalation:answer-opened": READ,
    "escalation:answered": WORKED,
    "challenge:read": READ,
    "challenge:answered": WORKED,
    "stepdown:read": READ,
    "stepdown:accept": READ,
    "stepdown:accepted": WORKED,
    "stepdown:list": LISTED,
    "supervision:read": READ,
    "insights:behind": LISTED,
    "check:read": READ,
    "check:opened": READ,
    "family:read": READ,
    "agreement:signed": WORKED,
    "discovery:asked": WORKED,
    "discovery:asked-wide": WORKED,
    "discovery:read": READ,
    "discovery:list": LISTED,
    "information:asked": WORKED,
    "information:answered": WORKED,
    "lent:read": READ,
    "prompt:read": READ,
    "prompt:shown": "",
    "person:returned": "",
    "person:copy": READ,
    "sharing:copy": TOOK,
    "conflict:declared": "",
    "safety:protected-from": "",
}


@pytest.mark.parametrize(("act", "kind"), KINDS.items())
def test_what_each_act_is_told_as(act: str, kind: str) -> None:
    assert told_as(act, "allowed", "") == kind
    assert told_as(act, "refused", "not-involved") == "", "a refusal is nobody’s look"


def test_no_act_is_forgotten_when_an_app_is_added() -> None:
    source = Path(plait.__file__).parent
    said = {
        name
        for path in source.rglob("*.py")
        for name in re.findall(r"\bact=f?\"([a-z-]+):", path.read_text())
    }
    told = {one.partition(":")[0] for one in (*RECORDS, *DEEDS, *PARTS, *IN_LISTS)}
    kept_out = {one for names in NO_RECORD.values() for one in names.split()}
    assert said - told - kept_out == set(), "is it a look at somebody’s record, or why is it none?"


def test_the_detectors_ask_no_more_than_before() -> None:
    """Nobody gets to a disagreement, a step down or supervision without a part in it."""
    for act in ("escalation:read", "challenge:read", "stepdown:read", "supervision:read", "insights:behind"):
        assert kind_of(act, "allowed", "") == ""


@pytest.mark.django_db
def test_a_look_by_escalation_step_down_and_figures_is_on_the_sheet(journey: Journey) -> None:
    journey.raised().accepted()
    ours = child(journey)
    for act in ("escalation:read", "challenge:answer-opened", "stepdown:read", "insights:behind"):
        record(act=act, about=["page:any", f"person:{ours}"], by=journey.who("police"), at=journey.later())
    looks, _ = looked_at_person(ours, for_self=True)
    assert [one.kind for one in looks if "Ellowmere" not in one.who] == [READ, READ, READ, LISTED]
