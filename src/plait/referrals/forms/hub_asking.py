"""Asking partners: first whom and what for, then each agency's questions beside exactly what it will read."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from plait.agencies.models import Agency
from plait.base.access.classes import FieldGroup as G
from plait.base.packs import Pack
from plait.base.packs.schema.ratings import Rating
from plait.base.ui.fields import Checkboxes, DateParts
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.leaving import other_because
from plait.referrals.queries.asking import Ask, called
from plait.referrals.queries.asking_gate import usual_way, ways_to_ask


class WhomForm(PlaitForm):
    """Which agencies, for what purpose, and what they may be told."""

    groups: ClassVar[dict[str, G]] = {
        "purpose": G.WORK,
        "agencies": G.WORK,
        "concern": G.CONCERN,
        "adults": G.FAMILY,
        "speak_first": G.SAFETY,
        "other_because": G.WORK,
    }
    button = "See what each will read"
    purpose = forms.CharField(
        label="What do you need to know it for?",
        max_length=120,
        initial="To decide what this child needs, and whether they are safe",
        help_text="They read this. It is kept with each record of your decision.",
    )
    agencies = forms.MultipleChoiceField(label="Who has a reason to know?", widget=Checkboxes())
    concern = forms.CharField(
        label="What is it about, in your words?",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="Only agencies that need it read this. Leave out who told us, where they live, and who must not know.",
    )
    adults = forms.BooleanField(
        label="Name the adults around the child where the agency needs them", required=False
    )
    speak_first = forms.BooleanField(
        label="Ask them to speak to the hub before any contact with the family",
        required=False,
        help_text="They are not told why.",
    )
    other_because = other_because()

    def __init__(
        self,
        *args: Any,
        offered: Sequence[Agency],
        out: frozenset[str],
        answered: frozenset[str],
        rating: Rating,
        pack: Pack,
        schools: frozenset[str],
        forced: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if forced:
            del self.fields["speak_first"]
        field = self.choice("agencies")
        open_ = [one for one in offered if str(one.pk) not in out]
        must = {str(one.pk) for one in open_ if called(one.kind, pack) & set(rating.mandatory_partners)}
        kinds = Counter(one.kind for one in offered)
        # Of several schools or surgeries only the child's own has a reason to know.
        theirs = {str(one.pk) for one in open_ if kinds[one.kind] == 1 or one.name in schools}
        hints = {}
        grouped: dict[str, list[tuple[str, str]]] = {}
        for one in open_:
            partner = pack.partners[one.kind]
            asked = ""
            if str(one.pk) in answered:
                asked = " Has answered already."
            elif str(one.pk) in must:
                own = "" if str(one.pk) in theirs else " Choose only the child’s own."
                asked = f" This rating needs their answer.{own}"
            hints[str(one.pk)] = f"{partner.reason_to_know}{asked}"
            grouped.setdefault(partner.label, []).append((str(one.pk), one.name))
        field.widget = Checkboxes(hints=hints)
        field.choices = list(grouped.items())
        if not self.is_bound:
            self.initial.setdefault("agencies", sorted((must & theirs) - answered))
            self.initial.setdefault("adults", True)


class OneAgencyForm(PlaitForm):
    """What one agency is asked."""

    groups: ClassVar[dict[str, G]] = {
        "questions": G.CONCERN,
        "gateway": G.WORK,
        "period_from": G.WORK,
        "period_to": G.WORK,
        "other_because": G.WORK,
    }
    questions = forms.CharField(
        label="Questions, one on each line",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    gateway = forms.ChoiceField(label="Legal basis")
    period_from = DateParts(label="About the time from", required=False)
    period_to = DateParts(label="Until", required=False, help_text="Leave this empty for until now.")
    other_because = other_because()

    def __init__(
        self,
        *args: Any,
        agency: Agency,
        pack: Pack,
        holder_kind: str,
        today: date,
        hidden: bool = False,
        **kwargs: Any,
    ) -> None:
        self.agency = agency
        partner = pack.partners[agency.kind]
        kwargs.setdefault(
            "initial",
            {
                "questions": "\n".join(partner.asks(hidden=hidden)),
                "gateway": usual_way(pack, holder_kind=holder_kind, agency=agency, on=today),
                "period_from": today - timedelta(days=30 * partner.period_months),
            },
        )
        super().__init__(*args, prefix=f"a-{agency.pk}", **kwargs)
        field = self.choice("gateway")
        field.choices = ways_to_ask(pack, holder_kind=holder_kind, agency=agency, on=today)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("period_from"), given.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", "This lies before the day it begins.")
        return given

    def ask(self, *, speak_first: bool, adults: bool) -> Ask:
        """The ask, once the form is valid; before that with what the pack asks, for the preview."""
        given = getattr(self, "cleaned_data", {}) or self.initial
        return Ask(
            agency_id=str(self.agency.pk),
            questions=tuple(line for line in str(given.get("questions", "")).splitlines() if line.strip()),
            speak_first=speak_first,
            period_from=given.get("period_from"),
            period_to=given.get("period_to"),
            gateway=str(given.get("gateway") or ""),
            adults=adults,
        )
