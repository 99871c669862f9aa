"""Words that judge families, and names of places where this was made: neither stands anywhere."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from plait.site.environment import ROOT

# What practitioners asked us never to write about a family. GLOSSARY lists them, with what to say instead.
BANNED = (
    r"disengag(?:ed|es|ing|ement)",
    r"hard[ -]to[ -]reach",
    r"fail(?:ed|ing|s|ure)? to protect",
    r"consent\s*\(?\s*y\s*/\s*n",
    r"non[- ]?complian(?:t|ce)",
    r"failed to (?:engage|attend)",
    r"did not engage",
    r"plac(?:es|ed|ing) (?:them(?:selves)?|him(?:self)?|her(?:self)?) at risk",
    r"lifestyle choice",
    r"attention[- ]seeking",
    r"child prostitut",
    r"risk score",
)
WORDS = re.compile("|".join(rf"\b{word}" for word in BANNED), re.IGNORECASE)
LISTS_THEM = {"GLOSSARY.md"}

# Written in two pieces, so that this file does not name them either.
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npmjs" + ".org",
    "registry.yarnpkg" + ".com",
)
HERE = re.compile(r"(?<![\w./-])/(?:" + "work|root" + r")/[\w.]")


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the repository: those git knows, or every file where there is no git (an unpacked archive)."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode == 0 and found.stdout:
        names = found.stdout.decode().split("\0")
        return tuple(path for name in names if name and (path := ROOT / name).is_file())
    apart = {".venv", "node_modules", "var", ".git", "__pycache__"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not apart & set(path.parts))


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file; nothing for a picture or a font."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    yield from enumerate(text.splitlines(), 1)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def ours(path: Path) -> bool:
    return "/vendor/" not in named(path) and "/migrations/" not in named(path)


def test_files_were_found() -> None:
    assert len(tracked()) > 100


def test_no_page_pack_or_paper_judges_a_family() -> None:
    read = {".html", ".txt", ".toml", ".md", ".py"}
    wrong = [
        f"{named(path)}:{number}: {found.group()}"
        for path in tracked()
        if path.suffix in read
        and ours(path)
        and named(path) not in LISTS_THEM
        and not named(path).startswith("tests/")
        for number, line in lines(path)
        if (found := WORDS.search(line))
    ]
    assert wrong == []


def test_the_glossary_lists_what_is_not_used() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for word in ("disengaged", "hard to reach", "failed to protect", "consent Y/N", "non-compliant"):
        assert word in glossary


@pytest.mark.parametrize(
    "said",
    [
        "The mother has disengaged.",
        "a hard-to-reach family",
        "Failed to protect",
        "Consent (Y/N)",
        "non-compliance",
    ],
)
def test_the_search_finds_them(said: str) -> None:
    assert WORDS.search(said)


@pytest.mark.parametrize(
    "said",
    ["Services have not engaged the family.", "to protect a child", "agreement to a service", "with consent"],
)
def test_the_search_leaves_good_words_alone(said: str) -> None:
    assert not WORDS.search(said)


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is whoever installs them's business; the locks hold hashes."""
    wrong = [
        f"{named(path)}:{number}"
        for path in tracked()
        for number, line in lines(path)
        if any(host in line for host in REGISTRIES)
    ]
    assert wrong == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    wrong = [
        f"{named(path)}:{number}: {found.group()}"
        for path in tracked()
        for number, line in lines(path)
        if (found := HERE.search(line))
    ]
    assert wrong == []


def test_what_is_made_is_not_kept() -> None:
    """The locks are requirements/*.txt; no other tool's lock, no database and no environment is in the repository."""
    wrong = [
        named(path)
        for path in tracked()
        if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock", ".env"}
        or path.suffix in {".sqlite3", ".pyc", ".pem", ".key"}
        or {"node_modules", ".venv", "var"} & set(path.parts)
    ]
    assert wrong == []
