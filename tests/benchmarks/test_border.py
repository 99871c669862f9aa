"""The simulator of the border: alike for a seed, clean as it is, and not blind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks.border import england, handing, lending, world
from benchmarks.border.__main__ import answer, answers
from benchmarks.border.answering import SORTS
from benchmarks.border.crossing import HANDED_OVER, handed_over, ours
from benchmarks.border.england import England
from benchmarks.border.package import carried
from benchmarks.border.working import TOGETHER, Work, work
from benchmarks.border.world import World
from plait.base.federation.rules.leases import Borrowed
from plait.base.federation.rules.sending import heard_from_peer, receipted
from plait.handover.rules import taking_in
from plait.handover.rules.taking_in import what_it_changes

RECEIPTS = "receipts of them, each in the answer that takes one in"


def wrong(*, seeds: int, messages: int) -> Iterator[str]:
    return (said for seed in range(1, seeds + 1) for said in World(seed, messages=messages).run())


@pytest.mark.slow
def test_whatever_the_network_does_everything_happens_once() -> None:
    assert list(wrong(seeds=20, messages=1_000)) == []


def test_a_seed_runs_again_to_the_letter() -> None:
    first, again, other = (World(seed, messages=150) for seed in (15, 15, 8))
    for one in (first, again, other):
        one.run()
    assert first.trail == again.trail and first.counts == again.counts
    assert first.trail != other.trail
    for befell in ("lost", "again", "conflict", "read", "restarts", "trust that ended", "clocks that jumped"):
        assert first.counts[befell], f"nothing is proved where nothing happens: {befell}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "rule", "broken", "said"),
    [
        (world, "arrival", lambda _held, **_said: "take", "done 2 times"),
        (world, "arrival", lambda held, **_said: "again" if held else "take", "acknowledged, and not there"),
        (world, "contact", lambda one, **_said: one, "waiting a minute after healing"),
        (world, "contact", lambda one, at: heard_from_peer(one, at=at) if one.attempts > 1 else one, "waiting a minute"),
        (world, "receipted", lambda one, **said: receipted(one, digest=one.digest, state="refused"), "refused a minute"),
        (world, "is_believed", lambda _state: True, "from an area that was not believed"),
        (lending, "is_believed", lambda _state: True, "read by one who was not believed"),
        (lending, "may_show", lambda **_said: True, "read after its fifteen minutes"),
        (lending, "left", lambda *_lent, **_said: timedelta(minutes=15), "read after its fifteen minutes"),
        (lending, "left", lambda lent, at, **_said: max(timedelta(0), lent.until - at), "read after it was taken back"),
        (lending, "take_back", lambda lent, **_said: lent, "read after it was taken back"),
        (lending, "borrowed_after", lambda _known, lease_id, holder, said: Borrowed(
            lease_id, holder, "open" if said == "lent" else "ended"), "open again"),
        (lending, "borrowed_after", lambda _known, lease_id, holder, **_said: Borrowed(lease_id, holder),
            "the reader does not know"),
        (handing, "what_it_changes", lambda word, stands: what_it_changes(word, replace(stands, last_word=0)), " there"),
        (handing, "what_it_changes", lambda word, stands: replace(
            what_it_changes(word, stands), last_word=max(stands.last_word, word.number)), " there"),
        (handing, "what_it_answers", lambda _added, stands, **_said: stands.status, "triage here, queried there"),
        (taking_in, "_meanwhile", lambda _word, stands: stands.status, " there"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_a_broken_rule_is_seen(
    monkeypatch: pytest.MonkeyPatch, where: ModuleType, rule: str, broken: Any, said: str
) -> None:
    """Each of these would be a message done twice, one that never comes, words read that were no longer lent, or two areas that
    believe two things."""
    monkeypatch.setattr(where, rule, broken)
    assert any(said in one for one in wrong(seeds=40, messages=300)), (
        "as many as a broken rule may need; most are seen in the first"
    )


@pytest.mark.slow
def test_what_a_move_costs_does_not_grow_with_the_areas_of_england() -> None:
    found = {one.name: one for one in england.figures(small=9, large=27)}
    assert all(one.holds for one in found.values()), found
    few, more = England(9, 1).run(), England(27, 1).run()
    assert more.counts["families"] == 3 * few.counts["families"]
    assert more.counts == England(27, 1).run().counts, "alike for a seed"
    handed, receipts = (
        found[f"27 areas: {what}"].value
        for what in ("a family handed over, with what 4 services pass on", RECEIPTS)
    )
    assert (
        handed == 14
        and receipts == found["27 areas: messages of families, said or heard by an area a day"].value
    )
    pack = ours().legs
    assert pack is not None
    assert handed_over([*pack.legs, pack.legs[-4]]).total() == handed + 2, (
        "one leg more in the pack is two messages"
    )
    assert more.counts["named, handed over"] and more.counts["wide"] and not more.counts["given nothing"]


def test_an_area_that_asks_about_everybody_is_stopped_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert England(9, 1).asks_about_everybody(100) == 30 * 8
    monkeypatch.setattr(england, "asks_too_much", lambda _heard, _limits: False)
    assert England(9, 1).asks_about_everybody(100) == 100 * 8


@pytest.mark.slow
def test_an_answer_to_another_area_is_measured_beside_the_same_search() -> None:
    """`./run bench border` does it with 10,000 records; no time is judged of so few."""
    found = answers(1, "sqlite", "--people", "250")
    figures = answer(found, "sqlite")
    against = figures[0]
    assert against.name == "sqlite: an answer to another area, alone, against the local search"
    assert (against.unit, against.floor, against.better) == ("times", 1.5, "lower")
    assert all(one.value > 0 for one in figures) and len(figures) == 4 * len(SORTS)
    assert all(found[sort]["answers"] > 6 for sort in SORTS), "nearly one of each of the nine kinds"
    assert "known" in found["alone"]["words"] and set(found["kept"]["words"]) == {"nothing"}
    assert found["with two at home"]["searches"] > found["alone"]["searches"] == 1

    said, heard = (
        dict.fromkeys(("family-asked/1", "family-answered/1", TOGETHER, *HANDED_OVER), 10.0) for _ in range(2)
    )
    costs = {one.name: one.value for one in work(Work(said, heard, 1.0, 7.0, 9.0), kind="x")}
    assert costs["x: work: one area asked about one family, in both"] == 10 + 9 + 7 + 10 + 2
    assert costs["x: work: a family handed over, in both"] == 20 * 13 + 14, (
        "one deed says the package and draws its legs"
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_large_message_passes_through_the_tables_of_both_in_little_memory(tmp_path: Path) -> None:
    """`./run bench border` does it with 200 MB."""
    found = carried(9_000_000, tmp_path)
    assert {step for step in ("posting", "bringing", "taking in") if found[step] < 64} == {
        "posting",
        "bringing",
        "taking in",
    }
