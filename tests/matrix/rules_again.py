"""Who may see, said a second time: from docs/explanation/how-access-works.md, and never by calling the code under test.

A cell is one page of a person's record, one reader, one way in, one conflict, one state of the record and one proof of who they
are. `answer` says what must come back: in | refused (in words) | nothing (as if there were no such record) | prove | sign-in.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from itertools import combinations, product
from random import Random

SEED = 20261127
# Readers by their key in the cast; what follows says what the prose says of their role.
WORK_WITH_CHILDREN = (
    "teacher", "dsl", "call_handler", "screener", "manager", "lead", "edt", "designated_officer", "custodian",
)  # fmt: skip
# "Administrators and pack owners reach no record at all"; the others "open no child's record" (roles.md).
OPEN_NOBODY = ("privacy_officer", "caldicott", "police_privacy", "ig_lead", "administrator", "pack_owner")
NOT_SIGNED_IN = ("anonymous", "suspended", "leaver")
READERS = (*WORK_WITH_CHILDREN, *OPEN_NOBODY, *NOT_SIGNED_IN)
COUNCIL = ("call_handler", "screener", "manager", "lead", "edt", "designated_officer", "custodian")
ASKS_FAMILIES = ("screener", "manager", "lead", "edt")
USES_EMERGENCY = ("dsl", "screener", "manager", "lead", "edt")
SHOWN_WHERE = ("screener", "manager", "edt")
FLAGS = ("manager", "custodian")

# How they are involved. By name and as a team are two things: a restricted record opens to names only.
BY_NAME = ("allocated", "works", "claimed", "emergency", "duty")
AS_A_TEAM = ("team-allocated", "team-works", "team-duty")
OPENS_NOTHING = ("none", "ended", "not-yet", "claim-over", "emergency-over", "asked", "team-asked", "told")
WAYS = (*BY_NAME, *AS_A_TEAM, *OPENS_NOTHING)
# A team's own notes: the team raised it, was asked, or leads.
TEAM_WORKS = ("team-allocated", "team-works", "team-asked")

CONFLICTS = ("none", "declared", "found", "own-family", "set-aside")
REFUSES = ("declared", "found")
STATES = ("open", "shielded", "restricted", "former", "present", "erased", "absent")
ABSENT_BUT_FOR_NAMES = ("restricted", "former")  # behind an identity shield the former record is its keepers'
PROOFS = ("fresh", "stale")

STORY = "people/<uuid:person_id>/story/"
WHERE = "people/<uuid:person_id>/where/"
NOTES = "people/<uuid:person_id>/our-notes/"
EMERGENCY = "people/<uuid:person_id>/emergency/"
MESSAGE = "people/<uuid:person_id>/reaching/message/"
FLAG = "people/<uuid:person_id>/public-eye/"
WALL = "people/<uuid:person_id>/identity-shield/"
FAMILY = ("people/<uuid:person_id>/family-agreement/", "people/<uuid:person_id>/family-agreement/without/")
OPENED = (
    STORY, "people/<uuid:person_id>/", "people/<uuid:person_id>/round/", "people/<uuid:person_id>/looked/",
    "people/<uuid:person_id>/shield/", "people/<uuid:person_id>/shield/end/", "people/<uuid:person_id>/reaching/",
    "people/<uuid:person_id>/reaching/way/", "people/<uuid:person_id>/reaching/from/",
    "people/<uuid:person_id>/reaching/leads/", "people/<uuid:person_id>/story/copy/",
    "people/<uuid:person_id>/story/print/", "people/<uuid:person_id>/other-areas/",
    "people/<uuid:person_id>/moves/", "people/<uuid:person_id>/missing/",
)  # fmt: skip
PAGES = (*OPENED, WHERE, NOTES, EMERGENCY, MESSAGE, FLAG, WALL, *FAMILY)


@dataclass(frozen=True, slots=True)
class Cell:
    """One question to Plait."""

    page: str
    reader: str
    way: str
    conflict: str
    state: str
    proof: str

    def __str__(self) -> str:
        return " · ".join(astuple(self))


AXES = (PAGES, READERS, WAYS, CONFLICTS, STATES, PROOFS)


def opens(cell: Cell) -> bool:
    """Do they know them? Is it restricted? Are they involved?"""
    if cell.state == "absent" or cell.reader not in WORK_WITH_CHILDREN or cell.conflict in REFUSES:
        return False
    if cell.state in ABSENT_BUT_FOR_NAMES:
        return cell.reader == "custodian" or cell.way in BY_NAME
    return cell.way in (*BY_NAME, *AS_A_TEAM)


def shown_where(cell: Cell) -> bool:
    """A protected place: the hub's social workers, emergency duty and the child's lead; never by a claim, and by emergency
    access only to those who decide for a child."""
    if cell.way == "claimed":
        return False
    if cell.way in ("allocated", "team-allocated") and cell.reader == "lead":
        return True
    return cell.reader in SHOWN_WHERE


def reads_notes(cell: Cell) -> bool:
    """An agency's own notes: its own team, involved as a team; nobody who knows the family, whatever else they may open."""
    if cell.state == "absent" or cell.reader not in COUNCIL or cell.way not in TEAM_WORKS:
        return False
    if cell.conflict in (*REFUSES, "own-family"):
        return False
    return cell.state not in ABSENT_BUT_FOR_NAMES or cell.reader == "custodian"


def answer(cell: Cell) -> str:
    """What must come back for a page that is read."""
    if cell.reader in NOT_SIGNED_IN:
        return "sign-in"
    if cell.page == EMERGENCY:
        if cell.reader not in USES_EMERGENCY:
            return "refused"
        return "in" if cell.proof == "fresh" else "prove"
    if cell.page == NOTES:
        return "in" if reads_notes(cell) else "nothing"
    if cell.page in FAMILY and cell.reader not in ASKS_FAMILIES:
        return "refused"
    if cell.page in (FLAG, WALL) and cell.reader not in FLAGS:
        return "refused"
    if not opens(cell):
        return "nothing"
    if cell.page in (WHERE, MESSAGE) and not shown_where(cell):
        return "refused"
    return "prove" if cell.page in (WHERE, WALL) and cell.proof == "stale" else "in"


def emergency(cell: Cell) -> str:
    """What must come back when the button of emergency access is pressed, with a reason: never over a conflict with the person or
    their family; a restricted record to emergency duty alone."""
    if (before := answer(replace(cell, page=EMERGENCY))) != "in" or opens(cell):
        return before
    if cell.state == "absent" or cell.conflict in (*REFUSES, "own-family"):
        return "nothing"
    if cell.state in ABSENT_BUT_FOR_NAMES and cell.reader != "edt":
        return "nothing"
    return "in"


def every() -> Iterator[Cell]:
    """The whole set."""
    for one in product(*AXES):
        yield Cell(*one)


def pairwise(seed: int = SEED) -> list[Cell]:
    """Few cells in which every two values of every two axes meet once or more."""
    rng = Random(seed)
    left = {
        (i, a, j, b)
        for i, j in combinations(range(len(AXES)), 2)
        for a, b in product(AXES[i], AXES[j])
    }  # fmt: skip
    found: list[Cell] = []
    for one, other in product(AXES[0], AXES[1]):
        best, covers = None, -1
        for _ in range(24):
            tried = (one, other, *(rng.choice(axis) for axis in AXES[2:]))
            new = len({(i, tried[i], j, tried[j]) for i, j in combinations(range(len(AXES)), 2)} & left)
            if new > covers:
                best, covers = tried, new
        assert best is not None
        left -= {(i, best[i], j, best[j]) for i, j in combinations(range(len(AXES)), 2)}
        found.append(Cell(*best))
    while left:
        i, a, j, b = min(left, key=str)
        cell = [rng.choice(axis) for axis in AXES]
        cell[i], cell[j] = a, b
        left -= {(m, cell[m], n, cell[n]) for m, n in combinations(range(len(AXES)), 2)}
        found.append(Cell(*cell))
    return found


# The readers at whom every wall is tried on every page; on the story every reader is.
AT_THE_WALLS = ("manager", "lead", "dsl")


def one_wall() -> list[Cell]:
    """Every deny-critical cell: one thing alone stands between a reader who would be in and the page."""
    found: list[Cell] = []
    for page, reader in product(PAGES, READERS):
        if page != STORY and reader not in AT_THE_WALLS:
            continue
        way = "team-allocated" if page == NOTES else "allocated"
        base = Cell(page, reader, way, "none", "open", "fresh")
        changes = (
            [replace(base, way=one) for one in OPENS_NOTHING]
            + [replace(base, conflict=one) for one in REFUSES]
            + [replace(base, state=one, way="team-allocated") for one in ABSENT_BUT_FOR_NAMES]
            + [replace(base, state="absent"), replace(base, proof="stale"), replace(base, way="claimed")]
            + [replace(base, way="emergency"), base]
        )
        found += [one for one in changes if answer(one) != "in" or one == base]
    return list(dict.fromkeys(found))


def pressed() -> list[Cell]:
    """The button of emergency access: everybody who has it, every conflict, every state; by no way in and by one that ended."""
    return [
        Cell(EMERGENCY, reader, way, conflict, state, "fresh")
        for reader, way, conflict, state in product(USES_EMERGENCY, ("none", "ended"), CONFLICTS, STATES)
    ]


def live_ways() -> list[Cell]:
    """Nobody with a live way in is refused: every page by every way that opens, for each reader whose it is, by turns."""
    found: list[Cell] = []
    states = [one for one in STATES if one != "absent"]
    for number, (page, way) in enumerate(product(PAGES, (*BY_NAME, *AS_A_TEAM, "team-asked"))):
        cells = [
            Cell(page, reader, way, conflict, state, "fresh")
            for reader, conflict, state in product(
                WORK_WITH_CHILDREN, ("none", "set-aside", "own-family"), states
            )
        ]
        mine = [one for one in cells if answer(one) == "in"]
        found += mine[number % 7 :: max(1, len(mine) // 2)][:2]
    return found
