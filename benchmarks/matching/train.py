"""Train the dated model that Plait ships: `python -m benchmarks.matching.train FOLDER`.

Only on the usual parameters, never on the frozen ones.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from plait.matching.model import save
from plait.matching.model_card import card
from plait.matching.standardise import RAW, standardise_columns
from plait.matching.training import train
from plait.population import Parameters, make

PEOPLE, SEED, RANDOM_PAIRS = 390_000, 11, 40_000_000


def main(folder: Path) -> None:
    """Make the population, train, save."""
    population = make(Parameters(people=PEOPLE, seed=SEED))
    plain = standardise_columns({name: population.records[name] for name in RAW})
    model = train(
        plain,
        people=float(len(set(population.records["person_id"].tolist()))),
        on=datetime.now(UTC).date(),
        about={"population": f"invented: plait.population, {PEOPLE} people, seed {SEED}, usual parameters"},
        random_pairs=RANDOM_PAIRS,
        say=lambda words: print(words, file=sys.stderr),
    )
    save(model, folder, card=card(model))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where: python -m benchmarks.matching.train src/plait/matching/artefacts/YYYY-MM-DD")
    main(Path(sys.argv[1]))
