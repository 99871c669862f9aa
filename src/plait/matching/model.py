"""The model: each level's weight, how common names are, the prior and the lines. Read once, checked by hash.

Weights are bits (log2 of how much likelier among records of one person). They are whole numbers of 1/1024 bit, so that a sum does
not depend on its order and an explanation adds up to its score exactly.
"""

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from plait.matching.definition import COMPARISONS, ROWS_LEAST_TF, VERSION

GRAIN = 1024
ARTEFACTS = Path(__file__).parent / "artefacts"


class WrongModel(Exception):
    """A model file that is damaged, of another definition, or with a level nobody trained."""


def grained(weight: float) -> float:
    """The nearest whole number of 1/1024 bit."""
    return round(weight * GRAIN) / GRAIN


@dataclass(frozen=True, slots=True)
class Trained:
    """One level's numbers: m among records of one person, u among records of two."""

    name: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits for (or, negative, against) one person."""
        return grained(math.log2(self.m / self.u))


@dataclass(frozen=True, slots=True)
class Lines:
    """Scores, in bits, from which an answer is given. `join` records join a person by themselves; `review` somebody looks."""

    known: float = 10.0
    possible: float = 2.0
    join: float = 8.0
    cluster: float = 6.0
    guarded: float = -5.0  # what a guarded pair scores at most
    relative: float = 5.0  # under it the one person, over it (without the guard) the same family
    family_known: float = 10.0


@dataclass(frozen=True)
class Model:
    """Everything scoring needs."""

    id: str
    levels: dict[str, tuple[Trained, ...]]
    chance: float  # that two records drawn at random are of one person
    lines: Lines
    frequencies: dict[
        str, dict[str, float]
    ]  # column → name → share of records; names rarer than the least are left out
    trained_on: dict[str, Any]

    @cached_property
    def prior(self) -> float:
        """Bits before anything is compared."""
        return grained(math.log2(self.chance / (1 - self.chance)))

    @cached_property
    def weights(self) -> dict[str, tuple[float, ...]]:
        """Comparison → weight of each level, in order."""
        return {name: tuple(level.weight for level in levels) for name, levels in self.levels.items()}

    @cached_property
    def tables(self) -> dict[str, npt.NDArray[np.float64]]:
        """The weights as arrays with a 0 in the last place, which level -1 (unknown) points at."""
        return {name: np.array([*weights, 0.0]) for name, weights in self.weights.items()}

    def commonness(self, column: str, name: str) -> float:
        """Bits added because the name that agrees is rarer (or, negative, commoner) than names that agree by chance."""
        share = max(self.frequencies[column].get(name, 0.0), ROWS_LEAST_TF)
        return grained(math.log2(self.levels[column][0].u / share))

    def as_json(self) -> dict[str, Any]:
        """As it is kept; the frequencies are a file of their own."""
        return {
            "id": self.id,
            "definition": VERSION,
            "chance": self.chance,
            "lines": {name: getattr(self.lines, name) for name in Lines.__slots__},
            "comparisons": [
                {
                    "name": comparison.name,
                    "levels": [
                        {"name": one.name, "m": one.m, "u": one.u, "weight": one.weight}
                        for one in self.levels[comparison.name]
                    ],
                }
                for comparison in COMPARISONS
            ],
            "trained_on": self.trained_on,
        }


def _checked(said: dict[str, Any]) -> dict[str, tuple[Trained, ...]]:
    if said["definition"] != VERSION:
        raise WrongModel(
            f"The model is of definition {said['definition']}; this engine compares by {VERSION}."
        )
    levels = {
        one["name"]: tuple(Trained(level["name"], level["m"], level["u"]) for level in one["levels"])
        for one in said["comparisons"]
    }
    for comparison in COMPARISONS:
        trained = levels.get(comparison.name, ())
        if [one.name for one in trained] != [one.name for one in comparison.levels]:
            raise WrongModel(f"The model's levels of {comparison.name} are not those that are compared.")
        for one in trained:
            if not (0 < one.m <= 1 and 0 < one.u <= 1):
                raise WrongModel(f"Nobody trained {comparison.name}: {one.name}.")
    return levels


def load(folder: Path) -> Model:
    """Read a model's folder. Raises WrongModel unless its files are the ones it was saved with and every level is trained."""
    kept = json.loads((folder / "HASHES.json").read_text(encoding="utf-8"))
    for name, digest in kept.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise WrongModel(f"{name} is not the file this model was saved with.")
    said = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    frequencies = json.loads((folder / "frequencies.json").read_text(encoding="utf-8"))
    return Model(
        said["id"], _checked(said), said["chance"], Lines(**said["lines"]), frequencies, said["trained_on"]
    )


def save(model: Model, folder: Path, *, card: str) -> None:
    """Write the model, its card and the hashes of both into a new folder."""
    folder.mkdir(parents=True, exist_ok=False)
    texts = {
        "model.json": json.dumps(model.as_json(), indent=1),
        "frequencies.json": json.dumps(model.frequencies, indent=0, sort_keys=True),
        "MODEL_CARD.md": card,
    }
    for name, text in texts.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
    hashes = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in texts
        if name != "MODEL_CARD.md"
    }
    (folder / "HASHES.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


class _Chosen:
    folder: Path | None = None


def use(folder: Path | None) -> None:
    """From now on `current` is the model of this folder (None: the one that came with this version). Raises WrongModel or OSError
    where it is none, and nothing changes."""
    if folder is not None:
        load(folder)
    _Chosen.folder = folder
    current.cache_clear()


@cache
def current() -> Model:
    """The one model by which pages, worker and night compare: the one that was chosen (`use`), else the newest dated one that
    came with this version; read once."""
    if _Chosen.folder is not None:
        return load(_Chosen.folder)
    return load(max(folder for folder in ARTEFACTS.iterdir() if (folder / "model.json").is_file()))
