"""Whoever lives where somebody is protected is protected too. Only actions call this."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Person
from plait.people.store.filing import file_again

LIVES_THERE = "Lives where somebody is protected"


def hide_with(others: Iterable[Person], *, by: Actor, at: datetime) -> None:
    """Hide where these people are, because somebody who is protected lives there; each has a row in the audit."""
    for other in others:
        other.address_hidden, other.address_hidden_because = True, LIVES_THERE
        other.save(update_fields=["address_hidden", "address_hidden_because"])
        record(act="place:shielded", about=f"person:{other.pk}", by=by, at=at, fields=("location",))
        file_again([other.pk])
