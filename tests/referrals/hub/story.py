"""The hub has received what Nia Osei said of Theo Marlow and his baby sister."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from plait.base.announce import bus
from plait.base.audit.actor import Actor
from plait.people.rules import Described
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import Contact, Referral
from plait.site.demo.cast import Cast

Who = Callable[[str], Actor]


@pytest.fixture
def who(cast: Cast, at: datetime, pack: Any) -> Who:
    """`who("teacher")` is Nia Osei at work, with Ellowmere's pack in force."""
    return lambda key: cast.actor(key, at=at)


@pytest.fixture
def told() -> list[bus.Event]:
    return []


@pytest.fixture(autouse=True)
def _hears(monkeypatch: pytest.MonkeyPatch, told: list[bus.Event]) -> None:
    """Every event announced, without those who follow it (site/wiring.py is tried elsewhere)."""
    monkeypatch.setattr(bus, "_listeners", {**bus._listeners})

    class Everyone(dict[Any, Any]):
        def __missing__(self, event: Any) -> list[Any]:
            return [told.append]

    monkeypatch.setattr(bus, "_listeners", Everyone())


THEO = Concern(
    children=(
        ChildSaid(Described(forename="Theo", surname="Marlow", born_on=date(2019, 3, 2), nhs_number="9991000008",
                            school="Alder Lane Primary School", address_line="4 Mill Lane", postcode="EW3 1AA"), "pupil"),
        ChildSaid(Described(forename="Ivy", surname="Marlow", age_said="about 1")),
    ),
    adults=(
        AdultSaid(Described(forename="Leanne", surname="Marlow"), "mother", lives_with="yes"),
        AdultSaid(Described(forename="Dean", surname="Kerrigan"), "father", of=(0,), lives_with="no"),
    ),
    safety=Safety(where="yes", where_who="Dean Kerrigan", who_told="yes", who_told_who="Dean Kerrigan",
                  safe_contact="Ring Leanne on the school’s phone, before 10", telling_raises_risk="yes"),
    observed="A hand-shaped bruise on his left upper arm. I am his class teacher.",
    child_words="“Daddy grabbed me.”",
    wanted="Somebody to see them today.",
)  # fmt: skip
CALM = Concern(
    children=(ChildSaid(Described(forename="Bo", surname="Lister", born_on=date(2017, 1, 9), address_line="9 Elm Row",
                                  postcode="EW2 2BB")),),
    safety=Safety(where="no", who_told="no", telling_raises_risk="no"),
    observed="Hungry on three mornings.",
    primary_need="N1",
)  # fmt: skip


@pytest.fixture
def contact(who: Who, at: datetime) -> Contact:
    """Theo's concern: somebody must not learn where they are."""
    return raise_concern(concern=THEO, draft_id=None, by=who("teacher"), at=at)


@pytest.fixture
def calm(who: Who, at: datetime) -> Contact:
    """Bo Lister's concern: nothing need be hidden."""
    return raise_concern(concern=CALM, draft_id=None, by=who("teacher"), at=at)


@pytest.fixture
def referral(contact: Contact, who: Who, at: datetime) -> Referral:
    return accept_referral(contact_id=str(contact.pk), because="Significant harm", by=who("screener"), at=at)
