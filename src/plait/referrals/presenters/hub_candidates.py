"""Possible known people, with why each may be the same, in plain words. Nobody is scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plait.matching.names import name_key, sound
from plait.people.models import Description
from plait.people.queries import name_of
from plait.people.rules import Query


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody Plait knows who may be the person meant."""

    person_id: str
    name: str
    also: str
    born: date | None
    age: str
    evidence: list[str]


def candidates(found: Sequence[Description], query: Query) -> list[Candidate]:
    """Each with what agrees and what does not."""
    return [
        Candidate(
            person_id=str(one.person_id),
            name=name_of(one),
            also=one.other_names,
            born=one.born_on,
            age=one.age_said,
            evidence=evidence(one, query),
        )
        for one in found
    ]


def evidence(one: Description, query: Query) -> list[str]:
    """What agrees first, then what differs, then what one side does not say."""
    agrees: list[str] = []
    differs: list[str] = []
    if query.nhs_number and one.nhs_number:
        same = query.nhs_number.replace(" ", "") == one.nhs_number
        (agrees if same else differs).append("Same NHS number" if same else "Different NHS number")
    for label, asked, known, known_key, known_sound in (
        ("first name", query.forename, one.forename, one.forename_key, one.forename_sound),
        ("last name", query.surname, one.surname, one.surname_key, one.surname_sound),
    ):
        if not asked:
            continue
        if not known:
            differs.append(f"We have no {label}")
        elif name_key(asked) == known_key:
            agrees.append(f"Same {label}")
        elif sound(asked) and sound(asked) == known_sound:
            agrees.append(f"{label.capitalize()} sounds the same")
        else:
            differs.append(f"Different {label}")
    if query.born_on:
        if one.born_on is None:
            differs.append("We have no date of birth")
        elif one.born_on == query.born_on:
            agrees.append("Same date of birth")
        elif (one.born_on.day, one.born_on.month) == (query.born_on.month, query.born_on.day):
            agrees.append("Date of birth with day and month the other way round")
        else:
            differs.append("Different date of birth")
    return [*agrees, *differs]
