"""Every count of the navigation, asked as each of the cast: it counts what its reader may open, and nothing else."""

from typing import ClassVar

import pytest

from plait.base.ui.slots import SLOTS
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import Claim
from tests.matrix.asking import ask
from tests.matrix.world import CAST, NOW, World

pytestmark = pytest.mark.slow
# Every page that counts. A new one joins here, with a test of what it leaves out.
COUNTS = {
    "checks", "lead-desk", "reviews", "feedback-to-settle", "feedback", "claims-to-answer", "access-reviews",
    "escalations",
}  # fmt: skip


def counted(world: World, who: str) -> dict[str, int]:
    """What stands beside each page for this reader."""

    class Asking:
        actor, at, path = world.actor(who), NOW, "/"
        session: ClassVar[dict[str, str]] = {}

    return {
        one.url_name: one.count(Asking()) or 0  # type: ignore[arg-type]
        for one in SLOTS.nav
        if one.count is not None and one.lets_in(world.actor(who)).allowed
    }


def test_every_count_is_known_here() -> None:
    assert {one.url_name for one in SLOTS.nav if one.count is not None} >= COUNTS


@pytest.mark.parametrize("who", CAST)
def test_no_count_is_shown_to_whoever_may_not_open_its_page(world: World, who: str) -> None:
    for name in counted(world, who):
        address = {
            "reviews": "/people/reviews/",
            "claims-to-answer": "/claims/answer/",
            "access-reviews": "/audit/reviews/",
        }
        if name in address:
            assert ask(world, who, address[name]).outcome == "in", name


def test_what_one_may_not_meet_is_in_no_count(world: World) -> None:
    before = counted(world, "screener")
    assert before["claims-to-answer"] == 1
    for forename in ("Jonah", "Hazel"):
        declare_conflict(
            forename=forename, surname={"Jonah": "Pell", "Hazel": "Croft"}[forename], born_on=None, kind="friend",
            by=world.actor("screener"), at=NOW,
        )  # fmt: skip
    after = counted(world, "screener")
    assert after["claims-to-answer"] == 0
    assert after["reviews"] < before["reviews"]
    assert counted(world, "manager")["claims-to-answer"] == 1


def test_one_s_own_is_in_no_count_of_one_s_own(world: World) -> None:
    Claim.objects.update(practitioner=world.cast.people["screener"])
    assert counted(world, "screener")["claims-to-answer"] == 0
    assert counted(world, "privacy_officer")["access-reviews"] == 1


def test_what_somebody_one_knows_disputes_is_in_no_count(world: World) -> None:
    assert counted(world, "manager")["escalations"] == 2  # an escalation and a question that wait for him
    assert counted(world, "gp")["escalations"] == 0
    declare_conflict(
        forename="Ava", surname="Marlow", born_on=None, kind="friend", by=world.actor("manager"), at=NOW
    )
    assert counted(world, "manager")["escalations"] == 0
