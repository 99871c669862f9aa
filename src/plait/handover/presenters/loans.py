"""Loans on a handover in words for the screen. Of what is lent no word stands here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.federation.queries import own_collects
from plait.handover.access.handing import DECIDES
from plait.handover.access.loans import lent_to
from plait.handover.models import Handover, LentWord
from plait.handover.queries.loans import ITEM, borrowing_of, can_be_lent, lent_on
from plait.people.queries import names_of

LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Row:
    """One loan."""

    lent: LentWord
    words: str
    open: bool


def rows_of(handover: Handover, rows: list[LentWord], *, at: datetime) -> list[Row]:
    """Each loan: what about whom, and whether it can be read still."""
    names = _names(handover)
    return [
        Row(one, f"{one.get_what_display()}: {names.get(one.about, one.about)}", _open(one, at=at))
        for one in rows
    ]


def no_way_to(handover: Handover) -> bool:
    """Can nobody come to the source, since the area that would lend only comes and collects?"""
    return own_collects() if handover.side == Handover.Side.OUT else handover.peer.collects


def _open(one: LentWord, *, at: datetime) -> bool:
    if no_way_to(one.handover):
        return False
    if one.ours:
        return one.ended_at is None and at < one.at + LASTS
    known = borrowing_of(one)
    return known is not None and known.ended_at is None and at < known.since + LASTS


def _names(handover: Handover) -> Mapping[str, str]:
    names = names_of(list(handover.refs.values())) if handover.refs else {}
    return {ref: names.get(person, ref) for ref, person in handover.refs.items()}


def lent_by_us(handover: Handover, by: Actor, *, at: datetime) -> list[Row]:
    """What we lent on a handover of ours; of what is sealed only for who lent it and who decides: nobody else knows of it."""
    rows = [one for one in lent_on(handover) if one.what != ITEM or one.by == by.id or may(by, DECIDES)]
    return rows_of(handover, rows, at=at)


def lent_to_reader(handover: Handover, by: Actor, *, at: datetime) -> list[Row]:
    """What is lent to this reader."""
    return rows_of(handover, lent_to(by, handover), at=at)


def offered(handover: Handover, by: Actor) -> list[tuple[str, str]]:
    """What the form offers to lend: whose it is and about whom, and no word of it. Of what is sealed to those who decide, and
    to the agency that wrote it."""
    decides = bool(may(by, DECIDES))
    names = _names(handover)
    return [
        (
            key,
            f"Sealed, from {item.agency_name}, about {names.get(about, about)}"
            if item is not None
            else f"Where {names.get(about, about)} is, as it stands now",
        )
        for key, about, item in can_be_lent(handover)
        if item is None or decides or item.agency_id == by.agency
    ]
