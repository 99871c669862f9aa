"""Is this pack sound? Every fault with file, line and sentence; never a crash, whatever the files hold."""

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.console import Console

from plait.base.packs.checks import across, before_assembly, review
from plait.base.packs.faults import Fault, stops
from plait.base.packs.layers import Chain, read_chain, read_layer
from plait.base.packs.pack import Pack, pack_of

SCHEMA = 1  # raise it when a stored release can no longer be read by the schema of its day


def content_of(chain: Chain) -> dict[str, Any]:
    """What a release holds: the headers of its layers and, for each file, the layer it came from and its values."""
    return {
        "schema": SCHEMA,
        "area": chain.area,
        "chain": [header.data for header in chain.headers],
        "files": {name: {"from": one.layer, "data": one.data} for name, one in chain.in_force().items()},
    }


def examine(*, root: Path, area: str, on: date) -> tuple[dict[str, Any] | None, Pack | None, list[Fault]]:
    """The content and typed pack of an area's files, if they are sound enough to have one, and everything wrong."""
    chain, faults = read_chain(root=root, area=area)
    if stops(faults):
        return None, None, sorted(set(faults))
    faults += before_assembly(chain)
    if stops(faults):
        return None, None, sorted(set(faults))
    content = content_of(chain)
    try:
        pack = pack_of(content)
    except (ValidationError, ValueError) as refusal:
        faults.append(
            Fault(f"{area}/pack.toml", 1, f"The layers do not fit together: {type(refusal).__name__}.")
        )
        return None, None, sorted(set(faults))
    faults += across(chain, pack)
    faults += review(chain, on)
    return content, pack, sorted(set(faults))


def lint(*, root: Path, area: str, on: date) -> list[Fault]:
    """Everything wrong with one area's pack on that day, warnings included."""
    return examine(root=root, area=area, on=on)[2]


def lint_all(*, root: Path, on: date) -> list[Fault]:
    """Everything wrong with every pack below `root`; layers that no area stands on are checked file by file."""
    faults: list[Fault] = []
    headers = (
        sorted(root.glob("pack.toml")) + sorted(root.glob("*/pack.toml")) + sorted(root.glob("*/*/pack.toml"))
    )
    layers = [header.parent.relative_to(root).as_posix() for header in headers]
    if not layers:
        return [Fault(str(root.name), 1, "There is no pack.toml in this folder or below it.")]
    for layer in layers:
        if layer.startswith("areas/"):
            faults += lint(root=root, area=layer, on=on)
        elif layer == ".":
            faults.append(Fault("pack.toml", 1, "A pack stands in england, regions/NAME or areas/NAME."))
        else:
            faults += read_layer(root=root, layer=layer)[1]
    return sorted(set(faults))


def root_and_layer(path: Path) -> tuple[Path, str | None]:
    """From a path given by hand, the folder that holds `england`, and the one layer that is meant (None for all)."""
    for folder in (path, *path.parents):
        if (folder / "england" / "pack.toml").is_file():
            layer = path.relative_to(folder).as_posix()
            return folder, None if layer == "." else layer
    return path, None


def lint_command(path: Path, *, on: date, console: Console | None = None) -> int:
    """Print what is wrong below `path` (the packs folder, or one area in it). 0 when sound, 1 with any fault."""
    out = console or Console(soft_wrap=True, highlight=False)
    root, layer = root_and_layer(path.resolve())
    if layer is not None and layer.startswith("areas/"):
        faults = lint(root=root, area=layer, on=on)
    elif layer is not None:
        faults = sorted(set(read_layer(root=root, layer=layer)[1]))
    else:
        faults = lint_all(root=root, on=on)
    for fault in faults:
        colour = "red" if fault.severity == "fault" else "yellow"
        out.print(f"[{colour}]{fault.severity}[/{colour}] ", end="")
        out.print(str(fault), markup=False)
    wrong = sum(fault.severity == "fault" for fault in faults)
    warned = len(faults) - wrong
    if wrong:
        out.print(
            f"{wrong} fault{'s' * (wrong != 1)}. A pack with a fault is not released; the one in force stays."
        )
        return 1
    out.print("Every pack is sound." + (f" {warned} to look at." if warned else ""))
    return 0
