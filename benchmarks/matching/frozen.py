"""The held-out populations by name. To measure with, never to tune with."""

import tomllib
from pathlib import Path

from plait.population import Parameters

FILE = Path(__file__).with_name("frozen.toml")


def held_out(name: str) -> tuple[Parameters, int]:
    """The parameters of a held-out set (`small`, `k100`, `m1`, `m10`) and the seed of its queries. KeyError for another name."""
    chosen = tomllib.loads(FILE.read_text(encoding="utf-8"))["sets"][name]
    usual = Parameters.from_toml(FILE)
    return usual.model_copy(update={"people": chosen["people"], "seed": chosen["seed"]}), chosen["queries"]
