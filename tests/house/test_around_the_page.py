"""What stands round every page (who reads, the navigation, whom to ring) is put there by one place, and no page hides it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from plait.base.ui.context import page
from plait.site.environment import ROOT

SRC = ROOT / "src" / "plait"


def kept_for_the_page() -> set[str]:
    asking: Any = SimpleNamespace(path="/")
    return set(page(cast(Any, asking)))


def handed_over(view: ast.FunctionDef) -> Iterator[str]:
    """The names under which a view hands things to its page: render's third argument, there or from a name."""
    named: dict[str, list[ast.Dict]] = {}
    for node in ast.walk(view):
        given = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and isinstance(given, ast.Dict):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(given)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            part = node.targets[0]
            if isinstance(part.value, ast.Name) and isinstance(part.slice, ast.Constant):
                named.setdefault(part.value.id, []).append(ast.Dict([part.slice], [node.value]))
    for node in ast.walk(view):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render" and len(node.args) > 2:
            for one in ast.walk(node.args[2]):
                for found in [one] if isinstance(one, ast.Dict) else named.get(getattr(one, "id", ""), []):
                    yield from (str(key.value) for key in found.keys if isinstance(key, ast.Constant))


def hidden_by(path: Path) -> list[str]:
    kept = kept_for_the_page()
    functions = [
        one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.FunctionDef)
    ]
    return [
        f"{path.name} {one.name}: {name}" for one in functions for name in handed_over(one) if name in kept
    ]


def test_no_view_hides_who_reads_or_whom_to_ring() -> None:
    """A page of a hold handed its actor over as `reader`: the masthead then showed the agency's id in place of its name."""
    assert [fault for path in sorted(SRC.glob("*/views/**/*.py")) for fault in hidden_by(path)] == []


@pytest.mark.parametrize(
    "said",
    [
        'return render(request, "a.html", {"reader": by})',
        'context = {"area": pack.area}\n    return render(request, "a.html", context)',
        'context = {}\n    context["nav"] = 1\n    return render(request, "a.html", context)',
        'context = {}\n    context |= {"pages": 1}\n    return render(request, "a.html", context | {"one": 1})',
    ],
)
def test_the_look_finds_it_in_every_way_of_saying_it(tmp_path: Path, said: str) -> None:
    view = tmp_path / "view.py"
    view.write_text(f"def one(request):\n    {said}\n", "utf-8")
    assert len(hidden_by(view)) == 1
