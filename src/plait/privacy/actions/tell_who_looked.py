"""A sheet that says who looked, for the one it is about: made by one person, approved by another."""

from dataclasses import asdict
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.privacy.access import may_ask_about, may_review_lookups, opened, visible_sheets
from plait.privacy.models import LookedSheet
from plait.privacy.queries.telling import looked_at_person, must_not_know, protected
from plait.privacy.rules.telling import lines_of, may_make_sheet


@deed
def make_sheet(
    *, person_id: str, for_whom: str, recipient: str, safe_because: str, by: Actor, at: datetime
) -> LookedSheet:
    """Gathered now, so that what is approved is what is given. Who gets it is kept on the sheet alone."""
    may_review_lookups(by).insist(about="page:sheets")
    if not may_ask_about(by, person_id):
        raise Refused(
            no("no-such-record", say="There is no record with that reference.", next_step="Look at it again"),
            about="page:sheets",
        )
    may_make_sheet(
        recipient=recipient,
        must_not_know=must_not_know(person_id),
        shielded=protected(person_id),
        for_self=for_whom == LookedSheet.For.SELF,
        safe_because=safe_because,
    ).insist(about="page:sheets")
    looks, left_out = looked_at_person(person_id, for_self=for_whom == LookedSheet.For.SELF)
    made = LookedSheet.objects.create(
        person_id=person_id, agency_id=by.agency, for_whom=for_whom, recipient=recipient.strip(),
        safe_because=safe_because.strip(), lines=[asdict(one) for one in lines_of(looks)], left_out=left_out,
        made_by=by.id, made_at=at,
    )  # fmt: skip
    record(act="sheet:made", about=made.ref, by=by, at=at, fields=("audit",))
    return made


@deed
def decide_sheet(*, sheet_id: str, approve: bool, because: str, by: Actor, at: datetime) -> LookedSheet:
    """The second person says whether it may be given. Asked again whether somebody must not know: that may have changed."""
    seen = opened(visible_sheets(by), sheet_id, kind="sheet", by=by, at=at)
    may(by, "privacy:approve").insist(about=seen.ref)
    sheet = LookedSheet.objects.select_for_update().get(pk=seen.pk)
    if sheet.state != LookedSheet.State.DRAFTED:
        return sheet
    if sheet.made_by == by.id:
        raise Refused(
            no("same-person", say="A second person approves it.", next_step="Ask a colleague"),
            about=sheet.ref,
        )
    if approve:
        may_make_sheet(
            recipient=sheet.recipient,
            must_not_know=must_not_know(sheet.person_id),
            shielded=protected(sheet.person_id),
            for_self=sheet.for_whom == LookedSheet.For.SELF,
            safe_because=sheet.safe_because,
        ).insist(about=sheet.ref)
    sheet.state = LookedSheet.State.APPROVED if approve else LookedSheet.State.REFUSED
    sheet.decided_by, sheet.decided_at, sheet.decided_because = by.id, at, because.strip()
    sheet.save(update_fields=["state", "decided_by", "decided_at", "decided_because"])
    record(act="sheet:decided", about=sheet.ref, by=by, at=at, reason=sheet.state)
    return sheet
