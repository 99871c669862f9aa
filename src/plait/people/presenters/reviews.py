"""Questions about identities in plain words: what is asked, what rests on it, and both sides beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.agencies.queries import agencies
from plait.matching.health import Why
from plait.people.models import Description, ReviewAnswer, ReviewItem
from plait.people.places import say_place
from plait.people.queries import RESTS_ON_OPEN, RESTS_ON_PROTECTION, name_of, names_of
from plait.people.queries.comparing import Compared, SideFacts
from plait.people.rules.evidence import Shown, shown

Kind, State, Said = ReviewItem.Kind, ReviewItem.State, ReviewAnswer.Said
ASKS = {
    Kind.POSSIBLE: "Are these one person?",
    Kind.MERGE: "Are these two known people one?",
    Kind.SPLIT: "Does this record belong to this person?",
    Kind.CLAIMED: "Two people with one number: are they one?",
    Kind.BROKEN: "Do all these records belong to one person?",
    Kind.SHIELD: "Something would join what you keep apart",
}
_RESTS = {
    RESTS_ON_OPEN: ("An open concern or plan", "alert", "orange"),
    RESTS_ON_PROTECTION: ("Somebody’s protection", "shield", "purple"),
}
ALONE = frozenset({"Said by", "First heard of"})  # of each for itself; nothing follows from both
NOTHING_RESTS = ("Nothing yet", "ring", "grey")


@dataclass(frozen=True, slots=True)
class Row:
    """One question on the list."""

    id: str
    asks: str
    who: str
    rests: str
    sign: str
    colour: str
    at: datetime
    second: bool


def rows_of(items: Sequence[ReviewItem]) -> list[Row]:
    """The list, in the order it came in."""
    ids = [str(one) for item in items for one in (item.one_id, item.other_id) if one]
    names = names_of(ids)
    rows = []
    for item in items:
        rests, sign, colour = _RESTS.get(getattr(item, "rests", -1), NOTHING_RESTS)
        told = [names.get(str(one), "Name not known") for one in (item.one_id, item.other_id) if one]
        rows.append(
            Row(
                id=str(item.pk), asks=ASKS[Kind(item.kind)], who=" and ".join(dict.fromkeys(told)), rests=rests,
                sign=sign, colour=colour, at=item.at, second=item.state == State.SECOND,
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said of both; `differs` where both say something and not the same."""

    label: str
    one: str
    other: str

    @property
    def standing(self) -> str:
        """In a word, for those who do not see two columns."""
        if self.label in ALONE:
            return ""
        if not (self.one and self.other):
            return "known of one only"
        return "the same" if self.one.casefold() == self.other.casefold() else "differs"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with everything that stands on its page. Without `sum` nobody scored it, or it is answered blind."""

    id: str
    asks: str
    lines: list[Line]
    one_id: str
    sum: Shown | None
    scored: bool
    children: bool
    first: ReviewAnswer | None
    joined_already: bool
    choices: list[tuple[str, str]]
    why: str = ""


def question_of(found: Compared, *, blind: bool, children: bool) -> Question:
    """The page of one question."""
    other = found.other
    likely = found.likely
    return Question(
        id=str(found.item.pk),
        asks=ASKS[Kind(found.item.kind)],
        lines=_lines(found.one, other) if other else [],
        one_id=str(found.one.person.pk),
        sum=shown(likely.explanation, score=likely.score) if likely and not blind else None,
        scored=likely is not None,
        children=children,
        first=found.first,
        joined_already=found.item.other_id is not None and other is None,
        choices=_choices(found.item),
        why=_why(found.item),
    )


def _why(item: ReviewItem) -> str:
    """What does not hold together, where the night said so."""
    said = item.evidence.get("why", "")
    return Why(said).words if said in set(Why) else ""


def _choices(item: ReviewItem) -> list[tuple[str, str]]:
    if item.kind == Kind.SHIELD:
        return [(Said.DIFFERENT, "Leave them apart"), (Said.UNSURE, Said.UNSURE.label)]
    if item.kind in (Kind.SPLIT, Kind.BROKEN):
        return [
            (Said.SAME, "Yes, it belongs to this person"),
            (Said.DIFFERENT, "No, it is of somebody else"),
            (Said.FAMILY, Said.FAMILY.label),
            (Said.UNSURE, Said.UNSURE.label),
        ]
    return [(one.value, one.label) for one in Said]


def _lines(one: SideFacts, other: SideFacts) -> list[Line]:
    names = {str(agency.pk): agency.name for agency in agencies()}
    mine, theirs = _said(one, names), _said(other, names)
    found = [Line(label, mine[label], theirs[label]) for label in mine]
    return [line for line in found if line.one or line.other]


def _said(side: SideFacts, names: dict[str, str]) -> dict[str, str]:
    told = side.told
    place = say_place(side.person)
    return {
        "Name": _each(name_of(row) for row in told),
        "Earlier or other names": _each(
            name for row in told for name in (row.previous_surname, row.other_names, row.middle_names)
        ),
        "Date of birth": _each(_born(row) for row in told),
        "Sex": _each({"1": "Male", "2": "Female", "M": "Male", "F": "Female"}.get(row.sex, "") for row in told),
        "Lives": place.words,
        "NHS number": _each(
            [*(row.nhs_number for row in told), *(row.value for row in side.numbers if row.kind == "nhs")]
        ),
        "Pupil number": _each([*(row.upn for row in told), *(row.value for row in side.numbers if row.kind == "upn")]),
        "Said by": _each(names.get(row.agency_id, "A concern") for row in told),
        "First heard of": f"{side.person.made_at:%d %b %Y}".lstrip("0"),
    }  # fmt: skip


def _born(row: Description) -> str:
    return f"{row.born_on.day} {row.born_on:%B %Y}" if row.born_on else row.age_said


def _each(words: object) -> str:
    return "; ".join(dict.fromkeys(str(one) for one in words if one))  # type: ignore[attr-defined]
