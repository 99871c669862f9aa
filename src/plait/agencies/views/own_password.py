"""Changing one's own password; somebody who signs in by passkey alone has none to change."""

from typing import Any

from allauth.account.views import PasswordChangeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """As allauth's, which would send somebody without a password to a page that Plait does not have."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, or back to the account with a sentence."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, "You have no password to change: you sign in without one.")
            return redirect("account")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
