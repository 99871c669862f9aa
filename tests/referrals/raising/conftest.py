"""The cast at work in Ellowmere, and a concern like the one that Nia Osei raises."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from plait.base.audit.actor import Actor
from plait.people.rules import Described
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.site.demo.cast import Cast, assemble

Who = Callable[[str], Actor]


@pytest.fixture
def cast(db: None, at: datetime) -> Cast:
    return assemble(at=at)


@pytest.fixture
def who(cast: Cast, at: datetime) -> Who:
    """`who("teacher")` is Nia Osei at work."""
    return lambda key: cast.actor(key, at=at)


@pytest.fixture
def theo() -> Concern:
    """Theo Marlow, seven, and his baby sister, as his class teacher tells it."""
    return Concern(
        children=(
            ChildSaid(Described(forename="Theo", surname="Marlow", born_on=date(2019, 3, 2),
                                school="Alder Lane Primary School", address_line="4 Mill Lane", postcode="EW3 1AA"), "pupil"),
            ChildSaid(Described(forename="Ivy", surname="Marlow", age_said="about 1")),
        ),
        adults=(
            AdultSaid(Described(forename="Leanne", surname="Marlow"), "mother", lives_with="yes"),
            AdultSaid(Described(forename="Dean", surname="Kerrigan"), "father", of=(0,), lives_with="no",
                      parental_responsibility="yes"),
        ),
        safety=Safety(where="yes", where_who="Dean Kerrigan", who_told="yes", who_told_who="Dean Kerrigan",
                      safe_contact="Ring Leanne on the school’s phone, before 10", telling_raises_risk="yes",
                      telling_why="He reads her messages"),
        observed="A hand-shaped bruise on his left upper arm.",
        child_words="“Daddy grabbed me.”",
        wanted="Somebody to see them today.",
        in_school_now="yes",
    )  # fmt: skip

@pytest.fixture(autouse=True)
def pack(monkeypatch: pytest.MonkeyPatch) -> Any:
    from types import SimpleNamespace
    from plait.base.clock import Calendar, Target
    rule = SimpleNamespace(code="referral_decision", start_event="received", target=Target("working_days", 1), at_risk_fraction=0.75)
    cal = Calendar(version="t", holidays=frozenset(), covers_from=date(2026,1,1), covers_until=date(2027,12,31))
    fake = SimpleNamespace(release_id="test", clock_rule=lambda code: rule, calendar=lambda: cal)
    monkeypatch.setattr("plait.referrals.actions.raise_concern.current", lambda at: fake)
    return fake
