"""Every page of a person's record x readers x ways in x conflicts x states of the record x proof: 0 wrong, 0 false denials.

The rules are said a second time in `rules_again`. Here: every two values of every two axes, every wall alone, every live way;
the whole set by `./run long matrix` (PLAIT_TEST_MATRIX). Every refusal leaves an audit row. (security.md 6.4)
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.ui import context
from plait.site.demo.cast import Cast
from tests.matrix import rules_again as again
from tests.matrix.asking import ADDRESSES, SIGN_IN, outcome_of
from tests.matrix.rules_again import EMERGENCY, NOTES, PAGES, Cell
from tests.matrix.ways_world import ERASED, NOTE, PRIVATE, SEALED, STREET, Ways, arranged, build_ways
from tests.matrix.world import NOW, undone

pytestmark = pytest.mark.slow
# Pages of one person that need a second record's id beside theirs: tests/matrix/oracle asks about them.
WITH_A_SECOND_ID = {
    one for one in ADDRESSES if one.startswith("people/<uuid:person_id>/") and one.count("<") > 1
}
ONLY_SENT = {"people/<uuid:person_id>/purpose/"}
PRESSED = {"why": "danger", "because": "A neighbour hears a child screaming."}
SMALL_PART = "7/8192"  # some fifty cells


@pytest.fixture(scope="module")
def built(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Ways]:
    with django_db_blocker.unblock(), undone():
        yield build_ways(area_put_back())


@pytest.fixture
def db(built: Ways) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def ways(db: None, built: Ways) -> Ways:
    """Everybody at half past twelve; what a question changes is undone with it."""
    return built


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The navigation's counts take a third of every page's time; test_counts reads them."""
    monkeypatch.setattr(context, "nav_for", lambda _request, _actor: [])


def outcome(response: Any) -> str:
    """As in `rules_again`."""
    if response.status_code == 302:
        where = response.headers["Location"]
        if SIGN_IN.match(where):
            return "sign-in"
        if where.startswith("/account/again/"):
            return "prove"
    return outcome_of(response)


def wrong(ways: Ways, cell: Cell, wanted: str, *, press: bool = False) -> Iterable[str]:
    """Ask, and everything that is wrong with what comes back."""
    browser, person_id = ways.browsers[cell.reader, cell.proof], ways.children[cell.state]
    path = "/" + cell.page.replace("<uuid:person_id>", person_id)
    cookies = SimpleCookie(browser.cookies)
    with arranged(ways, cell):
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        response = browser.post(path, PRESSED) if press else browser.get(path)
        rows = list(AuditEntry.objects.filter(id__gt=last))
    browser.cookies = cookies
    got, text = outcome(response), response.content.decode()
    if got != wanted:
        yield f"{cell}: {got} {response.status_code}, though it is {wanted}"
    if response.headers.get("Cache-Control") != "no-store":
        yield f"{cell}: may be kept in a cache"
    if wanted in ("refused", "nothing") and not any(row.verdict == "refused" for row in rows):
        yield f"{cell}: refused without an audit row"
    if wanted == "in" and not any(row.verdict == "allowed" for row in rows):
        yield f"{cell}: answered without an audit row"
    if (
        wanted == "in"
        and cell.page != EMERGENCY
        and not any(row.subject == pseudonym(f"person:{person_id}") for row in rows)
    ):
        yield f"{cell}: answered, and no row names the person"
    yield from (f"{cell}: shows {one}" for one in shown(ways, cell, wanted, text))


def shown(ways: Ways, cell: Cell, wanted: str, text: str) -> Iterable[str]:
    """Canaries that this answer must not hold."""
    never = [PRIVATE, SEALED]
    if not (cell.page == NOTES and wanted == "in"):
        never.append(NOTE)
    if cell.state == "erased":
        never.append(ERASED)
    if cell.state in ("shielded", "present") or wanted != "in":
        never += [STREET, "Canary Quay", "EW9 7ZZ", "EW97ZZ"]
    if wanted != "in":
        never += [ERASED, "Sparrowhawk", "Wagtail", "Linnet", "Sorrel", "Maud"]
    return [one for one in never if one in text]


def asked(ways: Ways, cells: Iterable[Cell], *, press: bool = False) -> tuple[Counter[str], list[str]]:
    count: Counter[str] = Counter()
    found: list[str] = []
    for cell in cells:
        wanted = again.emergency(cell) if press else again.answer(cell)
        count[wanted] += 1
        found += wrong(ways, cell, wanted, press=press)
    return count, found


def test_every_page_of_a_person_is_in_the_table() -> None:
    theirs = {one for one in ADDRESSES if one.startswith("people/<uuid:person_id>/")}
    assert theirs - set(PAGES) - WITH_A_SECOND_ID - ONLY_SENT == set(), (
        "pages of a person that nobody wrote down"
    )
    assert set(PAGES) - theirs == set(), "pages that are no more"


# The second lane asks every pair of values and every wall; every way in by itself is asked on the first.
@pytest.mark.parametrize(
    "which", ["pairwise", "one_wall", pytest.param("live_ways", marks=pytest.mark.read_once)]
)
def test_who_may_see(ways: Ways, which: str, record_property: Any) -> None:
    cells = getattr(again, which)()
    with time_machine.travel(NOW, tick=False):
        count, found = asked(ways, cells)
    say(record_property, f"{which}, seed {again.SEED}", count, found)
    assert not found, "\n".join(found[:30])


@pytest.mark.read_once
def test_emergency_access_is_refused_over_every_wall(ways: Ways, record_property: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        count, found = asked(ways, again.pressed(), press=True)
    say(record_property, "emergency access used", count, found)
    assert not found, "\n".join(found[:30])


def test_the_whole_set(ways: Ways, record_property: Any) -> None:
    """One part of all the cells: a small one on every run, each in its turn by `./run long matrix`."""
    part, parts = (int(one) for one in os.environ.get("PLAIT_TEST_MATRIX", SMALL_PART).split("/"))
    with time_machine.travel(NOW, tick=False):
        count, found = asked(
            ways, (cell for number, cell in enumerate(again.every()) if number % parts == part)
        )
    say(record_property, f"part {part} of {parts}", count, found)
    assert not found, "\n".join(found[:30])


def say(record_property: Any, what: str, count: Counter[str], found: list[str]) -> None:
    line = f"{what}: {sum(count.values()):,} cells, {len(found)} wrong; " + ", ".join(
        f"{number:,} {one}" for one, number in sorted(count.items())
    )
    record_property("matrix", line)
    print(line)  # noqa: T201  the counts are the point
