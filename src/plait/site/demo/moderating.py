"""Two moderation sessions of six agencies: one talked through and closed, one that is being scored."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from plait.base import packs
from plait.base.packs import Pack
from plait.site.demo.cast import Cast
from plait.thresholds.actions.run_moderation import (
    add_vignette,
    begin_moderation,
    close_moderation,
    open_moderation,
    settle_vignette,
    show_scores,
)
from plait.thresholds.actions.score_vignette import score_vignette
from plait.thresholds.models import ModerationSession, Vignette

# agency: who scores for it
SIX = {
    "alder_lane": "dsl",
    "police": "police",
    "surgery": "gp",
    "health_visiting": "health_visitor",
    "camhs": "camhs",
    "housing": "housing",
}
# (age band, text): composed for the demo, of nobody
VIGNETTES = (
    (
        "primary",
        (
            "A boy of seven comes to school hungry on most days, in the same clothes. School gave breakfast and a "
            "uniform in the autumn, and it went well for a month. Now he falls asleep in class. His mother says that "
            "she is tired and on her own. Nobody has seen the inside of the home."
        ),
    ),
    (
        "baby",
        (
            "At a check the nurse sees a small round bruise on the cheek of a baby of four months, who cannot roll "
            "over yet. The father says that the older brother threw a toy. Both parents are warm with the baby, and "
            "the home has always been clean."
        ),
    ),
    (
        "teen",
        (
            "A girl of fourteen has missed eleven days since the summer. She has a second telephone and new trainers, "
            "and is picked up outside school by somebody older in a car. At home she is said to be happy. She laughs "
            "when she is asked about it."
        ),
    ),
    (
        "young",
        (
            "A boy of three speaks few words that others understand. His parents asked the nursery for help. They come "
            "to every appointment, and worry about the waiting list."
        ),
    ),
    (
        "primary",
        (
            "Police were called twice this year to shouting between two parents. Nobody was hurt. A girl of nine was "
            "upstairs both times. She told her teacher that she puts her little sister to bed when it begins, and "
            "sings to her."
        ),
    ),
    (
        "primary",
        (
            "A family of five lives in two damp rooms. Two of the children cough all winter and miss school for it. "
            "Rent is owed since the spring, and the landlord has written. The mother has asked for help three times."
        ),
    ),
)
NEGLECT, SEVERE = "Signs of neglect go on", "Severe neglect"
BABY, INJURY = "Any bruise or mark on a baby", "An injury that is not explained"
TRUANT, SIGNS, EXPLOITED = (
    "Misses school more often",
    "First signs that somebody exploits",
    "Is being exploited",
)
SPEECH, ABUSE, HIGH, CARER = (
    "Speaks late",
    "Domestic abuse goes on",
    "High-risk domestic abuse",
    "Looks after a parent",
)
HOUSING, HOMELESS, MANY = (
    "Poor housing affects health",
    "The family is homeless",
    "Several agencies are needed",
)
# For each vignette, what each agency ticks, in the order of SIX.
TICKED: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((NEGLECT,), (NEGLECT,), (NEGLECT,), (SEVERE,), (NEGLECT,), (HOUSING,)),
    ((BABY,), (BABY, INJURY), (BABY,), (BABY,), (BABY,), (BABY,)),
    ((SIGNS, TRUANT), (EXPLOITED,), (TRUANT,), (SIGNS,), (SIGNS,), (TRUANT,)),
    ((SPEECH,), (SPEECH,), (SPEECH,), (SPEECH,), (SPEECH,), (SPEECH,)),
    ((ABUSE, CARER), (ABUSE,), (CARER,), (ABUSE, CARER), (ABUSE,), (HIGH,)),
    ((HOUSING,), (HOUSING,), (HOUSING,), (MANY,), (HOUSING,), (HOMELESS,)),
)
# Vignette: the indicator by which the agencies settled it, why, and what to change in the levels.
SETTLED = (
    (
        0,
        NEGLECT,
        "Help was given and it did not last. Nobody has seen more than school sees; severe neglect would need that.",
        "Say beside severe neglect that somebody has seen it.",
    ),
    (
        2,
        SIGNS,
        "Three signs together, and no harm that is known. The police told us what makes it more.",
        "Say that missing school beside new things is a sign, not only truancy.",
    ),
    (
        4,
        ABUSE,
        "It goes on and the child carries it. High risk is what the risk tool says, and it was not done.",
        "",
    ),
    (
        5,
        HOUSING,
        "Nobody is about to lose the home yet. Help with the rent comes first.",
        "Say what “about to be” homeless means: a notice that ends within two months.",
    ),
)


def moderate(cast: Cast, *, now: datetime) -> tuple[ModerationSession, ModerationSession]:
    """The one that was closed last week, and the one that is being scored."""
    then = now - timedelta(days=7)
    closed = _opened(cast, "Neglect, injuries and growing up", range(len(VIGNETTES)), then)
    _score(cast, closed, range(len(VIGNETTES)), list(SIX), then + timedelta(hours=1))
    manager, later = cast.actor("manager", at=then), then + timedelta(hours=2)
    show_scores(session_id=str(closed.pk), by=manager, at=later)
    pack = packs.release(closed.pack)
    for number, fragment, because, to_change in SETTLED:
        settle_vignette(
            vignette_id=str(_vignettes(closed)[number].pk),
            level=_level(pack, (fragment,)),
            because=because,
            to_change=to_change,
            by=manager,
            at=later,
        )
    close_moderation(session_id=str(closed.pk), by=manager, at=later + timedelta(hours=1))
    scoring = _opened(cast, "Abuse between parents, and housing", (4, 5), now - timedelta(hours=3))
    _score(cast, scoring, (4, 5), ["police", "surgery", "camhs"], now - timedelta(hours=2))
    return closed, scoring


def _opened(cast: Cast, title: str, which: Iterable[int], at: datetime) -> ModerationSession:
    manager = cast.actor("manager", at=at)
    session = begin_moderation(
        title=title, agency_ids=[str(cast.agencies[key].pk) for key in SIX], by=manager, at=at
    )
    for number in which:
        age, text = VIGNETTES[number]
        add_vignette(session_id=str(session.pk), text=text, age=age, composed=True, by=manager, at=at)
    return open_moderation(session_id=str(session.pk), by=manager, at=at)


def _score(
    cast: Cast, session: ModerationSession, which: Iterable[int], agencies: list[str], at: datetime
) -> None:
    pack = packs.release(session.pack)
    for vignette, number in zip(_vignettes(session), which, strict=True):
        for key, fragments in zip(SIX, TICKED[number], strict=True):
            if key in agencies:
                score_vignette(
                    vignette_id=str(vignette.pk),
                    level=_level(pack, fragments),
                    indicators=_codes(pack, fragments),
                    because="",
                    by=cast.actor(SIX[key], at=at),
                    at=at,
                )


def _vignettes(session: ModerationSession) -> list[Vignette]:
    return list(session.vignettes.order_by("number"))


def _codes(pack: Pack, fragments: Iterable[str]) -> list[str]:
    """The codes of these indicators in this area, found by how their texts begin."""
    return [one.code for text in fragments for one in pack.indicators() if one.text.startswith(text)]


def _level(pack: Pack, fragments: Iterable[str]) -> int:
    """The highest level that these indicators speak for in this area."""
    return max(one.level for text in fragments for one in pack.indicators() if one.text.startswith(text))
