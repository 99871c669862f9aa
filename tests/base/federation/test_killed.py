"""Real processes on loopback, killed: every effect once, nothing that was acknowledged lost, and afterwards both tell the same.
`./run long border` does it many times over."""

from datetime import datetime
from pathlib import Path

import pytest

from plait.base.audit.record import record
from plait.base.federation.incidents import BORDER
from tests.base.federation.delivery import pinned, said_to_north
from tests.base.federation.killed import BROUGHT, COLLECTED, effects, one_life


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seed", "points"), [(2, BROUGHT), (3, COLLECTED)], ids=["brought", "collected"])
def test_killed_at_every_point_and_at_any_moment(
    seed: int, points: dict[str, object], tmp_path: Path
) -> None:
    met, wrong = one_life(seed, tmp_path, moments=1)
    assert wrong == []
    assert {point for point in points if met[point]} == set(points), (
        "every point was met, or this proves nothing"
    )


@pytest.mark.django_db
def test_whoever_looks_sees_what_is_lost_there_twice_or_still_waits(at: datetime) -> None:
    one, two = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
    for _ in range(2):
        record(act="tests:heard", about=f"contact:{one}", by=BORDER, at=at)
    record(act="tests:answered", about=f"contact:{two}", by=BORDER, at=at)
    pinned(at=at)
    said_to_north(at=at)
    assert effects([], [one, two]) == [
        f"tests:heard 2 times for {one}",
        f"tests:heard 0 times for {two}",
        "tests:answered for what nobody said",
        "messages that have not arrived: {'waiting': 1}",
    ]
