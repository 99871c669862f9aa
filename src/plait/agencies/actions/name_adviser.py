"""Say who can be asked before sharing, and who no longer can."""

from datetime import datetime

from plait.agencies.access import may_advise_area, may_manage
from plait.agencies.models import Adviser, Practitioner
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def name_adviser(
    *,
    agency_id: str,
    kind: str,
    practitioner_id: str | None = None,
    name: str = "",
    phone: str = "",
    hours: str = "",
    for_area: bool = False,
    by: Actor,
    at: datetime,
) -> Adviser:
    """One of the agency's people (their own number unless another is given), or a name and a number.

    Raises Refused for whoever may not manage the agency, for somebody of another agency, for nobody at all or no number,
    and for an area-wide adviser of an agency that does not run the hub.
    """
    may_manage(by, agency_id).insist()
    person = None
    if practitioner_id:
        person = Practitioner.objects.filter(
            pk=practitioner_id, agency_id=agency_id, left_at__isnull=True
        ).first()
        if person is None:
            raise Refused(hidden("not-own-agency"), about=f"practitioner:{practitioner_id}")
        phone = phone or person.phone
    if not phone.strip() or not (person or name.strip()):
        no(
            "nobody-to-ring",
            say="An adviser needs a name and a number, or nobody can ask them.",
            next_step="Choose somebody of your agency, or write a name and a number",
        ).insist()
    if for_area and not may_advise_area(agency_id):
        no(
            "not-for-the-area",
            say="Only advisers of the agency that runs the hub can be offered to everybody.",
            next_step="Name them for your own agency",
        ).insist()
    adviser = Adviser.objects.create(
        agency_id=agency_id,
        kind=Adviser.Kind(kind),
        practitioner=person,
        name="" if person else name.strip(),
        phone=phone.strip(),
        hours=hours.strip(),
        for_area=for_area,
    )
    record(act="adviser:named", about=f"agency:{agency_id}", by=by, at=at)
    return adviser


@deed
def end_adviser(*, adviser_id: str, by: Actor, at: datetime) -> Adviser:
    """From now on nobody is sent to them. Records that name their role stay. Doing it twice does it once."""
    adviser = Adviser.objects.filter(pk=adviser_id, agency_id=by.agency).first()
    if adviser is None:
        raise Refused(hidden("not-own-agency"), about=f"adviser:{adviser_id}")
    may_manage(by, str(adviser.agency_id)).insist()
    adviser.ended_at = adviser.ended_at or at
    adviser.save(update_fields=["ended_at"])
    record(act="adviser:ended", about=f"agency:{adviser.agency_id}", by=by, at=at)
    return adviser
