"""Relationships as each agency states them: partly, sometimes wrongly, between its own records and nobody else's.

Households are not given to anybody: they have to be inferred from these rows and from shared histories."""

import numpy as np

from plait.population.chance import Column, Ints
from plait.population.details import World
from plait.population.naming import NONE
from plait.population.parameters import AGENCIES
from plait.population.people import CARER, CHILD, FATHER, MOTHER, PARTNER
from plait.population.records import Records

KINDS = ("parent", "child", "sibling", "partner", "lives_with")
_PARENT, _CHILD, _SIBLING, _PARTNER, _LIVES = range(5)


def _agency(records: Records) -> Ints:
    names = records.columns["agency"]
    code = np.zeros(len(names), dtype=np.int64)
    for index, name in enumerate(AGENCIES):
        code[names == name] = index
    return code


def _true_pairs(world: World, records: Records, agency: Ints) -> tuple[Ints, Ints, Ints]:
    """Rows of records (a, b) that one contact tied together, and a's kind of tie to b."""
    people = world.society.people
    person = records.columns["person_id"].astype(np.int64)
    rows = np.flatnonzero(~records.again)
    total = len(people.family)
    keys = records.contact[rows] * total + person[rows]
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]

    def beside(others: Ints) -> Ints:
        """The record of that other person at the same contact, or NONE."""
        wanted = records.contact[rows] * total + others
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where((others != NONE) & (keys[at] == wanted), rows[at], NONE)

    who, role = person[rows], people.role[person[rows]]
    mother, father = beside(people.mother[who]), beside(people.father[who])
    parts = [(mother, rows, _PARENT), (father, rows, _PARENT)]
    # Neighbours in order of contact and person: siblings, couples, and whoever else lives there.
    here = records.contact[rows]
    same = np.zeros(len(rows), dtype=bool)
    same[1:] = here[1:] == here[:-1]
    last = np.concatenate([rows[:1], rows[:-1]])
    before = np.concatenate([role[:1], role[:-1]])
    siblings = same & (role == CHILD) & (before == CHILD)
    couple = same & ((role == FATHER) | (role == PARTNER)) & (before == MOTHER)
    parts += [(last[siblings], rows[siblings], _SIBLING), (last[couple], rows[couple], _PARTNER)]
    loose = same & (role == CHILD) & ((before == CARER) | (before == PARTNER))
    parts.append((last[loose], rows[loose], _LIVES))
    head = np.maximum.accumulate(np.where(same, 0, np.arange(len(rows), dtype=np.int64)))
    tenants = same & (agency[rows] == AGENCIES.index("housing"))
    parts.append((rows[head[tenants]], rows[tenants], _LIVES))
    a = np.concatenate([one for one, _, _ in parts])
    b = np.concatenate([two for _, two, _ in parts])
    kind = np.concatenate([np.full(len(one), which, dtype=np.int64) for one, _, which in parts])
    keep = (a != NONE) & (b != NONE)
    return a[keep], b[keep], kind[keep]


def relationships(world: World, records: Records, rng: np.random.Generator) -> dict[str, Column]:
    """The rows each agency states, with the ones it leaves out, mistakes for another, or ties to a stranger."""
    agency = _agency(records)
    a, b, kind = _true_pairs(world, records, agency)
    rates = [world.parameters.agencies[name] for name in AGENCIES]
    stated = rng.random(len(a)) < np.array([r.relationships for r in rates])[agency[a]]
    # Housing knows who lives where, hardly who is whose.
    stated &= (agency[a] != AGENCIES.index("housing")) | (kind == _LIVES) | (rng.random(len(a)) < 0.2)
    a, b, kind = a[stated], b[stated], kind[stated]
    wrong = rng.random(len(a)) < np.array([r.wrong_relationships for r in rates])[agency[a]]
    how = rng.random(len(a))
    mistaken = wrong & (how < 0.7)
    kind = np.where(mistaken, (kind + rng.integers(1, len(KINDS), len(a))) % len(KINDS), kind)
    b = np.where(wrong & (how >= 0.7), _strangers(agency, agency[a], rng), b)
    turned = (kind == _PARENT) & (rng.random(len(a)) < 0.4)
    kind = np.where(turned, _CHILD, kind)
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    number, code = records.columns["agency_record"], records.code
    pair = (code[a] * (int(code.max(initial=0)) + 1) + code[b]) * len(KINDS) + kind
    _, where = np.unique(pair, return_index=True)
    rows = np.sort(where)
    rows = rows[code[a[rows]] != code[b[rows]]]
    return {
        "agency": records.columns["agency"][a[rows]],
        "agency_record_a": number[a[rows]],
        "agency_record_b": number[b[rows]],
        "kind": np.array(KINDS, dtype=object)[kind[rows]],
    }


def _strangers(agency: Ints, of: Ints, rng: np.random.Generator) -> Ints:
    """Any record of the same agency."""
    order = np.argsort(agency, kind="stable")
    starts = np.searchsorted(agency[order], np.arange(len(AGENCIES)))
    counts = np.maximum(np.bincount(agency, minlength=len(AGENCIES)), 1)
    chosen = starts[of] + (rng.random(len(of)) * counts[of]).astype(np.int64)
    return order[np.minimum(chosen, len(order) - 1)]
