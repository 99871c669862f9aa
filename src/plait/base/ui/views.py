"""The gallery: every component and every kind of field on one page, to look at and to test against."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plait.base.access.classes import FieldGroup
from plait.base.ui.dates import PartialDate
from plait.base.ui.fields import Checkboxes, DateParts, Radios, TimeOfDay, choices_from
from plait.base.ui.forms import PlaitForm

_SAFE = {"yes": "Yes, it is safe", "no": "No, it would raise the risk"}
_SEEN = {"seen": "I saw it", "said": "The child said it", "told": "Somebody told me"}
_KIN = {"mother": "Mother", "father": "Father", "grandparent": "Grandparent", "neighbour": "Neighbour"}
_EPOCH = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)


class GalleryForm(PlaitForm):
    """One field of every kind."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "name": FieldGroup.IDENTITY,
        "born": FieldGroup.IDENTITY,
        "when_seen": FieldGroup.CONCERN,
        "time_seen": FieldGroup.CONCERN,
        "story": FieldGroup.CONCERN,
        "safe_to_tell": FieldGroup.SAFETY,
        "how_known": FieldGroup.CONCERN,
        "relation": FieldGroup.FAMILY,
        "understood": FieldGroup.WORK,
    }
    button = "Save and go on"

    name = forms.CharField(
        label="Name of the child", max_length=120, help_text="As the child or family says it."
    )
    born = DateParts(
        label="Date of birth", partial=True, past_only=True, help_text="The year alone is enough."
    )
    when_seen = DateParts(label="When did you see it?", past_only=True, required=False)
    time_seen = TimeOfDay(label="About what time?", required=False, help_text="For example 14:30 or 2.30pm.")
    story = forms.CharField(
        label="What did you see or hear?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What happened, in plain words. Keep what you think apart from what you saw.",
    )
    safe_to_tell = forms.ChoiceField(
        label="Is it safe to tell the family?",
        choices=choices_from(_SAFE, not_known=True),
        widget=Radios(hints={"not_known": "Do not tell them yet. Ring us first."}),
    )
    how_known = forms.MultipleChoiceField(
        label="How do you know?",
        choices=choices_from(_SEEN, not_known=True),
        widget=Checkboxes(exclusive=["not_known"]),
        help_text="Choose all that are true.",
    )
    relation = forms.ChoiceField(
        label="Who are they to the child?",
        choices=choices_from(_KIN, not_known=True, first="Choose one"),
        required=False,
    )
    understood = forms.BooleanField(label="I know that this does not replace my own duty to report")


def gallery(request: HttpRequest) -> HttpResponse:
    """Everything once: an empty form, a posted one, and the same form with every fault (`?faults=1`)."""
    at = getattr(request, "at", None) or _EPOCH
    data: Any = request.POST if request.method == "POST" else _faulty() if "faults" in request.GET else None
    form = GalleryForm(data, at=at)
    return render(request, "ui/gallery.html", {"form": form, **_samples(at)})


def _faulty() -> dict[str, str]:
    return {
        "name": "",
        "born_day": "31",
        "born_month": "2",
        "born_year": "2019",
        "when_seen_day": "3",
        "time_seen": "late",
    }


def _samples(at: datetime) -> dict[str, Any]:
    return {
        "rows": [
            {"key": "Family name", "value": "Okonjo-Bright", "href": "#main", "about": "family name"},
            {"key": "Languages", "value": "English, أَمَل (Arabic)", "href": "#main"},
            {"key": "School", "value": ""},
        ],
        "items": [
            {
                "title": "School answered",
                "at": at,
                "by": "St Brannoc’s Primary",
                "kind": "Observed",
                "text": "Absent on three Mondays.\nArrived hungry twice.",
            },
            {
                "title": "Health visitor answered",
                "at": at - timedelta(days=1),
                "by": "Health visiting",
                "kind": "Opinion",
                "restricted": True,
            },
            {
                "title": "Concern received",
                "at": at - timedelta(days=9),
                "by": "Ellowmere hub",
                "kind": "Shielded place",
                "sign": "shield",
                "shielded": True,
            },
        ],
        "columns": ["Family", "Rating", "Answer due", "Waiting for"],
        "desk": [
            {
                "family": "Bright",
                "rating": ("Red", "late", "red"),
                "standing": "late",
                "due": at - timedelta(hours=1),
                "who": "Police",
            },
            {
                "family": "Marlow",
                "rating": ("Amber", "alert", "orange"),
                "standing": "at_risk",
                "due": at + timedelta(hours=2),
                "who": "School",
            },
            {
                "family": "Penhale",
                "rating": ("Green", "tick", "green"),
                "standing": "due",
                "due": at + timedelta(days=3),
                "who": "Nobody",
            },
        ],
        "standings": ["due", "at_risk", "late", "met", "met_late", "paused", "stopped"],
        "child": {
            "name": "Amal Okonjo-Bright",
            "born": PartialDate(2019, 5),
            "age": "7 years",
            "also": "أَمَل",
            "restricted": True,
            "flags": [{"text": "Speak to the hub before any contact", "sign": "phone", "colour": "orange"}],
        },
        "unborn": {"name": "Baby of Kerensa Marlow", "expected": (at + timedelta(days=90)).date()},
        "year_only": PartialDate(2011),
    }
