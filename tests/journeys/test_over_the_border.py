"""Two areas, two processes on loopback. A family that moved twice is found by the second, handed over with one question and one
supplement, and held there. A mother who fled is found by nobody.
"""

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from playwright.sync_api import Browser
from rich.console import Console

from benchmarks.border.crossing import HANDED_OVER
from plait.base.federation.client import dialled
from plait.site.cli.demo import migrations_digest
from plait.site.demo import two_areas
from plait.site.demo.neighbours import HARROWFEN
from plait.site.environment import ROOT
from tests.journeys import border
from tests.journeys.desk import Desk
from tests.journeys.leaks import Allowed, letters, walked
from tests.journeys.leaks import tells as leaks
from tests.lanes import schema
from tests.site.test_two_areas import two_free_ports

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Sit = Callable[[str, str], Desk]
Two = tuple[two_areas.Side, two_areas.Side]
PATIENCE = 150.0  # an answer leaves at the second full minute after the question came
# Who lives, asks and keeps over there; their words; and the area itself.
THERE = (
    "Larkspur House", "Quay Walk", "HW4 3RT", "Carol Whitby", "Nell Ashby", "Sylvia Crane", "01632 9605",
    border.FLED_BECAUSE, "Harrowfen", *HARROWFEN.agencies.values(),
)  # fmt: skip
# Lines that may name that area, whole: what the region signed; where every area is offered; who is believed and whom to ring,
# whoever asked about whom; and, on pages about the other family alone, that it was asked for.
ALLOWED = Allowed(
    anywhere=(r".+, Harrowfen safeguarding partnership, \w{3} \d+ \w{3} \d{4}",),
    whom="Pell",
    sought="Marlow",
    of_others=(
        r"Carol Whitby , Harrowfen Children’s Services , asked today \d\d:\d\d :", "Ring Harrowfen Front Door",
        r"01632 960500 , at any other time", r"01632 960599 \. What is shared is decided as with any other agency\.",
        # nobody works with them here by name: the hub has the question until somebody takes it
        "Harrowfen", r"Carol Whitby , Harrowfen Children’s Services , today \d\d:\d\d",
        r"Ring Harrowfen County \(invented\) , Harrowfen Front Door :", r"01632 960500 At any other time:",
        "01632 960599 Harrowfen Night Duty Team",
    ),
    by_path={
        # Of a list the row alone; a question about her would be told by its own page, which is read too.
        r"/areas/asked/$": (r"Harrowfen \(1\) Carol Whitby , today \d\d:\d\d",),
        r"/people/[^/]+/(missing|other-areas)/$|/referrals/[^/]+/hand-over/$": ("Harrowfen", "areas=harrowfen"),
        r"/areas/(proposals/)?[^/]*/?$": (
            r"Harrowfen", r"Harrowfen Believed", r"harrowfen, authority 999", r"Harrowfen \(harrowfen, authority 999\)",
            r"Believe Harrowfen \?", r"Border agreement of Ellowmere and Harrowfen, 2026 \(invented\)",
            r"Harrowfen Night Duty Team :", r"01632 9605\d\d( At any other time:| Harrowfen Night Duty Team)?",
            r"No agreement is in force\..+ and it goes to Harrowfen to be signed there\.",
        ),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Two]:
    """Both, with their stories, as `plait demo --two-areas` brings them up."""
    folder = tmp_path_factory.mktemp("two-areas")
    if schema.kept().exists():  # tables that are there already need not be migrated to once more
        shutil.copyfile(schema.kept(), folder / f"empty-{migrations_digest()}.sqlite3")
    sides = two_areas.sides(port=two_free_ports(), folder=folder)
    console = Console(file=StringIO())
    with two_areas.begun(sides):
        two_areas.bring_up(sides, console, keep=False, bare=False)
        two_areas.settled(sides)
        yield sides


@pytest.fixture(scope="module")
def sit(browser: Browser, two: Two) -> Iterator[Sit]:
    """`sit("north", "Tom Ferris")`: a browser of their own in their area."""
    desks: dict[str, Desk] = {}

    def down(area: str, name: str) -> Desk:
        if name not in desks:
            side = next(one for one in two if one.name == area)
            desk = desks[name] = Desk(browser.new_context(base_url=side.url), name)
            desk.open("/sign-in/as/")
            desk.press(f"Sign in as {name}")
            desk.page.wait_for_url(lambda url: "/sign-in/as/" not in url)
        return desks[name]

    yield down
    said = [line for desk in desks.values() for line in desk.said]
    for desk in desks.values():
        desk.context.close()
    assert said == [], "the console was not quiet"


@pytest.fixture(scope="module")
def asked(two: Two, sit: Sit) -> str:
    """South has asked north about both families, and north has answered in its minute. Gives the page of other areas of the child
    who moved."""
    border.when_the_first_school_says_what_it_knows(sit("north", "Tom Ferris"))
    hub = sit("south", "Carol Whitby")
    border.when_they_are_looked_for_here(hub, "Ava Marlow")
    border.when_the_other_area_is_asked(hub, "Ava Marlow", fleeing="Yes", because=border.FLED_BECAUSE)
    border.when_they_are_looked_for_here(hub, "Ottilie Pell")
    border.when_the_other_area_is_asked(
        hub,
        "Ottilie Pell",
        fleeing="No",
        because="She says that they lived there before.",
        looks="border-ask",
    )
    arrives(two[1], "family-answered/1", times=2)
    return "asked"


def arrives(side: two_areas.Side, kind: str, *, times: int = 1) -> None:
    """Wait until so many messages of a kind have come to an area. It is asked itself, not its pages."""
    until = time.monotonic() + PATIENCE
    while (came := count(side, kind)) < times:
        assert time.monotonic() < until, f"{kind} came {came} times to {side.title}"
        time.sleep(1)


def count(side: two_areas.Side, kind: str) -> int:
    """How many messages of a kind have come to an area."""
    return sum(one[0] == kind for one in side.ask("crossed")["came"])


def read_by(desks: list[Desk], base: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Whatever each of them comes to, all at once: who waits for a page keeps nobody else waiting."""
    address, host = dialled(base)
    cookies = [desk.context.cookies(base) for desk in desks]
    sent = [{"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in jar)} for jar in cookies]
    with ThreadPoolExecutor(len(desks)) as pool:
        found = pool.map(lambda one: walked(address, host | one, sought="Marlow"), sent)
        yield from zip((desk.who for desk in desks), found, strict=True)


def copies_of(side: two_areas.Side, requester: str, *whom: str) -> list[dict[str, Any]]:
    """Of each of them a copy of what that area holds, asked for by one."""
    came = subprocess.run(
        [sys.executable, "-m", "tests.journeys.copies", requester, *whom], env=side.surroundings(), stdout=subprocess.PIPE,
        text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return [json.loads(line) for line in came.stdout.splitlines() if line.startswith("{")]


def tells(pages: dict[str, str]) -> dict[str, list[str]]:
    return leaks(pages, THERE, ALLOWED)


def test_where_the_mother_fled_stands_nowhere_in_the_area_that_she_left(
    two: Two, sit: Sit, asked: str
) -> None:
    north, _ = two
    # the area that asked hears nothing, which is not a no; whoever keeps the record is told to ring
    hub = sit("south", "Carol Whitby")
    hub.open("/areas/asked/")
    hub.sees("Nothing by this route", "This is not a “no”", "They know this family")
    hub.look("border-answers")
    custodian = sit("north", "Ada Finch")
    custodian.open("/areas/asked/")
    custodian.follow("Harrowfen", then="Do you know this family?")
    custodian.sees("Say it to nobody", border.FLED_BECAUSE, "01632 960500", "Ava Marlow")
    custodian.look("border-custodian")

    # whoever worked with her, and whoever he might ask: each page, its paper, a search, what was mailed, and a copy for him
    whoever = [sit("north", who) for who in ("Miriam Cole", "Esther Lunn", "Tom Ferris", "Karen Pike")]
    for who, pages in read_by(whoever, north.url):
        assert len(pages) > 30 and any("Ava" in text for text in pages.values()), f"{who} has pages about her"
        assert tells(pages) == {}, who
    mailed = letters(north.folder / north.name / "demo-letters")
    assert len(mailed) > 50 and tells(mailed) == {}
    of_her, of_him = copies_of(north, "Dean Kerrigan", "Ava Marlow", "Dean Kerrigan")
    assert of_her["refused"] == "must-not-know" and not of_him["refused"] and len(of_her["lines"]) > 3
    assert tells({"hers": "\n".join(of_her["lines"]), "his": "\n".join(of_him["lines"])}) == {}
    lead = sit("north", "Esther Lunn")
    lead.open("/lead/")
    lead.follow("Ava Marlow", then=border.KNOWN)
    for page, heading in (
        ("The story so far (Ava Marlow)", "The story so far"), ("Who has looked", "Who has looked at this record"),
    ):  # fmt: skip
        lead.follow(page, then=heading)
        assert tells({page: lead.page.content(), "paper": lead.print_shows()}) == {}
    lead.follow("Other areas", then="Other areas")
    lead.sees("Nobody, as far as it can be shown here.")
    lead.does_not_see(border.FLED_BECAUSE, "Carol Whitby")
    for who in ("Tom Ferris", "Karen Pike"):
        desk = sit("north", who)
        desk.open("/people/own-records/")
        desk.write("First name", "Ava")
        desk.write("Last name", "Marlow")
        desk.page.get_by_role("group", name="What are you looking for?").get_by_role("radio").first.check()
        desk.press("Look")
        desk.sees("of your records")
        assert tells({"search": desk.page.content()}) == {}, who


def test_a_family_that_moved_twice_is_found_handed_over_and_held(two: Two, sit: Sit, asked: str) -> None:
    north, south = two
    here, there = sit("south", "Carol Whitby"), sit("north", "Robert Achebe")
    here.open("/areas/asked/")
    here.sees("They know this family", "01632 960100")
    border.then_it_is_known_who_asked(there)

    # another child, under another name; the answer comes while the family is handed over
    border.when_they_are_looked_for_here(here, "Milo Sutton")
    border.when_the_other_area_is_asked(
        here, "Milo Sutton", fleeing="No", because="He speaks of a house by the weir."
    )

    # offered with both homes before this one, one question, one supplement
    out = border.when_it_is_offered(there)
    arrives(south, "shp/1")
    came = border.when_a_question_is_asked(here)
    arrives(north, "shp-word/1")
    border.when_it_is_answered(there, out)
    arrives(south, "shp-added/1")
    border.when_the_conference_is_set(here, came)

    # held: only when somebody leads, and then both sides say the same
    border.when_the_hub_takes_them_in(here)
    lead = sit("south", "Daniel Obi")
    border.when_somebody_leads(lead)
    border.when_responsibility_is_taken(here, came)
    arrives(north, "shp-word/1", times=3)
    there.open(out)
    there.sees("Responsibility accepted", "Led here by Daniel Obi", "Harrowfen answers for this family now")
    there.look("border-accepted")
    border.then_both_lines_say_who_leads(there, "Carol Whitby, Harrowfen", "Harrowfen Night Duty Team")
    border.then_both_lines_say_who_leads(lead, "Daniel Obi", "Harrowfen Night Duty Team", desk_at="/lead/")

    # the first school hears, and passes its file on; the area that holds them sees that it did
    school = sit("north", "Tom Ferris")
    border.then_the_first_school_hears(school)
    legs = count(south, "shp-leg/1")  # the first came with the package
    border.when_it_passes_its_file_on(school)
    arrives(south, "shp-leg/1", times=legs + 1)
    here.open(came)
    here.sees("Leon Bright, safeguarding lead")

    # they may know the boy: whether it is he is for a person to say
    arrives(south, "family-answered/1", times=3)
    here.open("/areas/asked/")
    here.sees("They may know them: somebody looks")
    border.when_somebody_looks_whether_it_is_they(there)
    arrives(south, "family-answered/1", times=4)
    here.open("/areas/asked/")
    here.does_not_see("They may know them: somebody looks")

    # what crossed for it is what England is counted with, and of the legs the school's alone was passed on
    went = Counter(kind for side in two for kind, _ in side.ask("crossed")["went"])
    assert {kind: went[kind] for kind in HANDED_OVER} == Counter(HANDED_OVER) + Counter({"shp-leg/1": 1})
    assert (went["family-asked/1"], went["family-answered/1"]) == (3, 3 + 1), (
        "one was answered by a person besides"
    )

    # and each log was witnessed by the other area
    for area, who, witness in (("north", "Olu Adeyemi", "harrowfen"), ("south", "Iain Moss", "ellowmere")):
        border.then_the_head_is_witnessed(sit(area, who), by=witness)
    for side in two:
        report: dict[str, Any] = side.ask("crossed")
        assert report["incidents"] == [] and report["witnessed"] and report["cosigned"]
