"""Use a one-time mailbox link: once, within half an hour."""

from datetime import datetime
from uuid import UUID

from plait.agencies import queries
from plait.agencies.events import MailboxLinkFollowed
from plait.agencies.models import MailboxLink
from plait.agencies.queries import reads_mail
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.announce.bus import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record

OVER = no(
    "mailbox-link-over",
    say="This link does not work. It may have been used already, or its half hour is over.",
    next_step="Ask for a new link, or ring the hub",
)


@deed
def use_mailbox_link(*, token: str, kept: tuple[str, str] = ("", ""), by: Actor, at: datetime) -> MailboxLink:
    """Mark the link as used and return it. Raises Refused for one that is used, over, unknown or no longer registered.

    `kept` is the earlier link whose unsent drafts this browser keeps, and the hash of its mailbox: where both are of the same
    person, whoever keeps drafts hears of it.
    """
    found = queries.mailbox_link_of(token)
    if found is None or found.used_at is not None or found.expires_at <= at or not reads_mail(found.agency):
        OVER.insist()
    assert found is not None
    if not MailboxLink.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=at):
        OVER.insist()
    found.used_at = at
    record(act="mailbox-link:used", about=f"agency:{found.agency_id}", by=by, at=at)
    earlier, mailbox = kept
    if earlier and queries.follows(found, earlier=earlier, mailbox=mailbox):
        announce(MailboxLinkFollowed(found.pk, UUID(earlier), by.id, at))
    return found
