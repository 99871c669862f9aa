"""A person as the head of their pages shows them. Where they are never stands here: see people.places."""

from dataclasses import dataclass
from datetime import date

from plait.people.forms import HOW_KNOWN
from plait.people.models import DeclaredConflict, Description, Person
from plait.people.places import is_shielded
from plait.people.queries import current_description, name_of


@dataclass(frozen=True, slots=True)
class Flag:
    """A word with its sign beside a person's name."""

    text: str
    sign: str
    colour: str


@dataclass(frozen=True, slots=True)
class Banner:
    """What `ui/components/person_banner.html` takes."""

    name: str
    also: str
    born: date | None
    expected: date | None
    age: str
    restricted: bool
    flags: tuple[Flag, ...]


def banner_of(person: Person) -> Banner:
    """The newest description of a person, and whether their whereabouts are hidden."""
    told: Description | None = current_description(str(person.pk))
    hidden = (Flag("Whereabouts protected", "shield", "purple"),) if is_shielded(person) else ()
    return Banner(
        name=name_of(told),
        also=told.other_names if told else "",
        born=told.born_on if told else None,
        expected=told.expected_on if told and told.unborn else None,
        age=told.age_said if told and not told.born_on else "",
        restricted=person.restricted,
        flags=hidden,
    )


def how_known(conflict: DeclaredConflict) -> str:
    """In what way somebody is known, as it was declared."""
    return dict(HOW_KNOWN).get(conflict.kind, conflict.kind.replace("_", " ").capitalize())
