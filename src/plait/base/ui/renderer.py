"""Renders Django forms as GOV.UK markup. Templates: `ui/forms/` and `django/forms/widgets/` in this app.

A template finds every word of a form by one plain name, worked out here: looked up through a form, its fields and their
widgets, each costs a template ten times as long, and a page has hundreds.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_CSS = {
    "textarea.html": "govuk-textarea govuk-js-character-count",
    "select.html": "govuk-select",
    "radio.html": "govuk-radios",
    "checkbox_select.html": "govuk-checkboxes",
    "checkbox.html": "govuk-checkboxes__input",
}
# What Django draws as an input and nothing else.
_INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in "text email password number url tel search color date time datetime file".split()
)


class GovukRenderer(TemplatesSetting):
    """The form renderer of every form in Plait, allauth's included.

    Widget templates get extra words: `widget.css` (the classes, taken out of `attrs`), `widget.failed`, `widget.disabled`,
    and `widget.attributes`, all the others as they stand in a tag.
    """

    form_template_name = "ui/forms/fields.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The template as text; its context is completed first."""
        if isinstance(context.get("widget"), dict):
            context = {**context, "widget": _completed(template_name, context["widget"])}
        elif template_name == self.field_template_name:
            context = facts_of(context["field"])
        elif template_name == self.form_template_name:
            context = _parts_of(context["form"])
        as_drawn = "django/forms/widgets/input.html" if template_name in _INPUTS else template_name
        return super().render(as_drawn, context, request)


def _completed(template_name: str, widget: Mapping[str, Any]) -> dict[str, Any]:
    attrs = dict(widget.get("attrs") or {})
    if widget.get("is_hidden"):
        return {**widget, "attributes": _attributes(attrs)}
    base = _CSS.get(template_name.rsplit("/", 1)[-1], "govuk-input")
    failed = attrs.get("aria-invalid") == "true"
    classes = [base, f"{base.split()[0]}--error" if failed else "", str(attrs.pop("class", ""))]
    css = " ".join(one for one in classes if one)
    return {
        **widget,
        "attrs": attrs,
        "attributes": _attributes(attrs),
        "css": css,
        "failed": failed,
        "disabled": attrs.get("disabled", False),
    }


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    said = (
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )  # fmt: skip
    return mark_safe("".join(said))  # noqa: S308 (escaped one by one)


def _parts_of(form: Any) -> dict[str, Any]:
    """A form: what stands hidden, what stands open, and what waits under a heading."""
    if not hasattr(form, "unfolded"):  # no form of ours
        return {"hidden": form.hidden_fields(), "unfolded": (), "folded": ()}
    return {"hidden": form.hidden_fields(), "unfolded": form.unfolded(), "folded": form.folded()}


def facts_of(field: BoundField) -> dict[str, Any]:
    """A field: its label, the words that say it may stay empty (if any), hint, faults, and the input itself."""
    kind, limit = field.widget_type, getattr(field.field, "max_length", None)
    needed = getattr(field.form, "needed", {}).get(field.name, "")
    may_stay_empty = (needed or getattr(field.form, "mark_optional", False)) and not field.field.required
    return {
        "kind": kind,
        "limit": limit,
        "counted": kind == "textarea" and limit,
        "label": field.label,
        "label_for": field.id_for_label,
        "optional": may_stay_empty and (needed or "optional"),
        "hint": field.help_text,
        "errors": field.errors,
        "described_by": field.aria_describedby,
        "in_fieldset": field.use_fieldset,
        "auto_id": field.auto_id,
        "input": str(field),
    }
