"""Which evidence of the spine a reader may see, and the line of words it is shown as. By the rules of the pages themselves."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.prompts.events import Evidence, InSight
from plait.base.prompts.refs import ids_by_kind
from plait.people.access import is_unreachable, visible_people
from plait.referrals.access import visible_contacts
from plait.referrals.models import Contact, ContactPerson, Decision, PartnerCheck, Referral
from plait.sharing.models import InformationItem
from plait.sharing.queries.items import readable_items


def in_sight(question: InSight) -> dict[str, Evidence]:
    """Concerns that the reader works on, or that stand in the story of a child they may open; and what hangs on them."""
    ids, by, at = ids_by_kind(question.refs), question.by, question.at
    if not any(ids.get(kind) for kind in ("contact", "referral", "decision", "check", "item")):
        return {}
    contacts = _contacts(by, at)
    works = set(visible_contacts(by, at=at).filter(pk__in=_concerned(ids)).values_list("pk", flat=True))
    shown: dict[str, Evidence] = {}
    for one in contacts.filter(pk__in=ids.get("contact", ())):
        shown[one.ref] = Evidence(f"Concern {one.reference}, {_on(one.received_at)}", _concern(one.pk, works))
    for referral in Referral.objects.filter(pk__in=ids.get("referral", ()), contact__in=contacts):
        path = _referral(referral.pk, referral.contact_id, works)
        shown[referral.ref] = Evidence(
            f"Referral {referral.reference}, closed {_on(referral.closed_at)}", path
        )
    decisions = Decision.objects.filter(pk__in=ids.get("decision", ()), referral__contact__in=contacts)
    for decision in decisions.select_related("referral"):
        path = _referral(decision.referral_id, decision.referral.contact_id, works)
        words = f"Decision of {_on(decision.at)}: {decision.outcome_label}"
        shown[f"decision:{decision.pk}"] = Evidence(words, path)
    checks = PartnerCheck.objects.filter(pk__in=ids.get("check", ()), referral__contact__in=contacts)
    for check in checks.select_related("agency", "referral"):
        path = _referral(check.referral_id, check.referral.contact_id, works)
        shown[check.ref] = Evidence(f"What {check.agency.name} was asked on {_on(check.asked_at)}", path)
    return shown | _items(ids.get("item", frozenset()), contacts, by=by)


def _contacts(by: Actor, at: datetime) -> QuerySet[Contact]:
    speaks_of = ContactPerson.objects.filter(
        contact_id=OuterRef("pk"), description__person__in=visible_people(by, at=at).values("pk")
    )
    unreachable = ContactPerson.objects.filter(
        is_unreachable(by, at=at, through="description__person"), contact_id=OuterRef("pk")
    )
    theirs = Q(pk__in=visible_contacts(by, at=at).values("pk")) | Q(
        Exists(speaks_of), route=Contact.Route.STANDARD
    )
    return Contact.objects.filter(theirs).exclude(Exists(unreachable))


def _concerned(ids: dict[str, frozenset[str]]) -> QuerySet[Contact, Any]:
    """The concerns that any of these records hang on."""
    return Contact.objects.filter(
        Q(pk__in=ids.get("contact", ()))
        | Q(referral__pk__in=ids.get("referral", ()))
        | Q(referral__decisions__pk__in=ids.get("decision", ()))
        | Q(referral__checks__pk__in=ids.get("check", ()))
    ).values("pk")


def _items(wanted: frozenset[str], contacts: QuerySet[Contact], *, by: Actor) -> dict[str, Evidence]:
    """Items of questions about those concerns; a sealed one for those who decide, as on the deciding page."""
    seen = readable_items(by) | (Q(visibility="sealed") if may(by, "decision:make") else Q(pk__in=[]))
    rows = (
        list(InformationItem.objects.filter(seen, pk__in=wanted, superseded_at__isnull=True))
        if wanted
        else []
    )
    refs = [one.source_ref.partition(":")[2] for one in rows if one.source_ref.startswith("check:")]
    near = {
        f"check:{pk}"
        for pk in PartnerCheck.objects.filter(pk__in=refs, referral__contact__in=contacts).values_list(
            "pk", flat=True
        )
    } if refs else set()  # fmt: skip
    return {
        f"item:{one.pk}": Evidence(f"What {one.agency_name} told on {_on(one.written_at)}")
        for one in rows
        if one.source_ref in near
    }


def _on(moment: datetime | None) -> str:
    if moment is None:
        return "not known when"
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"


def _concern(contact_id: Any, works: set[Any]) -> str:
    return reverse("hub-concern", args=[contact_id]) if contact_id in works else ""


def _referral(referral_id: Any, contact_id: Any, works: set[Any]) -> str:
    return reverse("referral", args=[referral_id]) if contact_id in works else ""
