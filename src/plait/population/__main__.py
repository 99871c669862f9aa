"""`python -m plait.population --people N --seed S --out DIR`: write a population as parquet files."""

import argparse
import sys
from pathlib import Path

from plait.population import Parameters, make


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m plait.population", description="Make an invented population."
    )
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--people", type=int, help="about how many people")
    size.add_argument("--records", type=int, help="about how many records")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--parameters", type=Path, help="a TOML file with a table of parameters; size and seed win"
    )
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    base = Parameters.from_toml(given.parameters) if given.parameters else Parameters()
    people = given.people or Parameters.for_records(given.records).people
    population = make(base.model_copy(update={"people": people, "seed": given.seed}))
    population.write_parquet(given.out)
    sys.stdout.write(
        f"{len(population.records['record_id']):,} records of {len(population.people['person_id']):,} people, "
        f"{len(population.relationships['kind']):,} relationships, in {given.out}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
