"""What is true of a person on a day: names as they are then, the address, the numbers."""

from dataclasses import dataclass

import numpy as np

from plait.population import places
from plait.population.chance import Ints, Texts, chance
from plait.population.moves import Periods
from plait.population.naming import NONE, TWO_SURNAMES, Names
from plait.population.numbers import Numbers
from plait.population.parameters import CULTURES, Parameters
from plait.population.people import CHILD, YEAR, Society, day

_FIRST_DAY = day("1900-01-01")
_DATES = np.array(
    [str(date) for date in np.arange(np.datetime64("1900-01-01"), np.datetime64("2060-01-01"))], dtype=object
)
_SEXES = np.array(["1", "2"], dtype=object)


def iso(days: Ints) -> Texts:
    """YYYY-MM-DD of days since 1970; empty for a day beyond 2059."""
    inside = (days >= _FIRST_DAY) & (days < _FIRST_DAY + len(_DATES))
    return np.where(inside, _DATES[np.clip(days - _FIRST_DAY, 0, len(_DATES) - 1)], "")


@dataclass
class World:
    """The truth: a society, its moves and its numbers. Nothing in here is any agency's."""

    parameters: Parameters
    names: Names
    society: Society
    periods: Periods
    numbers: Numbers

    @property
    def today(self) -> int:
        return day(self.parameters.today)

    def renamed(self, person: Ints, alias: Ints) -> tuple[Ints, Ints, Ints]:
        """The first name and surname (with its second half) of people in a household that goes by another name."""
        people, seed = self.society.people, self.parameters.seed
        family, culture = people.family[person], people.culture[person]
        surname = self.names.surname(culture, chance(seed, 21, family, alias))
        changes = np.array([mover.new_first_names for mover in self.parameters.movers.values()])
        share = changes[self.society.units.mover[family]]
        other = chance(seed, 22, person) < share
        fresh = self.names.first(culture, people.female[person], chance(seed, 23, person, alias))
        return (
            np.where(other, fresh, people.first[person]),
            surname,
            np.full(len(person), NONE, dtype=np.int64),
        )

    def surname_before(self, person: Ints, when: Ints) -> Ints:
        """The surname a person had before their last change up to that day, or NONE."""
        people = self.society.people
        once, twice = people.changed[person] <= when, people.changed_again[person] <= when
        earlier = np.where(once, people.changed_surname[person], people.surname[person])
        return np.where(twice, earlier, np.where(once, people.surname[person], NONE))

    def written(self, codes: Ints, female: Ints) -> Texts:
        """Surnames as that person writes them; empty for none."""
        own = np.where(female == 1, self.names.feminine[codes], codes)
        return np.where(codes == NONE, "", self.names.words[own])

    def details(self, person: Ints, period: Ints, when: Ints) -> dict[str, Texts]:
        """The identifying fields as they truly are on a day, while the household is in that period."""
        people, names = self.society.people, self.names
        female, alias = people.female[person], self.periods.alias[period]
        once, twice = people.changed[person] <= when, people.changed_again[person] <= when
        first, second = people.first[person], people.second[person]
        surname = np.where(once, people.changed_surname[person], people.surname[person])
        surname = np.where(twice, people.again_surname[person], surname)
        second = np.where(once | twice, NONE, second)
        hides = np.flatnonzero(alias > 0)
        if len(hides):
            # A father or partner who lives apart keeps his name: only the family's own household goes by another.
            first[hides], surname[hides], second[hides] = self.renamed(person[hides], alias[hides])
        surnames = self.written(surname, female)
        double = np.flatnonzero(second != NONE)
        spaced = np.isin(people.culture[person[double]], [CULTURES.index(name) for name in TWO_SURNAMES])
        halves = self.written(second[double], female[double])
        surnames[double] += np.where(spaced, " ", "-").astype(object) + halves
        surnames[people.single[person]] = ""
        forenames = names.words[first]
        born = people.born[person]
        unborn = born > when
        forenames = np.where(unborn, "", forenames)
        middle = np.where((people.middle[person] == NONE) | unborn, "", names.words[people.middle[person]])
        street, postcode = places.addresses(self.periods.place[period])
        schooled = (people.role[person] == CHILD) & (when >= born + 4 * YEAR)
        return {
            "forename": forenames,
            "middle": middle,
            "surname": surnames,
            "previous_surname": self.written(self.surname_before(person, when), female),
            "born_on": iso(born),
            "sex": np.where(unborn, "0", _SEXES[female]),
            "nhs_number": np.where(unborn, "", self.numbers.nhs[person]),
            "upn": np.where(schooled, self.numbers.upn[person], ""),
            "street": street,
            "postcode": postcode,
        }
