"""Forms of signing in, joining and inviting."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError

from plait.agencies.models import Adviser, Practitioner, Team
from plait.agencies.roles import ROLES, mixes_cases
from plait.base.access.classes import FieldGroup as G
from plait.base.ui.forms import PlaitForm


class MailboxForm(PlaitForm):
    """The address of an agency's mailbox, and who asks."""

    groups: ClassVar = {"address": G.WORK, "person_name": G.WORK}
    button = "Send the link"
    address = forms.EmailField(
        label="The safeguarding mailbox of your agency",
        help_text="The shared address that your agency gave the hub, not your own.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    person_name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class KeepHereForm(PlaitForm):
    """May this browser keep what is not sent? Never unless somebody says so: most such computers are shared."""

    groups: ClassVar = {"keep": G.WORK}
    button = "Go on"
    keep = forms.BooleanField(
        label="Only I use this computer: keep here what I do not send",
        required=False,
        help_text="Your next link, asked for under the same name, then opens it again in this browser, for 14 days. Leave this "
        "empty on a computer that others use. A concern that may be about somebody who works with children is never kept.",
    )


class JoinForm(PlaitForm):
    """A first password, twice."""

    groups: ClassVar = {"password": G.WORK, "again": G.WORK}
    button = "Set the password and go on"
    password = forms.CharField(
        label="A password",
        help_text="At least 12 characters. Three words that do not belong together are good. You will seldom need it.",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        """Both must be the same."""
        given = super().clean() or {}
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", ValidationError("The two passwords are not the same."))
        return given


class InviteForm(PlaitForm):
    """Who is invited, to what work, with which roles."""

    groups: ClassVar = {"email": G.WORK, "name": G.WORK, "job": G.WORK, "team": G.WORK, "roles": G.WORK}
    button = "Invite"
    email = forms.EmailField(label="Their work e-mail address", max_length=254)
    name = forms.CharField(label="Their name", max_length=120)
    job = forms.CharField(label="Their job, as a colleague would say it", max_length=120)
    team = forms.ChoiceField(label="Their team", required=False)
    roles = forms.MultipleChoiceField(
        label="What may they do?",
        help_text="Give as few as their work needs. A role alone opens no child’s record.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, teams: Iterable[Team], roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("team")
        field.choices = [("", "No team"), *((str(team.pk), team.name) for team in teams)]
        choice = self.choice("roles")
        choice.choices = [(code, f"{ROLES[code].label}. {ROLES[code].prose}") for code in roles]

    def clean_roles(self) -> list[str]:
        """An administrator has no role beside it that works with children."""
        given: list[str] = self.cleaned_data["roles"]
        verdict = mixes_cases(frozenset(given))
        if not verdict:
            raise ValidationError(verdict.say)
        return given


class AdviserForm(PlaitForm):
    """Who can be asked before sharing: one of the agency's people, or a name and a number."""

    groups: ClassVar = {
        "kind": G.WORK, "practitioner": G.WORK, "name": G.WORK, "phone": G.WORK, "hours": G.WORK, "for_area": G.WORK,
    }  # fmt: skip
    button = "Name this adviser"
    kind = forms.ChoiceField(label="What are they asked about?", choices=Adviser.Kind.choices)
    practitioner = forms.ChoiceField(label="Somebody of your agency", required=False)
    name = forms.CharField(
        label="Or somebody who has no account",
        help_text="Their name, or how to ask for them: “duty solicitor”.",
        max_length=120,
        required=False,
    )
    phone = forms.CharField(
        label="Number to ring",
        help_text="Leave it empty for somebody of your agency whose own number is right.",
        max_length=30,
        required=False,
    )
    hours = forms.CharField(label="When they can be rung", max_length=60, required=False)
    for_area = forms.BooleanField(label="Everybody in the area may ask them", required=False)

    def __init__(
        self, *args: Any, people: Iterable[Practitioner], area_wide: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice("practitioner")
        field.choices = [
            ("", "Nobody of our own"),
            *((str(one.pk), f"{one.name}, {one.job}") for one in people),
        ]
        if not area_wide:
            del self.fields["for_area"]

    def clean(self) -> dict[str, Any] | None:
        """Somebody, and a number to ring."""
        given = super().clean() or {}
        if not given.get("practitioner") and not given.get("name"):
            self.add_error("practitioner", "Choose somebody of your agency, or write a name.")
        elif not given.get("practitioner") and not given.get("phone"):
            self.add_error("phone", "Write the number to ring.")
        return given


class CommissionedForm(PlaitForm):
    """For whom the agency works under contract."""

    groups: ClassVar = {"commissioned_by": G.WORK}
    button = "Save"
    commissioned_by = forms.CharField(
        label="Which listed body do you deliver services for, under contract?",
        help_text="For example a council, an integrated care board, the police. Leave it empty if you work for yourselves. "
        "It decides whether the duty to share information (Children Act 2004, section 16LA) reaches your agency.",
        max_length=120,
        required=False,
    )


class SuspendForm(PlaitForm):
    """Why somebody is suspended."""

    groups: ClassVar = {"because": G.WORK, "do": G.WORK}
    button = "Suspend them now"
    do = forms.CharField(widget=forms.HiddenInput, initial="suspend")
    because = forms.CharField(
        label="Why?",
        help_text="At least 10 characters. Only administrators of your agency read it.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


# --- passkeys: what a browser sends is not always what allauth expects of one (a missing part is a KeyError there)
def _understood(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        raise ValidationError(
            "This passkey could not be read. Try again, or sign in another way.", code="unreadable"
        ) from fault


class PasskeySignInForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone."""

    def clean_credential(self) -> Any:
        """The passkey, or a sentence."""
        return _understood(super().clean_credential)


class PasskeySecondStepForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""

    def clean_credential(self) -> Any:
        """The passkey, or a sentence."""
        return _understood(super().clean_credential)


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the proof of who one is before a step that needs it."""

    def clean_credential(self) -> Any:
        """The passkey, or a sentence."""
        return _understood(super().clean_credential)


class PasskeyAddForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """One more passkey."""

    def clean(self) -> Any:
        """What the browser made, or a sentence."""
        return _understood(super().clean)
