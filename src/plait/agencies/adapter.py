"""How allauth behaves here: no sign-up, no talk, and a guess too many is kept in the audit like a wrong one."""

from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.encoding import force_bytes

from plait.agencies import sessions
from plait.base.audit.record import record


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    drawn = (
        HKDF(algorithm=SHA256(), length=32, salt=None, info=b"plait second steps").derive(force_bytes(key))
        for key in keys
    )
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in drawn])


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: nobody makes an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """As allauth's; when there were too many guesses, the audit keeps that too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            with transaction.atomic():
                record(
                    act="sign-in:refused",
                    about="page:sign-in",
                    by=sessions.NOBODY,
                    at=request.at,  # type: ignore[attr-defined]
                    verdict="refused",
                    reason="too-many-guesses",
                )
            raise


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps. What an authenticator app shares with us is kept sealed under a key drawn from the secret key."""

    def encrypt(self, text: str) -> str:
        """The secret of an authenticator app or of recovery codes, sealed for the table."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; raises InvalidToken when the secret key was changed and the old one is not kept as a fallback."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site's name as a passkey shows it; its id is the host that the browser is on."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Plait"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 (allauth's word)
        """A name for a passkey that was given none."""
        return "Passkey" if type == "webauthn" else str(super().generate_authenticator_name(user, type))
