"""Show the receipt of a concern that an earlier mailbox link sent: from then on this link hears what came of it."""

import re
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.access import by_mailbox
from plait.feedback.models import ReceiptShown
from plait.referrals.models import Contact


@deed
def show_receipt(*, reference: str, by: Actor, at: datetime) -> Contact:
    """`reference` as it stands on the receipt; spaces, hyphens and capitals do not matter. Raises Refused where no concern
    sent by a link to the same mailbox has it, and always for the closed list, which opens by its own link alone."""
    by_mailbox(by).insist(about="page:feedback-receipt")
    plain = re.sub(r"[^0-9A-Z]", "", reference.upper())
    found = Contact.objects.filter(
        reference=f"{plain[:-4]}-{plain[-4:]}",
        route=Contact.Route.STANDARD,
        referrer__agency_id=by.agency,
        referrer__mailbox_link__startswith="mailbox:",
    ).first()
    if found is None:
        raise Refused(
            no(
                "no-such-receipt",
                say="No concern that was sent by a link to this mailbox has that reference.",
                next_step="Look at your receipt again, or ring the hub",
            ),
            about="page:feedback-receipt",
        )
    ReceiptShown.objects.get_or_create(link=by.id, contact=found, defaults={"at": at})
    record(act="feedback:receipt-shown", about=found.ref, by=by, at=at)
    return found
