"""The shipped packs: sound, complete by the law and codes they speak of, with areas that really differ."""

import re
from datetime import date

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from plait.base.packs.examples import wrong
from plait.base.packs.lint import lint_all
from plait.base.packs.schema.examples import Example
from tests.packs.shipped import AREAS, ON, ROOT, shipped

ELLOWMERE, HARROWFEN = AREAS


def test_every_pack_is_sound() -> None:
    assert lint_all(root=ROOT, on=ON) == []


@pytest.mark.parametrize(
    ("area", "example"),
    [(area, example) for area in AREAS for example in shipped(area).examples],
    ids=lambda one: getattr(one, "story", one),
)
def test_every_worked_example_holds(area: str, example: Example) -> None:
    assert wrong(example, shipped(area)) == ""


def test_bank_holidays_are_those_of_the_library() -> None:
    ours = {holiday.date for holiday in shipped(ELLOWMERE).bank_holidays.holidays}
    theirs = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    assert ours == {holiday["date"] for holiday in theirs}
    assert shipped(ELLOWMERE).bank_holidays.covers_until == max(ours)


def test_every_gateway_of_the_table_is_there_and_none_claims_to_be_verified() -> None:
    codes = (
        "CA89_17 CA89_27 CA89_47 CA89_47_9 CA89_44 CA89_46 CA04_10 CA04_11 CA04_16LA CA04_16H EDU02_175 EDU96_436A CDA98_17 "
        "CDA98_17A CDA98_115 CDA98_115_LIMIT DAA21 DAA21_49A DVDS FGM_5B CPA26_CSA PREVENT MSA15 HA96_208 HA96_213A HA96_213B "
        "HA96_213AA DEA17_35 VPA24_VIR MAPPA SVD COMMONLAW HRA8"
    ).split()
    pack = shipped(ELLOWMERE)
    assert set(pack.gateways) == set(codes)
    assert not any(gateway.verified for gateway in pack.gateways.values())
    assert pack.gateway("CA04_16LA").effective_from == date(2026, 9, 30)


def test_every_clock_of_the_table_is_there() -> None:
    codes = (
        "referral_written_followup referral_decision referrer_feedback strategy_discussion assessment_max s47_icpc "
        "cp_core_group_first cp_review_first cp_review_next cp_visit cin_plan_first_review eha_complete taf_review "
        "cp_transfer_in_conf police_protection_end epo_end return_home_interview encompass_notice dvds_complete "
        "temp_accom_notice cnis_parent_update lado_referral serious_incident_notify rapid_review private_fostering_visit "
        "school_cp_file_transfer data_breach_ico dsar dp_complaint_ack"
    ).split()
    assert set(codes) <= set(shipped(ELLOWMERE).clocks)


@pytest.mark.parametrize(
    ("code_set", "count"),
    [
        ("referral_source", 22),
        ("primary_need", 10),
        ("assessment_factors", 42),
        ("ethnicity", 20),
        ("disability", 13),
        ("sex", 3),
        ("reason_for_closure", 9),
        ("category_of_abuse", 5),
    ],
)
def test_national_codes_are_whole_under_plain_labels(code_set: str, count: int) -> None:
    choices = shipped(ELLOWMERE).code_choices(code_set)
    assert len(choices) == len({code for code, _ in choices}) == count
    assert len({label for _, label in choices}) == count
    assert all(len(label) <= 80 for _, label in choices)


def test_the_two_areas_really_differ() -> None:
    one, two = shipped(ELLOWMERE), shipped(HARROWFEN)
    assert [rating.code for rating in one.ratings] == ["red", "amber", "green"]
    assert [rating.code for rating in two.ratings] == ["red", "amber", "green", "blue"]
    assert one.rating("red").decision_target.kind == "working_hours"
    assert two.rating("red").decision_target.kind == "hours"
    assert {rating.label for rating in one.ratings}.isdisjoint(rating.label for rating in two.ratings)
    assert (len(one.levels), len(two.levels)) == (4, 5)
    assert one.needs_level_min("assessment_s17") == 3
    assert two.needs_level_min("assessment_s17") == 4
    assert one.needs_level_min("nfa") is None
    assert one.word("early_help") != shipped(HARROWFEN).word("hub")
    assert one.calendar().closes != two.calendar().closes
    assert one.school_terms.terms != two.school_terms.terms


@pytest.mark.parametrize("area", AREAS)
def test_nothing_can_stand_before_protection_and_everybody_hears(area: str) -> None:
    pack = shipped(area)
    free = {outcome.code for outcome in pack.outcomes.values() if outcome.never_blocked}
    assert free == {"immediate_protection", "strategy_discussion", "section_47"}
    for outcome in pack.outcomes.values():
        for recipient in ("referrer", "contributor", "contributor_nothing", "public"):
            told = outcome.tell(
                recipient,
                reference="EW-1",
                hub_name=pack.area.hub_name,
                hub_phone=pack.area.hub_phone,
            )
            assert "{" not in told
            assert told.strip() == told
        assert "dispose" in outcome.wording.contributor_nothing
        assert "rests on it" in outcome.wording.cited and "{" not in outcome.wording.cited


@pytest.mark.parametrize("area", AREAS)
def test_an_outcome_that_is_counted_as_nothing_more_closes(area: str) -> None:
    for outcome in shipped(area).outcomes.values():
        assert outcome.national.referral_nfa == outcome.closes


@pytest.mark.parametrize("area", AREAS)
def test_indicators_for_an_age(area: str) -> None:
    pack = shipped(area)
    top = pack.levels[-1].n
    baby = pack.indicators(top, age_months=2)
    assert any("bruise" in indicator.text for indicator in baby)
    assert not any("bruise" in indicator.text for indicator in pack.indicators(top, age_months=120))
    assert any("pregnancy" in indicator.text for indicator in pack.indicators(top, age_months=-3))
    assert all(len(pack.indicators(level.n)) >= 8 for level in pack.levels)


@pytest.mark.parametrize("area", AREAS)
def test_who_is_asked_is_asked_little_and_under_a_gateway_in_force(area: str) -> None:
    pack = shipped(area)
    for partner in pack.partners.values():
        if partner.askable:
            assert pack.gateway(partner.gateway).in_force(ON)
            if partner.gateway != "COMMONLAW":
                assert partner.gateway in {one.code for one in pack.gateways_for("HUB", partner.kind, ON)}
            assert "source_identity" not in partner.fields_sent


def test_no_text_of_a_pack_uses_words_that_we_do_not_use() -> None:
    banned = re.compile(r"disengage|failed to protect|consent\s*\(?y/n|\bthe parents\b", re.IGNORECASE)
    for path in ROOT.rglob("*.toml"):
        assert not banned.search(path.read_text()), path
