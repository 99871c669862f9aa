"""The base of every form in Plait: each field belongs to a group, text is kept whole, and faults are said in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils import timezone

from plait.base.access.classes import FieldGroup
from plait.base.ui.fields import DateParts
from plait.base.ui.held import Held, held_now
from plait.base.ui.text import LONGEST, NoNul, NotTooLong, tidy


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions that may wait, under a plain heading that opens without script. `open` where something is said in them, or
    is wrong with it."""

    title: str
    fields: list[forms.BoundField]
    open: bool


_REQUIRED = forms.Field.default_error_messages["required"]


def _insist_on_groups(name: str, *, fields: Mapping[str, Any], groups: Mapping[str, FieldGroup]) -> None:
    if missing := sorted(fields.keys() - groups.keys()):
        raise ImproperlyConfigured(f"{name} has fields without a group: {', '.join(missing)}")


class GroupedFields(DeclarativeFieldsMetaclass):
    """Makes a form class only if every field has a group and every group names a field."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> "GroupedFields":
        made: Any = super().__new__(mcs, name, bases, attrs)
        groups: dict[str, FieldGroup] = {}
        for base in reversed(made.__mro__):
            groups |= base.__dict__.get("groups", {})
        groups = {
            field: group
            for field, group in groups.items()
            if field in made.base_fields or field in attrs.get("groups", {})
        }
        _insist_on_groups(name, fields=made.base_fields, groups=groups)
        if stray := sorted(groups.keys() - made.base_fields.keys()):
            raise ImproperlyConfigured(f"{name}.groups names what is no field: {', '.join(stray)}")
        made.groups = groups
        return made  # type: ignore[no-any-return]

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (a metaclass: its `self` is the class)
        """Makes the form; an empty one then shows what its writer lost with their session, mistakes and all."""
        form: Any = super().__call__(*args, **kwargs)
        if not form.is_bound and form.takes_held and (held := held_now()) is not None:
            form.take_up(held)
        return form


class PlaitForm(forms.Form, metaclass=GroupedFields):
    """A form whose fields all have a group (`groups`), merged with those of its parents.

    `at` is the moment of the request; it is needed where a field asks for a day that is not in the future. Text is cleaned
    to NFC and never cut; a field without `max_length` takes 20,000 characters. `button` is the words on
    the button; `mark_optional` says "(optional)" beside labels of fields that may stay empty.
    """

    groups: ClassVar[dict[str, FieldGroup]] = {}
    use_required_attribute = False
    button: str = "Continue"
    mark_optional: bool = True
    # Field → when it must be answered after all, in words that stand in place of "optional": "needed if you rang".
    needed: ClassVar[Mapping[str, str]] = {}
    # Heading → names of fields that stand under it, closed, after all the others. Never one that must be answered.
    folds: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    # A page with several forms to one address says which of them is meant (`takes_held=False` for the others).
    takes_held: bool = True
    taken_up: bool = False
    drafted: bool = False

    def __init__(
        self, *args: Any, at: datetime | None = None, takes_held: bool = True, **kwargs: Any
    ) -> None:
        self.takes_held = takes_held
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, DateParts) and at is not None:
                field.today = timezone.localdate(at)
            if isinstance(field, forms.CharField):
                _say_limits(field)
            if field.error_messages.get("required") == _REQUIRED:
                field.error_messages = {**field.error_messages, "required": _missing(field, name)}

    @classmethod
    def from_draft(cls, kept: Mapping[str, Any], **kwargs: Any) -> Self:
        """An unbound form that shows what `draft()` kept, mistakes and all, without complaining about them."""
        form = cls(**kwargs)
        if form.taken_up:  # what was sent last is newer than any draft
            return form
        form.drafted = True
        form.initial = {
            **form.initial,
            **{name: _typed(form, name, kept) for name in form.fields if _was_kept(form, name, kept)},
        }
        return form

    def choice(self, name: str) -> forms.ChoiceField:
        """The field of this name, which offers choices that only the moment knows. Raises TypeError for any other."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        return field

    def no_place_for(self, name: str, *, unless: bool, say: str) -> None:
        """Called by `clean` where what was typed is kept only with another answer (`unless`): never dropped without a word."""
        if not unless and self.cleaned_data.get(name) not in (None, ""):
            self.add_error(name, say)

    def take_up(self, held: Held) -> None:
        """Show what was posted, as a browser posts it: a box that is not in it was not ticked."""
        if not any(_was_kept(self, name, held) for name in self.fields):
            return
        sent = {
            name: _typed(self, name, held)
            for name, field in self.fields.items()
            if not field.widget.value_omitted_from_data(held, {}, self.add_prefix(name))
        }
        self.initial, self.taken_up = {**(self.initial or {}), **sent}, True

    def unfolded(self) -> list[forms.BoundField]:
        """The visible fields that stand open on the page."""
        names = {name for some in self.folds.values() for name in some}
        return [field for field in self.visible_fields() if field.name not in names]

    def folded(self) -> list[Fold]:
        """The others, each under its heading."""
        written = self.is_bound or self.taken_up or self.drafted
        found = []
        for title, names in self.folds.items():
            fields = [self[name] for name in names if name in self.fields]
            said = any(field.errors or (written and field.value() not in (None, "", [])) for field in fields)
            found += [Fold(title, fields, said)] if fields else []
        return found

    def draft(self) -> dict[str, Any]:
        """What was typed so far, as plain text by input name (lists where several may be chosen), unchecked. Never passwords."""
        kept: dict[str, Any] = {}
        secret = forms.PasswordInput
        own = {
            self.add_prefix(name) for name, one in self.fields.items() if not isinstance(one.widget, secret)
        }
        for key in self.data:
            if key in own or key.rpartition("_")[0] in own:
                values = self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data[key]]
                kept[key] = tidy(values[0] if len(values) == 1 else list(values))
        return kept

    def full_clean(self) -> None:
        """As Django's, once fields added after the class was made have been asked for their group too."""
        _insist_on_groups(type(self).__name__, fields=self.fields, groups=self.groups)
        super().full_clean()

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        value = widget.value_from_datadict(self.data, self.files, html_name)
        # A password is kept exactly as typed: what checks it later does not join its marks.
        return value if isinstance(widget, forms.PasswordInput) else tidy(value)


def _say_limits(field: forms.CharField) -> None:
    kept = [
        one
        for one in field.validators
        if not isinstance(one, (MaxLengthValidator, ProhibitNullCharactersValidator))
    ]
    field.validators = [NoNul(), NotTooLong(field.max_length or LONGEST), *kept]
    # A browser that obeys maxlength cuts a paste short without a word.
    field.widget.attrs.pop("maxlength", None)


def _missing(field: forms.Field, name: str) -> str:
    label = str(field.label or name.replace("_", " "))
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on."
    if label.endswith("?"):
        return f"Answer “{label}”"
    return f"Choose “{label}”" if isinstance(field, forms.ChoiceField) else f"Fill in “{label}”"


def _was_kept(form: forms.Form, name: str, kept: Mapping[str, Any]) -> bool:
    key = form.add_prefix(name)
    return any(one == key or one.rpartition("_")[0] == key for one in kept)


def _typed(form: forms.Form, name: str, kept: Mapping[str, Any]) -> Any:
    value = form.fields[name].widget.value_from_datadict(kept, {}, form.add_prefix(name))
    if isinstance(form.fields[name], forms.MultipleChoiceField) and isinstance(value, str):
        return [value]
    return value
