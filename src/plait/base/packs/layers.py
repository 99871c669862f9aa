"""Reading the files of a pack: england, then its region, then its area. Whole files are replaced, never merged."""

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from plait.base.packs.faults import Fault
from plait.base.packs.lines import Place, line_at, lines_of
from plait.base.packs.schema.access import AccessFile
from plait.base.packs.schema.advice import AdviceFile
from plait.base.packs.schema.agreement import AgreementFile, DeviationsFile
from plait.base.packs.schema.alert import AlertFile
from plait.base.packs.schema.area import AreaFile
from plait.base.packs.schema.calendars import BankHolidaysFile, SchoolTermsFile
from plait.base.packs.schema.clocks import ClocksFile
from plait.base.packs.schema.codes import CodesFile
from plait.base.packs.schema.common import PackHeader
from plait.base.packs.schema.discovery import DiscoveryFile
from plait.base.packs.schema.escalation import EscalationFile
from plait.base.packs.schema.examples import ExamplesFile
from plait.base.packs.schema.forms import FormFile
from plait.base.packs.schema.gateways import GatewaysFile
from plait.base.packs.schema.handover import HandoverFile
from plait.base.packs.schema.legs import LegsFile
from plait.base.packs.schema.levels import LevelsFile
from plait.base.packs.schema.lookups import LookupsFile
from plait.base.packs.schema.outcomes import OutcomesFile
from plait.base.packs.schema.partners import PartnersFile
from plait.base.packs.schema.prompts import PromptsFile
from plait.base.packs.schema.purposes import PurposesFile
from plait.base.packs.schema.ratings import RatingsFile
from plait.base.packs.schema.retention import RetentionFile
from plait.base.packs.schema.stepdown import StepDownFile
from plait.base.packs.schema.synonyms import SynonymsFile
from plait.base.packs.schema.words import WordsFile

# Every file that a layer may hold, and the only ones.
KNOWN: tuple[tuple[str, type[BaseModel]], ...] = (
    ("access.toml", AccessFile),
    ("area.toml", AreaFile),
    ("agreement.toml", AgreementFile),
    ("deviations.toml", DeviationsFile),
    ("advice.toml", AdviceFile),
    ("calendars/bank_holidays.toml", BankHolidaysFile),
    ("calendars/school_terms.toml", SchoolTermsFile),
    ("clocks/*.toml", ClocksFile),
    ("gateways/*.toml", GatewaysFile),
    ("codes/*.toml", CodesFile),
    ("ratings.toml", RatingsFile),
    ("levels.toml", LevelsFile),
    ("outcomes.toml", OutcomesFile),
    ("partners.toml", PartnersFile),
    ("purposes.toml", PurposesFile),
    ("forms/*.toml", FormFile),
    ("words.toml", WordsFile),
    ("lookups.toml", LookupsFile),
    ("retention.toml", RetentionFile),
    ("escalation.toml", EscalationFile),
    ("stepdown.toml", StepDownFile),
    ("handover.toml", HandoverFile),
    ("discovery.toml", DiscoveryFile),
    ("legs.toml", LegsFile),
    ("alert.toml", AlertFile),
    ("synonyms.toml", SynonymsFile),
    ("prompts.toml", PromptsFile),
    ("examples/*.toml", ExamplesFile),
)
BESIDE = ("*.md", "LICENSE*", "*/LICENSE*")  # read by people only
LARGEST = 1_000_000
LAYER = re.compile(r"(england|(regions|areas)/[a-z0-9-]{1,40})")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it stands in a layer. `data` holds JSON's kinds of value only."""

    layer: str
    name: str
    data: dict[str, Any]
    text: str = field(repr=False)

    @property
    def path(self) -> str:
        return f"{self.layer}/{self.name}"

    def line(self, place: Place) -> int:
        """The line of a place in this file; found only when something is wrong there."""
        return line_at(lines_of(self.text), place)

    def fault(self, sentence: str, *place: str | int) -> Fault:
        """A fault at a place in this file."""
        return Fault(self.path, self.line(place), sentence)

    def warning(self, sentence: str, *place: str | int) -> Fault:
        """A warning at a place in this file."""
        return Fault(self.path, self.line(place), sentence, "warning")


@dataclass(frozen=True, slots=True)
class Chain:
    """The layers of an area, its own first, and every file that was read in each."""

    area: str
    headers: tuple[SourceFile, ...]
    files: tuple[SourceFile, ...]

    def in_force(self) -> dict[str, SourceFile]:
        """For each file name the one of the nearest layer."""
        nearest: dict[str, SourceFile] = {}
        for source in self.files:
            nearest.setdefault(source.name, source)
        return nearest


def model_for(name: str) -> type[BaseModel] | None:
    """The schema of a file by its name inside a layer; None for a file that a pack may not hold."""
    for pattern, model in KNOWN:
        if fnmatchcase(name, pattern) and name.count("/") == pattern.count("/"):
            return model
    return None


def plain(value: object) -> Any:
    """TOML's dates and times as JSON's text, everything else unchanged."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def canonical(content: object) -> str:
    """JSON with one spelling, so that equal content has an equal hash. Raises ValueError for infinities."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def read_chain(*, root: Path, area: str) -> tuple[Chain, list[Fault]]:
    """Every file of the area's layers, and what could not be read. Nothing is raised for bad content."""
    faults: list[Fault] = []
    headers: list[SourceFile] = []
    files: list[SourceFile] = []
    layer: str | None = area
    seen: list[str] = []
    while layer is not None:
        if layer in seen:
            faults.append(Fault(f"{seen[-1]}/pack.toml", 1, f"“extends” goes round in a circle by {layer}."))
            break
        if not LAYER.fullmatch(layer) or not (root / layer / "pack.toml").is_file():
            where = f"{seen[-1]}/pack.toml" if seen else f"{layer}/pack.toml"
            faults.append(Fault(where, 1, f"There is no pack “{layer}” (no pack.toml in that folder)."))
            break
        seen.append(layer)
        found, wrong = read_layer(root=root, layer=layer)
        faults += wrong
        header = next((one for one in found if one.name == "pack.toml"), None)
        files += [one for one in found if one.name != "pack.toml"]
        if header is None:
            break
        headers.append(header)
        extends = header.data.get("extends")
        layer = extends if isinstance(extends, str) else None
    return Chain(area, tuple(headers), tuple(files)), faults


def read_layer(*, root: Path, layer: str) -> tuple[list[SourceFile], list[Fault]]:
    """Every file of one layer, each checked against its own schema."""
    found: list[SourceFile] = []
    faults: list[Fault] = []
    folder = root / layer
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or any(fnmatchcase(name, pattern) for pattern in BESIDE):
            continue
        model = PackHeader if name == "pack.toml" else model_for(name)
        if model is None:
            faults.append(Fault(f"{layer}/{name}", 1, "Plait knows no pack file of this name."))
            continue
        source = _read(path, layer, name, faults)
        if source is not None:
            wrong = check(source, model)
            faults += wrong
            if not wrong:
                found.append(source)
    return found, faults


def check(source: SourceFile, model: type[BaseModel]) -> list[Fault]:
    """Every way in which one file breaks its schema."""
    try:
        model.model_validate_json(canonical(source.data))
    except ValidationError as refusal:
        return [source.fault(_sentence(error), *_place(source, error["loc"])) for error in refusal.errors()]
    except (ValueError, RecursionError):
        return [source.fault("A value in this file cannot be kept (an infinite number, or far too deep).")]
    if source.name == "pack.toml" and source.data["code"] != source.layer:
        return [source.fault(f"This pack calls itself “{source.data['code']}”.", "code")]
    return []


def _read(path: Path, layer: str, name: str, faults: list[Fault]) -> SourceFile | None:
    shown = f"{layer}/{name}"
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            faults.append(Fault(shown, 1, f"This file is larger than {LARGEST:,} bytes."))
            return None
        text = raw.decode("utf-8")
        data = plain(tomllib.loads(text))
        json.dumps(data).encode()
    except UnicodeDecodeError as bad:
        faults.append(Fault(shown, raw[: bad.start].count(b"\n") + 1, "This is not UTF-8 text."))
    except UnicodeEncodeError:
        faults.append(Fault(shown, 1, "This file holds half a character."))
    except tomllib.TOMLDecodeError as bad:
        said = str(bad)
        at = re.search(r"at line (\d+)", said)
        line = int(at.group(1)) if at else max(1, len(text.splitlines()))
        sentence = re.sub(r"\s*\(at (line|end).*\)$", "", said)
        faults.append(Fault(shown, line, f"This is not TOML: {sentence}."))
    except (
        RecursionError,
        ValueError,
    ) as bad:  # a year 0, a number of ten thousand digits, a thousand brackets
        faults.append(Fault(shown, 1, f"This file cannot be read: {type(bad).__name__}."))
    except OSError as bad:
        faults.append(Fault(shown, 1, f"This file cannot be opened: {bad.strerror}."))
    else:
        return SourceFile(layer, name, data, text)
    return None


def _place(source: SourceFile, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Pydantic's place without the names it adds for unions."""
    value: Any = source.data
    place: list[int | str] = []
    for part in loc:
        known = part in value if isinstance(value, dict) else _is_index(part, value)
        if known:
            value = value[part]
        if known or part == loc[-1]:
            place.append(part)
    return tuple(place)


def _is_index(part: int | str, value: object) -> bool:
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _sentence(error: Any) -> str:
    name = str(error["loc"][-1]) if error["loc"] else "this file"
    said = str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    if error["type"] == "missing":
        return f"“{name}” is missing."
    if error["type"] == "extra_forbidden":
        return f"“{name}” is not a key that Plait knows here."
    if error["type"] == "value_error":
        return f"{said}."
    return f"“{name}”: {said[:1].lower()}{said[1:]}."
