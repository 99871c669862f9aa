"""Every count of the navigation, asked as each of the cast: it counts what its reader may open, and nothing else."""

from typing import ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.base.access.counting import numbers_of
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

    counts = {
        one.url_name: one.count(Asking())  # type: ignore[arg-type]
        for one in SLOTS.nav
        if one.count is not None and one.lets_in(world.actor(who)).allowed
    }
    return {name: found or 0 for name, found in zip(counts, numbers_of(counts.values()), strict=True)}


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


@pytest.mark.parametrize("who", ["screener", "manager"])
def test_the_numbers_beside_the_pages_are_asked_for_together(world: World, who: str) -> None:
    """Ten of them stand on every page of the hub: each a journey of its own was a fifth of its statements."""
    counted(world, who)  # what is put into words the first time is put into words alone
    with CaptureQueriesContext(connection) as asked:
        counted(world, who)
    together = [row["sql"].count("SELECT COUNT(*) FROM (") for row in asked.captured_queries]
    assert max(together) >= 6 and together.count(1) <= 1
