"""An explanation is the score taken apart: its parts add up to the last bit, whoever is compared with whom."""

from hypothesis import given, settings
from hypothesis import strategies as st

from plait.matching.answers import candidates
from plait.matching.explain import explain
from plait.matching.model import Model, current, grained
from plait.matching.ports import FEATURES, Features, features_of, filing
from plait.matching.score import household_evidence, score
from plait.matching.standardise import Standard, Standards
from tests.matching.conftest import person

MODEL: Model = current()
NAMES = st.sampled_from(
    ["", "ann", "anna", "tom", "thomas", "muhammad", "mohamed", "zoe-ann", "lee", "khan", "khan-lee"]
)
PEOPLE = st.builds(
    Standard,
    forename=NAMES,
    middle=NAMES,
    surname=NAMES,
    previous=NAMES,
    born=st.sampled_from(["", "2015-03-04", "2015-04-03", "2015-01-01", "1990-03-04", "2015-03-05"]),
    sex=st.sampled_from(["", "1", "2"]),
    street=st.sampled_from(["", "4 mill rd"]),
    postcode=st.sampled_from(["", "EW1 2AB", "EW1 2CD", "EW1 3AB", "EW2 2AB"]),
    nhs=st.sampled_from(["", "9990000018", "9990000026"]),
    upn=st.sampled_from(["", "E007200018614"]),
)


def known(people: list[Standard]) -> Features:
    """Features as a store would give them."""
    return features_of(filing(Standards.of(people), range(len(people))).feature_rows())


@settings(max_examples=200, deadline=None)
@given(PEOPLE, st.lists(PEOPLE, min_size=1, max_size=4))
def test_the_parts_add_up_to_the_score(query: Standard, others: list[Standard]) -> None:
    scored = score(query, known(others), MODEL)
    for row in range(len(others)):
        said = explain(query, scored, row, MODEL)
        assert said.score == scored.score[row] == sum(part.weight for part in said.parts)
        assert sum(part.weight for part in reversed(said.parts)) == said.score
        assert bool(said.guard) == (scored.guards[row] > 0)
        assert all(part.words for part in said.parts)
    for one in candidates(scored, MODEL):
        assert explain(query, scored, one.row, MODEL).score == one.score


@settings(max_examples=100, deadline=None)
@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_who_asks(one: Standard, other: Standard) -> None:
    there, back = score(one, known([other]), MODEL), score(other, known([one]), MODEL)
    assert there.score.tolist() == back.score.tolist()
    assert there.guards.tolist() == back.guards.tolist()


@settings(max_examples=60, deadline=None)
@given(PEOPLE, PEOPLE)
def test_a_household_shares_the_surname_and_the_address_and_no_more(one: Standard, other: Standard) -> None:
    scored = score(one, known([other]), MODEL)
    said = explain(one, scored, 0, MODEL)
    shared = sum(part.weight for part in said.parts if part.subject in ("surname", "address"))
    assert household_evidence(one, scored, MODEL).tolist() == [shared]


def test_why_not_begins_with_the_guard_and_goes_on_with_what_is_heaviest() -> None:
    twin = person("Maya Reed, 2018-07-01, 2, 14 Mill Road, EW1 2AB")
    scored = score(twin, known([person("Tom Reed, 2018-07-01, 1, 14 Mill Road, EW1 2AB")]), MODEL)
    reasons = explain(twin, scored, 0, MODEL).why_not
    assert reasons[0].startswith("The first names are unlike")
    assert set(reasons[1:]) == {"Sex: different.", "First name: different."}


def test_weights_are_whole_grains() -> None:
    assert all(grained(weight) == weight for weights in MODEL.weights.values() for weight in weights)
    assert len(FEATURES) == 11
