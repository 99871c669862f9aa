"""The cast at work in Ellowmere, and a concern like the one that Nia Osei raises."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from plait.base.audit.actor import Actor
from plait.base.packs.pack import Pack
from plait.people.rules import Described
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.site.demo.cast import Cast

Who = Callable[[str], Actor]


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
def pack(pack: Pack) -> Pack:
    """Ellowmere's pack, in force for every story here."""
    return pack
