"""Forms whose questions, words and order stand in the area's pack."""

from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plait.base.packs.pack import Pack
from plait.base.packs.schema.forms import FormQuestion
from plait.base.ui.dates import date_said
from plait.base.ui.fields import Checkboxes, DateParts, Radios, TimeOfDay, choices_from
from plait.base.ui.forms import PlaitForm
from plait.matching.names import nhs_number
from plait.matching.places import postcode

YES_NO = (("yes", "Yes"), ("no", "No"), ("not_known", "Not sure"))

# Room for one answer, in characters, where the table that keeps it has less than a kind of question usually gets.
ROOM_OF_KIND = {
    "name": 100,
    "phone": 40,
    "email": 254,
    "postcode": 10,
    "address": 200,
    "school": 120,
    "age": 40,
}
ROOM_OF_KEY = {
    "adult_role": 60,
    "adult_born": 40,
    "child_language": 80,
    "how_you_know": 60,
    "caller_child_age": 40,
    "safe_contact": 300,
}
ROOM = 200
# Lines of text that ask for an age or a date of birth in one.
SAID_BIRTHS = frozenset({"adult_born", "caller_child_age", "child_age"})
WIDTH = {"phone": 20, "postcode": 10, "age": 10, "nhs_number": 20}
TALL = {"observed": 7, "child_words": 5, "reported": 5, "opinion": 5, "caller_said": 7, "caller_reported": 4}


class PostcodeField(forms.CharField):
    """A whole postcode, however it was spaced, as `EW1 2AB`; empty is always an answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 10, "widget": _line("postcode"), **kwargs})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if text and not (whole := postcode(text)):
            raise ValidationError(
                "This is not a whole postcode, like EW1 2AB. If you know only a part, leave this empty and write the part "
                "beside the address.",
                code="postcode",
            )
        return whole if text else ""


class AgeOrBirth(forms.CharField):
    """An age or a date of birth as it is said. What has the shape of a day must be one."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        try:
            date_said(text)
        except ValueError:
            raise ValidationError(
                "There is no such day. Write it like 12 5 2016, or write about how old they are.", code="date"
            ) from None
        return text


class NhsNumberField(forms.CharField):
    """Ten digits with a check digit, spaces allowed; empty is always an answer."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if text and nhs_number(text) is None:
            raise ValidationError(
                "This is not an NHS number: one of its 10 digits is wrong. Leave it empty if you cannot check it.",
                code="nhs-number",
            )
        return text


@lru_cache(maxsize=64)
def _asked(
    pack_hash: str, form_name: str, sections: tuple[str, ...], base: type[PlaitForm]
) -> type[PlaitForm]:
    pack = _PACKS[pack_hash]
    asked = [one for section in sections for one in pack.form(form_name).section(section)]
    kind: Any = type(base)
    made: type[PlaitForm] = kind(
        f"Asked{base.__name__}",
        (base,),
        {
            "__module__": __name__,
            **{one.key: field_for(one, pack) for one in asked},
            "groups": {one.key: one.group for one in asked},
        },
    )
    return made


_PACKS: dict[str, Pack] = {}


def asked_form(
    pack: Pack, form_name: str, sections: tuple[str, ...], *, base: type[PlaitForm]
) -> type[PlaitForm]:
    """A form class that asks what these sections of the pack's form ask, besides the fields of `base`."""
    _PACKS[pack.hash] = pack
    return _asked(pack.hash, form_name, sections, base)


def field_for(question: FormQuestion, pack: Pack) -> forms.Field:
    """The field that asks one question of the pack."""
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
    }
    room = ROOM_OF_KEY.get(question.key, ROOM_OF_KIND.get(question.kind, ROOM))
    match question.kind:
        case "long_text":
            rows = TALL.get(question.key, 3)
            area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
            return forms.CharField(widget=area, max_length=ROOM_OF_KEY.get(question.key), **common)
        case "yes_no_unsure":
            return forms.ChoiceField(
                choices=YES_NO, widget=Radios(attrs={"class": "govuk-radios--inline"}), **common
            )
        case "choice":
            return _choice(question, pack, common)
        case "choices":
            few = choices_from(_choices(question, pack))
            alone = [code for code, _ in few if code in {"NONE", "not_known"}]
            small = {"class": "govuk-checkboxes--small"} if len(few) > 6 else {}
            return forms.MultipleChoiceField(
                choices=few, widget=Checkboxes(attrs=small, exclusive=alone), **common
            )
        case "date":
            return DateParts(partial=True, **common)
        case "time":
            return TimeOfDay(**common)
        case "nhs_number":
            return NhsNumberField(max_length=20, widget=_line("nhs_number", "numeric"), **common)
        case "postcode":
            return PostcodeField(**common)
        case _ if question.key in SAID_BIRTHS:
            return AgeOrBirth(max_length=room, widget=_line(question.kind), **common)
        case _:
            return forms.CharField(max_length=room, widget=_line(question.kind), **common)


def _line(kind: str, inputmode: str = "") -> forms.TextInput:
    attrs = {"dir": "auto", "spellcheck": "false"}
    if kind in WIDTH:
        attrs["class"] = f"govuk-input--width-{WIDTH[kind]}"
    if kind == "phone":
        inputmode = "tel"
    if inputmode:
        attrs["inputmode"] = inputmode
    return forms.TextInput(attrs=attrs)


def _choices(question: FormQuestion, pack: Pack) -> list[tuple[str, str]]:
    if question.code_set:
        return list(pack.code_choices(question.code_set))
    return [(one.value, one.label) for one in question.choices]


def _choice(question: FormQuestion, pack: Pack, common: dict[str, Any]) -> forms.ChoiceField:
    few = _choices(question, pack)
    if question.code_set and len(few) > 4:
        return forms.ChoiceField(choices=choices_from(few, first="Not known, or not sure"), **common)
    hints = {one.value: one.hint for one in question.choices if one.hint}
    return forms.ChoiceField(choices=choices_from(few), widget=Radios(hints=hints), **common)
