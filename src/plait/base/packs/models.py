"""Released packs: rows that never change."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models

from plait.base.access.classes import FieldClass as C


class PackRelease(models.Model):
    """One release of an area's pack. `content` is all of it as JSON, `hash` the SHA-256 of its canonical text.

    The database refuses UPDATE and DELETE by trigger (migration 0001): every decision can be replayed by its release.
    """

    classes: ClassVar = {
        "id": C.REFERENCE,
        "area": C.REFERENCE,
        "version": C.REFERENCE,
        "hash": C.REFERENCE,
        "content": C.REFERENCE,
        "sequence": C.REFERENCE,
        "released_at": C.WORK,
        "released_by": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    sequence = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "sequence"], name="pack_release_sequence")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes a new row; a release that exists already is never changed."""
        if not self._state.adding:
            raise ReleaseIsImmutable
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise ReleaseIsImmutable


class ReleaseIsImmutable(TypeError):
    """A released pack cannot be changed or deleted. Release another one."""

    def __init__(self) -> None:
        super().__init__("A released pack cannot be changed or deleted. Release another one.")
