"""What is asked of whoever says what became of a leg."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from plait.base.access.classes import FieldGroup as G
from plait.base.ui.fields import DateParts, Radios
from plait.base.ui.forms import PlaitForm
from plait.handover.rules.legs import Noted
from plait.referrals.forms.parts import key_field, long_text

SAYS_OUT = {
    "pass on": "It was passed on",
    "acknowledge": "They told us that they have it",
    "nobody yet": "There is nobody there yet who can take it",
    "not needed": "It is not needed",
    "due": "It is needed after all, or has to be passed on again",
}
SAYS_IN = {**SAYS_OUT, "acknowledge": "Somebody here has it", "nobody yet": "Nobody here can take it yet"}
HOW = [
    ("", "Not said"),
    ("telephone", "By telephone, from person to person"),
    ("secure", "By secure mail"),
    ("hand", "By hand"),
    ("system", "By the service’s own system"),
]


class LegForm(PlaitForm):
    """One choice, and what belongs to it."""

    groups: ClassVar[dict[str, G]] = {
        "what": G.WORK, "to_name": G.WORK, "to_phone": G.WORK, "service": G.LOCATION, "how": G.WORK, "on": G.WORK,
        "who": G.WORK, "words": G.CONCERN, "word_id": G.WORK,
    }  # fmt: skip
    button = "Keep this, and tell the other area"
    what = forms.ChoiceField(label="What happened?", widget=Radios())
    to_name = forms.CharField(label="Who has it there, by name and job?", max_length=160, required=False)
    to_phone = forms.CharField(label="Their telephone number", max_length=40, required=False)
    service = forms.CharField(label="Which service is that?", max_length=160, required=False)
    how = forms.ChoiceField(label="How was it passed on?", choices=HOW, required=False)
    on = DateParts(label="On which day, if it was not today?", required=False, past_only=True)
    who = forms.CharField(
        label="Who passed it on, if it was not you?",
        max_length=160,
        required=False,
        help_text="Name and job.",
    )
    words = long_text(
        "In your own words",
        rows=3,
        help_text="A reason, what follows, what was said. The service here and the other area read it. "
        "Nothing of where anybody protected is.",
    )
    word_id = key_field()

    def __init__(self, *args: Any, able: Sequence[str], ours: bool, protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        what: Any = self.fields["what"]
        what.choices = [
            (verb, label) for verb, label in (SAYS_OUT if ours else SAYS_IN).items() if verb in able
        ]
        if not ours:
            self.fields["to_name"].label = "Who has it here, by name and job?"
            self.fields["who"].label = "Who acknowledged it, if it was not you?"
        if protected:
            del self.fields["service"]

    def noted(self) -> Noted:
        """What was said, for the deed."""
        said = self.cleaned_data
        return Noted(
            verb=said["what"],
            how=said["how"],
            who=said["who"],
            to_name=said["to_name"],
            to_phone=said["to_phone"],
            service=said.get("service", ""),
            words=said["words"],
        )
