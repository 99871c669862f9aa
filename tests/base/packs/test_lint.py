"""A pack with any error is refused with file, line and sentence."""

import re
import tomllib
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import plait
from plait.base.packs.checks import NEEDED_CLOCKS
from plait.base.packs.lint import lint, lint_all, lint_command
from tests.base.packs.spoiling import ON, faults, spoil


@pytest.mark.parametrize("area", ["areas/ellowmere", "areas/harrowfen"])
def test_the_packs_as_they_are_have_no_fault_and_no_warning(packs: Path, area: str) -> None:
    assert lint(root=packs, area=area, on=ON) == []


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


def test_no_clock_that_plait_starts_by_name_can_be_missing(packs: Path) -> None:
    """An area that writes its own clocks/referral.toml replaces the whole file: a code left out would break a deed, and what
    whoever disagreed had written would be lost."""
    files = sorted((packs / "england" / "clocks").glob("*.toml"))
    own = {row["code"] for one in files for row in tomllib.loads(one.read_text())["clocks"]}
    source = Path(plait.__file__).parent
    named = {
        code
        for path in source.rglob("*.py")
        if path.name != "checks.py"
        for code in re.findall(r'"([a-z0-9_]+)"', path.read_text())
        if code in own
    }
    assert named - {"s47_icpc"} <= set(NEEDED_CLOCKS), (
        "needed, or only asked for where a decision has begun it?"
    )
