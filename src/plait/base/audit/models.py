"""The audit row: append-only, pseudonymous, without foreign keys so that history never blocks or loses live data."""

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """Who saw or did what, to which subject, for what purpose, with which verdict.

    `who` and `subject` are keyed hashes (see `pseudonyms`): a copy of this table alone is not a map of vulnerable
    children. `leaf` is SHA-256 over 0x00, the salt and the row's canonical text, ready to be sealed into a log.
    The database refuses UPDATE and DELETE by trigger (migration 0001).
    """

    classes: ClassVar[dict[str, str]] = {
        name: "audit"
        for name in (
            "id at who who_kind agency roles act subject fields purpose verdict reason pack request salt leaf".split()
        )
    }

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=64)
    who_kind = models.CharField(max_length=16)
    agency = models.CharField(max_length=64, blank=True)
    roles = models.CharField(max_length=300, blank=True)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=64)
    fields = models.CharField(max_length=400, blank=True)
    purpose = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=16)
    reason = models.CharField(max_length=120, blank=True)
    pack = models.CharField(max_length=64, blank=True)
    request = models.CharField(max_length=36, blank=True)
    salt = models.CharField(max_length=32)
    leaf = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["who", "id"], name="audit_by_who"),
            models.Index(fields=["verdict", "id"], name="audit_by_verdict"),
        ]
