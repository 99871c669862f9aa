"""What the lint says of an agreement, sentence by sentence; and that what it calls impossible never lets anything through."""

import random
from datetime import date, timedelta
from itertools import product

import pytest

from benchmarks.gate.worlds import AGENCIES, DAY, FIELDS, GATEWAYS, PURPOSES, clause
from plait.sharing.rules import (
    Clause,
    Clauses,
    Condition,
    Gateway,
    Request,
    Wanted,
    Words,
    decide,
    read_aloud,
)
from plait.sharing.rules.clauses import ANY
from plait.sharing.rules.lint import Known, lint


def gateway(code: str, **more: object) -> Gateway:
    facts: dict[str, object] = {
        "effective_from": date(2020, 1, 1), "effective_to": None, "holders": frozenset(), "recipients": frozenset(),
    }  # fmt: skip
    return Gateway(code=code, agreement_needed=False, **{**facts, **more})  # type: ignore[arg-type]


KNOWN = Known(
    agencies={one: names - {ANY} for one, names in AGENCIES.items()},
    kinds=frozenset({"SCHOOL", "GP", "HV", "NHS", "LA", "LA_CSC", "POLICE", "PRISON"}),
    purposes=frozenset(PURPOSES),
    gateways={
        "DUTY": gateway("DUTY"),
        "POWER": gateway("POWER", holders=frozenset({"POLICE"}), recipients=frozenset({"LA", "LA_CSC"})),
        "CONFIDENCE": gateway("CONFIDENCE", effective_to=DAY + timedelta(days=1)),
    },
    names={
        "PRISON": "Prison",
        "DUTY": "The duty",
        "POWER": "The power",
        "CONFIDENCE": "Confidence",
        "GP": "GP practice",
    },
)


def sound(**more: object) -> Clause:
    said: dict[str, object] = {
        "holders": frozenset({"SCHOOL"}), "recipients": frozenset({"LA_CSC"}), "fields": frozenset({"concern"}),
        "purposes": frozenset({"enquiry"}), "gateways": frozenset({"DUTY"}), "parties": frozenset(AGENCIES),
        "begins": DAY, "id": "one",
    }  # fmt: skip
    return Clause(**{**said, **more})  # type: ignore[arg-type]


def test_a_sound_clause_has_no_finding() -> None:
    assert lint([sound()], KNOWN) == []


@pytest.mark.parametrize(
    ("change", "rule", "sentence"),
    [
        ({"fields": frozenset({"shoe_size"})}, "unknown", "There is no field group “shoe_size”."),
        ({"fields": frozenset({"source_identity"})}, "unknown", "There is no field group “source_identity”."),
        ({"purposes": frozenset({"curiosity"})}, "unknown", "There is no purpose “curiosity”."),
        ({"gateways": frozenset({"MAGIC"})}, "unknown", "There is no legal basis “MAGIC”."),
        ({"holders": frozenset({"WIZARD"})}, "unknown", "There is no agency or kind of agency “WIZARD”."),
        ({"conditions": (Condition("moon_full"),)}, "unknown", "There is no condition “moon_full”."),
        ({"conditions": (Condition("not_older_than"),)}, "no-number", "Say how many months, at least one."),
        ({"purposes": frozenset()}, "never", "it does not say what for"),
        ({"fields": frozenset()}, "never", "it does not say what."),
        ({"holders": frozenset({"PRISON"})}, "never", "nobody who would share is a party"),
        ({"recipients": frozenset({"PRISON"})}, "never", "nobody who would receive is a party"),
        ({"holders": frozenset({"GP", "PRISON"})}, "no-party", "Prison would share, but is no party"),
        ({"holders": frozenset({"LA_CSC"})}, "never", "an agency needs no agreement with itself"),
        ({"ends": DAY - timedelta(days=1)}, "ends-first", "It ends on 26 November 2026, before it begins"),
        ({"gateways": frozenset({"POWER"})}, "not-theirs", "The power is not a legal basis for any agency"),
        (
            {"holders": frozenset({"POLICE"}), "recipients": frozenset({"SCHOOL"}), "gateways": frozenset({"POWER"})},
            "not-to-them",
            "The power does not reach any agency that would receive.",
        ),
        (
            {"holders": frozenset({"GP", "POLICE"}), "gateways": frozenset({"POWER"})},
            "not-open",
            "None of its legal bases is open to GP practice, which shares by it.",
        ),
        (
            {"gateways": frozenset({"CONFIDENCE"})},
            "gateway-ends",
            "Confidence ends on 28 November 2026, before this does: from the next day it lets nothing through.",
        ),
        (
            {"gateways": frozenset({"CONFIDENCE"}), "begins": DAY + timedelta(days=2)},
            "gateway-over",
            "Confidence ended on 28 November 2026, before this begins on 29 November 2026.",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_sentence(change: dict[str, object], rule: str, sentence: str) -> None:
    found = lint([sound(**change)], KNOWN)
    assert any(one.rule == rule and sentence in one.say for one in found), found


def test_what_another_clause_forbids() -> None:
    whole = sound(id="bar", kind="prohibit", recipients=frozenset(), label="A-1, clause 2")
    (found,) = lint([sound(), whole], KNOWN)
    assert found.fault
    assert "contradicts A-1, clause 2" in found.say
    part = sound(id="bar", kind="prohibit", holders=frozenset({"a1"}), label="A-1, clause 2")
    (found,) = lint([sound(), part], KNOWN)
    assert not found.fault
    assert "the prohibition wins" in found.say


def test_what_can_never_match_never_does() -> None:
    chance, seen, asked = random.Random(7), 0, 0
    while seen < 60:
        clauses = [clause(chance, number) for number in range(4)]
        dead = {
            one.clause for one in lint(clauses, KNOWN) if one.rule in {"never", "contradicts", "ends-first"}
        } & {one.id for one in clauses if one.permits}
        if not dead:
            continue
        seen += 1
        laid_out = Clauses(clauses)
        on = DAY + timedelta(days=chance.randint(-3, 3))
        facts = {"open_to_recipient": True, "open_to_holder": True}
        lines = tuple(Wanted(one, "observed", 0) for one in FIELDS)
        for holder, recipient, purpose, code in product(AGENCIES, AGENCIES, PURPOSES, GATEWAYS):
            if holder == recipient:
                continue
            request = Request(
                AGENCIES[holder], AGENCIES[recipient], purpose, code, on, lines,
                agreed=frozenset({"service", "consent"}), facts=facts,
            )  # fmt: skip
            asked += 1
            assert not dead & set(decide(request, laid_out).clauses)
    assert asked > 10_000


def test_read_aloud() -> None:
    words = Words(
        {"SCHOOL": "School or college", "LA_CSC": "Children’s social care"},
        {"enquiry": "Asking"},
        {"DUTY": "the duty"},
    )
    assert read_aloud(sound(conditions=(Condition("not_older_than", 12),)), words) == (
        "School or college may share what somebody is worried about with Children’s social care for “Asking” on the legal "
        "basis of the duty as long as it happened no longer than 12 months ago from 27 November 2026."
    )
    assert read_aloud(Clause("x", kind="prohibit", fields=frozenset({"health"})), words) == (
        "Every party must not share health with anybody for any purpose."
    )


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, ""),
        ({"kind": "prohibit"}, "reaches-home"),
        ({"kind": "prohibit", "recipients": frozenset()}, "reaches-home"),
        ({"kind": "prohibit", "recipients": frozenset({ANY})}, "reaches-home"),
        ({"kind": "prohibit", "recipients": frozenset({"north"})}, ""),
        ({"kind": "prohibit", "holders": frozenset({"north"}), "recipients": frozenset({"us"})}, ""),
        ({"conditions": (Condition("open_to_recipient"),)}, "not-known-there"),
        ({"conditions": (Condition("not_older_than", 12),)}, ""),
        ({"agreement_rule": "service"}, "not-known-there"),
    ],
)
def test_with_another_area_it_speaks_of_what_goes_between_the_two(
    changed: dict[str, object], rule: str
) -> None:
    """And a prohibition that the lint lets by never stops anything between agencies here."""
    known = Known(
        agencies={"us": frozenset({"LA_CSC", "LA"}), "north": frozenset({"LA_CSC", "LA"})}, areas=frozenset({"north"}),
        kinds=KNOWN.kinds, purposes=KNOWN.purposes, gateways=KNOWN.gateways,
    )  # fmt: skip
    said = sound(
        **{
            "holders": frozenset({ANY}),
            "recipients": frozenset({ANY}),
            "parties": frozenset(known.agencies),
            **changed,
        }
    )
    permit = sound(
        holders=frozenset({ANY}), recipients=frozenset({ANY}), id="two", fields=frozenset({"health"})
    )
    found = {one.rule for one in lint([said, permit], known) if one.fault and one.clause == "one"}
    assert (rule in found) if rule else not found
    at_home = Request(
        frozenset({"us", "LA_CSC", ANY}),
        frozenset({"police", "POLICE", ANY}),
        "enquiry",
        "DUTY",
        DAY,
        (Wanted("concern"),),
    )
    here = sound(holders=frozenset({ANY}), recipients=frozenset({ANY}), parties=frozenset({ANY}), id="three")
    assert decide(at_home, Clauses([said, here])).allowed == (rule != "reaches-home")
