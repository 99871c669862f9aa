"""A person decides the level; what is ticked only points."""

from hypothesis import given
from hypothesis import strategies as st

from plait.thresholds.rules import Framework, agree, may_record_view, points_to

LEVELS = Framework(
    levels={1: "Universal", 2: "Early help", 3: "Targeted", 4: "Statutory"},
    indicators={"milestones": 1, "absence": 2, "bullying": 2, "neglect": 3, "bruise": 4},
)
codes = st.lists(st.sampled_from([*LEVELS.indicators, "gone-since"]))


@given(codes)
def test_ticks_point_to_their_own_levels_and_are_never_added_up(ticked: list[str]) -> None:
    pointed = points_to(LEVELS, ticked)
    assert list(pointed) == sorted(set(pointed), reverse=True)
    assert pointed == points_to(LEVELS, [*ticked, *ticked])
    assert set(pointed) <= {LEVELS.indicators[code] for code in ticked if code in LEVELS.indicators}


@given(codes, st.integers(-1, 6), st.text())
def test_a_view_is_allowed_exactly_when_it_exists_belongs_and_explains_itself(
    ticked: list[str], level: int, because: str
) -> None:
    verdict = may_record_view(framework=LEVELS, level=level, indicators=ticked, because=because)
    pointed = points_to(LEVELS, ticked)
    fits = not pointed or pointed[0] == level or bool(because.strip())
    assert bool(verdict) == (level in LEVELS.levels and "gone-since" not in ticked and fits)
    if not verdict:
        assert verdict.say and verdict.next_step


def test_ten_ticks_of_level_two_do_not_make_three() -> None:
    assert points_to(LEVELS, ["absence", "bullying"]) == (2,)


def test_agencies_agree_when_all_see_the_same() -> None:
    assert agree([]) and agree([3, 3]) and not agree([2, 3])
