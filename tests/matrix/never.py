"""What each of the cast must never read, and what nobody must, on whatever page they can open. (src/plait/site/demo/cast.py says
who and why.)

`test_every_address.py` looks at every page that anybody was answered with: the pages are asked for there anyway.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from plait.people.models import Description
from tests.matrix.reading import OWN_FORMS, flat
from tests.matrix.world import CAST, World

FAMILY = ("Marlow", "Marlowe", "Kerrigan", "Leanne", "Ava", "Theo", "Eva", "Dean")
RUBY = ("Ruby", "stopped eating")
CLOSED = ("coach", "football club", "late at night")
SEEN = ("flinched", "yellowing", "hide in the bathroom", "seen in Mill Row")
WHO_TOLD = ("Nia Osei", "Class teacher")
TOLD = ("Rhys Owen", "Bea Holt", "Gran Canary")
HUB = ("screener", "call_handler", "edt")
PARTNERS = ("police", "housing", "gp", "health_visitor", "camhs")
WITHOUT_RECORDS = ("administrator", "privacy_officer", "pack_owner")

# He declared that he is of the family; he sees only what his team is asked about others.
_WORDS: dict[str, tuple[str, ...]] = {"police_ex_partner": (*FAMILY, *SEEN)}
# Ruby's father, and those who are not named on her restricted record; the closed list is the designated officer's alone.
_WORDS |= {"other_teacher": RUBY, **dict.fromkeys(HUB, RUBY)}
_WORDS["designated_officer"] = (*FAMILY, *RUBY, "Pell", "Rowe", "Abbott", "Croft")
_WORDS["youth_worker"] = (*FAMILY, *RUBY, "Pell", "Rowe")
_WORDS["teacher"] = (*RUBY, "Pell", "Jonah", "Rowe", "Abbott", "bail")
# Partners read what they were shown: never who told, nor what another of them answered.
_WORDS |= dict.fromkeys(PARTNERS, (*WHO_TOLD, *SEEN))
_WORDS["housing"] += ("bail", "two-year review", "houses with no doors")
_WORDS["dsl"] = ("bail", "two-year review")

# He may know where they live: these read everywhere that the address is protected.
NO_MILL_ROW = (
    "screener", "manager", "lead", "police", "housing", "dsl", "gp", "health_visitor", "custodian", "edt",
)  # fmt: skip
# Nia Osei asked that the family should not learn that she told us; prints and partners' pages can reach them. (T31)
REACHES_THE_FAMILY = re.compile(r"/print/$|/checks/")

# What a form carries against forgery is drawn anew each time, and once in a few thousand pages it spells a child's name.
BY_CHANCE = re.compile(r"""(?:value|nonce)=["'][\w.:=+/-]{30,}["']""")

# Where nothing is to be said, nothing stands.
AS_A_MACHINE_SAYS = re.compile(r">\s*(None|True|False|nan|\[\]|\{\})\s*<")


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words by itself, whatever its capitals."""
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, words))})(?![A-Za-z])", re.IGNORECASE)


def _words(world: World, who: str, path: str) -> tuple[str, ...]:
    """What must not stand on this page for this reader."""
    words = _WORDS.get(who, ())
    if who in CAST and who != "designated_officer":
        own = who == "youth_worker" and path == f"/concerns/{world['contact:closed']}/"
        # The levels of need name a coach among many; what is left of the closed list may stand nowhere.
        words += () if own else CLOSED[2:] if path == "/levels/" else CLOSED
    if who in PARTNERS:
        words += tuple(name for name in TOLD if name != world.cast.people[who].name)
    if who in ("lead", "family_helper", "police", "housing") and REACHES_THE_FAMILY.search(path):
        words += (*WHO_TOLD, "Gran Canary")
    if who in WITHOUT_RECORDS:
        words += _everybodys_names(who)
    return words


def _everybodys_names(who: str) -> tuple[str, ...]:
    """Every name that a record describes. "Sam Doyle" is a colleague's name, and what somebody declared of themselves is a
    privacy officer's to read."""
    names = {name for pair in Description.objects.values_list("forename", "surname") for name in pair if name}
    assert len(names) > 10
    return tuple(sorted(names - {"Doyle"} - ({"Leanne", "Marlow"} if who == "privacy_officer" else set())))


def _ids(world: World, who: str) -> tuple[str, ...]:
    """The records that this reader may not even be led to."""
    closed = (world["contact:closed"],)
    if who in HUB:
        return (*closed, world["contact:ruby"], world["person:ruby"], world["person:footballer"])
    return () if who in ("designated_officer", "youth_worker") or who not in CAST else closed


def never(world: World, who: str, path: str, content: bytes) -> Iterator[str]:
    """What stands on this page that this reader must never read. (An empty form of their own is left out.)"""
    if path.lstrip("/").startswith(OWN_FORMS):
        return
    text = unescape(BY_CHANCE.sub("", content.decode()))
    yield from (f"{path} as {who}: prints {one}" for one in AS_A_MACHINE_SAYS.findall(text))
    words = _words(world, who, path)
    if words and (found := _any_of(words).findall(text)):
        yield f"{path} as {who}: says {sorted(set(found))}"
    yield from (f"{path} as {who}: leads to {one}" for one in _ids(world, who) if one in text)
    # The author's team reads back what its school wrote.
    if who in NO_MILL_ROW and path != f"/concerns/{world['contact:ava']}/":
        raw = flat(text)
        yield from (f"{path} as {who}: says where" for one in ("millrow", "ew32pl") if one in raw)
