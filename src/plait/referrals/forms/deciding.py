"""Forms of the deciding pages."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from plait.agencies.rules import SOCIAL_CARE
from plait.base.access.classes import FieldGroup
from plait.base.packs import Pack
from plait.base.packs.schema.gateways import Gateway
from plait.base.ui.fields import Checkboxes, Offered, Radios
from plait.base.ui.forms import PlaitForm
from plait.referrals.forms.later import LaterEntry
from plait.referrals.forms.parts import key_field, long_text

G = FieldGroup
# The national code set that says how work ended.
CLOSING = "reason_for_closure"


def likely_gateways(pack: Pack, *, on: date) -> list[Gateway]:
    """The powers in force by which children's social care may share with anybody, those that most partners use first."""
    reached = {one.code: one for kind in pack.partners for one in pack.gateways_for(SOCIAL_CARE, kind, on)}
    usual = Counter(partner.gateway for partner in pack.partners.values())
    fits = [one for one in pack.gateways.values() if one.code in reached]
    return sorted(fits, key=lambda one: -usual[one.code])


class DecideForm(LaterEntry):
    """What happens next. Outcomes that nothing may hold back stand first; a manager's reason is asked only when a
    mandatory check is out; *sealed information considered* only where there is some."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "outcome": G.WORK,
        "reason_code": G.WORK,
        "level": G.CONCERN,
        "because": G.CONCERN,
        "worries": G.CONCERN,
        "strengths": G.FAMILY,
        "unknowns": G.CONCERN,
        "child_voice": G.CHILD_VOICE,
        "rests_on": G.WORK,
        "gateway": G.WORK,
        "next_team": G.WORK,
        "sealed_considered": G.WORK,
        "override_because": G.WORK,
        "read_version": G.WORK,
        "decision_id": G.WORK,
    }
    button = "Decide and tell everyone who helped"
    needed: ClassVar = {
        "reason_code": "needed for some outcomes",
        "level": "needed unless you protect",
        "override_because": "needed unless you protect",
    }

    outcome = forms.ChoiceField(label="What happens next?", widget=Radios())
    reason_code = forms.ChoiceField(
        label="Which reason?", required=False, help_text="Only for outcomes after which we do nothing more."
    )
    level = forms.TypedChoiceField(
        label="Which level of need?",
        coerce=int,
        empty_value=None,
        required=False,
        widget=Radios(),
        help_text="Needed for everything but protection, a strategy discussion and a section 47 enquiry.",
    )
    because = long_text(
        "Why is this the right next step?", required=True, help_text="In words the family could read."
    )
    worries = long_text("What are we worried about?")
    strengths = long_text("What is going well?")
    unknowns = long_text("What do we not know yet?")
    child_voice = long_text("What do the children say?", help_text="Their words, and who heard them.")
    rests_on = forms.MultipleChoiceField(
        label="Whose answers does it rest on?",
        help_text="Each of them is told in a sentence what its information helped to see. Nobody else is told whose it was.",
        required=False,
        widget=Checkboxes(),
    )
    gateway = forms.ChoiceField(
        label="Which power or duty does sharing rest on?",
        required=False,
        help_text="Leave it if the ones used when asking still fit.",
    )
    next_team = forms.ChoiceField(
        label="Which team is asked to accept?",
        required=False,
        widget=Offered(),
        help_text="Leave it if only one team can take this outcome: Plait finds it.",
    )
    sealed_considered = forms.BooleanField(
        label="Sensitive information was considered",
        required=False,
        help_text="The record says so, and not what it was.",
    )
    override_because = long_text(
        "Why can this not wait for the checks that are out?",
        help_text="A hub manager may decide without them. What you write is kept under your name, and whoever reads the decision "
        "reads it. Protection, a strategy discussion and a section 47 enquiry need no such reason.",
    )
    read_version = forms.IntegerField(widget=forms.HiddenInput)
    decision_id = key_field()

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        on: datetime,
        teams: Sequence[tuple[str, str]],
        answers: Sequence[tuple[str, str]],
        may_override: bool,
        any_out: bool,
        any_sealed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        outcomes = sorted(pack.outcomes.values(), key=lambda one: (not one.never_blocked, one.order))
        choice: Any = self.fields["outcome"]
        choice.widget = Radios(hints={one.code: one.means for one in outcomes})
        choice.choices = [
            (
                "Protection: nothing holds these back",
                [(one.code, one.label) for one in outcomes if one.never_blocked],
            ),
            ("Other next steps", [(one.code, one.label) for one in outcomes if not one.never_blocked]),
        ]
        reason: Any = self.fields["reason_code"]
        reason.choices = [
            ("", "No reason needed"),
            *((one.label, [(why.code, why.label) for why in one.reasons]) for one in outcomes if one.reasons),
        ]
        level: Any = self.fields["level"]
        level.widget = Radios(hints={str(one.n): one.means for one in pack.levels})
        level.choices = [(one.n, f"{one.n}: {one.label}") for one in pack.levels]
        gateway: Any = self.fields["gateway"]
        gateway.choices = [
            ("", "As when asking"),
            *((one.code, one.title) for one in likely_gateways(pack, on=on.date())),
        ]
        team: Any = self.fields["next_team"]
        team.choices = [("", "The team that takes this outcome"), *teams]
        rests_on: Any = self.fields["rests_on"]
        rests_on.choices = answers
        if not answers:
            del self.fields["rests_on"]
        if not (any_out and may_override):
            del self.fields["override_because"]
        if not any_sealed:
            del self.fields["sealed_considered"]

    def clean(self) -> dict[str, Any]:
        """An outcome that asks for a reason of its own gets it; one that is not protection names the level."""
        given = super().clean() or self.cleaned_data
        chosen = self.pack.outcomes.get(given.get("outcome", ""))
        if chosen is None:
            return given
        fitting = {one.code for one in chosen.reasons}
        if fitting and given.get("reason_code") not in fitting:
            self.add_error("reason_code", f"Choose a reason for “{chosen.label}”.")
        if not chosen.never_blocked and given.get("level") is None and "level" not in self.errors:
            self.add_error("level", "Choose a level of need: this outcome needs one.")
        return given


class ProtectForm(LaterEntry):
    """Protection in one step: what, and why. Everything else is written down afterwards."""

    groups: ClassVar[dict[str, FieldGroup]] = {"outcome": G.WORK, "because": G.CONCERN, "decision_id": G.WORK}
    button = "Protect now"

    outcome = forms.ChoiceField(label="What is needed?", widget=Radios())
    because = long_text(
        "Why?", rows=3, required=True, help_text="A sentence is enough. The record can catch up later."
    )
    decision_id = key_field()

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = sorted((one for one in pack.outcomes.values() if one.never_blocked), key=lambda one: one.order)
        choice: Any = self.fields["outcome"]
        choice.widget = Radios(hints={one.code: one.means for one in able})
        choice.choices = [(one.code, one.label) for one in able]


class DissentForm(PlaitForm):
    """How an agency sees it differently."""

    groups: ClassVar[dict[str, FieldGroup]] = {"view": G.CONCERN}
    button = "Record our view"
    view = long_text(
        "How does your agency see it?", required=True, rows=5, help_text="What you would do instead, and why."
    )


class CloseForm(PlaitForm):
    """How and why it closes; and, where somebody objects, why it must close now. Where a second person has to agree it only
    asks, and why is enough."""

    groups: ClassVar[dict[str, FieldGroup]] = {"outcome": G.WORK, "because": G.CONCERN, "despite": G.WORK}
    button = "Close the referral"
    needed: ClassVar = {"despite": "needed where somebody objects"}
    outcome = forms.ChoiceField(label="How does it end?", widget=Radios())
    because = long_text("Why does it close?", required=True)
    despite = long_text(
        "Why must it close although somebody objects?",
        rows=3,
        help_text="Kept with the objections, under your name.",
    )

    def __init__(self, *args: Any, pack: Pack, may_override: bool, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = pack.code_choices(CLOSING)
        if asks:
            self.button = "Ask a hub manager to close it"
            del self.fields["outcome"]
        if asks or not may_override:
            del self.fields["despite"]


class SettleForm(PlaitForm):
    """What became of a step that was promised."""

    groups: ClassVar[dict[str, FieldGroup]] = {"happened": G.WORK, "note": G.CONCERN}
    button = "Keep this"
    happened = forms.ChoiceField(
        label="Has it happened?",
        choices=[("yes", "Yes, it was held or finished"), ("no", "No, and it is not required")],
        widget=Radios(),
    )
    note = long_text("What came of it, or why is it not required?", required=True, rows=3)


class ReopenForm(PlaitForm):
    """Why it is opened again."""

    groups: ClassVar[dict[str, FieldGroup]] = {"because": G.CONCERN}
    button = "Open it again"
    because = long_text("What has happened?", required=True)
