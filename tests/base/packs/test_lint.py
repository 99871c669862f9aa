"""A pack with any error is refused with file, line and sentence."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from plait.base.packs.faults import Fault
from plait.base.packs.lint import lint, lint_all, lint_command

ON = date(2026, 11, 22)


def spoil(packs: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old`; gives the line on which it stood."""
    path = packs / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def faults(packs: Path, area: str = "areas/ellowmere") -> list[Fault]:
    return [fault for fault in lint(root=packs, area=area, on=ON) if fault.severity == "fault"]


@pytest.mark.parametrize("area", ["areas/ellowmere", "areas/harrowfen"])
def test_the_packs_as_they_are_have_no_fault_and_no_warning(packs: Path, area: str) -> None:
    assert lint(root=packs, area=area, on=ON) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "areas/ellowmere/ratings.toml",
            "decision_target = { working_hours = 4 }\n",
            "",
            "“decision_target” is missing",
        ),
        (
            "areas/ellowmere/ratings.toml",
            "{ working_hours = 4 }",
            "{ working_hours = -4 }",
            "at least 1, not -4",
        ),
        ("areas/ellowmere/ratings.toml", "{ working_hours = 4 }", "{ fortnights = 4 }", "not a kind of time"),
        ("areas/ellowmere/ratings.toml", "{ working_hours = 4 }", "{}", "exactly one kind"),
        ("areas/ellowmere/ratings.toml", '"POLICE", "HV"', '"POLICE", "WITCHES"', "“WITCHES” must be asked"),
        ("areas/ellowmere/ratings.toml", '"POLICE", "HV"', '"POLICE", "FIRE"', "“FIRE” must be asked"),
        ("areas/ellowmere/ratings.toml", 'icon = "triangle"', 'icon = "bell"', "icon and a label of its own"),
        ("areas/ellowmere/ratings.toml", "order = 2", "order = 1", "order rising"),
        ("areas/ellowmere/ratings.toml", "order = 2", 'order = "2"', "valid integer"),
        ("areas/ellowmere/ratings.toml", "deputy_after_minutes = 15\n", "", "belong together"),
        (
            "areas/ellowmere/levels.toml",
            'statutory_basis = "CA89_17"',
            'statutory_basis = "CA99"',
            "“statutory_basis”",
        ),
        ("areas/ellowmere/levels.toml", 'domain = "child"', 'domain = "weather"', "no domain “weather”"),
        ("areas/ellowmere/levels.toml", 'code = "L1-02"', 'code = "L1-01"', "stands here twice"),
        ("areas/ellowmere/area.toml", "01632 960100", "0121 496 0000", "numbers kept for fiction"),
        ("areas/ellowmere/area.toml", "01632 960100", "ring me", "“hub_phone”"),
        ("areas/ellowmere/area.toml", '"EW1"', '"B1"', "not an invented postcode"),
        ("areas/ellowmere/area.toml", "closes = 17:30:00", "closes = 07:30:00", "open before they close"),
        ("areas/ellowmere/area.toml", 'name = "Ellowmere"', 'nmae = "Ellowmere"', "“nmae” is not a key"),
        ("england/partners.toml", 'gateway = "CA04_16LA"', 'gateway = "CA04_99"', "no gateway “CA04_99”"),
        ("england/forms/raise-concern.toml", 'group = "safety"\n', "", "“group” is missing"),
        ("england/forms/raise-concern.toml", 'group = "safety"', 'group = "gossip"', "“group”"),
        ("england/forms/raise-concern.toml", 'code_set = "sex"', 'code_set = "shoe"', "no code set “shoe”"),
        ("england/forms/raise-concern.toml", 'section = "you"', 'section = "yu"', "unknown section “yu”"),
        (
            "england/outcomes.toml",
            "contributor_nothing =",
            "nothing_contributed =",
            "“contributor_nothing” is missing",
        ),
        (
            "england/outcomes.toml",
            "{reference} is closed",
            "{child} is closed",
            "{child}, which Plait cannot fill",
        ),
        ("england/outcomes.toml", "{reference} is closed", "{reference is closed", "not closed"),
        ("england/outcomes.toml", '["RC2"]', '["RC4"]', "needs words of its own"),
        ("england/outcomes.toml", "for_reason.RC5", "for_reason.RC55", "no reason for closing “RC55”"),
        ("england/outcomes.toml", 'starts = ["s47_icpc"', 'starts = ["s48"', "no clock “s48”"),
        (
            "england/gateways/statute.toml",
            '"LA_CSC", "LA_EH"',
            '"LA_CSC", "LA_XX"',
            "no kind of agency “LA_XX”",
        ),
        ("england/gateways/statute.toml", "\nverified = false", "\nverified = true", "needs the day"),
        (
            "england/clocks/referral.toml",
            'code = "referral_decision"',
            'code = "decide"',
            "clock “referral_decision”",
        ),
        ("england/clocks/referral.toml", 'code = "lead_accepts"', 'code = "assessment_max"', "already"),
        ("england/calendars/bank_holidays.toml", "2012-01-02", "2011-01-02", "outside covers_from"),
        (
            "areas/ellowmere/calendars/school_terms.toml",
            "last = 2026-12-18",
            "last = 2027-01-18",
            "begins before",
        ),
        (
            "areas/ellowmere/examples/clocks.toml",
            "2026-11-23T17:30:00",
            "2026-11-23T17:00:00",
            "does not hold",
        ),
        ("areas/ellowmere/pack.toml", "regions/fenmarch", "regions/nowhere", "no pack “regions/nowhere”"),
        ("england/pack.toml", 'version = "', 'extends = "areas/ellowmere"\nversion = "', "circle"),
        ("areas/ellowmere/pack.toml", 'code = "areas/ellowmere"', 'code = "areas/other"', "calls itself"),
        ("england/words.toml", "hub =", "hb =", "is missing"),
        ("areas/ellowmere/ratings.toml", '["POLICE", "HV", "SCHOOL"]', '["POLICE", "POLICE"]', "named twice"),
        ("areas/ellowmere/ratings.toml", '["POLICE", "HV", "SCHOOL"]', "[]", "asks nobody"),
        (
            "areas/ellowmere/ratings.toml",
            "runs_out_of_hours = false",
            "runs_out_of_hours = true",
            "cannot be counted",
        ),
        (
            "areas/ellowmere/ratings.toml",
            "open_within_minutes = 30\ndeputy_after_minutes = 15\n",
            "",
            "within how many minutes",
        ),
        ("areas/ellowmere/ratings.toml", "{ working_hours = 4 }", "4", "written like"),
        (
            "areas/ellowmere/ratings.toml",
            "{ working_hours = 4 }",
            "{ working_days = 1, by = 4 }",
            "time of day",
        ),
        (
            "areas/ellowmere/ratings.toml",
            "{ working_hours = 4 }",
            "{ hours = 4, by = 09:00:00 }",
            "time of day",
        ),
        ("areas/ellowmere/ratings.toml", "{ working_hours = 4 }", "{ hours = 99999 }", "more than the"),
        ("areas/ellowmere/levels.toml", "\nlevel = 1\n", "\nlevel = 6\n", "no level 6"),
        ("areas/ellowmere/levels.toml", '"baby", "young"', '"baby", "old"', "no age band “old”"),
        ("areas/ellowmere/levels.toml", "n = 3", "n = 5", "numbered 1, 2, 3"),
        ("areas/ellowmere/levels.toml", "to_months = 24", "to_months = -1", "end after it begins"),
        (
            "areas/ellowmere/levels.toml",
            'statutory_basis = "CA89_17"',
            'statutory_basis = "none"',
            "stands on CA89_17",
        ),
        ("england/outcomes.toml", 'accepting_agency = "LA_CSC"', 'accepting_agency = "LA_X"', "“LA_X”"),
        ("england/outcomes.toml", 'accepting_team = "casework"\n', "", "belong together"),
        (
            "england/outcomes.toml",
            "closes = true",
            'closes = true\naccepting_agency = "LA_EH"\naccepting_team = "hub"',
            "hand on",
        ),
        ("england/partners.toml", "questions = [", "questions = []\nold = [", "“old”"),
        (
            "england/partners.toml",
            'fields_sent = ["identity", "family"]',
            "fields_sent = []",
            "needs a reason_to_know",
        ),
        (
            "england/gateways/statute.toml",
            "effective_from = 2026-09-30",
            "effective_from = 2026-09-30\neffective_to = 2026-09-01",
            "before",
        ),
        (
            "england/gateways/statute.toml",
            'recipient_types = ["LA_CSC"]',
            "recipient_types = []",
            "who may receive",
        ),
        ("england/forms/phone-call.toml", 'kind = "time"', 'kind = "choice"', "either a code_set or choices"),
        ("england/forms/raise-concern.toml", 'code_set = "sex"', 'kinds = "sex"', "“kinds”"),
        (
            "england/forms/raise-concern.toml",
            'kind = "date"',
            'kind = "date"\ncode_set = "sex"',
            "nothing to choose from",
        ),
        (
            "england/calendars/bank_holidays.toml",
            "covers_from = 2012-01-01",
            "covers_from = 2032-01-01",
            "before covers_from",
        ),
        (
            "areas/ellowmere/calendars/school_terms.toml",
            "closes = 15:20:00",
            "closes = 05:20:00",
            "open before",
        ),
        (
            "areas/ellowmere/calendars/school_terms.toml",
            "first = 2026-10-26",
            "first = 2026-12-26",
            "after they begin",
        ),
        (
            "areas/ellowmere/calendars/school_terms.toml",
            "last = 2026-10-30",
            "last = 2027-01-30",
            "60 days",
        ),
        (
            "areas/ellowmere/calendars/school_terms.toml",
            "last = 2026-12-18",
            "last = 2026-08-18",
            "end after it begins",
        ),
        (
            "areas/ellowmere/calendars/school_terms.toml",
            "last = 2026-10-30",
            "last = 2026-12-20",
            "outside the term",
        ),
        ("areas/ellowmere/examples/clocks.toml", "beyond_calendar = true\n", "", "beyond the calendar"),
        (
            "areas/ellowmere/examples/clocks.toml",
            'clock = "assessment_max"',
            'clock = "tea"',
            "no clock “tea”",
        ),
        ("areas/ellowmere/examples/levels.toml", "L4-01", "L9-99", "no indicator “L9-99”"),
        ("areas/ellowmere/examples/levels.toml", "L4-01", "L3-01", "speaks for level 3"),
        ("areas/ellowmere/examples/levels.toml", '"CA89_47"', '"CA89_17"', "stands on CA89_47"),
        ("england/examples/national_outcomes.toml", "do not contact", "please contact", "is told:"),
        (
            "england/examples/national_outcomes.toml",
            "never_blocked = true",
            "never_blocked = false",
            "It is never blocked",
        ),
        (
            "england/examples/national_gateways.toml",
            'shut = ["CA04_16LA"]',
            'shut = ["EDU02_175"]',
            "is open on",
        ),
    ],
)
def test_one_thing_wrong(packs: Path, file: str, old: str, new: str, sentence: str) -> None:
    spoil(packs, file, old, new)
    found = faults(packs)
    assert any(sentence in str(fault) for fault in found), found


def test_the_line_is_the_line(packs: Path) -> None:
    file = "areas/ellowmere/ratings.toml"
    line = spoil(
        packs, file, "accept_target = { working_hours = 4 }", "accept_target = { working_hours = 0 }"
    )
    assert [(fault.file, fault.line) for fault in faults(packs)] == [(file, line)]


def test_the_line_of_a_row_inside_a_list(packs: Path) -> None:
    file = "england/calendars/bank_holidays.toml"
    line = spoil(packs, file, "date = 2020-12-28", 'date = "Monday"')
    assert [(fault.file, fault.line) for fault in faults(packs)] == [(file, line)]


def test_what_is_not_toml_says_where(packs: Path) -> None:
    file = "england/words.toml"
    line = spoil(packs, file, 'hub = "the hub"', "hub = the hub")
    found = faults(packs)
    assert (found[0].file, found[0].line) == (file, line)
    assert "not TOML" in found[0].sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "missing"),
        (b"\xff\xfe", "not UTF-8"),
        (b'a = "\x00"', "not TOML"),
        (b"a = " + b"[" * 5_000, "cannot be read"),
        (b"a = inf", "cannot be kept"),
        (b"a = 1\na = 2", "not TOML"),
        (b"a = 0000-00-00", "TOML"),
        (b"#" * 1_000_001, "larger than"),
        (b'[words]\nhub = "\\u0001"', "cannot be shown"),
    ],
)
def test_files_that_are_no_files(packs: Path, content: bytes, sentence: str) -> None:
    (packs / "areas/ellowmere/words.toml").write_bytes(content)
    found = faults(packs)
    assert any(sentence in fault.sentence for fault in found), found
    assert all(fault.file == "areas/ellowmere/words.toml" for fault in found)


def test_a_file_that_nobody_knows_is_a_fault(packs: Path) -> None:
    (packs / "areas/ellowmere/code.py").write_text("print('a pack never carries code')")
    (packs / "areas/ellowmere/clocks").mkdir()
    (packs / "areas/ellowmere/clocks/deep").mkdir()
    (packs / "areas/ellowmere/clocks/deep/x.toml").write_text("")
    assert {fault.sentence for fault in faults(packs)} == {"Plait knows no pack file of this name."}


@pytest.mark.parametrize(
    "name", ["outcomes.toml", "forms/raise-concern.toml", "codes/sex.toml", "partners.toml"]
)
def test_a_file_that_is_missing_is_a_fault(packs: Path, name: str) -> None:
    (packs / "england" / name).unlink()
    assert any(Path(name).stem in fault.sentence for fault in faults(packs))


def test_an_overdue_review_is_a_warning_only(packs: Path) -> None:
    late = lint(root=packs, area="areas/ellowmere", on=date(2028, 12, 1))
    assert {fault.severity for fault in late} == {"warning"}
    said = " ".join(fault.sentence for fault in late)
    assert "looked at again" in said
    assert "bank holidays end on 2028-12-26" in said
    assert "school terms end on 2027-07-21" in said


def test_an_area_that_is_not_there(packs: Path) -> None:
    for area in ("areas/nowhere", "../etc", "areas/../england", ""):
        assert faults(packs, area)


def test_whole_files_are_replaced_never_merged(packs: Path) -> None:
    (packs / "areas/ellowmere/outcomes.toml").write_text(
        'source="x"\nowner="x"\nreview_by=2027-01-01\nevidence="x"\noutcomes=[]\n'
    )
    assert any("outcomes" in fault.sentence for fault in faults(packs))
    assert faults(packs, "areas/harrowfen") == []


def command(path: Path, on: date = ON) -> tuple[int, str]:
    out = StringIO()
    return lint_command(path, on=on, console=Console(file=out, width=400)), out.getvalue()


def test_the_command_says_what_is_wrong_and_how_it_ended(packs: Path) -> None:
    assert command(packs) == (0, "Every pack is sound.\n")
    assert command(packs / "areas/ellowmere")[0] == 0
    assert command(packs / "england")[0] == 0
    code, said = command(packs, date(2028, 12, 1))
    assert code == 0
    assert "to look at" in said
    line = spoil(packs, "areas/harrowfen/ratings.toml", "{ hours = 4 }", "{ hours = 0 }")
    code, said = command(packs)
    assert code == 1
    assert f"areas/harrowfen/ratings.toml:{line}: A clock needs an amount of at least 1, not 0." in said
    assert "1 fault." in said
    assert command(packs / "areas/ellowmere")[0] == 0
    assert command(packs / "areas/harrowfen")[0] == 1


def test_a_folder_without_packs(tmp_path: Path) -> None:
    assert lint_all(root=tmp_path, on=ON)
    (tmp_path / "pack.toml").write_text("")
    assert lint_all(root=tmp_path, on=ON)
    assert command(tmp_path / "nothing")[0] == 1


def test_protection_must_be_free_and_every_rule_needs_an_example(packs: Path) -> None:
    path = packs / "england/outcomes.toml"
    path.write_text(path.read_text().replace("never_blocked = true\n", ""))
    (packs / "areas/ellowmere/examples/levels.toml").unlink()
    (packs / "england/clocks/extra.toml").write_text((packs / "england/clocks/referral.toml").read_text())
    said = " ".join(fault.sentence for fault in faults(packs))
    assert "stands in clocks/extra.toml already" in said
    (packs / "england/clocks/extra.toml").unlink()
    said = " ".join(fault.sentence for fault in faults(packs))
    assert "nothing may delay immediate protection" in said
    assert "works out an example of the levels" in said


@pytest.mark.parametrize("code", ["immediate_protection", "strategy_discussion", "section_47"])
def test_no_pack_may_let_a_check_hold_back_protection(packs: Path, code: str) -> None:
    path = packs / "england/outcomes.toml"
    before, mark, after = path.read_text().partition(f'code = "{code}"')
    path.write_text(before + mark + after.replace("never_blocked = true\n", "", 1))
    assert any(f"“{code}” must be there and never_blocked" in fault.sentence for fault in faults(packs))


def test_a_pack_holds_what_plait_itself_asks_for_when_a_child_is_protected_or_passed_on(packs: Path) -> None:
    clocks, outcomes = packs / "england/clocks/referral.toml", packs / "england/outcomes.toml"
    clocks.write_text(clocks.read_text().replace('code = "lead_accepts"', 'code = "lead_takes_it"'))
    assert any("the clock “lead_accepts”" in fault.sentence for fault in faults(packs))
    clocks.write_text(clocks.read_text().replace('code = "lead_takes_it"', 'code = "lead_accepts"'))
    outcomes.write_text(outcomes.read_text().replace('code = "continue_open"', 'code = "goes_on"'))
    assert any("“continue_open” must be there" in fault.sentence for fault in faults(packs))


def test_an_area_may_relabel_a_national_code_and_not_change_it(packs: Path) -> None:
    folder = packs / "areas/ellowmere/codes"
    folder.mkdir(exist_ok=True)
    national = (packs / "england/codes/sex.toml").read_text()
    (folder / "sex.toml").write_text(national)
    assert not [fault for fault in faults(packs) if "National codes" in fault.sentence]
    (folder / "sex.toml").write_text(national.replace('code = "U"', 'code = "X"'))
    said = [fault.sentence for fault in faults(packs) if "National codes" in fault.sentence]
    assert said == [
        "National codes stay as they are: “U” is missing here.",
        "National codes stay as they are: “X” is not one of them.",
    ]


def test_a_code_set_stands_in_one_file(packs: Path) -> None:
    folder = packs / "england/codes"
    (folder / "sex_again.toml").write_text((folder / "sex.toml").read_text())
    assert "stands in codes/sex.toml already" in faults(packs)[0].sentence
