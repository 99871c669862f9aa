"""Who may do what in a moderation session, and when. Pure. Nobody is scored: the words of the levels are."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from plait.base.access.verdict import Verdict, no, yes
from plait.thresholds.rules import Framework, may_record_view
from plait.thresholds.rules.composed import could_be_somebody

SHORTEST, FEWEST_AGENCIES = 120, 2
# Days in which agencies score, and in which they have talked and closed it: a session waits for no child, and is not forgotten.
DAYS: Mapping[str, int] = {"scoring": 14, "talking": 28}


def may_begin(*, title: str, agencies: int) -> Verdict:
    """A session has a name that is nobody's, and two agencies at least."""
    if not title.strip():
        return no("no-title", say="Say what the session is about.", next_step="Write a few words")
    if named := could_be_somebody(f"{title.strip()[:1].lower()}{title.strip()[1:]}"):
        return _names(named)
    if agencies < FEWEST_AGENCIES:
        return no(
            "too-few-agencies",
            say="One agency alone has nobody to compare with.",
            next_step="Choose two agencies or more",
        )
    return yes("may-begin")


def may_add_vignette(*, text: str, composed: bool) -> Verdict:
    """A vignette is composed of many, says so by its author, tells enough to be read, and names nobody."""
    if not composed:
        return no(
            "not-said-to-be-composed",
            say="Only a vignette that you composed may be used: never the story of one child.",
            next_step="Compose it from several, change what could tell, and say so",
        )
    if len(text.strip()) < SHORTEST:
        return no(
            "too-short",
            say="There is too little here to see a level of need in.",
            next_step="Tell what was seen, by whom, and what is not known",
        )
    if named := could_be_somebody(text):
        return _names(named)
    return yes("composed")


def _names(found: Collection[str]) -> Verdict:
    listed = "; ".join(list(found)[:5])
    return no(
        "could-be-somebody",
        say=f"Something here could be somebody: {listed}. A vignette names no person, place, date or number, whether it is "
        "anybody’s or not.",
        next_step="Write “the mother”, “a boy of seven”, “last winter”, and begin such words with a small letter",
    )


def may_open(*, vignettes: int) -> Verdict:
    """There is something to score."""
    if vignettes:
        return yes("has-vignettes")
    return no("no-vignette", say="There is no vignette to score yet.", next_step="Write one first")


def may_score(*, framework: Framework, level: int, indicators: Collection[str], because: str) -> Verdict:
    """As for a view: the level exists, the indicators are the area's, and who differs from them says why."""
    return may_record_view(framework=framework, level=level, indicators=indicators, because=because)


def until(status: str, *, since: datetime | None) -> datetime | None:
    """By when a session that has been in this state since then is to be out of it; None where nothing has a time."""
    return since + timedelta(days=DAYS[status]) if status in DAYS and since is not None else None


def may_show(*, scores: int, owing: Collection[str] = (), all_the_same: bool = False) -> Verdict:
    """Somebody has scored something; and while agencies owe scores (`owing`, by name), whoever shows them says so a second time:
    it cannot be undone for those who had no turn."""
    if not scores:
        return no(
            "nobody-scored",
            say="No agency has scored anything yet.",
            next_step="Wait for the scores, or ring those who owe them",
        )
    if owing and not all_the_same:
        return no(
            "seats-empty",
            say=f"Not everything is scored yet by {', '.join(owing)}. Once the scores are shown, they can score no more.",
            next_step="Ring them; or show the scores all the same",
        )
    return yes("has-scores")


def may_settle(*, levels: Collection[int], level: int, because: str) -> Verdict:
    """What was agreed is a level of the area, with its reason."""
    if level not in levels:
        return no(
            "no-such-level",
            say="That is not a level of this area.",
            next_step="Choose one of the levels shown",
        )
    if not because.strip():
        return no("needs-reason", say="Say why it is this level.", next_step="Add one sentence")
    return yes("settled")


def may_close(*, parted_and_not_settled: Collection[int]) -> Verdict:
    """Wherever views parted, the conversation has been had."""
    if not parted_and_not_settled:
        return yes("all-settled")
    numbers = ", ".join(str(one) for one in sorted(parted_and_not_settled))
    return no(
        "views-part-still",
        say=f"Views part on vignette {numbers}, and what you agreed is not written down yet.",
        next_step="Talk about it, then write down the level, why, and what to change",
    )
