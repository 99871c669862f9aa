"""Keyed hashes for people and records, so that the audit names nobody by itself."""

import hmac

from django.conf import settings


def pseudonym(reference: str) -> str:
    """The audit's name for a reference such as `person:<id>`: HMAC-SHA256 under PLAIT_AUDIT_KEY, 40 hex characters."""
    key = settings.PLAIT_AUDIT_KEY.encode()
    return hmac.digest(key, reference.encode(), "sha256").hex()[:40]
