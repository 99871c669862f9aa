"""Doors of views that other packages bring. Each is named here with the sentence saying who may come in."""

from collections.abc import Callable
from typing import Any

from plait.base.access.doors import Door, anyone_signed_in

OPEN = "Open to all: "
OWN = "Whoever is signed in, for their own sign-in methods and sessions only"

# allauth's views by dotted name; anything of allauth's that is not here is not reachable (DefaultDeny).
SENTENCES: dict[str, tuple[str, bool]] = {
    "allauth.account.views.LoginView": (OPEN + "signing in", True),
    "allauth.account.views.AccountInactiveView": (OPEN + "saying that an account has ended", True),
    "allauth.account.views.PasswordResetView": (OPEN + "asking for a link to set a new password", True),
    "allauth.account.views.PasswordResetDoneView": (OPEN + "saying that a link may be on its way", True),
    "allauth.account.views.PasswordResetFromKeyView": (
        OPEN + "setting a new password, with a link that works once",
        True,
    ),
    "allauth.account.views.PasswordResetFromKeyDoneView": (
        OPEN + "saying that the password was changed",
        True,
    ),
    "allauth.account.views.ReauthenticateView": (OWN, False),
    "plait.agencies.views.own_password.ChangePassword": (OWN, False),
    "allauth.mfa.base.views.AuthenticateView": (OPEN + "the second step of a sign-in under way", True),
    "allauth.mfa.base.views.ReauthenticateView": (OWN, False),
    "allauth.mfa.base.views.IndexView": (OWN, False),
    "allauth.mfa.totp.views.ActivateTOTPView": (OWN, False),
    "allauth.mfa.totp.views.DeactivateTOTPView": (OWN, False),
    "allauth.mfa.recovery_codes.views.ViewRecoveryCodesView": (OWN, False),
    "allauth.mfa.recovery_codes.views.GenerateRecoveryCodesView": (OWN, False),
    "allauth.mfa.webauthn.views.ListWebAuthnView": (OWN, False),
    "allauth.mfa.webauthn.views.AddWebAuthnView": (OWN, False),
    "allauth.mfa.webauthn.views.RemoveWebAuthnView": (OWN, False),
    "allauth.mfa.webauthn.views.EditWebAuthnView": (OWN, False),
    "allauth.mfa.webauthn.views.LoginWebAuthnView": (OPEN + "signing in with a passkey", True),
    "allauth.mfa.webauthn.views.ReauthenticateWebAuthnView": (OWN, False),
    "allauth.usersessions.views.ListUserSessionsView": (OWN, False),
}


def allow(view_name: str, sentence: str, *, open_to_all: bool) -> None:
    """Let a third-party view be reached, with the sentence that says who may come in."""
    SENTENCES[view_name] = (sentence, open_to_all)


def dotted_name(view: Callable[..., Any]) -> str:
    """The dotted name of a view function or of the class behind it."""
    behind = getattr(view, "view_class", view)
    return f"{behind.__module__}.{behind.__qualname__}"


def door_of(view: Callable[..., Any]) -> Door | None:
    """The door before a view: its own, or the one that stands for it here; None means not reachable."""
    own = getattr(view, "door", None)
    if isinstance(own, Door):
        return own
    found = SENTENCES.get(dotted_name(view))
    if found is None:
        return None
    sentence, open_to_all = found
    return Door(
        sentence, "own:sign-in", ("GET", "POST"), None if open_to_all else anyone_signed_in, open_to_all
    )
