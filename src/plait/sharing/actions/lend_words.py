"""Lend what is sealed or protected to another area for fifteen minutes, and take it back. It rests on a decision to share."""

from datetime import datetime

from plait.agencies.roles import permissions
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import leases
from plait.base.federation.models import Loan
from plait.base.federation.queries import standing_loans
from plait.people.access import insist_may_reveal, open_person
from plait.people.places import is_shielded
from plait.sharing.models import InformationItem
from plait.sharing.queries.lending import ITEM, WHERE, as_sealed, rests_on, where_ref
from plait.sharing.rules.lending import may_lend_item, may_lend_where, may_rest_on_decision


@deed
def lend_item(*, item_id: str, to: str, decision_id: str, because: str, by: Actor, at: datetime) -> Loan:
    """Lend a sealed item to the area of this code. Raises Refused for whoever may not open the person or neither wrote it nor
    decides, for what is not sealed or no longer stands, without a decision to share, and where nothing can be lent."""
    item = _item(item_id)
    about = f"item:{item.pk}"
    open_person(by, item.person_id, at=at, act="lease:lend")
    may_lend_item(
        as_sealed(item), own=item.agency_id == by.agency, decides="decision:make" in permissions(by)
    ).insist(about=about)
    may_rest_on_decision(rests_on(decision_id, person_id=item.person_id), because=because).insist(about=about)
    loan = leases.lend_to(to=to, ref=about, because=because.strip()[:200], by=by, at=at)
    record(
        act="sharing:lent", about=[about, f"person:{item.person_id}", f"sharing-decision:{decision_id}"], by=by, at=at,
        fields=(item.field_group,), purpose=because.strip(),
    )  # fmt: skip
    return loan


@deed
def lend_whereabouts(
    *, person_id: str, to: str, decision_id: str, because: str, by: Actor, at: datetime
) -> Loan:
    """Lend where somebody protected is to the area of this code: as it stands now, and no later home. Raises Refused for whoever
    would not be shown it themselves, as `lend_item` does, and of a restricted record."""
    person = open_person(by, person_id, at=at, act="lease:lend")
    about = f"person:{person.pk}"
    insist_may_reveal(by, str(person.pk), at=at, danger=False)
    may_lend_where(protected=is_shielded(person), restricted=person.restricted).insist(about=about)
    may_rest_on_decision(rests_on(decision_id, person_id=str(person.pk)), because=because).insist(about=about)
    loan = leases.lend_to(to=to, ref=where_ref(person), because=because.strip()[:200], by=by, at=at)
    record(
        act="sharing:lent", about=[about, f"sharing-decision:{decision_id}"], by=by, at=at, fields=("location",),
        purpose=because.strip(),
    )  # fmt: skip
    return loan


@deed
def take_back_item(*, item_id: str, by: Actor, at: datetime) -> int:
    """End every loan of this item for the very next look. Whoever may open the person may: ending harms nobody."""
    item = _item(item_id)
    open_person(by, item.person_id, at=at, act="lease:take-back")
    ended = leases.end_all(ref=f"{ITEM}:{item.pk}", by=by, at=at)
    record(act="sharing:taken-back", about=[f"item:{item.pk}", f"person:{item.person_id}"], by=by, at=at)
    return ended


@deed
def take_back_whereabouts(*, person_id: str, by: Actor, at: datetime) -> int:
    """End every loan of where this person is, or was, for the very next look."""
    person = open_person(by, person_id, at=at, act="lease:take-back")
    refs = standing_loans(f"{WHERE}:{person.pk}:")
    ended = sum(leases.end_all(ref=one, by=by, at=at) for one in refs)
    record(act="sharing:taken-back", about=f"person:{person.pk}", by=by, at=at, fields=("location",))
    return ended


def _item(item_id: str) -> InformationItem:
    found = InformationItem.objects.filter(pk=item_id).first()
    if found is None:
        raise Refused(hidden("no-such-item"), about=f"item:{item_id}")
    return found
