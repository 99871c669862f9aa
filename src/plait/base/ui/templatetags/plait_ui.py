"""Template tags of every page: tags, dates in plain words, phone numbers, standings, slots, form rows and their errors."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from plait.base.ui.dates import PartialDate
from plait.base.ui.icons import icon as draw
from plait.base.ui.slots import render_slot

register = template.Library()

COLOURS = frozenset({"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"})
STANDINGS = {
    "due": ("Due", "clock", "blue"),
    "at_risk": ("At risk", "alert", "yellow"),
    "late": ("Late", "late", "red"),
    "met": ("Met", "tick", "green"),
    "met_late": ("Met late", "tick-late", "orange"),
    "paused": ("Paused", "pause", "grey"),
    "closed": ("Stopped: closed", "cross", "grey"),
    "stopped": ("Stopped", "cross", "grey"),
}
STANDINGS["breached"] = STANDINGS["late"]


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "lock" %}`: a sign beside words."""
    return draw(name)


@register.simple_tag
def tag(text: str, sign: str = "dot", colour: str = "grey") -> SafeString:
    """`{% tag "Restricted" "lock" "purple" %}`: words, a sign and a colour, so that no meaning rests on colour."""
    if colour not in COLOURS:
        raise template.TemplateSyntaxError(f"tag knows no colour {colour!r}: {', '.join(sorted(COLOURS))}")
    return format_html(
        '<strong class="govuk-tag plait-tag govuk-tag--{}">{}{}</strong>', colour, draw(sign), text
    )


@register.simple_tag(takes_context=True)
def standing(context: template.Context, value: Any, due: datetime | None = None) -> SafeString:
    """`{% standing clock.standing clock.due_at %}`: due, at risk, late, met or met late, with the time where given."""
    key = str(getattr(value, "value", value)).replace("-", "_").replace(" ", "_")
    words, sign, colour = STANDINGS[key]
    shown = tag(words, sign, colour)
    if due is None:
        return shown
    # "Met tomorrow 16:30" would be read as a meeting.
    before = "due " if key in ("met", "met_late") else ""
    return format_html("{} {}{}", shown, before, when(context, due))


@register.simple_tag(takes_context=True)
def when(context: template.Context, value: datetime | None) -> SafeString:
    """`{% when item.at %}`: "today 14:03", "tomorrow 09:00" or "Mon 23 Nov 2026, 14:03", local. None is "no time given"."""
    if not value:
        return SafeString("no time given")
    local = timezone.localtime(value)
    near = _near(context, local.date())
    clock = local.strftime("%H:%M")
    said = f"{near} {clock}" if near else f"{_dated(local.date())}, {clock}"
    return _timed(local.isoformat(timespec="minutes"), said, local.date() if near else None)


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | datetime | PartialDate | str | None) -> SafeString:
    """`{% day child.born %}`: "today", "Mon 23 Nov 2026", or "May 2016" where only that is known.

    Takes ISO text (`2016-05`) too; nothing is "not known".
    """
    if not value:
        return SafeString("not known")
    if isinstance(value, str):
        value = PartialDate.of(value)
    if isinstance(value, PartialDate) and value.day is None:
        return format_html('<time datetime="{}">{}</time>', str(value), value.words)
    if isinstance(value, PartialDate):
        value = value.earliest
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    near = _near(context, local)
    return _timed(local.isoformat(), near or _dated(local), local if near else None)


@register.simple_tag
def phone(number: str, label: str = "") -> SafeString:
    """`{% phone area.hub_phone %}`: a number that a phone dials when it is touched. Words in place of one (“ring the office”)
    stand as they were written: they are what somebody asked for."""
    dialled = "".join(char for char in number if char.isdigit() or char == "+")
    if not dialled:
        return format_html("<bdi>{}</bdi>", number) if number.strip() else SafeString("no number given")
    return format_html('<a class="govuk-link plait-phone" href="tel:{}">{}</a>', dialled, label or number)


@register.filter
def lines(value: Any) -> SafeString:
    """Escaped text in paragraphs, line ends kept, its own direction (left or right) found by the browser."""
    text = linebreaks(str(value or ""), autoescape=True)
    return mark_safe(text.replace("<p>", '<p class="govuk-body" dir="auto">'))  # noqa: S308 (escaped by linebreaks)


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **given: Any) -> SafeString:
    """`{% slot "prompts" subject=referral %}`: whatever the wiring put there."""
    flat = {str(name): value for name, value in context.flatten().items()} | given
    return render_slot(name, request=context.get("request"), context=flat)


@register.simple_tag
def error_items(form: BaseForm) -> list[dict[str, str]]:
    """`{% error_items form as items %}`: every fault as `text` and `href` (its field; "" for the whole form). At the top of a
    page nothing stands beside it: what a kind of field says of itself ("The year must be 4 numbers") begins with its label."""
    if not form.is_bound:
        return []
    items = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for field in form:
        items += [
            {"text": _named(field, str(text), error.code), "href": f"#{_first_input(field)}"}
            for error in field.errors.as_data()
            for text in error
        ]
    return items


def _named(field: Any, text: str, code: str | None) -> str:
    """What a page says of its own field by `add_error` has no code, and is worded for it."""
    label = str(field.label)
    if code is None or label.rstrip("?") in text:
        return text
    return f"{label} {text}" if label.endswith(("?", ":", ".")) else f"{label}: {text}"


def _first_input(field: Any) -> str:
    widget = field.field.widget
    if hasattr(widget, "subwidgets") and field.use_fieldset and not hasattr(widget, "PARTS"):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


def _timed(iso: str, said: str, on: date | None) -> SafeString:
    """A time. "today" is only true today: paper is read later, so it also says which day that was (`plait.css`)."""
    if on is None:
        return format_html('<time datetime="{}">{}</time>', iso, said)
    return format_html('<time datetime="{}" data-paper="{}">{}</time>', iso, _dated(on), said)


def _near(context: template.Context, given: date) -> str:
    at = getattr(context.get("request"), "at", None)
    if at is None:
        return ""
    return {0: "today", 1: "tomorrow", -1: "yesterday"}.get((given - timezone.localdate(at)).days, "")


def _dated(given: date) -> str:
    return f"{given:%a} {given.day} {given:%b %Y}"
