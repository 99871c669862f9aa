"""Can I share this? Worked examples that a practitioner can check, and what holds of every answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.packs.pack import Pack
from plait.sharing.presenters import advice as say
from plait.sharing.queries.advice import advice_facts, item_facts, limits_on, said_by
from plait.sharing.rules.advice import Advice, Asked, GatewayFacts, Party, advise, whole
from tests.packs.shipped import shipped

NOW = date(2026, 11, 23)
EVERYTHING = tuple(one.code for one in said_by(shipped("areas/ellowmere")).items)


def pack() -> Pack:
    return shipped("areas/ellowmere")


def ask(
    holder: str,
    to: str,
    reason: str,
    *,
    on: date = NOW,
    ours: bool = False,
    theirs: bool = False,
    **tests: str,
) -> Advice:
    return advise(
        Asked(
            Party(holder, ours),
            Party(to, theirs),
            reason,
            item_facts(pack(), reason=reason, kinds=EVERYTHING),
            on,
            **tests,  # type: ignore[arg-type]
        ),
        advice_facts(pack()),
    )


def force_of(advice: Advice, code: str) -> str:
    """`must`, `may`, with `+agreement` where the family's agreement comes first; `shut`, and why, where it is not open."""
    for one in (*advice.open, *advice.elsewhere):
        if one.code == code:
            return one.for_holder + ("+agreement" if one.agreement_needed else "")
    return next((f"shut: {one.why_not}" for one in advice.nearly if one.code == code), "shut")


WORKED = [
    # holder, to, reason, day, gateway, what it is for them
    ("GP", "HUB", "assess", NOW, "CA04_16LA", "must"),
    ("GP", "HUB", "assess", NOW, "CDA98_115", "may"),
    ("GP", "HUB", "assess", NOW, "CA04_16H", "must_if_asked"),
    ("GP", "HUB", "section_47", NOW, "CA89_47_9", "must_if_asked"),
    ("SCHOOL", "POLICE", "crime", NOW, "CA04_16LA", "must"),
    ("SCHOOL", "POLICE", "crime", NOW, "CDA98_115", "may"),
    ("SCHOOL", "POLICE", "report_duty", NOW, "FGM_5B", "must"),
    ("SCHOOL", "POLICE", "report_duty", NOW, "CPA26_CSA", "shut: not_yet"),
    ("SCHOOL", "POLICE", "crime", NOW, "VPA24_VIR", "shut"),  # a limit, never a way
    ("VCSE", "HUB", "raise", NOW, "CA04_16LA", "shut: holder_not_under_contract"),
    ("VCSE", "HUB", "raise", NOW, "CDA98_115", "may"),
    ("DA", "HUB", "assess", NOW, "CA04_16LA", "shut: holder_not_under_contract"),
    ("HOUSING", "GP", "housing", NOW, "HA96_213AA", "must+agreement"),
    ("HOUSING", "GP", "housing", date(2026, 9, 29), "HA96_213AA", "shut: not_yet"),
    ("POLICE", "VCSE", "crime", NOW, "CDA98_115", "shut: not_to_them"),
    ("SCHOOL", "VCSE", "assess", NOW, "CDA98_115", "shut: not_to_them"),
    ("GP", "VCSE", "early_help", NOW, "CA04_16LA", "shut: recipient_not_under_contract"),
    ("GP", "VCSE", "early_help", NOW, "CA04_10", "may"),
    ("GP", "HUB", "assess", date(2026, 9, 29), "CA04_16LA", "shut: not_yet"),
    ("GP", "HUB", "assess", date(2026, 9, 30), "CA04_16LA", "must"),
    ("POLICE", "SCHOOL", "domestic_abuse", NOW, "DAA21_49A", "must"),
    ("LA_CSC", "HOUSING", "housing", NOW, "HA96_213B", "must+agreement"),
]


@pytest.mark.parametrize(("holder", "to", "reason", "on", "code", "expected"), WORKED)
def test_worked_examples(holder: str, to: str, reason: str, on: date, code: str, expected: str) -> None:
    assert force_of(ask(holder, to, reason, on=on), code) == expected


@pytest.mark.parametrize("kind", ["DA", "VCSE"])
def test_a_contract_with_a_listed_body_brings_the_duty(kind: str) -> None:
    assert force_of(ask(kind, "HUB", "assess", ours=True), "CA04_16LA") == "must"
    assert force_of(ask("GP", kind, "assess", theirs=True), "CA04_16LA") == "must"
    assert force_of(ask("GP", kind, "assess"), "CA04_16LA") == "shut: recipient_not_under_contract"


def test_a_gateway_repealed_tomorrow_is_open_today_and_says_so_tomorrow() -> None:
    ends = [
        GatewayFacts(
            "OLD", date(2000, 1, 1), NOW, frozenset(), frozenset(), frozenset(), frozenset(), False, "may", frozenset()
        )
    ]  # fmt: skip
    items = item_facts(pack(), reason="assess", kinds=["worry"])
    today = advise(Asked(Party("GP"), Party("HUB"), "assess", items, NOW), ends)
    tomorrow = advise(Asked(Party("GP"), Party("HUB"), "assess", items, NOW + timedelta(days=1)), ends)
    assert [one.code for one in today.open] == ["OLD"]
    assert tomorrow.open == ()
    assert tomorrow.nearly[0].why_not == "ended"
    assert tomorrow.items[0].because == "no_gateway"
    assert tomorrow.outcome == "ask_first"


# --- item by item
def outcomes(advice: Advice) -> dict[str, str]:
    return {one.code: one.outcome for one in advice.items}


def test_the_reason_decides_what_bears_on_it() -> None:
    said = outcomes(ask("SCHOOL", "HUB", "assess"))
    assert said["voice"] == said["worry"] == "share"
    assert said["adult_health"] == "part"
    assert said["source"] == said["therapy"] == "ask_first"
    assert outcomes(ask("SCHOOL", "LA_EDU", "missing_education"))["child_health"] == "withhold"


def test_harm_to_the_child_holds_back_and_doubt_asks_first() -> None:
    yes = ask("GP", "HUB", "assess", detriment="yes")
    assert set(outcomes(yes).values()) == {"withhold"}
    assert "ask_adviser" in yes.way_on
    unsure = ask("GP", "HUB", "assess", detriment="unsure")
    assert unsure.outcome == "ask_first"


def test_danger_to_an_adult_is_asked_by_itself_and_holds_back_what_leads_to_her() -> None:
    said = outcomes(ask("GP", "HUB", "section_47", adult_victim="yes"))
    assert said["whereabouts"] == said["contact"] == said["source"] == said["safety"] == "withhold"
    assert said["worry"] == said["voice"] == "share"
    unsure = outcomes(ask("GP", "HUB", "section_47", adult_victim="unsure"))
    assert unsure["whereabouts"] == "ask_first"
    assert unsure["worry"] == "share"


@pytest.mark.parametrize("holder", ["GP", "SPORT_CLUB"])
def test_certain_danger_to_her_is_not_lost_in_another_doubt(holder: str) -> None:
    """Nobody who is unsure of the child, or has no power at all, reads “ask first” of what leads somebody to her."""
    doubtful = ask(holder, "POLICE", "section_47", adult_victim="yes", detriment="unsure")
    said = {one.code: (one.outcome, one.because) for one in doubtful.items}
    for code in ("whereabouts", "contact", "source", "safety"):
        assert said[code] == ("withhold", "adult_victim"), code
    assert said["worry"][0] == "ask_first"


def test_where_only_agreement_opens_the_way_the_family_is_asked_first() -> None:
    only = [one for one in advice_facts(pack()) if one.code == "HA96_213AA"]
    items = item_facts(pack(), reason="housing", kinds=["identity", "family"])
    advice = advise(Asked(Party("HOUSING"), Party("GP"), "housing", items, NOW), only)
    assert {one.because for one in advice.items} == {"agreement"}
    assert advice.way_on[0] == "ask_family"


def test_several_outcomes_in_one_word() -> None:
    assert whole(["share", "share"]) == "share"
    assert whole(["share", "ask_first"]) == whole(["part"]) == whole(["share", "withhold"]) == "part"
    assert whole(["ask_first", "withhold"]) == "ask_first"
    assert whole(["withhold"]) == whole([]) == "withhold"


# --- what holds of every answer
KINDS = sorted(shipped("areas/ellowmere").partners)
REASONS = [one.code for one in said_by(shipped("areas/ellowmere")).reasons]
SURE = st.sampled_from(["no", "yes", "unsure"])


@given(
    holder=st.sampled_from(KINDS), to=st.sampled_from(KINDS), reason=st.sampled_from(REASONS),
    on=st.dates(date(1990, 1, 1), date(2030, 1, 1)), ours=st.booleans(), theirs=st.booleans(),
    detriment=SURE, adult_victim=SURE,
)  # fmt: skip
def test_every_answer(
    holder: str, to: str, reason: str, on: date, ours: bool, theirs: bool, detriment: str, adult_victim: str
) -> None:
    advice = ask(
        holder, to, reason, on=on, ours=ours, theirs=theirs, detriment=detriment, adult_victim=adult_victim
    )
    independent = {
        one.code
        for one in pack().gateways_for(
            holder, to, on, holder_under_contract=ours, recipient_under_contract=theirs
        )
    }
    named = {one.code for one in (*advice.open, *advice.elsewhere)}
    assert named == independent, "never one that is shut, and none that is open is left out"
    assert not named & {one.code for one in advice.nearly}
    assert all(pack().gateway(code).in_force(on) for code in named)
    assert advice.asks == ("detriment", "adult_victim")
    assert advice.way_on[-2:] == ("decide_and_record", "ring_hub")
    tests = say.tests_of(detriment, adult_victim)
    assert len(tests) == 2
    assert all(all(words) for words in tests)
    if any(one.outcome in ("share", "part") for one in advice.items):
        assert any(not one.agreement_needed for one in advice.open)
        assert detriment == "no"
    if adult_victim == "yes":
        leading = {one.code for one in item_facts(pack(), reason=reason, kinds=EVERYTHING) if one.leads_to}
        assert {one.outcome for one in advice.items if one.code in leading} <= {"withhold"}
    words = [say.headline_of(advice), say.sentence_of(advice, pack())]
    words += [say.way_of(one, pack()).force for one in (*advice.open, *advice.elsewhere)]
    words += [say.nearly_of(one, pack()).why_not for one in advice.nearly]
    words += [say.BECAUSE[one.because] for one in advice.items] + [say.WAY_ON[one] for one in advice.way_on]
    assert all(words)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_agency_is_told_of_private_life_and_its_basis_in_data_protection(kind: str) -> None:
    codes = {one.code for one in limits_on(pack(), holder=kind, recipient="HUB")}
    assert "article_8" in codes
    assert codes & {"data_protection_public", "data_protection_private", "law_enforcement"}
    assert ("confidence" in codes) == (kind in {"GP", "HV", "AE", "CAMHS", "NHS_OTHER", "ICB", "DA"})


def test_what_is_not_checked_says_so() -> None:
    way = say.way_of(ask("GP", "HUB", "assess").open[0], pack())
    assert way.source
    assert not way.verified
