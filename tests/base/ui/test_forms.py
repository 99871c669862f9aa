"""Forms keep what people type whole, say faults in sentences, and know the group of every field."""

import unicodedata
from datetime import date, datetime, time
from typing import Any, ClassVar

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from plait.base.access.classes import FieldGroup
from plait.base.ui.dates import PartialDate
from plait.base.ui.fields import Checkboxes, DateParts, TimeOfDay, choices_from
from plait.base.ui.forms import PlaitForm
from plait.base.ui.templatetags.plait_ui import error_items
from plait.base.ui.text import has_nul
from plait.base.ui.views import GalleryForm


class Told(PlaitForm):
    groups: ClassVar[dict[str, FieldGroup]] = {
        "name": FieldGroup.IDENTITY,
        "born": FieldGroup.IDENTITY,
        "seen": FieldGroup.CONCERN,
        "at_time": FieldGroup.CONCERN,
        "how": FieldGroup.CONCERN,
    }
    name = forms.CharField(max_length=10)
    born = DateParts(label="Date of birth", partial=True, past_only=True, required=False)
    seen = DateParts(required=False)
    at_time = TimeOfDay(required=False)
    how = forms.MultipleChoiceField(
        choices=choices_from({"a": "Saw"}, not_known=True), required=False, widget=Checkboxes()
    )


def told(at: datetime, **data: Any) -> Told:
    return Told({"name": "Amal", **data}, at=at)


def test_a_form_with_a_field_without_a_group_cannot_be_made() -> None:
    with pytest.raises(ImproperlyConfigured, match="without a group: secret"):

        class Careless(PlaitForm):
            secret = forms.CharField()


def test_a_group_for_no_field_cannot_be_made_either() -> None:
    with pytest.raises(ImproperlyConfigured, match="no field: gone"):

        class Stale(PlaitForm):
            groups: ClassVar[dict[str, FieldGroup]] = {"gone": FieldGroup.WORK}


def test_a_child_form_inherits_the_groups_and_names_its_own() -> None:
    class More(Told):
        groups: ClassVar[dict[str, FieldGroup]] = {"why": FieldGroup.WORK}
        why = forms.CharField()

    assert More.groups == {**Told.groups, "why": FieldGroup.WORK}


def test_a_field_added_later_is_asked_for_its_group_too(at: datetime) -> None:
    form = told(at)
    form.fields["later"] = forms.CharField(required=False)
    with pytest.raises(ImproperlyConfigured, match="later"):
        form.is_valid()


def test_nul_is_refused_with_a_sentence_and_not_stripped(at: datetime) -> None:
    form = told(at, name="Am\x00al")
    assert form.errors["name"] == [
        "This holds a hidden character (NUL) that cannot be kept. Type the words again, or paste them as plain text."
    ]


def test_text_that_is_too_long_is_told_by_how_much_and_the_browser_cuts_nothing(at: datetime) -> None:
    form = told(at, name="x" * 12)
    assert form.errors["name"] == ["This is 2 characters too long. The most that fits is 10."]
    assert "maxlength=" not in str(form["name"])
    long = GalleryForm({"story": "x" * 10_000_000}, at=at)
    assert long.errors["story"] == ["This is 9,998,000 characters too long. The most that fits is 2,000."]


@pytest.mark.parametrize("name", ["أَمَل", "שָׁלוֹם", "Ng", "O", "d’Ář", "x̣̂", "李", "\u200fמיה\u200f"])
def test_names_keep_every_mark_and_direction(at: datetime, name: str) -> None:
    form = told(at, name=name)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == unicodedata.normalize("NFC", name)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=3))
def test_any_text_comes_back_the_same_to_the_eye(name: str) -> None:
    form = Told({"name": name}, at=datetime.fromisoformat("2026-11-23T09:00Z"))
    if form.is_valid():
        assert form.cleaned_data["name"].strip() == unicodedata.normalize("NFC", name).strip()


def test_the_two_spellings_of_an_accent_are_kept_as_one(at: datetime) -> None:
    form = told(at, name="Zoe\u0308")
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Zo\u00eb"


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        (("", "", "2016"), PartialDate(2016)),
        (("", "5", "2016"), PartialDate(2016, 5)),
        (("12", "May", "2016"), PartialDate(2016, 5, 12)),
        (("", "", ""), None),
    ],
)
def test_part_of_a_date_is_enough_where_the_form_says_so(
    at: datetime, parts: tuple[str, str, str], meant: PartialDate | None
) -> None:
    form = told(at, born_day=parts[0], born_month=parts[1], born_year=parts[2])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == meant


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("31", "2", "2019"), "There is no 31 February 2019. Check the day and the month."),
        (("29", "2", "2023"), "There is no 29 February 2023. Check the day and the month."),
        (("1", "13", "2019"), "The month must be a number from 1 to 12, or its name."),
        (("0", "1", "2019"), "The day must be a number from 1 to 31."),
        (("1", "1", "19"), "The year must be 4 numbers, like 2016."),
        (("1", "1", "0001"), "The year must be between 1880 and 2200."),
        (("3", "", ""), "The date must include a month and year."),
        (("1", "1", "20\x009"), "The year must be 4 numbers, like 2016."),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_a_sentence(
    at: datetime, parts: tuple[str, str, str], said: str
) -> None:
    form = told(at, seen_day=parts[0], seen_month=parts[1], seen_year=parts[2])
    assert form.errors["seen"] == [said]


def test_a_date_of_birth_in_the_future_is_refused_but_today_is_not(at: datetime) -> None:
    tomorrow = told(at, born_day="24", born_month="11", born_year="2026")
    assert "in the future" in tomorrow.errors["born"][0]
    assert told(at, born_day="23", born_month="11", born_year="2026").is_valid()


@given(st.dates(min_value=date(1880, 1, 1), max_value=date(2200, 12, 31)))
def test_every_real_day_is_read_back(day: date) -> None:
    form = Told(
        {"name": "A", "seen_day": str(day.day), "seen_month": str(day.month), "seen_year": str(day.year)}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen"] == day
    assert PartialDate.of(str(PartialDate(day.year, day.month, day.day))).earliest == day


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_whatever_is_typed_into_the_boxes_is_a_date_or_a_sentence(day: str, month: str, year: str) -> None:
    form = Told({"name": "A", "seen_day": day, "seen_month": month, "seen_year": year})
    assert form.is_valid() or list(form.errors) == ["seen"]


@pytest.mark.parametrize("typed", ["14:30", "1430", "2.30pm", "2:30 PM", "14.30"])
def test_a_time_is_read_as_people_write_it(at: datetime, typed: str) -> None:
    form = told(at, at_time=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at_time"] == time(14, 30)


def test_what_was_missing_is_named_by_its_label(at: datetime) -> None:
    form = GalleryForm({}, at=at)
    assert form.errors["name"] == ["Fill in “Name of the child”"]
    assert form.errors["safe_to_tell"] == ["Answer “Is it safe to tell the family?”"]


def test_at_the_top_of_a_page_every_fault_names_its_field(at: datetime) -> None:
    """Beside the field nobody asks which one is meant; in a list of faults nothing else says it."""
    form = told(at, name="", born_day="1", born_month="1", born_year="19")
    label = str(form.fields["born"].label)
    form.add_error("name", "Worded for this page.")
    said = [one["text"] for one in error_items(form)]
    assert f"{label}{'' if label.endswith('?') else ':'} The year must be 4 numbers, like 2016." in said
    assert "Worded for this page." in said, "what the page words for its own field stands as it is"


def test_a_draft_comes_back_with_its_mistakes_and_without_complaint(at: datetime) -> None:
    posted = QueryDict("name=Amal&seen_day=31&seen_month=2&how=a&how=not_known&csrfmiddlewaretoken=x&stray=1")
    kept = Told(posted, at=at).draft()
    assert kept == {"name": "Amal", "seen_day": "31", "seen_month": "2", "how": ["a", "not_known"]}
    form = Told.from_draft(kept, at=at)
    assert not form.is_bound
    assert 'value="31"' in str(form["seen"])
    assert str(form["how"]).count("checked") == 2
    assert Told.from_draft({"how": "a"}).initial["how"] == ["a"]


class Joining(PlaitForm):
    groups: ClassVar[dict[str, FieldGroup]] = {"password": FieldGroup.WORK}
    password = forms.CharField(widget=forms.PasswordInput, strip=False)


@pytest.mark.parametrize("kept", ["a\x00", ["a", "\x00"], {"n": ["a\x00b"]}, {"n\x00": "a"}])
def test_a_nul_is_found_wherever_it_is(kept: object) -> None:
    """Inside a list it was once missed: SQLite took it, and PostgreSQL answered nobody."""
    assert has_nul(kept)
    assert not has_nul({"n": ["a", "\\x00"], "m": 3})


def test_a_password_is_taken_as_typed_and_never_kept_in_a_draft() -> None:
    form = Joining({"password": "Zoe\u0308 "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == "Zoe\u0308 "
    assert form.draft() == {}
    assert "Zoe" not in str(form["password"])


def test_not_known_is_offered_last_and_once() -> None:
    assert choices_from([("not_known", "?"), ("a", "A")], not_known=True) == [
        ("a", "A"),
        ("not_known", "Not known"),
    ]
    assert choices_from({"a": "A"}, first="Choose one")[0] == ("", "Choose one")


def test_hints_and_faults_are_tied_to_their_input(at: datetime) -> None:
    html = str(GalleryForm({"born_day": "31", "born_month": "2", "born_year": "2019"}, at=at))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_born_helptext id_born_error">' in html
    assert 'id="id_born_error"' in html
    assert "style=" not in html
    assert "onclick" not in html
