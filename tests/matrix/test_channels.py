"""The fourteen channels of security.md 6.4, for every page of a person: what may not be known is what is not there.

README.md of this folder says which channel is held where, and which does not exist in Plait yet.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models
from django.db.models import UniqueConstraint
from django.test.utils import CaptureQueriesContext

from plait.base.access.classes import FieldClass
from plait.base.ui import context
from plait.matching.score import score
from plait.people.access import described_to, unmet_by
from plait.people.actions.describe_person import describe_person
from plait.people.actions.look_for_person import look_closely
from plait.people.models import AccessReview, Person
from plait.people.queries.finding import find_people, who_it_may_be
from plait.people.queries.households import find_together
from plait.people.rules import Described, Query
from tests.matrix.asking import face
from tests.matrix.rules_again import EMERGENCY, FAMILY, FLAG, NOTES, PAGES, WALL, Cell, answer
from tests.matrix.test_every_way_in import PRESSED, built, db, ways
from tests.matrix.test_non_interference import shape
from tests.matrix.ways_world import Ways, arranged
from tests.matrix.world import NOW, undone

__all__ = ["built", "db", "ways"]
pytestmark = pytest.mark.slow
# Why it is not theirs to know: each beside a record that is not there.
WHYS = {
    "restricted": ("team-allocated", "none", "restricted"),
    "behind an identity shield": ("team-allocated", "none", "former"),
    "declared conflict": ("allocated", "declared", "open"),
    "conflict that was found": ("allocated", "found", "open"),
    "no business of theirs": ("none", "none", "open"),
}

# Within what its writer has open, or an agency's own extract: no form about somebody else's record meets these.
OWN_WORDS = {
    "Dissent.view_hash", "AgreementPartner.name", "AgreementPartner.service", "SourceRecord.agency_record",
    "SafetySettled.kind",  # which of three questions, by the address of its form
}  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(context, "nav_for", lambda _request, _actor: [])
    with time_machine.travel(NOW, tick=False):
        yield


def told(ways: Ways, cell: Cell, data: dict[str, str] | None = None) -> tuple[Any, list[str], Any]:
    """Face, shapes of the statements, and the response."""
    browser = ways.browsers[cell.reader, cell.proof]
    path = "/" + cell.page.replace("<uuid:person_id>", ways.children[cell.state])
    cookies = SimpleCookie(browser.cookies)
    connection.queries_log.clear()
    with arranged(ways, cell), CaptureQueriesContext(connection) as caught:
        response = browser.get(path) if data is None else browser.post(path, data)
    browser.cookies = cookies
    return face(response), [shape(one["sql"]) for one in caught.captured_queries], response


def compared(ways: Ways, cell: Cell, data: dict[str, str] | None = None) -> Iterable[str]:
    """What tells this cell from the same question about nobody."""
    nobody = Cell(cell.page, cell.reader, "none", "none", "absent", cell.proof)
    told(ways, nobody, data)  # templates are warm for both
    here, there = told(ways, cell, data), told(ways, nobody, data)
    if here[0] != there[0]:
        yield f"{cell}: other bytes, status or headers"
    if here[1] != there[1]:
        yield f"{cell}: other statements ({len(here[1])} and {len(there[1])})"
    for name in ("ETag", "Last-Modified"):
        if name in here[2].headers or name in there[2].headers:
            yield f"{cell}: {name}"


@pytest.mark.parametrize("why", WHYS)
def test_detail_etag_and_statements_of_every_page(ways: Ways, why: str) -> None:
    """Channels 1 and 10, and the proxy of 2: `./run bench sameness` takes the time."""
    found: list[str] = []
    asked = 0
    for page in PAGES:
        for reader in ("manager", "lead"):
            cell = Cell(page, reader, *WHYS[why], "fresh")
            if answer(cell) == "nothing":
                asked += 1
                found += compared(ways, cell)
    assert asked >= 2 * len({*PAGES} - {EMERGENCY, FLAG, WALL})
    assert not found, "\n".join(found)


def test_the_page_of_emergency_access_and_its_button(ways: Ways) -> None:
    """Read it, and press it: the same for somebody restricted, for one's own family, and for nobody."""
    found: list[str] = []
    for reader in ("manager", "dsl"):
        for way, conflict, state in (
            ("none", "none", "restricted"), ("none", "declared", "open"), ("none", "found", "open"),
            ("none", "own-family", "open"), ("none", "none", "former"),
        ):  # fmt: skip
            cell = Cell(EMERGENCY, reader, way, conflict, state, "fresh")
            found += [*compared(ways, cell), *compared(ways, cell, PRESSED)]
    assert not found, "\n".join(found)


def test_search_finds_nobody(ways: Ways) -> None:
    """Channels 3, 4 and 6: the hub's search, its number of rows, and *is this already known?*"""
    number = list(ways.children).index("restricted")
    for reader, finds in (("manager", False), ("custodian", True)):
        by = ways.cast.actor(reader, at=NOW)
        query = Query(
            forename="LinnetRestricted", surname=f"Sparrowhawk{number}x", born_on=date(2016, 3, number + 1)
        )
        known = partial(described_to, by, at=NOW)
        rows = find_people(query, known=known).people
        assert who_it_may_be(query, known=known) == [(row.person_id, row.score) for row in rows]
        assert (ways.children["restricted"] in {str(one.description.person_id) for one in rows}) == finds, (
            reader
        )


@pytest.mark.parametrize(
    ("agency", "aside"),
    [("", None), ("council", None), ("", 0)],
    ids=["whole", "own records", "more than are laid aside"],
)
def test_a_search_asks_the_same_of_whoever_it_may_not_show_as_of_nobody(
    ways: Ways, agency: str, aside: int | None
) -> None:
    """The proxy of the time of channels 3, 4 and 6: the same statements for a family that is restricted, for one behind an
    identity shield and for names that nobody has; also where they are looked for together, and where there are more of them
    than a search lays aside before it scores (then nothing but the wording of the question keeps it even)."""
    by, keeper, told = *(ways.cast.actor(one, at=NOW) for one in ("manager", "custodian")), {}
    known, agency_id = partial(described_to, by, at=NOW), agency and str(ways.cast.agencies[agency].pk)
    for state in ("warm", "restricted", "former", "nobody"):
        surname = (
            f"Sparrowhawk{list(ways.children).index(state)}x" if state in ways.children else "Quillfeather"
        )
        with undone():
            family = Person.objects.filter(descriptions__surname__startswith="Sparrowhawk")
            kept = Person.objects.filter(pk__in=set(family.values_list("pk", flat=True)))
            kept.update(restricted=True, custodian=ways.cast.teams["custodians"])
            asked = [
                describe_person(
                    described=Described(forename=f"{first}{state.title()}", surname=surname),
                    source_ref=f"tests:asked:{first}", agency_id=str(ways.cast.agencies["council"].pk), by=by, at=NOW,
                )
                for first in ("Linnet", "Maud")
            ]  # fmt: skip
            one, but = asked[0], [row.number for row in asked]
            query = Query(forename=one.forename, surname=one.surname)
            with CaptureQueriesContext(connection) as alone:
                unmet = unmet_by(by, at=NOW)[:aside]
                found = find_people(query, known=known, but=but, agency_id=agency_id, unmet=unmet)
            with CaptureQueriesContext(connection) as together:
                unmet = unmet_by(by, at=NOW)[:aside]
                both, homes = find_together(query, asked, known=known, unmet=unmet)
            assert (found.people, found.relatives, both.people, both.relatives, homes) == ([], [], [], [], [])
            theirs = find_people(query, known=partial(described_to, keeper, at=NOW), but=but)
            assert bool(theirs.people) == (state in ways.children), "their keepers find them"
        told[state] = tuple(
            tuple(shape(row["sql"]) for row in some.captured_queries) for some in (alone, together)
        )
    assert told["restricted"] == told["nobody"]
    assert told["former"] == told["nobody"]


def test_whoever_may_not_be_met_is_laid_aside_before_anybody_is_scored(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Channel 2 for 3, 4 and 6: the work of a search does not grow with those whom it may not show."""
    number = list(ways.children).index("restricted")
    query = Query(forename="LinnetRestricted", surname=f"Sparrowhawk{number}x")
    scored: list[int] = []

    def counted(plain: Any, known: Any, model: Any) -> Any:
        scored.append(len(known))
        return score(plain, known, model)

    monkeypatch.setattr("plait.matching.search.score", counted)
    hub, keeper = (ways.cast.actor(one, at=NOW) for one in ("manager", "custodian"))
    look_closely(query=query, purpose="Who is it?", by=hub, at=NOW)
    find_people(query, known=partial(described_to, keeper, at=NOW), unmet=unmet_by(keeper, at=NOW))
    shown_to_hub, shown_to_keeper = scored
    assert shown_to_keeper > shown_to_hub
    assert str(ways.children["restricted"]) in {str(one) for one in unmet_by(hub, at=NOW)}


def test_no_unique_rule_stands_on_what_somebody_types_about_a_person() -> None:
    """Channel 7: a form cannot fail because such a person is there already."""
    found = []
    for model in apps.get_models():
        classes = getattr(model, "classes", {})
        if not model.__module__.startswith("plait."):
            continue
        rules = [one.fields for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
        rules += [(one.name,) for one in model._meta.fields if one.unique]
        for rule in rules:
            for name in rule:
                one = model._meta.get_field(name)
                typed = not name.endswith("_id") and isinstance(
                    one, models.CharField | models.TextField | models.DateField
                )
                if typed and classes.get(name) in (
                    FieldClass.IDENTITY,
                    FieldClass.CONTENT,
                    FieldClass.SEALED,
                ):
                    found.append(f"{model.__name__}.{name}")
    assert set(found) <= OWN_WORDS


def test_the_limit_of_emergency_access_says_nothing_of_the_record(ways: Ways) -> None:
    """Channel 14: whoever has uses that nobody has looked at is told so before anybody looks for the record."""
    with undone():
        for _ in range(3):
            AccessReview.objects.create(
                kind="emergency", person_id=ways.children["open"], practitioner=ways.cast.people["dsl"], why="danger",
                because="x", at=NOW - timedelta(hours=1), due_at=NOW,
            )  # fmt: skip
        faces = {
            told(ways, Cell(EMERGENCY, "dsl", "none", conflict, state, "fresh"), PRESSED)[0]
            for state, conflict in (
                ("open", "none"),
                ("restricted", "none"),
                ("open", "declared"),
                ("absent", "none"),
            )
        }
    assert len(faces) == 1
    assert next(iter(faces))[0] == 403


def test_every_page_is_asked_about() -> None:
    assert {*FAMILY, NOTES, EMERGENCY, FLAG, WALL} <= {*PAGES}
