"""The house itself: which way things point, where import-linter cannot look.

import-linter (pyproject.toml, `./run lint`) holds the layers. Here: side doors into an app, foreign keys and templates
that point upward by name, the one clock, the one place that asks for the database's kind, and who may write.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from plait.site.environment import ROOT

SRC = ROOT / "src" / "plait"
# Top to bottom; apps on one line are siblings. import-linter holds the same order for imports.
ORDER = [
    {"site"},
    {"desk", "insights", "notices", "practice", "privacy", "packdesk"},
    {"handover"},
    {"feedback", "domestic_abuse", "exploitation", "escalation", "stepdown"},
    {"referrals"},
    {"thresholds", "sharing"},
    {"people"},
    {"agencies"},
    {"base"},
    {"matching", "population"},
]
LEVEL = {app: -number for number, apps in enumerate(ORDER) for app in apps}
APPS = sorted(
    app for app in LEVEL if (SRC / app).is_dir() and app not in {"site", "base", "matching", "population"}
)
DOORS = {
    "actions",
    "places",
    "queries",
    "sessions",  # agencies: who is acting, and what was kept of a lost form
    "duty",  # agencies: who is on duty, who is away, who acts for whom
    "rules",
    "life",
    "events",
    "access",
    "models",
    "wire",
    "forms",
    "roles",
    "concern",  # referrals: what may be said of a child, which `raise_concern` takes
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def sources(below: Path = SRC) -> list[Path]:
    return sorted(path for path in below.rglob("*.py") if "migrations" not in path.parts)


def app_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


@cache
def imported(path: Path) -> tuple[tuple[str, int], ...]:
    """Every name imported from plait, as a dotted name, with its line."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("plait"):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("plait."):
                    yield alias.name, node.lineno


def at_line(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(ROOT)}:{line}: {what}"


def test_every_folder_has_its_place() -> None:
    folders = {path.name for path in SRC.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(LEVEL), "a new folder under src/plait needs a place in ORDER and in pyproject.toml"


@pytest.mark.parametrize("app", APPS)
def test_an_app_is_entered_by_its_doors(app: str) -> None:
    """Another app's views, forms' innards, store or handlers are nobody else's business; site may know everyone."""
    wrong = [
        at_line(path, line, f"{name} is not one of the doors {sorted(DOORS)}")
        for path in sources()
        if app_of(path) not in {app, "site"}
        for name, line in imported(path)
        if name.startswith(f"plait.{app}.") and name.split(".")[2] not in DOORS
    ]
    assert wrong == []


def test_no_foreign_key_points_upward_by_name() -> None:
    """ForeignKey("referrals.Contact") imports nothing, and points as surely as an import."""
    labels = {app: app for app in LEVEL} | {
        path.parent.name: "base" for path in (SRC / "base").glob("*/apps.py")
    }
    wrong = []
    for path in SRC.rglob("*.py"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not getattr(
                node.func, "attr", getattr(node.func, "id", "")
            ).endswith(("ForeignKey", "OneToOneField", "ManyToManyField")):
                continue
            given = [
                *node.args[:1],
                *[keyword.value for keyword in node.keywords if keyword.arg in {"to", "through"}],
            ]
            for target in given:
                if not isinstance(target, ast.Constant) or not isinstance(target.value, str):
                    continue
                if "." in target.value:
                    other = labels.get(target.value.split(".")[0].lower())
                    here = app_of(path)
                    if other and other != here and LEVEL[other] >= LEVEL[here]:
                        wrong.append(at_line(path, node.lineno, f"{here} points at {target.value}"))
    assert wrong == []


def test_no_template_reaches_upward_or_sideways() -> None:
    reach = re.compile(r"{%\s*(?:include|extends)\s+[\"']([a-z_]+)/")
    homes: dict[str, str] = {}
    for folder in SRC.rglob("templates/*"):
        if folder.is_dir():
            homes.setdefault(folder.name, app_of(folder))
    wrong = []
    for path in [*SRC.rglob("*.html"), *SRC.rglob("*.txt")]:
        here = app_of(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name in reach.findall(line):
                there = homes.get(name)
                if there and there != here and LEVEL[there] >= LEVEL[here]:
                    wrong.append(at_line(path, number, f"{here} uses {name}/"))
    assert wrong == []


CLOCK = SRC / "base" / "clock" / "now.py"
MAY_ASK_THE_TIME = {"site/middleware.py", "site/worker.py"}
OWN_CLOCK = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now", "localdate", "localtime"},  # the last two only when they are told no time
    "time": {"time", "time_ns"},
}


def test_the_clock_is_read_in_one_place() -> None:
    """site/logging stamps log lines with the machine's time, which is no record's."""
    wrong = [
        at_line(path, node.lineno, f"{node.func.value.id}.{node.func.attr}() – take `at` instead")
        for path in sources()
        if path not in {CLOCK, SRC / "site" / "logging.py"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in OWN_CLOCK.get(node.func.value.id, set())
        and not (node.func.attr.startswith("local") and node.args)
    ]
    assert wrong == []


def test_three_callers_ask_for_the_time() -> None:
    """The request's middleware, the worker's loop and the command line."""
    callers = {
        path.relative_to(SRC).as_posix()
        for path in sources()
        for name, _ in imported(path)
        if name.startswith("plait.base.clock.now")
    }
    strangers = {
        name for name in callers - MAY_ASK_THE_TIME if not name.startswith(("site/cli/", "site/demo/"))
    }
    assert strangers == set()


def test_the_databases_kind_is_asked_in_one_place() -> None:
    """`connection.vendor`: six uses at most, in base/db and in migrations. More means: go to PostgreSQL only."""
    uses = [
        (path.relative_to(SRC), node.lineno)
        for path in SRC.rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "vendor"
    ]
    strangers = [
        str(path) for path, _ in uses if path.parts[:2] != ("base", "db") and "migrations" not in path.parts
    ]
    assert strangers == []
    assert len(uses) <= 6, uses


WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "asave", "acreate", "aupdate", "adelete",
}  # fmt: skip
MAY_WRITE = {
    "actions",
    "actions.py",
    "store",
    "store.py",
}  # store is the hand of its actions, and of nobody else
DJANGO_ASKS = {
    "agencies/models/people.py"
}  # create_user() of the user manager, which Django calls by that name


def writes(path: Path) -> Iterator[tuple[int, str]]:
    """Calls that write to a table: a manager's or queryset's verb, or save() and delete() of something.

    `{}.update(…)` and `hash.update(…)` are not: a bare name's update counts only below `.objects` or a filter.
    """
    for node in ast.walk(tree(path)):
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Attribute)
            or node.func.attr not in WRITES
        ):
            continue
        text = ast.unparse(node.func.value)
        chained = ".objects" in text or ".filter(" in text or ".exclude(" in text or text.endswith("_set")
        alone = node.func.attr in {"save", "asave"} or (
            node.func.attr in {"delete", "adelete"} and not node.args
        )
        if chained or (alone and not text.startswith("super()")):
            yield node.lineno, f"{text}.{node.func.attr}()"


@pytest.mark.parametrize("app", APPS)
def test_only_actions_write(app: str) -> None:
    wrong = [
        at_line(path, line, f"{what} – a deed in actions/ does this")
        for path in sources(SRC / app)
        if path.relative_to(SRC / app).parts[0] not in MAY_WRITE
        if path.relative_to(SRC).as_posix() not in DJANGO_ASKS
        for line, what in writes(path)
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_a_store_serves_its_own_actions_and_reads(app: str) -> None:
    wrong = [
        at_line(path, line, f"{name} – go through an action or a query")
        for path in sources()
        for name, line in imported(path)
        if name.startswith(f"plait.{app}.store")
        and (
            app_of(path) != app
            or path.relative_to(SRC / app).parts[0].removesuffix(".py")
            not in {"actions", "store", "queries", "access"}
        )
    ]
    assert wrong == []


def test_site_writes_nothing() -> None:
    wrong = [at_line(path, line, what) for path in sources(SRC / "site") for line, what in writes(path)]
    assert wrong == []


def test_the_search_for_writers_finds_them(tmp_path: Path) -> None:
    """A test of the test: what it must see, and what it must leave alone."""
    sample = tmp_path / "sample.py"
    sample.write_text(
        "Contact.objects.create(x=1)\ncontact.save()\nContact.objects.filter(a=1).update(b=2)\n"
        "contact.delete()\nfamily.child_set.create()\nnumbers.update({1: 2})\ndigest.update(b'x')\nboxes.create()\n"
    )
    assert [line for line, _ in writes(sample)] == [1, 2, 3, 4, 5]


def test_the_layers_hold(capsys: pytest.CaptureFixture[str]) -> None:
    """The contracts of pyproject.toml, so that a broken layer is red in the suite and not only in `./run lint`."""
    from importlinter.cli import lint_imports

    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert broken == 0, capsys.readouterr().out
