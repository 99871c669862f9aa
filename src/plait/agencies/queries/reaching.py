"""Whom a letter, a link or an invitation reaches: registered mailboxes, addresses, and what is kept of a token."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.models import Agency, Invitation, MailboxLink, Practitioner, Team
from plait.base.access.written import Written


def reads_mail(agency: Agency) -> bool:
    """Has this agency a registered mailbox that still works with Plait?"""
    return bool(agency.mailbox) and agency.ended_at is None


def mailbox_link(link_id: str) -> MailboxLink | None:
    """A used mailbox link with its agency, or None."""
    return MailboxLink.objects.select_related("agency").filter(pk=link_id, used_at__isnull=False).first()


def own_links(actor_id: str) -> list[str]:
    """The actor ids (`mailbox:<link>`) of one person's links: a new link is sent each time they come back, so theirs are
    those to the same mailbox that gave the same name. Without a name, only the very link."""
    link = MailboxLink.objects.filter(pk=actor_id.removeprefix("mailbox:")).first()
    if link is None or not link.person_name.strip():
        return [actor_id]
    same = MailboxLink.objects.filter(agency_id=link.agency_id, person_name__iexact=link.person_name.strip())
    return [f"mailbox:{one}" for one in same.values_list("pk", flat=True)]


def follows(link: MailboxLink, *, earlier: str, mailbox: str) -> bool:
    """Is this link the next one of the same person: to the same mailbox (`mailbox` is the hash of its address then), under the
    same name?"""
    same_mailbox = mailbox == hash_of(link.agency.mailbox.lower())
    return (
        same_mailbox and earlier != str(link.pk) and f"mailbox:{earlier}" in own_links(f"mailbox:{link.pk}")
    )


def agency_of_mailbox(address: str) -> Agency | None:
    """The agency that registered this mailbox, whatever its capitals; None when there is none, or more than one."""
    found = list(
        Agency.objects.filter(mailbox__iexact=address.strip(), ended_at__isnull=True).exclude(mailbox="")[:2]
    )
    return found[0] if len(found) == 1 else None


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose link carries this token, used or not."""
    return Invitation.objects.select_related("practitioner__agency").filter(token_hash=hash_of(token)).first()


def mailbox_link_of(token: str) -> MailboxLink | None:
    """The mailbox link that carries this token, used or not."""
    return MailboxLink.objects.select_related("agency").filter(token_hash=hash_of(token)).first()


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256 in hex. The token itself has 256 random bits and is never stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def mail_address(reference: str) -> str | None:
    """Where mail for a reference goes now; None when nobody reads it.

    `practitioner:` their own address; `team:`, `agency:` and `mailbox:` (a used or unused mailbox link's id) the
    agency's registered mailbox; `invitation:` the address it was made for, while it waits.
    """
    kind, _, record_id = reference.partition(":")
    if kind == "practitioner":
        email, active = _own_address.first(record_id) or (None, False)
        return email if active else None
    if kind == "team":
        team_found: Team | None = _team.first(record_id)
        return team_found.agency.mailbox if team_found and reads_mail(team_found.agency) else None
    if kind == "agency":
        agency_found = Agency.objects.filter(pk=record_id).first()
        return agency_found.mailbox if agency_found and reads_mail(agency_found) else None
    if kind == "mailbox":
        link = MailboxLink.objects.select_related("agency").filter(pk=record_id).first()
        return link.agency.mailbox if link and reads_mail(link.agency) else None
    if kind == "invitation":
        waiting = Invitation.objects.filter(pk=record_id, accepted_at__isnull=True).first()
        return waiting.email if waiting else None
    return None


@Written
def _own_address(practitioner_id: str) -> QuerySet[Practitioner, Any]:
    here = Practitioner.objects.filter(pk=practitioner_id, left_at__isnull=True)
    return here.values_list("user__email", "user__is_active")


@Written
def _team(team_id: str) -> QuerySet[Team]:
    return Team.objects.select_related("agency").filter(pk=team_id)


def agency_behind(reference: str) -> str:
    """Whose registered mailbox mail for `agency:`, `team:` or `mailbox:` goes to; empty for anybody else."""
    kind, _, record_id = reference.partition(":")
    if kind == "agency":
        return record_id
    if kind == "team":
        team_found: Team | None = _team.first(record_id)
        return str(team_found.agency_id) if team_found else ""
    link = MailboxLink.objects.filter(pk=record_id).first() if kind == "mailbox" else None
    return str(link.agency_id) if link else ""


def mobile(number: str) -> str:
    """A British mobile number in figures alone; empty where it is none."""
    digits = re.sub(r"^(?:00)?44(?:0)?(?=7\d{9}$)", "0", re.sub(r"\D", "", number))
    return digits if digits.startswith("07") and len(digits) == 11 else ""


def invitations_to(contacts: Iterable[str]) -> list[UUID]:
    """Invitations to one of these e-mail addresses that nobody has accepted."""
    mails = [one.strip().casefold() for one in contacts if "@" in one]
    waiting = Invitation.objects.filter(email__in=mails, accepted_at__isnull=True)
    return list(waiting.values_list("pk", flat=True))
