"""A moderation session by six agencies: composed, scored blind, shown, talked about and settled; one of them without script."""

import pytest

from plait.base import packs
from plait.base.packs.schema.levels import Indicator
from plait.site.demo.cast import Cast
from plait.site.demo.moderating import HIGH, SIX, TICKED, VIGNETTES
from plait.thresholds.actions.score_vignette import score_vignette
from plait.thresholds.models import ModerationSession, Vignette
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOSEN = (1, 3, 4)  # a bruise, a boy who speaks late, parents who shout


def compose(manager: Desk, number: int) -> None:
    age, text = VIGNETTES[number]
    manager.follow("Add a vignette", then="Add a vignette")
    manager.write("The vignette", text)
    label = next(one.label for one in packs.current(at=BEGINS).level_scheme.age_bands if one.code == age)
    manager.choose("How old is the child in it?", label)
    manager.tick("I composed this from several")
    manager.press("Add this vignette", then="Parents who shout, and a bruise")


def sees(place: int, key: str) -> list[Indicator]:
    """What this agency sees in that vignette."""
    fragments = TICKED[CHOSEN[place]][list(SIX).index(key)]
    return [
        one
        for text in fragments
        for one in packs.current(at=BEGINS).indicators()
        if one.text.startswith(text)
    ]


def score_by_hand(area: Cast, place: int, key: str) -> None:
    """The same, without the page: one page of scoring for each agency is enough to be walked."""
    seen = sees(place, key)
    score_vignette(
        vignette_id=str(Vignette.objects.get(number=place + 1).pk),
        level=max(one.level for one in seen),
        indicators=[one.code for one in seen],
        because="",
        by=area.actor(SIX[key], at=BEGINS),
        at=BEGINS,
    )


def score(desk: Desk, place: int, key: str) -> None:
    """Tick what this agency sees, and the level that it points to."""
    pack, seen = packs.current(at=BEGINS), sees(place, key)
    desk.follow(f"Vignette {place + 1}", then=f"Vignette {place + 1}")
    for one in seen:
        desk.tick(one.text)
    level = pack.level(max(one.level for one in seen))
    desk.choose("Which level of need do you see?", f"{level.n}: {level.label}")
    desk.press("Keep our score", then="Parents who shout, and a bruise")


@pytest.mark.both_databases
def test_six_agencies_learn_to_read_the_levels_alike(sit: Sit, area: Cast) -> None:
    manager = sit("manager")
    manager.open("/levels/")
    manager.follow("Find an indicator in your own words", then="Find an indicator in your own words")
    manager.write("What worries you?", "he smells and is always hungry")
    manager.press("Find indicators")
    manager.sees("Severe neglect", "They say nothing of a child")
    manager.look("levels-find")
    manager.open("/levels/moderation/")
    manager.sees("No session yet")
    manager.follow("Begin a session", then="Begin a session")
    manager.write("What is it about?", "Parents who shout, and a bruise")
    for key in SIX:
        manager.tick(area.agencies[key].name)
    manager.look("moderation-begin")
    manager.press("Begin a session", then="Parents who shout, and a bruise")
    for number in CHOSEN:
        compose(manager, number)
    manager.follow("Add a vignette", then="Add a vignette")
    manager.write("The vignette", f"{VIGNETTES[0][1]} Everybody calls him Ignatius.")
    manager.choose("How old is the child in it?", "5 to 10")
    manager.tick("I composed this from several")
    manager.press("Add this vignette")
    manager.sees("Something here could be somebody", "Ignatius")
    manager.look("moderation-refused")
    session = ModerationSession.objects.get()
    there = f"/levels/moderation/{session.pk}/"
    manager.open(there)
    manager.look("moderation-draft")
    manager.press("Open it for scoring")
    manager.sees("The agencies can score now.")

    for key, who in SIX.items():
        desk = sit(who, javascript=key != "housing")
        desk.open("/levels/moderation/")
        desk.follow("Parents who shout", then="Parents who shout, and a bruise")
        score_by_hand(area, 0, key)
        score_by_hand(area, 1, key)
        score(desk, 2, key)
        if key == "police":
            desk.look("moderation-scoring")
            desk.does_not_see("Level 4", "Level 3")
        if key == "surgery":
            desk.follow("Vignette 1", then="Vignette 1")
            desk.look("moderation-score")

    manager.open(there)
    manager.sees("Fenmarch Police: 3 of 3", "Ellowmere Homes: 3 of 3")
    manager.press("Show all scores")
    manager.sees("Read alike", "Views part, from level 2 to level 4", "What parts them", HIGH)
    manager.press("Close the session")
    manager.sees("Views part on vignette 3")
    last = Vignette.objects.get(number=3)
    manager.follow("Write down what was agreed of vignette 3", then="What was agreed of vignette 3")
    manager.look("moderation-settle")
    manager.choose("Which level did you agree on?", "3: Targeted family help")
    manager.write("Why this level?", "It goes on, and the child carries it. Nobody used the risk tool yet.")
    manager.write("Which words of the levels should change?", "Say that high risk is what the tool says.")
    manager.press("Keep what was agreed", then="Parents who shout, and a bruise")
    manager.press("Close the session")
    manager.sees("Closed. Its outcome can be printed.", "Agreed: level 3")
    manager.look("moderation-outcome")
    paper = manager.print_shows()
    assert "Agreed: level 3" in paper and "Krippendorff" in paper and "Close the session" not in paper
    assert last.settlement.to_change == "Say that high risk is what the tool says."

    school = sit("dsl")
    school.open(there)
    school.sees("Agreed: level 3", "Brook Street Surgery", "What parts them")
    school.does_not_see("Karen Pike", "Anil Rao", "Write down what was agreed")
    stranger = sit("idva")
    stranger.open(there)
    stranger.is_at("Nothing can be given by this route")
