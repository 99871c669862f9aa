"""`plait demo --two-areas`: two processes that share nothing; what they know of each other crossed the border."""

import re
import shutil
import socket
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
from rich.console import Console
from typer.testing import CliRunner, Result

from plait.base.federation.client import dialled
from plait.site.cli import app
from plait.site.cli.demo import migrations_digest
from plait.site.demo import side, two_areas
from plait.site.demo.cast import AGENCIES, PEOPLE, Cast
from plait.site.demo.neighbours import HARROWFEN
from plait.site.environment import Environment
from tests.base.federation.delivery import pinned
from tests.feedback.journey import Journey
from tests.lanes import schema
from tests.site.test_cli_serve import free_port


def demo(*words: str) -> Result:
    return CliRunner().invoke(app, ["demo", "--two-areas", *words], env={"COLUMNS": "200"})


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAIT_DATABASE", raising=False)


def two_free_ports() -> int:
    while True:
        port = free_port()
        if port < 65535 and not two_areas.taken(port + 1):
            return port


def signed_in(url: str, who: str, jar: dict[str, str]) -> None:
    """As somebody of the cast, with the cookies of one browser that takes both areas for one."""
    address, host = dialled(url)

    def page(path: str, **form: str) -> str:
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        with requests.request(
            "POST" if form else "GET", f"{address}{path}", data=form or None, headers=host | cookies, timeout=20,
            allow_redirects=False,
        ) as answer:  # fmt: skip
            jar.update({one.name: one.value for one in answer.cookies if one.value is not None})
            assert answer.status_code in {200, 302}, answer.text
            return answer.text

    listed = page("/sign-in/as/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', listed)
    chosen = re.search(rf'name="who" value="([^"]+)"[^>]*aria-label="Sign in as {who}"', listed)
    assert token is not None
    assert chosen is not None, listed
    page("/sign-in/as/", csrfmiddlewaretoken=token[1], who=chosen[1])


def name_on(url: str, jar: dict[str, str]) -> str:
    address, host = dialled(url)
    cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
    return requests.get(f"{address}/", headers=host | cookies, timeout=20).text


@pytest.mark.slow
def test_one_command_brings_up_two_areas_that_witness_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if schema.kept().exists():  # tables that are there already need not be migrated to once more
        shutil.copyfile(schema.kept(), tmp_path / f"empty-{migrations_digest()}.sqlite3")
    watch, jar = two_areas.watch, dict[str, str]()

    def watched(two: tuple[two_areas.Side, two_areas.Side], *said: Any) -> None:
        watch(two, *said)
        signed_in(two[0].url, "Miriam Cole", jar)
        signed_in(two[1].url, "Yusuf Demir", jar)
        assert "Miriam Cole" in name_on(two[0].url, jar), "signing in to one signs nobody out of the other"
        assert "Yusuf Demir" in name_on(two[1].url, jar)

    monkeypatch.setattr(two_areas, "watch", watched)
    done = demo("--once", "--bare", "--port", str(two_free_ports()), "--folder", str(tmp_path))
    assert done.exit_code == 0, done.output
    for said in (
        "Robert Achebe proposed to believe Harrowfen, Nadia Bloom confirmed it",
        "Carol Whitby proposed to believe Ellowmere, Victor Hale confirmed it",
        "North (Ellowmere) → South (Harrowfen): the newest head of its sealed log: 1 arrived",
        "South (Harrowfen) → North (Ellowmere): its word, co-signed, for the other's log: 1 arrived",
        "is witnessed by Ellowmere",
        "is witnessed by Harrowfen",
    ):
        assert said in done.output
    assert {"northplait_session", "southplait_session", "northcsrftoken", "southcsrftoken"} <= set(jar)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["north", "south"]
    assert ((tmp_path / "north" / "keys.json").stat().st_mode & 0o777) == 0o600


def test_a_port_that_is_taken_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        refused = demo("--once", "--port", str(port), "--folder", str(tmp_path))
    assert (refused.exit_code, f"Port {port} is taken" in refused.output) == (1, True), refused.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("surroundings", "port", "says"),
    [
        ({"PLAIT_DATA": "real"}, 8000, "never runs"),
        ({"PLAIT_DATABASE": "mine.sqlite3"}, 8000, "Unset PLAIT_DATABASE"),
        ({}, 65535, "need two ports"),
    ],
)
def test_what_it_refuses(
    surroundings: dict[str, str], port: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    refused = demo("--once", "--port", str(port))
    assert (refused.exit_code, says in refused.output) == (1, True), refused.output
    assert demo("--port", "0").exit_code == 2


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import sys; print('no room on this disk', file=sys.stderr)", "ended: no room on this disk"),
        (
            'input(); print(\'{"fault": "It has no keys."}\', flush=True); input()',
            "North (Ellowmere): It has no keys.",
        ),
    ],
)
def test_when_one_of_them_falls_both_are_ended_and_it_is_said(
    tmp_path: Path, program: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    two, real = two_areas.sides(port=two_free_ports(), folder=tmp_path), two_areas.begun
    monkeypatch.setattr(two_areas, "sides", lambda **_said: two)
    monkeypatch.setattr(two_areas, "begun", lambda two: real(two, (sys.executable, "-S", "-c", program)))
    refused = demo("--once", "--folder", str(tmp_path))
    assert (refused.exit_code, says in refused.output) == (1, True), refused.output
    assert not any(one.running() for one in two)


def test_what_does_not_cross_in_time_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = two_areas.sides(port=8000, folder=tmp_path)
    waits = {"went": [["witness-head/1", "waiting"]], "witnessed": [], "cosigned": [], "incidents": []}
    monkeypatch.setattr(two_areas.Side, "ask", lambda _self, _do: waits)
    with pytest.raises(two_areas.Fell, match="Not everything crossed"):
        two_areas.settled(two, within=0)


def test_every_neighbour_has_a_name_of_their_own() -> None:
    assert set(HARROWFEN.agencies) == set(AGENCIES)
    assert set(HARROWFEN.people) == set(PEOPLE)
    here = {name for name, *_ in (*AGENCIES.values(), *PEOPLE.values())}
    assert not here & {*HARROWFEN.agencies.values(), *HARROWFEN.people.values()}
    assert len({*HARROWFEN.people.values()}) == len(PEOPLE)


def test_a_name_under_localhost_is_this_machine_and_no_other_name_is() -> None:
    assert dialled("http://south.localhost:8001") == (
        "http://127.0.0.1:8001",
        {"Host": "south.localhost:8001"},
    )
    for url in (
        "https://south.localhost:8001",
        "http://localhost:8001",
        "https://harrowfen.invalid",
        "http://localhost.invalid",
    ):
        assert dialled(url) == (url, {})


def test_cookies_have_the_names_that_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAIT_COOKIE_PREFIX", "north")
    assert Environment.read().cookie_prefix == "north"
    monkeypatch.setenv("PLAIT_COOKIE_PREFIX", "north; Domain=")
    with pytest.raises(SystemExit, match="PLAIT_COOKIE_PREFIX"):
        Environment.read()


@pytest.mark.django_db
def test_a_side_lends_where_a_protected_child_is_and_takes_it_back(
    cast: Cast, pack: Any, at: datetime
) -> None:
    Journey(cast, at).raised("health_visitor").accepted().asked("police")
    pinned(at=at)
    assert side.answer({"do": "lend", "code": "north"}) == {
        "done": "lend",
        "by": "Robert Achebe",
        "minutes": 15,
    }
    assert side.answer({"do": "take back"}) == {"done": "take back", "by": "Robert Achebe", "ended": 1}
    assert "fault" in side.answer({"do": "read"}), "nothing was lent to this one"


def test_what_was_lent_is_read_once_and_not_after_it_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = {"went": [], "witnessed": [1], "cosigned": [1], "incidents": []}
    answers: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("south", "read"): [
            {"by": "Carol Whitby", "lines": 2},
            {"by": "Carol Whitby", "refused": "No longer lent."},
        ],
        ("north", "lend"): [{"by": "Robert Achebe", "minutes": 15}],
        ("north", "take back"): [{"by": "Robert Achebe"}],
    }

    def ask(side: two_areas.Side, do: str, **_said: Any) -> dict[str, Any]:
        return settled if do == "crossed" else answers[side.name, do].pop(0)

    monkeypatch.setattr(two_areas.Side, "ask", ask)
    console = Console(record=True, quiet=False, width=200, file=StringIO())
    two_areas.lend(two_areas.sides(port=8000, folder=tmp_path), console)
    said = console.export_text()
    assert said.index("read 2 lines") < said.index("took it back") < said.index("No longer lent.")
