"""Legal hold: nothing about this person is disposed of, until two people say that it may be."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Person
from plait.privacy.access import may_act_for, may_use_desk, opened, visible_holds
from plait.privacy.models import LegalHold


def _needs(because: str, about: str) -> None:
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why.", next_step="Add your reason"), about=about)


@deed
def ask_for_hold(*, person_id: str, because: str, by: Actor, at: datetime) -> LegalHold:
    """It holds at once: to keep is safe. A second person confirms it."""
    may_use_desk(by).insist(about="page:holds")
    _needs(because, "page:holds")
    if not Person.objects.filter(pk=person_id).exists():
        raise Refused(
            no("no-such-record", say="There is no record with that reference.", next_step="Look at it again"),
            about="page:holds",
        )
    known = LegalHold.objects.filter(person_id=person_id, agency_id=by.agency, lifted_at__isnull=True).first()
    if known is not None:
        record(act="hold:stands", about=known.ref, by=by, at=at)
        return known
    made = LegalHold.objects.create(
        person_id=person_id, agency_id=by.agency, because=because.strip(), asked_by=by.id, asked_at=at
    )
    record(act="hold:asked", about=[made.ref, f"person:{person_id}"], by=by, at=at)
    return made


@deed
def confirm_hold(*, hold_id: str, by: Actor, at: datetime) -> LegalHold:
    """The second person confirms it; twice changes nothing."""
    hold = _held(hold_id, by, at)
    if hold.set_at is None:
        _another(hold.asked_by, by, hold)
        hold.set_by, hold.set_at = by.id, at
        hold.save(update_fields=["set_by", "set_at"])
        record(act="hold:set", about=hold.ref, by=by, at=at)
    return hold


@deed
def ask_to_lift_hold(*, hold_id: str, because: str, by: Actor, at: datetime) -> LegalHold:
    """It still holds, until another person agrees."""
    hold = _held(hold_id, by, at)
    may_act_for(str(hold.agency_id), by=by, at=at).insist(about=hold.ref)
    _needs(because, hold.ref)
    if not hold.lift_asked_by:
        hold.lift_asked_by, hold.lift_asked_at, hold.lift_because = by.id, at, because.strip()
        hold.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_because"])
        record(act="hold:lift-asked", about=hold.ref, by=by, at=at)
    return hold


@deed
def lift_hold(*, hold_id: str, by: Actor, at: datetime) -> LegalHold:
    """The second person agrees: from now on it holds nothing."""
    hold = _held(hold_id, by, at)
    if not hold.lift_asked_by:
        raise Refused(
            no("nobody-asked", say="Nobody has asked to lift it.", next_step="Ask first, with a reason"),
            about=hold.ref,
        )
    _another(hold.lift_asked_by, by, hold)
    hold.lifted_by, hold.lifted_at = by.id, at
    hold.save(update_fields=["lifted_by", "lifted_at"])
    record(act="hold:lifted", about=[hold.ref, f"person:{hold.person_id}"], by=by, at=at)
    return hold


def _held(hold_id: str, by: Actor, at: datetime) -> LegalHold:
    seen = opened(visible_holds(by).filter(lifted_at__isnull=True), hold_id, kind="hold", by=by, at=at)
    return LegalHold.objects.select_for_update().get(pk=seen.pk)


def _another(first: str, by: Actor, hold: LegalHold) -> None:
    if first == by.id:
        raise Refused(
            no("same-person", say="A second person must say so.", next_step="Ask a colleague"), about=hold.ref
        )
