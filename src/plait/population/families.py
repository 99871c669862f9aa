"""Families: who belongs to whom, what everybody is called, and which household each person lives in from when to when."""

import numpy as np

from plait.population import naming
from plait.population.chance import Flags, Ints, pick, runs
from plait.population.naming import NONE, Names
from plait.population.parameters import CULTURES, Parameters
from plait.population.people import (
    CARER,
    CHILD,
    FATHER,
    MOTHER,
    NEVER,
    PARTNER,
    YEAR,
    People,
    Society,
    Stays,
    Units,
    day,
)
from plait.population.shields import shield


def _has(culture: Ints, which: frozenset[str]) -> Flags:
    return np.isin(culture, [CULTURES.index(name) for name in which])


class _Making:
    """The steps in order; each reads what the ones before it made."""

    def __init__(self, parameters: Parameters, names: Names, rng: np.random.Generator) -> None:
        self.p, self.names, self.rng = parameters, names, rng
        self.today = day(parameters.today)
        self.begin = self.today - round(parameters.years * YEAR)
        births = float(
            np.dot(np.arange(len(parameters.children)), parameters.children) / sum(parameters.children)
        )
        size = 1 + parameters.fathers + births * 0.99 * (1 + parameters.twins) + 0.17
        self.count = max(20, round(parameters.people / size))

    def families(self) -> None:
        p, rng, n = self.p, self.rng, self.count
        self.culture = pick(rng.random(n), np.array([p.cultures[name] for name in CULTURES]))
        self.mover = pick(rng.random(n), np.array([mover.share for mover in p.movers.values()]))
        british = self.culture == CULTURES.index("british")
        came = rng.random(n) < np.where(british, p.incomers_british, p.incomers)
        arrival = self.begin + (rng.random(n) * (self.today - self.begin)).astype(np.int64)
        self.starts = np.where(came, arrival, self.begin)
        self.partnered = rng.random(n) < p.fathers

    def births(self) -> None:
        p, rng, n = self.p, self.rng, self.count
        slots = len(p.children) - 1
        wanted = pick(rng.random(n), np.array(p.children))
        gaps = 400 + rng.gamma(2.0, 450, (n, slots))
        # The last child is up to 19 years old; earlier ones stand behind it.
        last = self.today - rng.random(n) * 19 * YEAR
        before = np.cumsum(gaps, axis=1) - gaps
        days = (last[:, None] - before).astype(np.int64)
        keep = np.arange(slots)[None, :] < wanted[:, None]
        unborn = keep[:, 0] & (rng.random(n) < p.unborn)
        days[unborn, 0] = self.today + rng.integers(1, 200, int(unborn.sum()))
        days[:, 1:][unborn] = np.minimum(days[:, 1:][unborn], self.today - 200)
        copies = np.where(keep, 1 + (rng.random((n, slots)) < p.twins), 0).astype(np.int64)
        row, _ = runs(copies.ravel())
        self.of, self.birth = row // slots, days.ravel()[row]
        first = np.where(keep, days, NEVER).min(axis=1)
        age = np.clip(rng.normal(28, 5.5, n), 16, 42) * YEAR
        spare = np.maximum(0, (np.where(keep, days, -NEVER).max(axis=1) - first) - (45 * YEAR - age))
        alone = self.today - (18 + rng.random(n) * 45) * YEAR
        self.mother_born = np.where(first < NEVER, first - age + spare, alone).astype(np.int64)
        self.first_birth = np.where(first < NEVER, first, self.mother_born + round(28 * YEAR))

    def parting(self) -> None:
        """Fathers who leave, partners who come, relatives who take the children in."""
        p, rng, n = self.p, self.rng, self.count
        span = np.maximum(self.today - self.starts, 1)
        leaves = self.partnered & (rng.random(n) < p.separated)
        self.left = np.where(leaves, self.starts + (rng.random(n) * span).astype(np.int64), NEVER)
        self.remade = (leaves | ~self.partnered) & (rng.random(n) < p.new_partner)
        base = np.where(leaves, self.left, self.starts)
        later = base + (rng.random(n) * np.maximum(self.today - base, 1)).astype(np.int64)
        self.joined = np.where(self.remade, later, NEVER)
        parents = np.bincount(self.of, minlength=n) > 0
        kin = parents & (rng.random(n) < p.kin_carers)
        self.kin = np.where(kin, self.starts + (rng.random(n) * span).astype(np.int64), NEVER)

    def people(self) -> People:
        rng, n = self.rng, self.count
        everyone = np.arange(n, dtype=np.int64)
        groups = [
            (everyone, MOTHER), (everyone[self.partnered], FATHER), (everyone[self.remade], PARTNER),
            (everyone[self.kin < NEVER], CARER), (self.of, CHILD),
        ]  # fmt: skip
        family = np.concatenate([rows for rows, _ in groups])
        role = np.concatenate([np.full(len(rows), which, dtype=np.int64) for rows, which in groups])
        older = rng.normal(2.5, 4, len(family)) * YEAR
        born = self.mother_born[family] - np.where((role == FATHER) | (role == PARTNER), older, 0)
        grandparent = rng.random(len(family)) < 0.6
        born = born - np.where((role == CARER) & grandparent, 25 * YEAR, 0)
        born = np.minimum(born, self.today - 17 * YEAR).astype(np.int64)
        born[role == CHILD] = self.birth
        female = (rng.random(len(family)) < 0.49).astype(np.int64)
        female[role == MOTHER] = 1
        female[(role == FATHER) | (role == PARTNER)] = 0
        female[role == CARER] = (rng.random(int((role == CARER).sum())) < 0.85).astype(np.int64)
        order = np.lexsort((born, role, family))
        family, role, born, female = family[order], role[order], born[order], female[order]
        total = len(family)
        culture = self.culture[family]
        mixed = ((role == FATHER) | (role == PARTNER)) & (rng.random(total) < self.p.mixed_couples)
        shares = np.array([self.p.cultures[name] for name in CULTURES])
        culture = np.where(mixed, pick(rng.random(total), shares), culture)
        none = np.full(total, NONE, dtype=np.int64)
        who = np.arange(total, dtype=np.int64)
        mother, father = np.full(n, NONE, dtype=np.int64), np.full(n, NONE, dtype=np.int64)
        mother[family[role == MOTHER]] = who[role == MOTHER]
        father[family[role == FATHER]] = who[role == FATHER]
        child = role == CHILD
        never = np.full(total, NEVER, dtype=np.int64)
        return People(
            family, role, culture, female, born, none.copy(), none.copy(), none.copy(), none.copy(), never,
            none.copy(), never.copy(), none.copy(), np.where(child, mother[family], NONE),
            np.where(child, father[family], NONE), np.zeros(total, dtype=bool), np.zeros(total, dtype=bool),
            none.copy(), none.copy(),
        )  # fmt: skip

    def name(self, people: People) -> None:
        p, rng, names = self.p, self.rng, self.names
        total = len(people.family)
        people.first = names.first(people.culture, people.female, rng.random(total))
        people.middle = names.first(people.culture, people.female, rng.random(total))
        people.middle[rng.random(total) > 0.62] = NONE
        # Some Chinese people go by a western name, with the given one behind it.
        western = (people.culture == CULTURES.index("chinese")) & (rng.random(total) < 0.35)
        people.middle[western] = people.first[western]
        people.first[western] = names.western.draw(rng.random(total))[western]
        self._unlike_siblings(people)
        people.surname = names.surname(people.culture, rng.random(total))
        for culture, pool in names.wives.items():
            carries = (people.culture == culture) & (people.female == 1) & (rng.random(total) < 0.4)
            people.surname[carries] = pool.draw(rng.random(total))[carries]
        double = _has(people.culture, naming.TWO_SURNAMES)
        people.second = np.where(double, names.surname(people.culture, rng.random(total)), NONE)
        self._children(people)
        people.single = _has(people.culture, naming.SINGLE_NAMES) & (rng.random(total) < p.one_name)
        self._marry(people)

    def _unlike_siblings(self, people: People) -> None:
        """Two children of one family do not share a first name, save by sons named for fathers (below)."""
        for _ in range(3):
            order = np.lexsort((people.first, people.family))
            same = (people.family[order][1:] == people.family[order][:-1]) & (
                people.first[order][1:] == people.first[order][:-1]
            )
            again = order[1:][same]
            drawn = self.names.first(people.culture[again], people.female[again], self.rng.random(len(again)))
            people.first[again] = drawn
        named = (people.role == CHILD) & (people.female == 0) & (people.father != NONE)
        named &= self.rng.random(len(named)) < self.p.named_for_father
        people.first[named] = people.first[people.father[named]]

    def _children(self, people: People) -> None:
        rng = self.rng
        total = len(people.family)
        child, mother, father = people.role == CHILD, people.mother, people.father
        carer = people.role == CARER
        kin = carer & (rng.random(total) < 0.6)
        mothers = np.full(self.count, NONE, dtype=np.int64)
        mothers[people.family[people.role == MOTHER]] = np.flatnonzero(people.role == MOTHER)
        people.surname[kin] = people.surname[mothers[people.family[kin]]]
        people.culture[carer] = people.culture[mothers[people.family[carer]]]
        taken = np.where(father != NONE, father, mother)
        custom = _has(people.culture, naming.CHAINS)
        own = _has(people.culture, naming.OWN_NAMES) & (rng.random(total) < 0.5)
        two = _has(people.culture, naming.TWO_SURNAMES) & child
        plain = child & ~own & ~(custom & (father != NONE))
        people.surname[plain] = people.surname[taken[plain]]
        people.second[plain & ~two] = people.second[taken[plain & ~two]]
        people.second[two] = people.surname[mother[two]]
        chain = child & custom & (father != NONE)
        # A father's own father has the father's middle name; he needs one for the chain to go on.
        fathers = np.unique(father[chain])
        bare = fathers[people.middle[fathers] == NONE]
        people.middle[bare] = self.names.first(
            people.culture[bare], np.zeros_like(bare), rng.random(len(bare))
        )
        people.middle[chain] = people.first[father[chain]]
        people.surname[chain] = people.middle[father[chain]]
        both = plain & (father != NONE) & ~two & (people.culture == CULTURES.index("british"))
        families = rng.random(self.count) < self.p.double_barrelled
        both &= families[people.family]
        people.second[both] = people.surname[mother[both]]
        people.second[people.second == people.surname] = NONE

    def _marry(self, people: People) -> None:
        """A wife takes her husband's surname; some take their own again, some marry again, some children follow."""
        p, rng, n = self.p, self.rng, self.count
        wives = np.flatnonzero(people.role == MOTHER)
        father = np.full(n, NONE, dtype=np.int64)
        father[people.family[people.role == FATHER]] = np.flatnonzero(people.role == FATHER)
        partner = np.full(n, NONE, dtype=np.int64)
        partner[people.family[people.role == PARTNER]] = np.flatnonzero(people.role == PARTNER)
        custom = _has(people.culture[wives], naming.TAKES_NAME) & (rng.random(n) < p.takes_name)
        wedding = self.first_birth + (rng.normal(0, 1000, n)).astype(np.int64)
        wedding = np.maximum(wedding, self.mother_born + round(18 * YEAR))
        weds = (father != NONE) & custom & (rng.random(n) < p.married)
        weds &= (wedding < self.today) & (wedding < self.left)
        people.changed[wives[weds]] = wedding[weds]
        people.changed_surname[wives[weds]] = people.surname[father[weds]]
        own = weds & (self.left + 200 < self.today) & (rng.random(n) < 0.35)
        people.changed_again[wives[own]] = self.left[own] + 200
        people.again_surname[wives[own]] = people.surname[wives[own]]
        second = self.joined + 500
        again = (partner != NONE) & custom & ~own & (second < self.today) & (rng.random(n) < p.married)
        people.changed_again[wives[again]] = second[again]
        people.again_surname[wives[again]] = people.surname[partner[again]]
        step = (people.role == CHILD) & (partner[people.family] != NONE)
        step &= (rng.random(len(step)) < p.step_surname) & (second[people.family] < self.today)
        step &= second[people.family] > people.born
        people.changed[step] = second[people.family[step]]
        people.changed_surname[step] = people.surname[partner[people.family[step]]]

    def live(self, people: People) -> tuple[Units, Stays]:
        """The family's own household; another for a father who leaves, a partner before he comes, a relative."""
        rng, n = self.rng, self.count
        who = np.arange(len(people.family), dtype=np.int64)
        family, role = people.family, people.role
        starts = self.starts[family]
        apart = [
            who[(role == FATHER) & (self.left[family] < NEVER)], who[role == PARTNER], who[role == CARER],
        ]  # fmt: skip
        owners = np.concatenate(apart)
        unit_of = np.full(len(who), NONE, dtype=np.int64)
        unit_of[owners] = n + np.arange(len(owners), dtype=np.int64)
        kinds = list(self.p.movers)
        ordinary = np.where(rng.random(len(owners)) < 0.08, kinds.index("mobile"), kinds.index("ordinary"))
        units = Units(
            np.concatenate([np.arange(n, dtype=np.int64), family[owners]]),
            np.concatenate([self.mover, ordinary]),
            np.concatenate([self.starts, self.starts[family[owners]]]),
        )
        carers = np.full(n, NONE, dtype=np.int64)
        carers[family[role == CARER]] = unit_of[role == CARER]
        leaving, joining = (role == FATHER) & (unit_of != NONE), role == PARTNER
        moved = (role == CHILD) & (carers[family] != NONE)
        home = role != CARER
        comes = np.where(joining, self.joined[family], np.maximum(starts, people.born))
        goes = np.where(leaving, self.left[family], np.where(moved, self.kin[family], NEVER))
        parts = [
            (home, family, comes, goes),
            (leaving, unit_of, self.left[family], np.full(len(who), NEVER)),
            (joining, unit_of, starts, self.joined[family]),
            (role == CARER, unit_of, starts, np.full(len(who), NEVER)),
            (moved, carers[family], np.maximum(self.kin[family], people.born), np.full(len(who), NEVER)),
        ]
        stays = Stays(
            np.concatenate([who[rows] for rows, *_ in parts]),
            np.concatenate([unit[rows] for rows, unit, *_ in parts]),
            np.concatenate([first[rows] for rows, _, first, _ in parts]),
            np.concatenate([last[rows] for rows, _, _, last in parts]),
        )
        return units, stays

    def hold_out(self, people: People) -> None:
        """Children whom no agency knows, though a sibling of theirs may be known."""
        child = people.role == CHILD
        siblings = np.bincount(people.family[child & (people.born < self.today)], minlength=self.count)
        can = child & (siblings[people.family] > 1) & (people.born < self.today)
        people.held_out = can & (self.rng.random(len(can)) < self.p.held_out)


def society(parameters: Parameters, names: Names, rng: np.random.Generator) -> Society:
    """People, households and who lives where, before any move."""
    making = _Making(parameters, names, rng)
    making.families()
    making.births()
    making.parting()
    people = making.people()
    making.name(people)
    units, stays = making.live(people)
    making.hold_out(people)
    return shield(parameters, names, rng, Society(people, units, stays), making.begin)
