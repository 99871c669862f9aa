"""Households inferred where the truth is known and not ours: the sample of pseudopeople. `./run peers pseudopeople`.

An American census of some 10,000 invented people, with its own slips. Our engine is told names, dates and addresses; household_id
is the truth and is not looked at. One census states no relationships between people we could use, so only addresses speak.
Prisons, colleges and homes count as one household each in it; they are left out, since nobody infers those.
"""

import argparse
import sys
import warnings
from typing import Any

import numpy as np

from benchmarks.figures import Figure, show
from benchmarks.matching.pairs import pair_precision_recall
from plait.matching import batch
from plait.matching.hashing import text_hash
from plait.matching.households import Stay, households, ties
from plait.matching.model import current
from plait.matching.places import street
from plait.matching.splink_table import table
from plait.matching.standardise import standardise_columns

DAY = 737_000


def _text(column: Any) -> list[str]:
    return ["" if value != value or value is None else str(value) for value in column.tolist()]


def _born(text: str) -> str:
    part = text.split("/")
    return f"{part[2]}-{part[0]}-{part[1]}" if len(part) == 3 else ""


def of_households(census: Any) -> Figure:
    """Of the pairs put in one household the share that is in one, and of the pairs in one the share found."""
    census = census[census["housing_type"] == "Household"]
    at = zip(*(_text(census[one]) for one in ("street_number", "street_name", "unit_number")), strict=True)
    addresses = [text_hash(street(" ".join(part for part in one if part))) if one[1] else 0 for one in at]
    names = standardise_columns({"surname": _text(census["last_name"])}).surname.texts()
    people = [str(number) for number in range(len(census))]
    stays = (
        Stay(person, address, name, DAY, DAY)
        for person, address, name in zip(people, addresses, names, strict=True)
    )
    found = households(ties((), stays))
    truth = np.unique(_text(census["household_id"]), return_inverse=True)[1].astype(np.int64)
    label = np.unique([found.get(one, f"alone {one}") for one in people], return_inverse=True)[1]
    precision, recall = pair_precision_recall(label, truth)
    said = f"precision {precision:.3f}, recall {recall:.3f}; {len(people):,} people, {truth.max() + 1:,} households"
    f1 = 2 * precision * recall / (precision + recall)
    return Figure("pseudopeople: inferred households, F1 of pairs", f1, "of 1", said, 0, 0, "higher")


def of_people(census: Any, security: Any) -> Figure:
    """The census and the register of social security, without its number, clustered as one heap by the shipped model."""
    heap = {
        "forename": _text(census["first_name"]) + _text(security["first_name"]),
        "middle": _text(census["middle_initial"]) + _text(security["middle_name"]),
        "surname": _text(census["last_name"]) + _text(security["last_name"]),
        "born_on": [_born(one) for one in _text(census["date_of_birth"])] + _text(security["date_of_birth"]),
        "sex": _text(census["sex"]) + _text(security["sex"]),
    }
    plain = standardise_columns(heap)
    found = batch.run(table(plain, np.arange(len(plain))), current())
    whose = _text(census["simulant_id"]) + _text(security["simulant_id"])
    truth = np.unique(whose, return_inverse=True)[1].astype(np.int64)
    precision, recall = pair_precision_recall(found.clusters.label, truth)
    said = (
        f"precision {precision:.3f}, recall {recall:.3f}; {len(plain):,} records, the shipped British model"
    )
    f1 = 2 * precision * recall / (precision + recall)
    return Figure("pseudopeople: clusters after guards, F1 of pairs", f1, "of 1", said, 0, 0, "higher")


def main() -> int:
    """Measure and show, for the record: no bar was set."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    warnings.simplefilter("ignore")
    import pseudopeople

    census = pseudopeople.generate_decennial_census(seed=7)
    security = pseudopeople.generate_social_security(seed=7)
    creation = security[security["event_type"] == "creation"]
    figures = [of_households(census), of_people(census, creation)]
    if wanted.json:
        print("\n".join(one.as_json() for one in figures))
    else:
        show(figures, title="On pseudopeople’s sample, for the record")
    return 0


if __name__ == "__main__":
    sys.exit(main())
