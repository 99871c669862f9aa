"""Fields and widgets that Django has not: a date in three boxes, a time as people write it, choices with hints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plait.base.ui.dates import PartialDate, month_number

NOT_KNOWN: Final = ("not_known", "Not known")


def choices_from(
    codes: Mapping[str, str] | Iterable[Any], *, not_known: bool = False, first: str = ""
) -> list[tuple[str, str]]:
    """Choices out of a mapping code → label, pairs, or objects with `.code` and `.label`.

    `not_known` puts "Not known" last, once. `first` is the words of an empty first choice, for a select.
    """
    pairs: Iterable[Any] = codes.items() if isinstance(codes, Mapping) else codes
    choices = [_pair(one) for one in pairs]
    if not_known:
        choices = [one for one in choices if one[0] != NOT_KNOWN[0]] + [NOT_KNOWN]
    return [("", first), *choices] if first else choices


def _pair(one: Any) -> tuple[str, str]:
    code, label = one if isinstance(one, tuple) else (one.code, one.label)
    return str(code), str(label)


def offered(name: str) -> SafeString:
    """A name in a list that is the same whoever the page is about, such as every agency here: the last look at a page leaves
    it (`base.access.doors.before_leaving`), since the one name missing from it would be the one that matters."""
    return format_html("<bdi data-offered>{}</bdi>", name)


class Offered(forms.Select):
    """A select of such names."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-offered": "", **(attrs or {})})


class Radios(forms.RadioSelect):
    """Radio buttons; `hints` explains single choices. Class `govuk-radios--inline` sets them side by side."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hints = dict(hints or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        return {**option, "hint": self.hints.get(str(option["value"]), "")}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Check boxes; ticking a choice named in `exclusive` (such as "none of these") clears the others where script runs."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, str] | None = None,
        exclusive: Iterable[str] = (),
    ) -> None:
        super().__init__(attrs)
        self.hints = dict(hints or {})
        self.exclusive = frozenset(exclusive)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        value = str(option["value"])
        return {**option, "hint": self.hints.get(value, ""), "exclusive": value in self.exclusive}


@dataclass(frozen=True, slots=True)
class TypedDate:
    """The three boxes as they were typed, so that a mistake is shown back and not lost."""

    day: str = ""
    month: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return bool(self.day or self.month or self.year)

    @classmethod
    def of(cls, value: Any) -> "TypedDate":
        """From a date, a PartialDate, ISO text (`2016-05`) or what was typed before."""
        if isinstance(value, TypedDate):
            return value
        if isinstance(value, date):
            return cls(str(value.day), str(value.month), str(value.year))
        if isinstance(value, str) and value:
            try:
                value = PartialDate.of(value)
            except ValueError:
                return cls(year=value)
        if isinstance(value, PartialDate):
            return cls(*("" if part is None else str(part) for part in (value.day, value.month, value.year)))
        return cls()


class DateBoxes(forms.Widget):
    """Day, month and year as three inputs named `x_day`, `x_month` and `x_year`."""

    template_name = "ui/forms/date_boxes.html"
    use_fieldset = True
    PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDate:
        return TypedDate(*(str(data.get(f"{name}_{part}") or "").strip() for part, _, _ in self.PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part, _, _ in self.PARTS)

    def format_value(self, value: Any) -> Any:
        return TypedDate.of(value)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed, id_ = TypedDate.of(value), context["widget"]["attrs"].get("id", name)
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{id_}_{part}",
                "label": label,
                "width": width,
                "value": getattr(typed, part),
            }
            for part, label, width in self.PARTS
        ]
        return context


class DateParts(forms.Field):
    """A date typed as day, month and year.

    Cleans to a `datetime.date`; with `partial=True` to a `PartialDate`, and a year, or a month and year, is enough.
    `past_only` refuses days after today; the form must then be given `at`. Empty and not required cleans to None.
    """

    widget = DateBoxes
    EARLIEST = 1880

    def __init__(self, *, partial: bool = False, past_only: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.partial = partial
        self.past_only = past_only
        self.today: date | None = None

    def to_python(self, value: Any) -> date | PartialDate | None:
        typed = TypedDate.of(value)
        if not typed:
            return None
        found = self._read(typed)
        if self.past_only:
            if self.today is None:
                raise RuntimeError("a past_only date needs its form to be given `at`")
            if found.earliest > self.today:
                raise ValidationError(
                    "This date is in the future. Check the day, month and year.", code="future"
                )
        return found if self.partial else found.earliest

    def _read(self, typed: TypedDate) -> PartialDate:
        missing = [name for name in ("day", "month", "year") if not getattr(typed, name)]
        if self.partial:
            missing = ["year"] if not typed.year else ["month"] if typed.day and not typed.month else []
        if missing:
            more = (
                " If only part is known, the year alone is enough."
                if self.partial and "year" in missing
                else ""
            )
            raise ValidationError(f"The date must include a {_and(missing)}.{more}", code="incomplete")
        if not (typed.year.isascii() and typed.year.isdecimal() and len(typed.year) == 4):
            raise ValidationError("The year must be 4 numbers, like 2016.", code="year")
        year = int(typed.year)
        if not self.EARLIEST <= year <= 2200:
            raise ValidationError(f"The year must be between {self.EARLIEST} and 2200.", code="year")
        month = month_number(typed.month) if typed.month else None
        if typed.month and month is None:
            raise ValidationError("The month must be a number from 1 to 12, or its name.", code="month")
        numeric = typed.day.isascii() and typed.day.isdecimal() and len(typed.day) <= 2
        if typed.day and not (numeric and 1 <= int(typed.day) <= 31):
            raise ValidationError("The day must be a number from 1 to 31.", code="day")
        try:
            return PartialDate(year, month, int(typed.day) if typed.day else None)
        except ValueError:
            said = f"{int(typed.day)} {PartialDate(year, month).words}"
            raise ValidationError(
                f"There is no {said}. Check the day and the month.", code="impossible"
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return TypedDate.of(initial) != TypedDate.of(data)


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class TimeOfDay(forms.TimeField):
    """A time of day as people write it: `14:30`, `1430`, `2.30pm`, `2pm`. Cleans to a `datetime.time`."""

    widget = forms.TimeInput(attrs={"class": "govuk-input--width-5"}, format="%H:%M")
    default_error_messages = {"invalid": "Write the time like 14:30 or 2.30pm."}

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p", "%H:%M:%S"]
        super().__init__(**{"input_formats": formats, **kwargs})

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = value.replace(" ", "").upper()
        return super().to_python(value)
