"""That what each of the cast must never read (never.py) would be found: each reads something, and a word of it is noticed."""

import pytest

from tests.matrix.asking import ask
from tests.matrix.never import CLOSED, RUBY, never
from tests.matrix.reading import flat
from tests.matrix.world import World

pytestmark = [pytest.mark.slow, pytest.mark.read_once]


@pytest.mark.parametrize(
    ("who", "key", "path", "word"),
    [
        ("police_ex_partner", "", "/checks/", "Pell"),
        ("manager", "person:ruby", "/people/{}/story/", "Ruby"),
        ("custodian", "person:ruby", "/people/{}/story/", "Ruby"),
        ("designated_officer", "contact:closed", "/hub/concerns/{}/", "coach"),
        ("youth_worker", "contact:closed", "/concerns/{}/", "coach"),
        ("teacher", "", "/concerns/", "Croft"),
        ("screener", "person:ava", "/people/{}/story/", "Address protected"),
    ],
)
def test_what_is_theirs_they_read(world: World, who: str, key: str, path: str, word: str) -> None:
    """So that nobody passes by reading nothing at all."""
    page = path.format(world[key] if key else "")
    answer = ask(world, who, page).response
    assert answer.status_code == 200
    assert word in answer.content.decode()
    assert list(never(world, who, page, answer.content)) == []


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("police_ex_partner", "<p>LEANNE&#x27;s</p>"),
        ("other_teacher", RUBY[1]),
        ("screener", "Ruby"),
        ("teacher", "on bail until May"),
        ("lead", CLOSED[1]),
        ("youth_worker", "a coach"),
        ("police", "Nia Osei"),
        ("police", "Rhys Owen"),
        ("housing", "a two-year review"),
        ("administrator", "Jonah"),
        ("privacy_officer", "Kerrigan"),
        ("gp", "at 9, MILL  ROW"),
    ],
)
def test_a_word_of_it_is_noticed(world: World, who: str, said: str) -> None:
    assert list(never(world, who, "/some/page/", said.encode())) != []


def test_a_record_of_the_closed_list_is_noticed_by_its_number(world: World) -> None:
    for who in ("screener", "manager", "police"):
        link = f'<a href="/concerns/{world["contact:closed"]}/">A concern</a>'
        assert list(never(world, who, "/some/page/", link.encode())) != []


def test_who_told_is_noticed_where_it_can_reach_the_family(world: World) -> None:
    for path in ("/people/x/story/print/", "/checks/x/"):
        assert list(never(world, "lead", path, b"Class teacher at Larkfield")) != []
    assert list(never(world, "lead", "/referrals/x/", b"Class teacher at Larkfield")) == []


def test_spaces_and_marks_hide_nothing() -> None:
    assert "millrow" in flat("9, Mill-Row") and "ew32pl" in flat("EW3 <b>2PL</b>")


def test_a_word_of_the_machines_is_noticed_for_whoever_reads(world: World) -> None:
    assert list(never(world, "manager", "/some/page/", b"<p>None </p>")) != []
    assert list(never(world, "manager", "/some/page/", b"<p>None of them</p>")) == []
