"""A hundred thousand copies of one name: nothing is lost, nothing takes for ever, nobody is joined by it, and it is said."""

from collections.abc import Callable

import numpy as np
import pytest

from plait.matching import batch
from plait.matching.answers import Says
from plait.matching.crowds import MOST_NAMESAKES, pass_crowds_by, rules_for, standing_in
from plait.matching.definition import BLOCKING
from plait.matching.model import Model
from plait.matching.ports import filing
from plait.matching.search import CAP, look_up, search
from plait.matching.splink_table import table
from plait.matching.standardise import RAW, Standards, standardise_columns
from plait.people.store.match_store import MatchStore
from tests.matching.conftest import person


def copies(count: int, *others: dict[str, str], **each: str) -> Standards:
    """So many records of one name at as many homes, and others after them."""
    rows = [{"street": f"{number} Mill Road", **each} for number in range(count)] + list(others)
    return standardise_columns({name: [row.get(name, "") for row in rows] for name in RAW})


ALAN = {"forename": "Alan", "surname": "Smith", "born_on": "2000-02-02"}
ISOLDE = {"forename": "Isolde", "surname": "Tarrant", "born_on": "2016-05-04", "nhs_number": "999 000 0034"}


@pytest.mark.slow
def test_the_night_passes_by_a_hundred_thousand_copies_and_says_so(model: Model) -> None:
    renamed = {**ISOLDE, "surname": "Vane"}
    numbered = {**ALAN, "nhs_number": "999 000 0018", "street": "Quay Steps"}
    plain = copies(100_000, ISOLDE, renamed, numbered, numbered, postcode="EW1 2AB", **ALAN)
    said: list[str] = []
    night = batch.run(table(plain, np.arange(len(plain))), model, say=said.append)
    pairs = set(zip(night.edges["one"].to_pylist(), night.edges["other"].to_pylist(), strict=True))
    assert pairs == {(100_000, 100_001), (100_002, 100_003)}, (
        "who has a number of their own is still found by it"
    )
    assert night.clusters.label.tolist()[:5] == [0, 1, 2, 3, 4]
    assert "100,002 records look like stand-ins" in said[0] and "date of birth" in said[0]


@pytest.mark.slow
def test_a_search_among_a_hundred_thousand_copies_is_short_and_says_what_it_left_out(
    store: MatchStore, model: Model
) -> None:
    from plait.people.store.match_bulk import fill

    plain = copies(100_000, **ALAN)
    refs = np.arange(len(plain))
    fill(store, store._cursor, filing(plain, refs, [f"p{ref}" for ref in refs]), vendor="sqlite")
    store.put(filing(person("Isolde Tarrant, 2016-05-04, , 3 Quay Steps, HW2 1AA"), [200_000], ["isolde"]))
    said = search(person("Alan Smith, 2000-02-02"), store, model)
    assert said.dropped >= 100_000 - CAP
    assert len(said.candidates) == 10
    assert search(person("Isolde Tarrant, 2016-05-04"), store, model).candidates[0].person == "isolde"


def test_the_rules_are_as_they_were_where_there_is_no_crowd() -> None:
    records = table(copies(50, **ALAN), np.arange(50))
    same, said = pass_crowds_by(records)
    assert same is records and said == ""
    assert tuple(rules_for(same.column_names)) == BLOCKING


def test_only_the_rules_that_the_crowd_fills_pass_it_by() -> None:
    records, said = pass_crowds_by(table(copies(50, **ALAN), np.arange(50)), most=40)
    rules = list(rules_for(records.column_names))
    assert rules[0] == BLOCKING[0] and rules[1] == BLOCKING[1], "numbers"
    assert rules[2] == f"{BLOCKING[2]} and l.open_2"
    assert "50 records look like stand-ins: of each, more than 40 agree" in said


def test_a_name_that_a_crowd_shares_stands_in_for_nobody(
    hold: Callable[..., None], store: MatchStore, model: Model
) -> None:
    few = {f"p{number}": "Alan Smith, 2000-02-02" for number in range(MOST_NAMESAKES)}
    hold(**few, brother="Alan Smith, 1971-03-04", himself="Alan Smith, 2000-02-02, , , , 9990000018")
    asked = person("Alan Smith, 2000-02-02, , , , 9990000018")
    scored, _ = look_up(asked, store, model)
    assert not standing_in(scored).any(), "a hundred are many, and not yet a crowd"
    hold(one_more="Alan Smith, 2000-02-02")
    scored, _ = look_up(asked, store, model)
    kept = {scored.known.person[row] for row in np.flatnonzero(~standing_in(scored)).tolist()}
    assert {"himself", "brother"} == kept, "a number of one’s own and another date of birth still speak"
    assert search(asked, store, model).says is Says.KNOWN
