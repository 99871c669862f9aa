"""May this reader open this concern, referral or check? Lists and details go by the same filter."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.queries import own_links
from plait.base.access.verdict import Refused, Verdict, hidden, yes
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import involvements_of, is_unreachable
from plait.people.events import PeopleBehind
from plait.referrals.models import Contact, ContactPerson, Draft, PartnerCheck, Referral, Referrer
from plait.referrals.queries.checks import that_wait
from plait.referrals.queries.leading import that_await
from plait.referrals.queries.raising import own_drafts
from plait.sharing.events import MayGoWith
from plait.thresholds.events import MayGiveView

# Involvements that open the whole concern; one who only told us sees their own words back, by `own_contacts`.
WORKS_ON_IT = ("duty", "allocated", "claimed", "emergency")


def _about_unreachable(by: Actor, at: datetime) -> Q:
    people = ContactPerson.objects.filter(
        is_unreachable(by, at=at, through="description__person"), contact_id=OuterRef("pk")
    )
    return Q(Exists(people))


def visible_contacts(by: Actor, *, at: datetime) -> QuerySet[Contact]:
    """Concerns the reader works on: involved, not about anyone they declared they know, nor about a restricted person
    who is not theirs by name. The closed list is seen only by the team that keeps it, because only it is involved."""
    works = involvements_of(by, at=at).filter(
        source_kind="contact", source_id=OuterRef("pk"), kind__in=WORKS_ON_IT
    )
    return Contact.objects.filter(Exists(works)).exclude(_about_unreachable(by, at))


def own_contacts(by: Actor, *, at: datetime) -> QuerySet[Contact]:
    """Concerns the reader raised, or that a safeguarding team they are in sent: what was said, its receipt, feedback."""
    if by.kind == "mailbox":
        # Whoever reads the mailbox can type a colleague's name: words are opened by the very link that sent them alone.
        return Contact.objects.filter(pk__in=Referrer.objects.filter(mailbox_link=by.id).values("contact_id"))
    told = involvements_of(by, at=at).filter(source_kind="contact", source_id=OuterRef("pk"), kind="referred")
    return Contact.objects.filter(Exists(told)).exclude(_about_unreachable(by, at))


def earlier_contacts(by: Actor) -> QuerySet[Contact]:
    """What earlier links to the same mailbox, under the same name, sent: to be listed by reference and standing, with no
    name and no word of it, and never opened. Nothing of the closed list, which may be about a reader of the mailbox."""
    if by.kind != "mailbox":
        return Contact.objects.none()
    links = [one for one in own_links(by.id) if one != by.id]
    sent = Referrer.objects.filter(mailbox_link__in=links).values("contact_id")
    return Contact.objects.filter(pk__in=sent, route=Contact.Route.STANDARD)


@Written
def _contact(by: Actor, contact_id: str, *, at: datetime) -> QuerySet[Contact]:
    return visible_contacts(by, at=at).select_related("team__agency").filter(pk=contact_id)


def open_contact(by: Actor, contact_id: str, *, at: datetime, act: str = "contact:read") -> Contact:
    """The concern, for somebody who works on it. The children it is about are audited with it."""
    found: Contact | None = _contact.first(by, contact_id, at=at)
    about = f"contact:{contact_id}"
    if found is None:
        raise Refused(hidden("not-involved"), about=about)
    record(act=act, about=[about, *people_refs(found)], by=by, at=at, fields=("identity", "content"))
    return found


def people_refs(contact: Contact) -> list[str]:
    """`person:<id>` of everyone a concern speaks of, for the audit."""
    return [f"person:{person_id}" for person_id in _people_in.rows(contact.pk)]


def people_in_all(contact_ids: Iterable[UUID]) -> list[str]:
    """The same of everyone whom several concerns speak of, each once. One query."""
    rows = ContactPerson.objects.filter(contact_id__in=set(contact_ids)).order_by("description__person_id")
    return [f"person:{one}" for one in rows.values_list("description__person_id", flat=True).distinct()]


@Written
def _people_in(contact_id: UUID) -> QuerySet[ContactPerson, Any]:
    rows = ContactPerson.objects.filter(contact_id=contact_id).order_by("order")
    return rows.values_list("description__person_id", flat=True)


def open_own_contact(by: Actor, contact_id: str, *, at: datetime) -> Contact:
    """The reader's own concern: its words, receipt and feedback. Everyone it speaks of is audited with it."""
    found = own_contacts(by, at=at).filter(pk=contact_id).first()
    about = f"contact:{contact_id}"
    if found is None:
        raise Refused(hidden("not-involved"), about=about)
    record(
        act="contact:own-read",
        about=[about, *people_refs(found)],
        by=by,
        at=at,
        fields=("identity", "content"),
    )
    return found


def visible_referrals(by: Actor, *, at: datetime) -> QuerySet[Referral]:
    """Referrals whose concern the reader works on."""
    # Asked of each referral of the list: naming every concern that the reader works on first would grow with the years.
    return Referral.objects.filter(Exists(visible_contacts(by, at=at).filter(pk=OuterRef("contact_id"))))


@Written
def _referral(by: Actor, referral_id: str, *, at: datetime) -> QuerySet[Referral]:
    rows = visible_referrals(by, at=at).filter(pk=referral_id)
    return rows.select_related("contact__team__agency", "lead_team__agency", "lead__agency")


def open_referral(by: Actor, referral_id: str, *, at: datetime, act: str = "referral:read") -> Referral:
    """The referral with its concern, for somebody who works on it."""
    found: Referral | None = _referral.first(by, referral_id, at=at)
    about = f"referral:{referral_id}"
    if found is None:  # not theirs, restricted or not there: one query, one answer
        raise Refused(hidden("not-involved"), about=about)
    record(
        act=act,
        about=[about, f"contact:{found.contact_id}", *people_refs(found.contact)],
        by=by,
        at=at,
        fields=("identity", "content"),
    )
    return found


def visible_checks(by: Actor, *, at: datetime) -> QuerySet[PartnerCheck]:
    """What the reader's teams were asked, unless it is about somebody they declared they know or may not meet."""
    asked = involvements_of(by, at=at).filter(source_kind="check", source_id=OuterRef("pk"), kind="asked")
    people = ContactPerson.objects.filter(
        is_unreachable(by, at=at, through="description__person"), contact_id=OuterRef("referral__contact_id")
    )
    return PartnerCheck.objects.filter(Exists(asked)).exclude(Exists(people))


@Written
def _check(by: Actor, check_id: str, *, at: datetime) -> QuerySet[PartnerCheck]:
    return visible_checks(by, at=at).select_related("agency", "team", "referral").filter(pk=check_id)


def open_check(by: Actor, check_id: str, *, at: datetime, act: str = "check:read") -> PartnerCheck:
    """A check as the agency that was asked may see it (`shown`), never the referral behind it."""
    found: PartnerCheck | None = _check.first(by, check_id, at=at)
    about = f"check:{check_id}"
    if found is None:
        raise Refused(hidden("not-involved"), about=about)
    children = [f"person:{child['person']}" for child in found.shown.get("children", [])]
    record(act=act, about=[about, *children], by=by, at=at, fields=("identity", "concern"))
    return found


def sees_check(by: Actor, check_id: UUID, *, at: datetime) -> bool:
    """Was a team of this reader's asked it?"""
    return _check.first(by, str(check_id), at=at) is not None


def sees_referral(by: Actor, referral_id: UUID, *, at: datetime) -> bool:
    """Does this reader work on the concern behind it?"""
    return _referral.first(by, str(referral_id), at=at) is not None


@Written
def checks_that_wait(by: Actor, *, at: datetime) -> QuerySet[PartnerCheck]:
    """What the reader's teams were asked and have not answered."""
    return that_wait(visible_checks(by, at=at))


@Written
def referrals_that_await(by: Actor, *, at: datetime) -> QuerySet[Referral]:
    """Children that a team of the reader's was asked to lead and has not accepted."""
    return that_await(visible_referrals(by, at=at), by=by)


def may_speak_on(referral: Referral, *, by: Actor, at: datetime) -> Verdict:
    """May this person say how their agency sees it? Whoever works on it, was asked, or raised it."""
    if visible_contacts(by, at=at).filter(pk=referral.contact_id).exists():
        return yes("works-on-it")
    if visible_checks(by, at=at).filter(referral=referral).exists():
        return yes("was-asked")
    if by.kind == "practitioner" and own_contacts(by, at=at).filter(pk=referral.contact_id).exists():
        return yes("raised-it")
    return hidden("not-involved")


_BEHIND = {"contact": "pk", "referral": "referral__pk", "check": "referral__checks__pk"}


def people_behind(question: PeopleBehind) -> list[str]:
    """The answer to `people.PeopleBehind`: whom a concern, referral or check is about, by its id or the code on its receipt.
    Of the closed list nobody, whatever was asked."""
    kind, _, record_id = question.reference.partition(":")
    if record_id:
        if kind not in _BEHIND or not _is_id(record_id):
            return []
        return sorted(str(one) for one in _behind(kind).rows(str(UUID(record_id))))
    plain = "".join(letter for letter in question.reference.upper() if letter.isalnum())
    code = "-".join(part for part in (plain[:-8], plain[-8:-4], plain[-4:]) if part)
    found = Contact.objects.filter(
        Q(reference__iexact=code)
        | Q(referral__reference__iexact=code)
        | Q(referral__checks__reference__iexact=code)
    )
    return sorted(str(one) for one in _people_of(found))


@lru_cache(maxsize=len(_BEHIND))
def _behind(kind: str) -> Written[[str], ContactPerson]:
    return Written(lambda record_id: _people_of(Contact.objects.filter(**{_BEHIND[kind]: record_id})))


def _people_of(contacts: QuerySet[Contact]) -> QuerySet[ContactPerson, Any]:
    people = ContactPerson.objects.filter(contact__in=contacts.filter(route=Contact.Route.STANDARD))
    return people.values_list("description__person_id", flat=True).distinct()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def may_give_view(question: MayGiveView) -> Verdict | None:
    """The answer to `thresholds.MayGiveView` about a referral; None about anything else."""
    kind, _, referral_id = question.subject.partition(":")
    if kind != "referral":
        return None
    found = Referral.objects.filter(pk=referral_id).first()
    if found is None:
        return hidden("absent")
    return may_speak_on(found, by=question.by, at=question.at)


def may_go_with(question: MayGoWith) -> Verdict | None:
    """The answer to `sharing.MayGoWith`: a check that the actor's team was asked, or a concern of their own, sent or not."""
    kind, _, record_id = question.subject.partition(":")
    if kind == "check":
        theirs = visible_checks(question.by, at=question.at).filter(pk=record_id).exists()
    elif kind == "draft":
        theirs = Draft.objects.filter(pk=record_id, author=question.by.id, about="concern").exists()
    else:
        return None
    return yes("theirs") if theirs else hidden("not-involved")


def open_draft(by: Actor, draft_id: str, *, at: datetime, about: str = "concern") -> Draft:
    """The reader's own unsent words, until they expire. Somebody else's, a sent one, one about something else and none at all
    are the same."""
    found = own_drafts(by, at=at, about=about).filter(pk=draft_id).first()
    if found is None:
        raise Refused(hidden("no-such-draft"), about=f"draft:{draft_id}")
    record(act="draft:read", about=f"draft:{draft_id}", by=by, at=at, fields=("content",))
    return found


def open_receipt(by: Actor, draft_id: str, *, at: datetime) -> Contact:
    """The reference of what the reader sent from this draft, for its author alone: a receipt shows none of the words but
    whom one has told."""
    about = f"draft:{draft_id}"
    draft = Draft.objects.filter(pk=draft_id, author=by.id, sent_at__isnull=False).first()
    if draft is None or not draft.sent_as.startswith("contact:"):
        raise Refused(hidden("no-such-draft"), about=about)
    found = Contact.objects.select_related("team__agency").get(pk=draft.sent_as.removeprefix("contact:"))
    record(act="contact:receipt", about=found.ref, by=by, at=at, fields=("content",))
    return found


def hold_check(check_id: str, *, act: str, by: Actor, at: datetime) -> PartnerCheck:
    """The check, locked, for somebody who works on the referral behind it; else the answer that hides."""
    referral_id = PartnerCheck.objects.filter(pk=check_id).values_list("referral_id", flat=True).first()
    if referral_id is None:
        raise Refused(hidden("absent"), about=f"check:{check_id}")
    open_referral(by, str(referral_id), at=at, act=act)
    return PartnerCheck.objects.select_for_update().get(pk=check_id)


def hold_person(contact_id: str, contact_person_id: str, *, by: Actor, at: datetime) -> ContactPerson:
    """One person of a concern the actor works on, locked; else the answer that hides."""
    contact = open_contact(by, contact_id, at=at, act="contact:identify")
    found = (
        ContactPerson.objects.select_for_update(of=("self",))
        .select_related("description")
        .filter(pk=contact_person_id, contact=contact)
        .first()
    )
    if found is None:
        raise Refused(hidden("absent"), about=contact.ref)
    return found


def is_own_file(by: Actor, contact: Contact) -> bool:
    """Does the reader's own agency keep it?"""
    return bool(by.agency) and str(contact.team.agency_id) == by.agency
