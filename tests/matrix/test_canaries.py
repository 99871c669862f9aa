"""What each of the cast must never read, on any page they can open. (src/plait/site/demo/cast.py says who and why.)"""

import pytest

from plait.base.ui import context
from plait.people.models import Description
from tests.matrix.reading import flat, pages_of, said
from tests.matrix.world import CAST, World

pytestmark = [pytest.mark.slow, pytest.mark.read_once]
FAMILY = ("Marlow", "Marlowe", "Kerrigan", "Leanne", "Ava", "Theo", "Eva", "Dean")
RUBY = ("Ruby", "stopped eating")
CLOSED = ("coach", "football club", "late at night")
TOLD = ("flinched", "yellowing", "hide in the bathroom", "seen in Mill Row")


@pytest.fixture(autouse=True)
def _no_counts_in_the_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take a third of every page's time, and are figures; test_counts asks them."""
    monkeypatch.setattr(context, "nav_for", lambda _request, _actor: [])


def test_the_ex_partner_reads_nothing_of_hers_or_her_childrens(world: World) -> None:
    """What he declared about himself he may read back; nothing else says that anybody of the name is known."""
    pages = pages_of(world, "police_ex_partner")
    assert said(pages, *FAMILY, *TOLD) == {}
    assert any("Pell" in text for text in pages.values()), "he still sees what his team is asked about others"


def test_the_father_reads_nothing_of_ruby(world: World) -> None:
    assert said(pages_of(world, "other_teacher"), *RUBY) == {}


@pytest.mark.parametrize("who", ["screener", "call_handler", "edt"])
def test_the_hub_reads_nothing_restricted_and_nothing_of_the_closed_list(world: World, who: str) -> None:
    pages = pages_of(world, who)
    assert said(pages, *RUBY, *CLOSED) == {}
    hidden = (
        world["contact:ruby"],
        world["person:ruby"],
        world["contact:closed"],
        world["person:footballer"],
    )
    assert [path for path, text in pages.items() if any(one in text for one in hidden)] == []


@pytest.mark.parametrize("who", ["manager", "custodian"])
def test_ruby_is_read_by_the_one_named_and_by_her_keepers(world: World, who: str) -> None:
    pages = pages_of(world, who)
    assert said(pages, "Ruby")
    assert said(pages, *CLOSED) == {}


@pytest.mark.parametrize("who", [one for one in CAST if one not in ("designated_officer", "youth_worker")])
def test_the_closed_list_is_nobodys_else(world: World, who: str) -> None:
    pages = {path: text for path, text in pages_of(world, who).items() if path != "/levels/"}
    assert said(pages, "coach", "football club", world["contact:closed"]) == {}


def test_the_designated_officer_reads_the_closed_list_and_nothing_else(world: World) -> None:
    pages = pages_of(world, "designated_officer")
    assert said(pages, "coach")
    assert said(pages, *FAMILY, *RUBY, "Pell", "Rowe", "Abbott", "Croft") == {}


def test_whoever_told_the_closed_list_reads_their_own_words_and_no_more(world: World) -> None:
    pages = pages_of(world, "youth_worker")
    assert set(said(pages, "coach")) <= {f"/concerns/{world['contact:closed']}/"}
    assert said(pages, *FAMILY, *RUBY, "Pell", "Rowe") == {}


def test_a_teacher_reads_only_their_own(world: World) -> None:
    pages = pages_of(world, "teacher")
    assert said(pages, "Croft")
    assert said(pages, *RUBY, *CLOSED, "Pell", "Jonah", "Rowe", "Abbott", "bail") == {}


@pytest.mark.parametrize("who", ["police", "housing", "gp", "health_visitor", "camhs"])
def test_partners_read_what_they_were_shown_and_never_who_told(world: World, who: str) -> None:
    pages = pages_of(world, who)
    assert said(pages, "Nia Osei", "Class teacher", *TOLD) == {}
    told = ("Rhys Owen", "Bea Holt", "Gran Canary")
    assert said(pages, *(name for name in told if name != world.cast.people[who].name)) == {}


def test_a_partner_never_reads_what_another_answered(world: World) -> None:
    assert said(pages_of(world, "housing"), "bail", "two-year review", "houses with no doors") == {}
    assert said(pages_of(world, "dsl"), "bail", "two-year review") == {}


@pytest.mark.parametrize("who", ["administrator", "privacy_officer", "pack_owner"])
def test_those_without_a_childs_record_read_no_childs_name(world: World, who: str) -> None:
    names = {
        name
        for pair in Description.objects.values_list("forename", "surname")
        for name in pair
        if name and not (who == "privacy_officer" and name in ("Leanne", "Marlow"))
    }
    assert len(names) > 10
    # "Sam Doyle" is a colleague's name, and what somebody declared of themselves is a privacy officer's to read.
    assert said(pages_of(world, who), *sorted(names - {"Doyle"})) == {}


@pytest.mark.parametrize(
    "who",
    ["screener", "manager", "lead", "police", "housing", "dsl", "gp", "health_visitor", "custodian", "edt"],
)
def test_mill_row_is_on_no_page(world: World, who: str) -> None:
    """He may know where they live: the hub's own pages, prints and partners' checks say that it is protected instead."""
    pages = pages_of(world, who)
    own_words = f"/concerns/{world['contact:ava']}/"  # the author's team reads back what its school wrote
    raw = {path: flat(text) for path, text in pages.items() if path != own_words}
    assert [path for path, text in raw.items() if "millrow" in text or "ew32pl" in text] == []


def test_the_hub_is_told_that_it_is_protected(world: World) -> None:
    assert said(pages_of(world, "screener"), "Address protected")
