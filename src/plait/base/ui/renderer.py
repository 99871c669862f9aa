"""Renders Django forms as GOV.UK markup. Templates: `ui/forms/` and `django/forms/widgets/` in this app."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_CSS = {
    "textarea.html": "govuk-textarea govuk-js-character-count",
    "select.html": "govuk-select",
    "radio.html": "govuk-radios",
    "checkbox_select.html": "govuk-checkboxes",
    "checkbox.html": "govuk-checkboxes__input",
}


class GovukRenderer(TemplatesSetting):
    """The form renderer of every form in Plait, allauth's included.

    Widget templates get two extra words: `widget.css` (the classes, taken out of `attrs`) and `widget.failed`.
    """

    form_template_name = "ui/forms/fields.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The template as text; a widget's context is completed first."""
        widget = context.get("widget")
        if isinstance(widget, dict) and not widget.get("is_hidden"):
            attrs = dict(widget.get("attrs") or {})
            base = _CSS.get(template_name.rsplit("/", 1)[-1], "govuk-input")
            failed = attrs.get("aria-invalid") == "true"
            classes = [base, f"{base.split()[0]}--error" if failed else "", str(attrs.pop("class", ""))]
            context = {
                **context,
                "widget": {
                    **widget,
                    "attrs": attrs,
                    "failed": failed,
                    "css": " ".join(one for one in classes if one),
                },
            }
        return super().render(template_name, context, request)
