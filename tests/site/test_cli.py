"""The command line: 0 done, 1 refused with a sentence, 2 called wrongly."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from plait.site.cli import app
from plait.site.environment import ROOT


def plait(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("pack",),
        ("users",),
        ("nonsense",),
        ("serve", "--port", "none"),
        ("users", "invite"),
        ("serve", "--port", "0"),
    ],
)
def test_called_wrongly_ends_with_2(words: tuple[str, ...]) -> None:
    assert plait(*words).exit_code == 2


@pytest.mark.parametrize(
    "words",
    ["serve", "worker", "demo", "migrate", "check", "docs", "pack lint", "pack release", "users invite"],
)
def test_every_command_explains_itself(words: str) -> None:
    result = plait(*words.split(), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.mark.django_db
def test_check_finds_nothing_in_the_way(lane: str) -> None:
    result = plait("check")
    assert (result.exit_code, "Nothing stands in the way." in result.output) == (0, True), result.output


@pytest.mark.django_db
def test_check_deploy_refuses_the_defaults() -> None:
    result = plait("check", "--deploy")
    assert result.exit_code == 1
    assert "plait.E010" in result.output
    assert "Not ready" in result.output


@pytest.mark.django_db
def test_migrating_twice_does_nothing_twice() -> None:
    assert plait("migrate").exit_code == 0


@pytest.mark.django_db
def test_one_round_of_the_worker() -> None:
    result = plait("worker", "--once")
    assert (result.exit_code, "Timers: 0 fired, 0 failed." in result.output) == (0, True), result.output


@pytest.mark.django_db
def test_the_worker_refuses_a_clock_moved_back_until_somebody_has_looked() -> None:
    from plait.base.clock.now import now
    from plait.base.timers.models import ClockMark

    ClockMark.objects.create(id=1, seen_at=now().replace(year=2099))
    refused = plait("worker", "--once")
    assert (refused.exit_code, "--accept-clock" in refused.output) == (1, True)
    assert plait("worker", "--once", "--accept-clock").exit_code == 0


@pytest.mark.django_db
def test_serving_and_working_are_refused_with_dangerous_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAIT_DATA", "real")
    for command in ("serve", "worker"):
        result = plait(command)
        assert result.exit_code == 1
        assert "Plait will not start." in result.output


@pytest.mark.django_db
def test_serving_is_refused_on_a_database_that_is_not_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plait.site.health.missing_migrations", lambda: 3)
    result = plait("serve")
    assert (result.exit_code, "Run: plait migrate" in result.output) == (1, True)


def test_the_demo_never_runs_beside_real_families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAIT_DATA", "real")
    result = plait("demo", "--once")
    assert (result.exit_code, "never runs" in result.output) == (1, True)


@pytest.mark.django_db
def test_inviting_into_no_agency_says_which_there_are() -> None:
    result = plait(
        "users", "invite", "joanne@ellowmere.invalid", "--agency", "Nowhere", "--role", "hub_worker"
    )
    assert (result.exit_code, "There is no agency called Nowhere" in result.output) == (1, True), (
        result.output
    )
    assert plait("users", "invite", "joanne", "--agency", "Nowhere", "--role", "hub_worker").exit_code == 1


def test_stale_papers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def papers(*stale: str) -> None:
        fake = SimpleNamespace(stale=lambda: list(stale), write=lambda: ["docs/reference/roles.md"])
        monkeypatch.setitem(sys.modules, "plait.site.papers", fake)

    papers("docs/reference/roles.md")
    result = plait("docs", "--check")
    assert (result.exit_code, "stale: docs/reference/roles.md" in result.output) == (1, True)
    papers()
    assert plait("docs", "--check").exit_code == 0
    assert "wrote docs/reference/roles.md" in plait("docs").output


def test_the_shipped_packs_are_clean() -> None:
    result = plait("pack", "lint")
    assert result.exit_code == 0, result.output


def test_a_pack_with_an_error_is_refused_with_file_line_and_sentence(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text("this is = not = toml\n", encoding="utf-8")
    result = plait("pack", "lint", str(tmp_path))
    assert result.exit_code == 1
    assert "pack.toml" in result.output


def test_one_pack_can_be_linted_alone() -> None:
    result = plait("pack", "lint", str(ROOT / "packs" / "areas" / "harrowfen"))
    assert result.exit_code == 0, result.output


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The demo's play is told elsewhere (tests/site/demo); here only that it begins on an empty database of its own."""
    from plait.site.cli import demo

    seen: list[Path] = []
    fake = SimpleNamespace(play_demo=lambda _console: seen.append(tmp_path))
    monkeypatch.setitem(sys.modules, "plait.site.demo.play", fake)
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    monkeypatch.delenv("PLAIT_DATABASE")
    monkeypatch.setenv("PLAIT_DEMO", "false")  # so that what the command sets is put back
    return seen


def test_the_demo_begins_empty_and_is_quick_the_second_time(
    played: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plait.site.cli import demo, house

    migrated: list[str] = []
    database = tmp_path / "var" / "demo.sqlite3"

    def migrate() -> None:
        migrated.append("once")
        database.write_bytes(b"empty")

    monkeypatch.setattr(house, "bring_up_to_date", migrate)
    demo.start_afresh(database)
    database.write_bytes(b"full of the last demo")
    demo.start_afresh(database)
    assert (migrated, database.read_bytes()) == (["once"], b"empty")


def test_a_database_that_somebody_named_is_never_thrown_away(
    played: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plait.site.cli import demo, house

    monkeypatch.setenv("PLAIT_DATABASE", str(tmp_path / "mine.sqlite3"))
    monkeypatch.setattr(demo, "start_afresh", pytest.fail)
    monkeypatch.setattr(house, "bring_up_to_date", lambda: None)
    assert plait("demo", "--once").exit_code == 0
    assert played


@pytest.mark.django_db
@pytest.mark.usefixtures("pack")
def test_an_area_is_set_up_from_nothing() -> None:
    """Agencies, their teams, then the first people: nobody has to open a Python shell."""
    council = plait(
        "agencies", "add", "Ellowmere Children’s Services", "--kind", "LA_CSC", "--phone", "01632 960100"
    )
    assert council.exit_code == 0, council.output
    assert plait("agencies", "add", "Alder Lane Primary School", "--kind", "SCHOOL").exit_code == 0
    listed = plait("agencies", "list").output
    assert "The hub (hub)" in listed
    assert "Safeguarding team (safeguarding)" in listed
    again = plait("agencies", "add", "alder lane primary school", "--kind", "SCHOOL")
    assert again.exit_code == 1
    assert "already" in again.output
    unknown = plait("agencies", "add", "The Mill", "--kind", "MILL")
    assert unknown.exit_code == 1
    assert "SCHOOL" in unknown.output
    invited = plait(
        "users", "invite", "miriam@council.invalid", "--agency", "Ellowmere Children’s Services",
        "--role", "hub_screener", "--team", "the hub",
    )  # fmt: skip
    assert invited.exit_code == 0, invited.output
    assert "/invitation/" in invited.output
    nowhere = plait(
        "users",
        "invite",
        "sam@council.invalid",
        "--agency",
        "Ellowmere Children’s Services",
        "--role",
        "referrer",
        "--team",
        "Attic",
    )
    assert nowhere.exit_code == 1
    assert "The hub" in nowhere.output
