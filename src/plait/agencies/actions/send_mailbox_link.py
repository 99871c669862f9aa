"""Send a one-time link to a registered agency mailbox."""

from datetime import datetime
from secrets import token_urlsafe

from django.utils import timezone

from plait.agencies import queries
from plait.agencies.models import MailboxLink
from plait.agencies.rules import MAILBOX_LINK_LASTS
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post

MOST_AT_ONCE = 5  # open links a mailbox may have, so that nobody fills it for sport


@deed
def send_mailbox_link(*, address: str, person_name: str, by: Actor, at: datetime) -> None:
    """Post a link when the address is a registered mailbox; otherwise only record that somebody asked.

    Answers the same either way, so that nobody learns which addresses are registered.
    """
    agency = queries.agency_of_mailbox(address)
    if agency is None:
        record(act="mailbox-link:asked", about="page:by-mailbox", by=by, at=at, reason="not-registered")
        return
    if (
        MailboxLink.objects.filter(agency=agency, used_at__isnull=True, expires_at__gt=at).count()
        >= MOST_AT_ONCE
    ):
        record(act="mailbox-link:asked", about=f"agency:{agency.pk}", by=by, at=at, reason="too-many")
        return
    token = token_urlsafe(32)
    link = MailboxLink.objects.create(
        agency=agency,
        person_name=person_name.strip()[:120],
        token_hash=queries.hash_of(token),
        sent_at=at,
        expires_at=at + MAILBOX_LINK_LASTS,
    )
    record(act="mailbox-link:sent", about=f"agency:{agency.pk}", by=by, at=at)
    post(
        key=f"mailbox-link:{link.pk}",
        kind="one-time-link",
        to=f"mailbox:{link.pk}",
        body_ref="one_time_link",
        context={"link_path": f"/m/{token}/", "due": f"{timezone.localtime(link.expires_at):%H:%M}"},
        at=at,
    )
