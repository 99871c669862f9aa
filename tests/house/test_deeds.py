"""Every action is one deed behind one door: keyword-only, with `by` and `at`, audited or undone."""

import ast
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import plait
from plait.base.access.deeds import deeds
from plait.site.environment import ROOT

SRC = ROOT / "src" / "plait"
APPS = [
    "agencies",
    "people",
    "sharing",
    "thresholds",
    "referrals",
    "feedback",
    "escalation",
    "desk",
    "notices",
    "privacy",
]
FILES = sorted(
    path for app in APPS for path in (SRC / app / "actions").rglob("*.py") if path.name != "__init__.py"
)


def test_actions_were_found() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_public_functions_of_an_action_are_deeds(path: Path) -> None:
    module = import_module(".".join(("plait", *path.relative_to(SRC).with_suffix("").parts)))
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        name = f"{module.__name__}.{node.name}"
        assert name in deeds, f"{name} is no @deed"
        signature = inspect.signature(deeds[name])
        kinds = {parameter.kind for parameter in signature.parameters.values()}
        assert kinds == {inspect.Parameter.KEYWORD_ONLY}, f"{name} takes arguments by place"
        assert {"by", "at"} <= set(signature.parameters), f"{name} does not say by whom or when"
        assert ast.get_docstring(node), f"{name} says nothing of what it does"


def test_every_package_can_be_imported() -> None:
    for found in pkgutil.walk_packages(plait.__path__, "plait."):
        if ".migrations." not in found.name and not found.name.endswith(("wsgi",)):
            import_module(found.name)
