"""Groups of records that somebody should look at, whatever their scores say."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from plait.matching.health import Why, unsound


def ids(*some: int) -> npt.NDArray[np.int64]:
    return np.array(some, np.int64)


def whys(
    group: npt.NDArray[np.int64],
    edges: list[tuple[int, int]],
    *,
    nhs: npt.NDArray[np.int64] | None = None,
    sex: npt.NDArray[np.int64] | None = None,
    born: npt.NDArray[np.int64] | None = None,
) -> dict[int, tuple[Why, int]]:
    nothing = np.full(len(group), -1, np.int64)
    one, other = (ids(*(edge[end] for edge in edges)) for end in (0, 1))
    found = unsound(
        group, (one, other, np.full(len(one), 9.0)), numbers=(nothing if nhs is None else nhs,),
        sex=nothing if sex is None else sex, born=nothing if born is None else born,
    )  # fmt: skip
    return {row.group: (row.why, row.place) for row in found}


def test_a_sound_person_is_nobodys_question() -> None:
    everybody = [(0, 1), (1, 2), (0, 2)]
    assert whys(ids(0, 0, 0), everybody, nhs=ids(4, -1, 4), sex=ids(1, 2, 1), born=ids(7, 7, -1)) == {}
    assert whys(ids(), []) == {}


def test_numbers_that_disagree_name_the_record_that_stands_alone_with_its_own() -> None:
    assert whys(ids(0, 0, 0, 3), [(0, 1)], nhs=ids(4, 5, 4, 9)) == {0: (Why.NUMBERS, 1)}


def test_two_sexes_count_only_with_two_dates_of_birth() -> None:
    sexes, dates = ids(1, 1, 2), ids(7, 7, 8)
    assert whys(ids(0, 0, 0), [], sex=sexes) == {}
    assert whys(ids(0, 0, 0), [], born=dates) == {}
    assert whys(ids(0, 0, 0), [], sex=sexes, born=dates) == {0: (Why.TWO_PEOPLE, 2)}


def test_one_edge_between_two_groups_is_a_bridge_and_a_record_at_the_end_of_one_is_not() -> None:
    left, right = [(0, 1), (1, 2), (0, 2)], [(3, 4)]
    assert whys(ids(*[0] * 5), [*left, *right, (2, 3)]) == {0: (Why.BRIDGE, 3)}
    assert whys(ids(*[0] * 5), [*left, *right, (2, 3), (1, 4)]) == {}
    assert whys(ids(*[0] * 4), [*left, (2, 3)]) == {}


def test_more_than_twelve_are_too_many() -> None:
    everybody = [(one, other) for one in range(13) for other in range(one)]
    assert whys(ids(*[0] * 13), everybody)[0][0] == Why.SIZE
    assert whys(ids(*[0] * 12), [pair for pair in everybody if max(pair) < 12]) == {}


@given(st.integers(2, 9), st.integers(2, 9))
def test_a_chain_of_any_length_is_bridged_in_its_middle(one: int, other: int) -> None:
    long = one + other
    found = whys(ids(*[0] * long), [(place, place + 1) for place in range(long - 1)])
    assert found[0][0] == Why.BRIDGE
    assert abs(found[0][1] - (long - 1) / 2) <= 1
