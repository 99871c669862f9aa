"""Asking other areas about a family, and answering them: who is asked, how quietly, what is said, and how much is too much.
Pure: no Django, no clock, no database.

The area that asks is itself a place that somebody may be hiding in. Where a parent fled, “the north asked about your children” is
an address.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes
from plait.base.packs.schema.discovery import DiscoveryFile
from plait.handover.wire.discovery import Home, Says, Somebody, can_be_told

Fleeing = Literal["yes", "no", "not_asked"]
# Where a release of the pack is older than its discovery.toml. What counts is the pack (`queries.discovery.limits`).
BEFORE = DiscoveryFile(
    source="Plait", owner="Plait", review_by=date(2027, 3, 31), evidence="As it was before there was a file", version="0",
    most_areas=5, most_told=3, most_by_one=20, peer_in_an_hour=30, peer_in_a_day=100, peer_in_one_name=20, kept_days=90,
    interest_days=90, lately_days=180,
)  # fmt: skip


# --- how quietly
@dataclass(frozen=True, slots=True)
class Safety:
    """What is known of whom this family may be hiding from. `fleeing` is what whoever asks was told, or that nobody has asked."""

    fleeing: Fleeing = "not_asked"
    hidden: bool = False  # anything about where one of them is, is protected
    protected: bool = False  # one of them is protected from somebody
    must_not_learn: bool = False  # somebody said that somebody must not learn where they are, or who told
    shared_home: bool = False  # they live in a refuge, a hostel or the like
    restricted: bool = False
    abuse: bool = False  # a domestic abuse service knows one of them


def goes_quietly(safety: Safety) -> bool:
    """From custodian to custodian, off the child's pages and lists: where anybody is hiding, and where nobody has asked. Only an
    answered “no” beside records that say nothing else is told openly."""
    return not homes_may_be_told(safety) or safety.fleeing != "no"


def homes_may_be_told(safety: Safety) -> bool:
    """May their homes choose whom to ask, and stand in the question? None of anybody who hides, not even a former one: an address
    within the area that is asked may be the very one where they are."""
    known = (
        safety.hidden, safety.protected, safety.must_not_learn, safety.shared_home, safety.restricted, safety.abuse
    )  # fmt: skip
    return not any(known) and safety.fleeing != "yes"


# --- whom to ask
@dataclass(frozen=True, slots=True)
class Area:
    """Another area that is believed."""

    code: str
    name: str
    authority: str = ""  # the council that its postcodes belong to, as this area's directory calls it


@dataclass(frozen=True, slots=True)
class Suggested:
    """An area to ask, and why: they lived there, or the family spoke of it."""

    area: Area
    because: Literal["lived", "told", "wide"]


def areas_to_ask(
    areas: Iterable[Area], *, lived_in: Collection[str], told: Collection[str], wide: bool
) -> list[Suggested]:
    """Those where they lived, then those that the family spoke of; all others only where it goes wide."""
    found = []
    for area in sorted(areas, key=lambda one: (one.name, one.code)):
        if area.authority and area.authority in lived_in:
            found.append(Suggested(area, "lived"))
        elif area.code in told:
            found.append(Suggested(area, "told"))
        elif wide:
            found.append(Suggested(area, "wide"))
    order = {"lived": 0, "told": 1, "wide": 2}
    return sorted(found, key=lambda one: order[one.because])


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known when somebody wants to ask. `today`: families that they have asked about since yesterday."""

    child: Somebody
    homes: tuple[Home, ...]
    areas: int
    wide: bool  # some of them for no reason but to ask everybody
    senior: bool
    because: str
    wide_because: str
    today: int
    limits: DiscoveryFile = BEFORE
    leads_there: bool = False  # the reason would say where somebody protected is
    tells_who: bool = False  # the reason would say who told us
    told: int = 0  # of the areas, how many for no reason but that the family, or somebody, spoke of them
    told_because: str = ""  # what was said of them

    @property
    def goes_wide(self) -> bool:
        """Does it take a senior's word: areas for no reason but to ask everybody, or more than one worker may choose?"""
        return self.wide or self.areas > self.limits.most_areas or self.told > self.limits.most_told


def may_ask_areas(asking: Asking) -> Verdict:
    """One child who can be told from others, a reason in words, a few areas with a reason for each; more than that on a senior's
    word; not everybody's families in one day; and no word that gives anybody away."""
    if not can_be_told(asking.child, asking.homes):
        return no(
            "asks-about-anybody",
            say="Too little is known of this child to ask another area: it would be asked about anybody.",
            next_step="Add an NHS number, or both names and the date of birth",
        )
    if len(asking.because.strip()) < 10:
        return no("needs-reason", say="Say why you ask.", next_step="Write at least ten letters")
    if not asking.areas:
        return no("no-area", say="Choose an area to ask.", next_step="Ask the family where they have lived")
    if asking.today >= asking.limits.most_by_one:
        return no(
            "too-many-asks",
            say=f"You have asked about {asking.limits.most_by_one} families in a day.",
            next_step="Ask the hub’s manager to look at it with you, or ring the other area",
        )
    if asking.told and len(asking.told_because.strip()) < 10:
        return no(
            "told-needs-words",
            say="Say what was said of the areas where they did not live, and by whom.",
            next_step="Write at least ten letters, or choose only areas where they lived",
        )
    if asking.goes_wide:
        if not asking.senior:
            return no(
                "wide-needs-senior",
                say="Areas where nobody says that they lived are asked only by the hub’s manager.",
                next_step="Ask the hub’s manager, or choose areas that the family has named",
            )
        if len(asking.wide_because.strip()) < 10:
            return no(
                "wide-needs-reason",
                say="Say why areas are asked where nobody says that they lived.",
                next_step="Write at least ten letters",
            )
    if asking.leads_there:
        return no(
            "gives-away",
            say="Your reason would say where somebody protected is. Nothing was sent.",
            next_step="Take the place out, then ask",
        )
    if asking.tells_who:
        return no(
            "gives-away",
            say="Your reason would say who told us. Nothing was sent.",
            next_step="Take the name out, then ask",
        )
    return yes("may-ask")


# --- what is answered
@dataclass(frozen=True, slots=True)
class Match:
    """Somebody here who may be the one asked about. `sure`: the engine's word is *known*. `kept`: restricted, hidden, or
    protected from somebody, themselves or at home. `child`: the child asked about, not one of the household. `home`: they and
    whoever is said to live with them."""

    person: str
    sure: bool
    kept: bool
    child: bool = True
    custodian: str = ""
    home: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, about whom, and who here has something to do."""

    says: Says
    person: str = ""  # of the match that is told
    confirm: bool = False  # a person here says whether it is they
    rings: tuple[str, ...] = ()  # people whose custodians ring


def reply_to(matches: Iterable[Match]) -> Reply:
    """Whoever is kept is not there: the answer is the same without them. Their custodians hear of it and ring, since *nothing
    by this route* is not a no. One child for sure is known; anything less a person looks at."""
    found = list(matches)
    rings = tuple(dict.fromkeys(one.person for one in found if one.kept))
    told = [one for one in found if not one.kept]
    sure = {one.person for one in told if one.sure and one.child}
    if len(sure) == 1:
        return Reply("known", person=sure.pop(), rings=rings)
    if told:
        best = next((one for one in told if one.sure), told[0])
        return Reply("possible", person=best.person, confirm=True, rings=rings)
    return Reply("nothing", rings=rings)


def settled_as(*, is_theirs: bool, kept: bool) -> Says:
    """A person's word on *possible*. Whoever is kept by now is not there: it is said in the words of no."""
    return "known" if is_theirs and not kept else "nothing"


def answer_leaves(arrived: datetime) -> datetime:
    """At the second full minute after it came, whatever the answer is: how long anybody looked tells nothing."""
    return arrived.replace(second=0, microsecond=0) + timedelta(minutes=2)


def may_follow(before: Says | None, now: Says) -> bool:
    """May this word follow that one? Once *possible* was said, a person's word ends it; nothing else is said twice."""
    if before is None:
        return True
    return before == "possible" and now in ("known", "nothing")


# --- how much is too much
@dataclass(frozen=True, slots=True)
class Heard:
    """How often one area has asked: in the last hour, in the last day, and in the name of this one practitioner."""

    hour: int
    day: int
    by_one: int


def asks_too_much(heard: Heard, limits: DiscoveryFile) -> bool:
    """Nobody has so many families who moved: an area that asks about everybody gets nothing by this route, and somebody rings."""
    return limits.gives_nothing(in_an_hour=heard.hour, in_a_day=heard.day, in_one_name=heard.by_one)


# --- what it may mean
@dataclass(frozen=True, slots=True)
class Looked:
    """An area that asked about this child, and when."""

    code: str
    at: datetime


def second_area(looked: Iterable[Looked], *, lately: timedelta, now: datetime) -> bool:
    """Have two different areas asked about this child lately? A family that moves and moves again: a question, and no more."""
    return len({one.code for one in looked if now - one.at <= lately}) > 1
