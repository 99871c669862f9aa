"""Whom to tell and what is known of reaching them: whoever told us, as a recipient of feedback."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plait.agencies.models import Agency
from plait.agencies.queries import safeguarding_team_of
from plait.feedback.rules import AnswerGiven, Recipient, kind_for_contributor
from plait.people.queries import declared_to_know
from plait.people.queries.reaching import (
    barred_agencies,
    barred_practitioners,
    protections_of,
    reaches_somebody_barred,
)
from plait.people.rules import is_named
from plait.referrals.models import Contact, PartnerCheck, Referral, Referrer
from plait.referrals.queries.deciding import everybody_in


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell, about which record of theirs, and what is known of reaching them."""

    about: str
    reference: str
    kind: str
    recipient: Recipient
    practitioner_id: str | None = None
    agency_id: str | None = None
    agency_kind: str = ""
    actor: str = ""
    mail_to: str = ""
    words: str = (
        ""  # instead of the pack's, where nothing was decided (a check withdrawn); same places to fill
    )
    also: str = ""  # after them, as it stands


def recipient_of(referrer: Referrer, contact: Contact) -> Recipient:
    """What matters about telling whoever told us."""
    return Recipient(
        anonymous=referrer.kind == Referrer.Kind.ANONYMOUS,
        has_plait=referrer.practitioner is not None and referrer.practitioner.left_at is None,
        # Its session is over when the closed list is answered, and no other link to a shared mailbox opens what that is about.
        has_mailbox=bool(referrer.mailbox_link) and contact.route != Contact.Route.CLOSED_LIST,
        conflicted=_knows_the_family(referrer, contact),
        unsafe=_why_unsafe(referrer),
        ended=_has_ended(referrer),
        barred=_is_barred(referrer, contact),
    )


def telling_of(referrer: Referrer, contact: Contact, recipient: Recipient, *, words: str = "") -> Telling:
    """Telling them about the concern that they raised."""
    professional = referrer.kind == Referrer.Kind.PRACTITIONER
    return Telling(
        about=contact.ref,
        reference=contact.reference,
        kind="referrer" if professional else "public",
        recipient=recipient,
        practitioner_id=str(referrer.practitioner_id) if referrer.practitioner_id else None,
        agency_id=str(referrer.agency_id) if referrer.agency_id else None,
        agency_kind=referrer.agency.kind if referrer.agency else "",
        actor=referrer.mailbox_link,
        mail_to=_mail_to(referrer),
        words=words,
    )


def kind_of(check: PartnerCheck) -> str:
    """Whether the agency gave anything, over all the children it was asked about."""
    kinds = check.answers.filter(superseded=False).values_list("kind", flat=True)
    return kind_for_contributor(AnswerGiven(frozenset(kinds)))


def contributing(
    check: PartnerCheck, contact: Contact, *, kind: str, words: str = "", also: str = ""
) -> Telling:
    """Telling an agency about the answer that it gave."""
    return Telling(
        about=check.ref,
        reference=check.reference,
        kind=kind,
        recipient=Recipient(
            anonymous=False,
            has_plait=True,
            has_mailbox=True,
            conflicted=False,
            ended=check.agency.ended_at is not None,
            barred=str(check.agency_id) in barred_agencies(family_of(contact)),
        ),
        agency_id=str(check.agency_id),
        agency_kind=check.agency.kind,
        mail_to=f"team:{check.team_id}",
        words=words,
        also=also,
    )


def heard_before(
    known: Sequence[Agency], unknown: Sequence[str], referral: Referral, *, words: str
) -> list[Telling]:
    """Telling services that were told of the family before, by the referral's reference; of those that Plait does not know by
    name (`unknown`), a person."""
    barred = barred_agencies(family_of(referral.contact)) if known else set()
    tellings = []
    for one in known:
        team = safeguarding_team_of(str(one.pk))
        recipient = Recipient(
            anonymous=False, has_plait=team is not None, has_mailbox=False, conflicted=False,
            ended=one.ended_at is not None, barred=str(one.pk) in barred,
        )  # fmt: skip
        mail = f"team:{team.pk}" if team is not None else ""
        tellings.append(
            _heard(referral, recipient, words, agency_id=str(one.pk), agency_kind=one.kind, mail_to=mail)
        )
    if unknown:
        by_name = f"They were told of the step down by name: {', '.join(unknown)}."[:280]
        rung = Recipient(
            anonymous=False, has_plait=False, has_mailbox=False, conflicted=False, unsafe=by_name
        )
        tellings.append(_heard(referral, rung, words))
    return tellings


def _heard(referral: Referral, recipient: Recipient, words: str, **more: Any) -> Telling:
    return Telling(referral.ref, referral.reference, "heard", recipient, words=words, **more)


def _knows_the_family(referrer: Referrer, contact: Contact) -> bool:
    if referrer.practitioner_id is None:
        return False
    return not declared_to_know(str(referrer.practitioner_id)).isdisjoint(family_of(contact))


def _has_ended(referrer: Referrer) -> bool:
    """Whoever works there, or came by its mailbox."""
    agency = referrer.practitioner.agency if referrer.practitioner else None
    if agency is None and referrer.mailbox_link:
        agency = referrer.agency
    return agency is not None and agency.ended_at is not None


def family_of(contact: Contact) -> list[str]:
    """Everybody the concern speaks of, by id."""
    return everybody_in(contact.pk)


def _is_barred(referrer: Referrer, contact: Contact) -> bool:
    """Is anybody in the concern protected from whoever told us? By who they are, by what they use, by whose mailbox they read,
    or by the name that was written down: rather one held too many."""
    family = family_of(contact)
    if str(referrer.practitioner_id) in barred_practitioners(family):
        return True
    if referrer.mailbox_link and str(referrer.agency_id) in barred_agencies(family):
        return True
    if reaches_somebody_barred(family, [referrer.phone, referrer.email]):
        return True
    if not referrer.name.strip() or referrer.practitioner_id is not None:
        return False
    forename, _, surname = referrer.name.strip().rpartition(" ")
    return any(is_named(one.name, forename=forename, surname=surname) for one in protections_of(family))


def _why_unsafe(referrer: Referrer) -> str:
    """A practitioner reads feedback in Plait, where nobody else sees it; anyone else is reached outside it."""
    if referrer.kind == Referrer.Kind.PRACTITIONER:
        return ""
    way = f" They said: {referrer.safe_contact}" if referrer.safe_contact else ""
    if referrer.protected:
        return f"Somebody must not learn that they told us.{way}"
    # Neighbours, relatives and children are never named to a family, whether or not they thought to ask.
    return f"Whoever rings is never named to the family, asked or not.{way}"


def _mail_to(referrer: Referrer) -> str:
    if referrer.practitioner_id:
        return f"practitioner:{referrer.practitioner_id}"
    return f"agency:{referrer.agency_id}" if referrer.mailbox_link and referrer.agency_id else ""
