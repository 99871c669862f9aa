"""The papers keep up with the code: settings, commands, links, app READMEs, generated pages, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from plait.site.cli import app
from plait.site.environment import ROOT, Environment

DOCS = ROOT / "docs"
SRC = ROOT / "src" / "plait"
# Folders of our own; a peer's README inside node_modules is not ours to mend.
PAPERS = sorted(
    path
    for path in [
        *ROOT.glob("*.md"),
        *DOCS.rglob("*.md"),
        *(ROOT / "packs").rglob("*.md"),
        *SRC.rglob("*.md"),
        *(ROOT / "benchmarks").rglob("*.md"),
    ]
    if "node_modules" not in path.parts
)
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
FENCED = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(command: Any, before: str = "plait") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by the words that call it. (typer brings a click of its own.)"""
    below = getattr(command, "commands", None)
    if below is None:
        yield before, command
        return
    for name, one in below.items():
        yield from commands(one, f"{before} {name}")


EVERY_COMMAND = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", sorted(Environment.model_fields))
def test_a_setting_is_explained(name: str) -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    assert f"| `PLAIT_{name.upper()}` |" in page


def test_no_setting_is_explained_that_is_no_more() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    ours = {f"PLAIT_{name.upper()}" for name in Environment.model_fields}
    told = set(re.findall(r"^\| `(PLAIT_[A-Z_]+)` \|", page, re.MULTILINE))
    assert {name for name in told - ours if not name.startswith("PLAIT_TEST_")} == set()


def test_commands_were_found() -> None:
    assert {"plait serve", "plait pack lint", "plait users invite"} <= EVERY_COMMAND.keys()


@pytest.mark.parametrize("words", sorted(EVERY_COMMAND))
def test_a_command_and_its_options_are_explained(words: str) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    heading = f"### `{words}`"
    assert heading in page
    told = page.split(heading, 1)[1].split("\n#", 1)[0]
    for parameter in EVERY_COMMAND[words].params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            assert f"`{parameter.opts[0]}`" in told, f"{words} {parameter.opts[0]}"


def test_no_command_is_explained_that_is_no_more() -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(plait [^`]+)`", page, re.MULTILINE)) == EVERY_COMMAND.keys()


def anchor(heading: str) -> str:
    """How a forge names the anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", PAPERS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    wrong = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        where, _, part = target.partition("#")
        found = (path.parent / where).resolve() if where else path
        if not found.exists():
            wrong.append(f"{target}: there is no such file")
        elif part and found.suffix == ".md":
            headings = {anchor(one) for one in HEADING.findall(found.read_text(encoding="utf-8"))}
            if part not in headings:
                wrong.append(f"{target}: there is no such heading")
    assert wrong == []


NAMED = re.compile(r"`((?:tests|src|packs|docs|requirements|tools|benchmarks)/[\w./-]+)`")
INVENTED = re.compile(r"\byours\b|\.\.\.|…")


@pytest.mark.parametrize("path", PAPERS, ids=named)
def test_files_that_a_paper_names_are_there(path: Path) -> None:
    """SECURITY says which test holds what: a test that was renamed holds nothing any more."""
    names = [name for name in NAMED.findall(path.read_text(encoding="utf-8")) if not INVENTED.search(name)]
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_owners_are_named_for_files_that_are_there() -> None:
    lines = (ROOT / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    patterns = [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]
    assert "packs/**" in patterns
    assert [one for one in patterns if one != "*" and not (ROOT / one.removesuffix("/**")).exists()] == []


def test_every_command_of_run_is_explained() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    known = set(re.findall(r"^  ([a-z0-9]+)\)$", script, re.MULTILINE))
    assert known >= {"test", "quick", "lint", "fix", "e2e", "bench"}
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert {name for name in known if f"`./run {name}" not in page} == set()


def test_the_front_page_links_to_every_paper() -> None:
    """A page that nothing leads to is not read."""
    front = (DOCS / "README.md").read_text(encoding="utf-8")
    linked = {(DOCS / target.split("#")[0]).resolve() for target in LINK.findall(front) if ":" not in target}
    papers = {
        path for path in DOCS.rglob("*.md") if path.parent.name != "decisions" and path != DOCS / "README.md"
    }
    assert {named(path) for path in papers - linked} == set()


PARTS = sorted(
    path
    for path in [*SRC.iterdir(), *(SRC / "base").iterdir()]
    if path.is_dir() and (path / "__init__.py").exists() and path != SRC / "base"
)


@pytest.mark.parametrize("path", PARTS, ids=named)
def test_a_part_says_its_words_its_life_and_its_callers(path: Path) -> None:
    readme = path / "README.md"
    assert readme.exists(), f"{named(path)} has no README"
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "**Words" in text
    assert len(text.splitlines()) <= 80, "a README of an app is short"


def test_generated_pages_say_what_the_code_says() -> None:
    from plait.site import papers

    assert [named(path) for path in papers.stale()] == [], "run: plait docs"


def test_decisions_are_numbered_without_gaps_and_all_listed() -> None:
    folder = DOCS / "decisions"
    files = sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")
    assert files, "no decisions were found"
    assert [name[:5] for name in files] == [f"{number:04d}-" for number in range(1, len(files) + 1)]
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for number, name in enumerate(files, 1):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), name
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, f"{name} has no {part}"
        assert f"({name})" in listed, f"{name} is not in the list"


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
