"""A moderation session as it is shown: who has scored, and, once the scores are shown, where and how far they part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from plait.agencies.queries import present_practitioners, roles_by_practitioner
from plait.agencies.roles import ROLES
from plait.base.packs import Pack, release
from plait.thresholds.models import ModerationSession, Settlement, Vignette, VignetteScore
from plait.thresholds.queries.shown import Parted, parting
from plait.thresholds.rules import agree
from plait.thresholds.rules.alpha import Agreement, agreement, reading


@dataclass(frozen=True, slots=True)
class Scored:
    """One agency's score in words. Never who gave it."""

    agency: str
    level: int
    label: str
    ticked: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class ShownVignette:
    """A vignette with every score. `alone` when it has one scorer or none: then it says nothing yet."""

    vignette: Vignette
    age: str
    scores: tuple[Scored, ...]
    parted: tuple[Parted, ...]
    differ: bool
    spread: str
    alone: bool
    settlement: Settlement | None
    settled_label: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How far something is read alike, with what that says. `name` is an indicator's text, or two agencies."""

    name: str
    found: Agreement
    says: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session shows once its scores are open to all in it."""

    vignettes: tuple[ShownVignette, ...]
    agencies: tuple[str, ...]
    overall: Measured
    pairs: tuple[Measured, ...]
    indicators: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Which agency has scored how many vignettes; never what."""

    agency: str
    done: int
    of: int
    agency_id: str = ""


def session_vignettes(session: ModerationSession) -> list[Vignette]:
    """Those that were not taken out, in their order."""
    return list(session.vignettes.filter(recognised_at=None).order_by("number"))


def own_scores(session: ModerationSession, agency_id: str) -> dict[str, VignetteScore]:
    """What one agency has scored, by the vignette's id."""
    mine = VignetteScore.objects.filter(vignette__session=session, agency_id=agency_id)
    return {str(one.vignette_id): one for one in mine}


def own_score(vignette: Vignette, agency_id: str) -> VignetteScore | None:
    """What one agency has said of this vignette."""
    return vignette.scores.filter(agency_id=agency_id).first()


def progress(session: ModerationSession) -> list[Progress]:
    """Who has scored how many, by the agency's name."""
    vignettes = session_vignettes(session)
    done: dict[str, int] = {}
    for agency_id in VignetteScore.objects.filter(vignette__in=vignettes).values_list("agency_id", flat=True):
        done[agency_id] = done.get(agency_id, 0) + 1
    return [
        Progress(seat.agency_name, done.get(seat.agency_id, 0), len(vignettes), seat.agency_id)
        for seat in session.seats.order_by("agency_name")
    ]


def owing_scores(session: ModerationSession) -> list[Progress]:
    """Agencies in it that have not scored everything."""
    return [one for one in progress(session) if one.done < one.of]


def _scores(vignettes: Sequence[Vignette]) -> dict[str, list[VignetteScore]]:
    found: dict[str, list[VignetteScore]] = {str(one.pk): [] for one in vignettes}
    for score in VignetteScore.objects.filter(vignette__in=vignettes).order_by("agency_name", "agency_id"):
        found[str(score.vignette_id)].append(score)
    return found


def parted_and_not_settled(session: ModerationSession) -> list[int]:
    """Numbers of the vignettes on which agencies saw different levels, and of which nothing is agreed yet."""
    vignettes = session_vignettes(session)
    scores = _scores(vignettes)
    settled = set(Settlement.objects.filter(vignette__in=vignettes).values_list("vignette_id", flat=True))
    return [
        one.number
        for one in vignettes
        if one.pk not in settled and not agree(score.level for score in scores[str(one.pk)])
    ]


def outcome(session: ModerationSession) -> Outcome:
    """Every score beside the others, and how far they are read alike. Only for a session whose scores are shown."""
    pack = release(session.pack)
    vignettes = session_vignettes(session)
    scores = _scores(vignettes)
    settled = {one.vignette_id: one for one in Settlement.objects.filter(vignette__in=vignettes)}
    shown = tuple(_shown(one, scores[str(one.pk)], settled.get(one.pk), pack) for one in vignettes)
    by_vignette = [scores[str(one.pk)] for one in vignettes]
    names = {one.agency_id: one.agency_name for some in by_vignette for one in some}
    agencies = sorted(names.items(), key=lambda one: one[1])
    return Outcome(
        vignettes=shown,
        agencies=tuple(name for _, name in agencies),
        overall=_measured("All agencies", _levels(by_vignette, names)),
        pairs=tuple(
            _measured(f"{one} and {other}", _levels(by_vignette, (a, b)))
            for (a, one), (b, other) in combinations(agencies, 2)
        ),
        indicators=_indicators(by_vignette, pack),
    )


def _measured(name: str, found: Agreement) -> Measured:
    return Measured(name, found, reading(found))


def _levels(by_vignette: Sequence[Sequence[VignetteScore]], agency_ids: object) -> Agreement:
    wanted = set(agency_ids)  # type: ignore[call-overload]
    units = tuple(tuple(one.level for one in some if one.agency_id in wanted) for some in by_vignette)
    return agreement(units, "ordinal")


def _indicators(by_vignette: Sequence[Sequence[VignetteScore]], pack: Pack) -> tuple[Measured, ...]:
    """Of every indicator that somebody ticked: is it ticked in the same vignettes by all? The highest level first."""
    ticked = {code for some in by_vignette for one in some for code in one.indicators}
    return tuple(
        _measured(
            indicator.text,
            agreement(
                tuple(tuple(int(indicator.code in one.indicators) for one in some) for some in by_vignette),
                "nominal",
            ),
        )
        for indicator in sorted(pack.indicators(), key=lambda one: (-one.level, one.code))
        if indicator.code in ticked
    )


def _shown(
    vignette: Vignette, scores: Sequence[VignetteScore], settlement: Settlement | None, pack: Pack
) -> ShownVignette:
    labels = {level.n: level.label for level in pack.levels}
    texts = {one.code: one.text for one in pack.indicators()}
    ages = {band.code: band.label for band in pack.level_scheme.age_bands}
    seen = sorted({one.level for one in scores})
    return ShownVignette(
        vignette=vignette,
        age=ages.get(vignette.age, ""),
        scores=tuple(
            Scored(
                agency=one.agency_name,
                level=one.level,
                label=labels.get(one.level, ""),
                ticked=tuple(texts.get(code, code) for code in one.indicators),
                because=one.because,
            )
            for one in scores
        ),
        parted=parting(pack, ticked={one.agency_name: one.indicators for one in scores}),
        differ=not agree(one.level for one in scores),
        spread=f"from level {seen[0]} to level {seen[-1]}" if len(seen) > 1 else "",
        alone=len(scores) < 2,
        settlement=settlement,
        settled_label=labels.get(settlement.level, "") if settlement else "",
    )


def who_speaks_on_levels(agency_id: str, *, at: datetime) -> list[str]:
    """The ids of whoever may score for this agency, by name."""
    may = {
        who
        for who, roles in roles_by_practitioner(at=at, agency_id=agency_id).items()
        if any("moderation:score" in ROLES[code].may for code in roles if code in ROLES)
    }
    here = present_practitioners().filter(pk__in=may, suspended_at__isnull=True).order_by("name", "pk")
    return [str(one) for one in here.values_list("pk", flat=True)]
