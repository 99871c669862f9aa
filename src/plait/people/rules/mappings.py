"""How an agency's columns are read: a mapping, written as TOML, checked before the first row. Pure."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

# What may be imported, by kind of file: who somebody is and where they live, and nothing that was ever said about them.
FIELDS: dict[str, frozenset[str]] = {
    "persons": frozenset(
        "record forename middle_names surname previous_surname other_names born_on expected_on sex nhs_number upn "
        "former_upn other_number address_line town postcode address_from valid_from".split()
    ),
    "addresses": frozenset("record address_line address_json town postcode from_on to_on".split()),
    "relationships": frozenset(
        "record other_record kind from_on to_on parental_responsibility lives_with".split()
    ),
    "identifiers": frozenset("record kind value from_on to_on".split()),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "persons": ("record",),
    "addresses": ("record",),
    "relationships": ("record", "other_record"),
    "identifiers": ("record", "value"),
}
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")
_TOP = frozenset({"kind", "encoding", "delimiter", "dates", "columns", "values", "fixed"})


class BadMapping(ValueError):
    """The mapping cannot be used; str() says why, in sentences."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what. `values` turns an agency's codes into ours; `fixed` says what every row means."""

    kind: str
    columns: dict[str, str]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = _DATES
    encoding: str = "utf-8"
    delimiter: str = ","

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the extract."""
        return {
            "kind": self.kind, "columns": self.columns, "values": self.values, "fixed": self.fixed,
            "dates": list(self.dates), "encoding": self.encoding, "delimiter": self.delimiter,
        }  # fmt: skip

    def groups(self) -> tuple[str, ...]:
        """The groups of fields that its rows hold, as an agreement speaks of them."""
        places = {"address_line", "address_json", "town", "postcode"} & {*self.columns, *self.fixed}
        found = ["identity"]
        if places or self.kind == "addresses":
            found.append("location")
        if self.kind == "relationships":
            found.append("family")
        return tuple(found)

    def digest(self) -> str:
        """SHA-256 of it: the same file read in the same way is the same import."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()


def mapping_of(text: str) -> Mapping:
    """Read a mapping. Raises BadMapping with a sentence for each thing that is wrong with it."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadMapping(f"The mapping is not TOML: {fault}.") from None
    kind = said.get("kind", "persons")
    if kind not in FIELDS:
        raise BadMapping(f"The mapping's kind is “{kind}”. It can be {', '.join(sorted(FIELDS))}.")
    columns, fixed = dict(said.get("columns", {})), dict(said.get("fixed", {}))
    faults = [f"The mapping does not know “{name}”." for name in sorted(set(said) - _TOP)]
    faults += [
        f"“{name}” cannot be imported: an extract of {kind} holds only {', '.join(sorted(FIELDS[kind]))}."
        for name in sorted((set(columns) | set(fixed)) - FIELDS[kind])
    ]
    faults += [
        f"The mapping does not say which column holds “{name}”."
        for name in NEEDED[kind]
        if name not in columns
    ]
    named = {"forename", "surname", "other_names"}
    if kind == "persons" and not named & set(columns):
        faults.append(
            "The mapping names no column with a forename or a surname, so nobody could be found by it."
        )
    if kind in {"relationships", "identifiers"} and "kind" not in {*columns, *fixed}:
        faults.append("The mapping does not say what kind each row is: name a column, or a fixed value.")
    if not all(isinstance(one, str) for one in [*columns.values(), *fixed.values()]):
        faults.append("Every column and every fixed value is a text in quotation marks.")
    if faults:
        raise BadMapping(" ".join(faults))
    return Mapping(
        kind=kind,
        columns=columns,
        values={
            name: {str(k): str(v) for k, v in codes.items()} for name, codes in said.get("values", {}).items()
        },
        fixed=fixed,
        dates=tuple(said.get("dates", _DATES)),
        encoding=said.get("encoding", "utf-8"),
        delimiter=said.get("delimiter", ","),
    )


def ready_made() -> dict[str, str]:
    """The mappings that come with Plait, by name, as TOML."""
    folder = resources.files("plait.people") / "mappings"
    return {
        one.name.removesuffix(".toml"): one.read_text(encoding="utf-8")
        for one in folder.iterdir()
        if one.name.endswith(".toml")
    }


def columns_missing(mapping: Mapping, heading: Sequence[str]) -> list[str]:
    """A sentence for each column the mapping speaks of and the file does not have."""
    there = {name.strip() for name in heading}
    return [
        f"The file has no column “{column}”, which the mapping reads as {name}."
        for name, column in mapping.columns.items()
        if column not in there
    ]
