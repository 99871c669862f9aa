"""One page on which the hub writes down a call while the caller speaks, and the concern it makes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from plait.base.access.classes import FieldGroup
from plait.base.packs.pack import Pack
from plait.base.ui.dates import date_said
from plait.base.ui.fields import DateParts, choices_from
from plait.base.ui.forms import PlaitForm
from plait.people.rules import Described
from plait.referrals.concern import ChildSaid, Concern, Safety, Teller, TellerKind, YesNo, faults_of
from plait.referrals.forms.raising import as_posted
from plait.referrals.forms.raising_asked import asked_form
from plait.referrals.forms.raising_concern import risk

FORM = "phone-call"
# A call written down within this time counts as written down while it was made.
AT_ONCE = timedelta(minutes=30)
# Words of the form → kind of teller and, where the kind alone would be too coarse, the CIN census source.
UNNAMED: tuple[TellerKind, str] = ("anonymous", "9")
KINDS: dict[str, tuple[TellerKind, str]] = {
    "family": ("family", "1A"),
    "child": ("child", "1C"),
    "neighbour": ("public", "1B"),
    "practitioner": ("practitioner", ""),
    "other": ("public", "1D"),
}
PLACED = frozenset(
    """danger_now called_at called_on caller_kind caller_name caller_phone caller_agency caller_must_not_know
    caller_must_not_know_who caller_safe_contact caller_works_with_children caller_child_name caller_child_age
    caller_child_postcode caller_said caller_reported caller_child_words caller_unnamed""".split()
)

SAID = ("caller_said", "caller_reported", "caller_child_words")  # one of them at least
MUST = "Must be answered."


class CallForm(PlaitForm):
    """A call. The time is the true one, also when it is written down later."""

    groups: ClassVar[dict[str, FieldGroup]] = {
        "called_on": FieldGroup.WORK,
        "caller_agency": FieldGroup.SOURCE_IDENTITY,
    }
    # A minute, in the order in which a call goes: the danger, the story, the child, who rings and who must not know. What
    # must be answered never hides; everything else may wait until the call is over.
    field_order = (
        "danger_now", "caller_said", "caller_child_name", "caller_child_age", "caller_kind", "caller_unnamed", "caller_name",
        "caller_phone", "caller_must_not_know", "caller_works_with_children",
    )  # fmt: skip
    folds: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "Who must not know, and how to ring back safely": ("caller_must_not_know_who", "caller_safe_contact"),
        "What others told them, and words of a child": ("caller_reported", "caller_child_words"),
        "More about the child": ("caller_child_where", "caller_child_postcode"),
        "More about this call": ("caller_agency", "caller_told", "called_at", "called_on"),
    }
    mark_optional = False
    button = "Record this call"
    called_on = DateParts(label="On which day?", past_only=True, help_text="Today, unless Plait was down.")
    caller_agency = forms.ChoiceField(label="Where do they work?", required=False)

    def __init__(self, *args: Any, at: datetime, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.at = at
        agency = self.choice("caller_agency")
        for field in self.fields.values():
            if field.required:  # said, not only demanded once the caller has rung off
                field.help_text = f"{MUST} {field.help_text}".strip()
        agency.choices = choices_from(list(agencies), first="Not known, or nowhere listed")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moment = told_at(cleaned)
        if moment is not None and moment > self.at + timedelta(minutes=1):
            self.add_error("called_at", "This time is in the future. Check the time and the day.")
        if cleaned.get("caller_must_not_know") == "yes" and not _text(cleaned, "caller_must_not_know_who"):
            self.add_error("caller_must_not_know_who", "Say who must not know, or write “not known”.")
        if cleaned.get("caller_unnamed") and _text(cleaned, "caller_name"):
            self.add_error("caller_name", "They do not want to be named: take the name out.")
        if not any(_text(cleaned, one) for one in SAID) and not self.errors.get("caller_said"):
            self.add_error(
                "caller_said",
                "Answer what they saw or heard themselves, what others told them, or a child’s words.",
            )
        if not self.errors:
            for fault in faults_of(concern_of(self), at=self.at):
                # The one date that is read out of a line: its fault stands there.
                self.add_error("caller_child_age" if fault.part == "children" else None, fault.say)
        return cleaned


def call_form(
    pack: Pack,
    *,
    at: datetime,
    agencies: Sequence[tuple[str, str]],
    data: Mapping[str, Any] | None = None,
    kept: Mapping[str, Any] | None = None,
) -> CallForm:
    """The form of a call: bound to `data`, showing what was `kept`, or empty with the present time."""
    made = asked_form(pack, FORM, tuple(one.key for one in pack.form(FORM).sections), base=CallForm)
    if data is not None:
        form: Any = made(as_posted(data), at=at, agencies=agencies)
    elif kept is not None:
        form = made.from_draft(as_posted(kept), at=at, agencies=agencies)
    else:
        local = timezone.localtime(at)
        form = made(
            at=at, agencies=agencies, initial={"called_at": f"{local:%H:%M}", "called_on": local.date()}
        )
    assert isinstance(form, CallForm)
    return form


def told_at(cleaned: Mapping[str, Any]) -> datetime | None:
    """The true moment of the call, when both its day and its time are given."""
    day, hour = cleaned.get("called_on"), cleaned.get("called_at")
    return timezone.make_aware(datetime.combine(day, hour)) if day and hour else None


def concern_of(form: CallForm) -> Concern:
    """The concern that a rightly filled form makes. An answer to "must not know" covers both the place and who rang."""
    said = form.cleaned_data
    secret = risk(said.get("caller_must_not_know"))
    who = str(said.get("caller_must_not_know_who") or "")
    who_rings = str(said.get("caller_kind"))
    choices: Any = form.choice("caller_kind").choices
    unnamed = bool(said.get("caller_unnamed"))
    kind, source = UNNAMED if unnamed else KINDS.get(who_rings, ("anonymous", "10"))
    moment = told_at(said)
    late = moment is not None and form.at - moment > AT_ONCE
    besides = {
        name: str(value) for name, value in said.items() if name not in PLACED and value not in (None, "", [])
    }
    return Concern(
        children=(ChildSaid(_child(said)),),
        safety=Safety(
            where=secret,
            where_who=who,
            who_told=secret,
            who_told_who=who,
            safe_contact=_text(said, "caller_safe_contact"),
        ),
        observed=_text(said, "caller_said"),
        reported=_text(said, "caller_reported"),
        child_words=_text(said, "caller_child_words"),
        danger_now=_yes(said.get("danger_now")),
        about_worker=said.get("caller_works_with_children") == "yes",
        channel="phone",
        happened_at=moment if late else None,
        teller=Teller(
            kind,
            name=_text(said, "caller_name"),
            # Not being named says nothing of who they are to the child: it is kept apart, with the rest of who told us.
            relation=str(dict(choices).get(who_rings, "")) if unnamed else "",
            phone=_text(said, "caller_phone"),
            safe_contact=_text(said, "caller_safe_contact"),
            agency_id=_text(said, "caller_agency") if kind == "practitioner" else "",
            source_code=source,
        ),
        answers=besides,
    )


def _child(said: Mapping[str, Any]) -> Described:
    *first, last = _text(said, "caller_child_name").split() or [""]
    born = date_said(_text(said, "caller_child_age"))
    # A single name is more often what a child is called than a family's name.
    return Described(
        forename=" ".join(first) or last,
        surname=last if first else "",
        born_on=born.earliest if born else None,
        age_said="" if born else _text(said, "caller_child_age"),
        postcode=_text(said, "caller_child_postcode"),
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "").strip()


def _yes(answer: object) -> YesNo:
    return answer if answer in ("yes", "no") else "not_known"
