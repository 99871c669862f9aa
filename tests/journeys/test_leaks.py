"""What reads the pages of the journeys for places is not blind: not on a list, not in an attribute, not beside another family."""

import pytest
import requests

from tests.journeys.leaks import Allowed, tells, walked

WORDS = ("Larkspur House", "Carol Whitby", "Harrowfen")
PELL = "Carol Whitby , Harrowfen Front Door , asked about them"
ALLOWED = Allowed(
    anywhere=("Harrowfen signed this",), of_others=(PELL,), whom="Pell", sought="Marlow",
    by_path={"/areas/": ("Harrowfen Believed", "areas=harrowfen")},
)  # fmt: skip
ASKED = "<p><b>Carol Whitby</b>, Harrowfen Front Door, asked about them</p>"


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("<ul><li>Jonah Pell</li><li>Ava Marlow, Larkspur House</li></ul>", "/hub/"),
        ("<tr><td>Jonah Pell</td><td>Larkspur House</td></tr>", "/hub/"),
        ("<h1>Jonah Pell</h1><p>Nobody</p><a title='Larkspur House' href='/x/'>Ava</a>", "/hub/"),
        ("<h1>Jonah Pell</h1><p>Larks<b>pur</b> &#72;ouse</p>", "/hub/"),
        ("<h1>Jonah Pell</h1><p>Larkspur</p><p>House</p>", "/hub/"),
        (f"<p>Jonah Pell</p>{ASKED}<p>Ava Marlow</p>", "/areas/asked/"),
        (f"<p>Ava</p>{ASKED}", "/people/x/"),
        (f"<h1>Jonah Pell</h1>{ASKED.replace('them', 'them and another')}", "/people/x/"),
        ("<p>Harrowfen Believed</p>", "/hub/"),
        ("<p>Harrowfen signed this for Ava</p>", "/hub/"),
        ("<input type='hidden' value='harrowfen'>", "/hub/"),
        ("<li title='Larkspur House'>Harrowfen Believed</li>", "/areas/"),
        ('<input type="checkbox" name="areas" value="Larkspur House">', "/areas/"),
    ],
)
def test_a_place_is_found_wherever_it_stands(page: str, path: str) -> None:
    assert path in tells({path: page}, WORDS, ALLOWED), page


def test_whole_lines_that_are_allowed_are_no_leak_and_only_in_their_place() -> None:
    clean = {
        "/people/x/": f"<h1>Jonah Pell</h1><main>{ASKED.replace('</b>,', '</b> ,').replace('Door,', 'Door ,')}</main>",
        "/areas/": "<li>Harrowfen <b>Believed</b><input id='a' name=\"areas\" value=\"harrowfen\"></li>",
        "/hub/": "<p>Harrowfen signed this</p><p>Ava Marlow</p>",
    }  # fmt: skip
    assert tells(clean, WORDS, ALLOWED) == {}


def test_a_walk_reads_all_of_hers_and_of_the_others_one_of_each_sort(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [f"{number:08}-0000-4000-8000-000000000000" for number in range(4)]
    site = {
        "/": "".join(
            f'<a href="/people/{one}/">{"Ava Marlow" if one == ids[2] else "Jonah"}</a>' for one in ids
        )
    }
    site |= {
        f"/people/{one}/": f'<a href="/people/{one}/moves/?as=1">Moves</a><a href="/sign-out/">Out</a>'
        for one in ids
    }
    site |= {f"/people/{one}/moves/?as=1": '<a href="/deep/">On</a>' for one in ids}
    site["/deep/"] = f'<a href="https://elsewhere/x/">Away</a><a href="/people/{ids[2]}/last/#top">Last</a>'
    site[f"/people/{ids[2]}/last/"] = "The end"

    class Served:
        def __init__(self, text: str) -> None:
            self.text = text

    monkeypatch.setattr(requests.Session, "get", lambda _self, path, **_how: Served(site[path]))
    read = walked("", {}, sought="Marlow")
    assert {one for one in site if ids[2] in one} <= read.keys(), "everything that is hers"
    assert {"/deep/", f"/people/{ids[0]}/"} <= read.keys() and f"/people/{ids[3]}/" not in read
