"""A family that moves, as somebody here learnt of it. It says no address: that is the spine's, and shown by `people.places`."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.referrals.models import Contact


class FamilyMove(models.Model):
    """One move of a family: how it is known, for how long, and whose area they come to. Of somebody protected no area is kept."""

    class Known(models.TextChoices):
        NOTIFIED = "notified", "They told us, or another area did"
        SUSPECTED = "suspected", "Somebody thinks so; nobody has said it"
        DISCOVERED = "discovered", "We found out"

    class State(models.TextChoices):
        STANDS = "stands", "Stands"
        OVER = "over", "Over"

    classes: ClassVar = {
        "id": C.WORK,
        "child": C.IDENTITY,
        "contact": C.WORK,
        "known": C.CONTENT,
        "told": C.SOURCE,
        "moved_on": C.CONTENT,
        "temporary": C.CONTENT,
        "until": C.CONTENT,
        "authority": C.LOCATION,
        "why": C.CONTENT,
        "words": C.CONTENT,
        "state": C.WORK,
        "look_on": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "owner": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.UUIDField(db_index=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="moves")
    known = models.CharField(max_length=10, choices=Known.choices)
    told = models.CharField(max_length=200, blank=True)  # who said so, in words
    moved_on = models.DateField(null=True)
    temporary = models.BooleanField(default=False)
    until = models.DateField(null=True)
    authority = models.CharField(max_length=120, blank=True)
    why = models.JSONField(default=list)  # codes of `people.rules.moves.HARMLESS`
    words = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.STANDS)
    look_on = models.DateField(null=True)  # when somebody is asked again
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    owner = models.CharField(
        max_length=80, blank=True
    )  # who is asked again; whoever noted it, while they are there
    at = models.DateTimeField()

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"move:{self.pk}"


class MoveOf(models.Model):
    """Who moved: the child, and whoever of the household was said to have gone too."""

    classes: ClassVar = {"id": C.WORK, "move": C.WORK, "person": C.IDENTITY}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    move = models.ForeignKey(FamilyMove, models.CASCADE, related_name="people")
    person = models.UUIDField(db_index=True)


class MoveLook(models.Model):
    """Somebody looked at a move again. Never changed."""

    class Found(models.TextChoices):
        BACK = "back", "They are back"
        STAYS = "stays", "They stay there for good"
        LONGER = "longer", "They stay longer, for a time"
        MOVED = "moved", "They have moved: we know it now"
        NOT_MOVED = "not_moved", "They have not moved"

    classes: ClassVar = {
        "id": C.WORK,
        "move": C.WORK,
        "found": C.CONTENT,
        "words": C.CONTENT,
        "until": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    move = models.ForeignKey(FamilyMove, models.CASCADE, related_name="looks")
    found = models.CharField(max_length=10, choices=Found.choices)
    words = models.CharField(max_length=1000, blank=True)
    until = models.DateField(null=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class OnceFled(models.Model):
    """That somebody once asked about this person as of one who flees. It stays when what was asked goes: a copy of what is known
    of their moves, given years later, must not lead to them either."""

    classes: ClassVar = {"person": C.LOCATION, "at": C.WORK}
    person = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
