"""What is wrong with a pack: file, line, sentence."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong. A `fault` keeps the pack from being released; a `warning` does not. `line` counts from 1."""

    file: str
    line: int
    sentence: str
    severity: Literal["fault", "warning"] = "fault"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


def stops(faults: list[Fault]) -> bool:
    """Does any of them keep the pack from being released?"""
    return any(fault.severity == "fault" for fault in faults)
