"""The sealed log: leaves and whole subtrees that never change, the heads over them, and what witnesses said."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class SealedLog(models.Model):
    """How far the audit is sealed: one row, and the lock of whoever seals. `upto` is the highest row looked at."""

    classes: ClassVar = {"id": C.AUDIT, "size": C.AUDIT, "upto": C.AUDIT}

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(default=0)


class Awaited(models.Model):
    """The number of an audit row that was not there while a higher one was: its transaction had not ended, or never will."""

    classes: ClassVar = {"entry": C.AUDIT, "since": C.AUDIT}

    entry = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(db_index=True)


class Leaf(models.Model):
    """One audit row's place in the log, and the hash that it had when it was sealed. Never changes."""

    classes: ClassVar = {"index": C.AUDIT, "entry": C.AUDIT, "hash": C.AUDIT}

    index = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)


class Node(models.Model):
    """The hash of one whole subtree of two leaves or more, under `tree.place`. Never changes."""

    classes: ClassVar = {"place": C.AUDIT, "hash": C.AUDIT}

    place = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)


class Head(models.Model):
    """What this area signed of its own log: the log had this size and this root. Never changes."""

    classes: ClassVar = {"size": C.AUDIT, "root": C.AUDIT, "at": C.AUDIT, "statement": C.AUDIT}

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    statement = models.TextField()


class CoSignature(models.Model):
    """A witness's word for one of our heads: a peer saw it, and it grew from the one that the peer saw before."""

    classes: ClassVar = {
        "id": C.AUDIT,
        "head": C.AUDIT,
        "peer": C.AUDIT,
        "at": C.AUDIT,
        "statement": C.AUDIT,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    head = models.ForeignKey(Head, on_delete=models.PROTECT, related_name="cosignatures")
    peer = models.CharField(max_length=120)
    at = models.DateTimeField()
    statement = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "peer"], name="one_word_for_a_head")]


class PeerHead(models.Model):
    """A peer's head as we co-signed it. What we gave is kept with what we were shown; neither changes."""

    classes: ClassVar = {
        "id": C.AUDIT,
        "peer": C.AUDIT,
        "log": C.AUDIT,
        "size": C.AUDIT,
        "root": C.AUDIT,
        "at": C.AUDIT,
        "statement": C.AUDIT,
        "cosigned": C.AUDIT,
        "cosigned_at": C.AUDIT,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.CharField(max_length=120)
    log = models.CharField(max_length=120)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    statement = models.TextField()
    cosigned = models.TextField()
    cosigned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["peer", "size"], name="one_head_of_a_size")]


class WitnessAlarm(models.Model):
    """Somebody shows two histories, an old one as if it were new, or changed what was sealed. Stays until a person has said
    what they found. `peer` is empty where our own audit does not hold."""

    classes: ClassVar = {
        "id": C.AUDIT,
        "key": C.AUDIT,
        "kind": C.AUDIT,
        "peer": C.AUDIT,
        "own": C.AUDIT,
        "size": C.AUDIT,
        "ours": C.AUDIT,
        "theirs": C.AUDIT,
        "statement": C.AUDIT,
        "raised_at": C.AUDIT,
        "settled_at": C.AUDIT,
        "settled_by": C.AUDIT,
        "settled_by_name": C.AUDIT,
        "found": C.CONTENT,
        "climbed": C.AUDIT,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    peer = models.CharField(max_length=120, blank=True)
    own = models.BooleanField(default=False)  # is it about our own log?
    size = models.BigIntegerField()
    ours = models.CharField(max_length=64, blank=True)
    theirs = models.CharField(max_length=64, blank=True)
    statement = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    found = models.TextField(blank=True)
    climbed = models.PositiveSmallIntegerField(
        default=0
    )  # how often others besides were told, since nobody settled it

    @property
    def ref(self) -> str:
        """The audit's reference."""
        return f"witness-alarm:{self.pk}"
