"""Moves as a question, never as a score: which signals of domain notes 6.4 stand, with their evidence and the harmless reasons
somebody must think of first. Pure.

Most families who move often have a reason that is nobody's fault. A question is put to a person, who answers it; nothing adds up.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from plait.people.rules.veiling import address_key

YEAR = timedelta(days=365)
SOON = timedelta(days=14)
REGISTERED_WITHIN = timedelta(days=28)
MANY_ADDRESSES, MANY_AUTHORITIES, THIRD = 3, 2, 3
BOOKED_LATE_WEEKS = 20  # local protocols say 18 to 24

# What to think of before anything else (6.4: vigilance without stigma). The person who answers ticks what holds.
HARMLESS = (
    ("placed", "Housed there by a council: homelessness, temporary accommodation"),
    ("renting", "A private tenancy ended, or the rent rose"),
    ("fled", "Left somebody dangerous; then ask who must not learn where they are"),
    ("asylum", "Moved by the asylum system"),
    ("traveller", "Gypsy, Roma or Traveller family: moving is how they live"),
    ("forces", "A parent serves in the armed forces, or moved for work"),
    ("two-homes", "Parents live apart, and the child lives in both homes"),
    ("kin", "Staying with relatives for a time"),
    ("same-home", "One home, written in two ways, or written late by an agency"),
    ("told", "The area they left told the area they came to"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Somebody's time at one address, as one source told it. An empty `since` is: not known."""

    line: str
    postcode: str
    since: date | None
    until: date | None = None
    source: str = ""

    @property
    def home(self) -> tuple[str, str]:
        """One home, however it was spelled."""
        return address_key(self.line), "".join(self.postcode.upper().split())


@dataclass(frozen=True, slots=True)
class Book:
    """Which authority an outcode belongs to. The areas list their own; beyond them a directory of `postcodes` may know (see
    `plait people postcodes`); what neither lists is not known."""

    authorities: Mapping[str, str] = field(default_factory=dict)
    postcodes: Mapping[str, str] = field(default_factory=dict)

    def of(self, postcode: str) -> str:
        """The authority of a postcode, or nothing where nobody lists it."""
        whole = "".join(postcode.upper().split())
        own = self.authorities.get(whole[:-3] if len(whole) > 4 else whole, "")
        return own or self.postcodes.get(whole, "")


@dataclass(frozen=True, slots=True)
class Move:
    """From one home to another, on the day the new one began."""

    on: date
    to: Period
    authority: str
    was: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one household besides where it lived. Days, each with the record that tells of it.

    `worried` are concerns, visits and reports; `registered` are a GP or a health visitor; `left_school` holds whether anybody
    knows the next one; `renamed` is who of the household appears under another spelling; `partner_homes`, for each adult who is
    not recorded as family, how many of the household's homes they were seen at; `booked_weeks`, a pregnancy booked in a new area.
    """

    worried: tuple[tuple[date, str], ...] = ()
    registered: tuple[tuple[date, str], ...] = ()
    left_school: tuple[tuple[date, bool, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    partner_homes: tuple[tuple[str, int], ...] = ()
    booked_weeks: tuple[tuple[date, int, str], ...] = ()
    known_to_each_other: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """A question to a person. `evidence` are references of records, or days; `harmless` is what to think of first."""

    code: str
    asks: str
    evidence: tuple[str, ...]
    harmless: tuple[tuple[str, str], ...] = HARMLESS


def moves_of(periods: Collection[Period], book: Book) -> list[Move]:
    """The moves, oldest first. One home told by several sources is one; the first home is no move."""
    first: dict[tuple[str, str], Period] = {}
    for period in sorted(periods, key=lambda one: (one.since or date.max, one.home, one.source)):
        if period.since is not None and any(period.home):
            first.setdefault(period.home, period)
    found: list[Move] = []
    was = ""
    for number, period in enumerate(first.values()):
        authority = book.of(period.postcode)
        if number and period.since is not None:
            found.append(Move(period.since, period, authority, was))
        was = authority or was
    return found


def questions_about_moves(
    periods: Collection[Period], book: Book, facts: Facts, *, on: date, shielded: bool = False
) -> list[MoveQuestion]:
    """Every question that stands on that day. None about somebody whose whereabouts are protected: how often they moved would
    say where they are, and that they moved is known to those who protect them."""
    if shielded:
        return []
    moves = moves_of(periods, book)
    asked = (ask(periods, moves, book, facts, on) for ask in _QUESTIONS)
    return [one for one in asked if one is not None]


def _lately(periods: Collection[Period], on: date) -> list[Period]:
    """One period for each home that somebody lived in within the year."""
    kept: dict[tuple[str, str], Period] = {}
    for one in sorted(periods, key=lambda one: (one.since or date.min, one.home, one.source)):
        began = one.since is not None and on - YEAR <= one.since <= on
        lasted = one.until is not None and one.until >= on - YEAR
        if any(one.home) and (began or lasted or one.until is None):
            kept.setdefault(one.home, one)
    return list(kept.values())


def _told(periods: Collection[Period]) -> tuple[str, ...]:
    return tuple(sorted({one.source for one in periods if one.source}))


def _authorities(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    lately = [one for one in moves if on - YEAR <= one.on <= on and one.authority and one.was]
    crossed = [one for one in lately if one.authority != one.was]
    open_ends = [
        one for one in crossed if frozenset({one.authority, one.was}) not in facts.known_to_each_other
    ]
    names = {one.authority for one in open_ends} | {one.was for one in open_ends}
    if len(names) < MANY_AUTHORITIES:
        return None
    return MoveQuestion(
        "two-authorities",
        f"The family has lived in {len(names)} authorities within a year. Does each know what the others know?",
        _told([one.to for one in open_ends]),
    )


def _addresses(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    lately = _lately(periods, on)
    moved = [one for one in moves if on - YEAR <= one.on <= on]
    if len(lately) < MANY_ADDRESSES or len(moved) < MANY_ADDRESSES - 1:
        return None
    return MoveQuestion(
        "three-addresses",
        f"The family has lived at {len(lately)} addresses within a year. What has moved them?",
        _told(lately),
    )


def _after_worry(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    found = {
        ref
        for move in moves
        if move.on <= on
        for day, ref in facts.worried
        if timedelta(0) <= move.on - day <= SOON
    }
    if not found:
        return None
    return MoveQuestion(
        "moved-after-worry",
        "The family moved within two weeks of somebody's worry about a child. Was the move planned before?",
        tuple(sorted(found)),
    )


def _not_registered(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    if not moves or not facts.registered:
        return None  # where no health agency tells us anything, its silence says nothing
    last = moves[-1]
    since = [day for day, _ in facts.registered if day >= last.on]
    if since or on - last.on <= REGISTERED_WITHIN:
        return None
    return MoveQuestion(
        "no-doctor-yet",
        "Four weeks after the move, no doctor or health visitor has them. Has anybody seen the children?",
        _told([last.to]),
    )


def _off_roll(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    found = tuple(sorted(ref for day, next_known, ref in facts.left_school if day <= on and not next_known))
    if not found:
        return None
    return MoveQuestion(
        "off-roll", "A child left a school and nobody has written down the next. Where do they learn?", found
    )


def _renamed(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    new = [pair for pair in facts.renamed if frozenset(pair) not in facts.known_to_each_other]
    if not moves or not new:
        return None
    return MoveQuestion(
        "new-spelling",
        "The same household appears under another spelling or surname at a new address. Is it one family?",
        tuple(sorted(ref for pair in new for ref in pair)),
        (
            ("marriage", "A marriage, a separation, or a name taken back"),
            ("spelling", "An agency's own spelling"),
            *HARMLESS,
        ),
    )


def _partner(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    found = [who for who, homes in facts.partner_homes if homes >= THIRD]
    new = sorted(who for who in found if not any(who in pair for pair in facts.known_to_each_other))
    if not new:
        return None
    return MoveQuestion(
        "partner-again",
        "The same adult, whom nobody has written down as family, is at a third address of theirs. Who are they to the children?",
        tuple(new),
        (("relative", "A relative or friend who helps"), *HARMLESS),
    )


def _booked_late(
    periods: Collection[Period], moves: Sequence[Move], book: Book, facts: Facts, on: date
) -> MoveQuestion | None:
    found = tuple(
        sorted(
            ref
            for day, weeks, ref in facts.booked_weeks
            if day <= on and weeks >= BOOKED_LATE_WEEKS and any(move.on <= day for move in moves)
        )
    )
    if not found:
        return None
    return MoveQuestion(
        "booked-late",
        "A pregnancy was first booked late, after a move. Was she cared for somewhere else before?",
        found,
        (("elsewhere", "Booked in the area they came from"), ("abroad", "Came from abroad"), *HARMLESS),
    )


Ask = Callable[[Collection[Period], Sequence[Move], Book, Facts, date], MoveQuestion | None]
_QUESTIONS: tuple[Ask, ...] = (
    _authorities,
    _addresses,
    _after_worry,
    _not_registered,
    _off_roll,
    _renamed,
    _partner,
    _booked_late,
)
