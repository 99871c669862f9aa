"""Reading handovers. Whoever calls has passed `access.handing`."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.models import Practitioner
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.federation.models import Peer
from plait.base.federation.queries import held_keys
from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.life import ACCEPTED, LIVE
from plait.handover.models import Handover, HandoverWord, Supplement
from plait.handover.queries.hiding import kept
from plait.handover.rules.deciding import Offered
from plait.handover.rules.taking_in import same_children
from plait.handover.wire.package import Added, Core, read
from plait.people.models import Person
from plait.people.places import household_of
from plait.people.queries import names_of, standing_id
from plait.people.rules.shared_homes import many_live_there
from plait.referrals.models import ContactPerson, Referral, ReferralMove
from plait.referrals.queries.leading import cannot_lead
from plait.stepdown.life import LIVE as WATCHED
from plait.stepdown.models import StepDown


def core_read(handover: Handover) -> Core:
    """The package as its bytes said it."""
    return read(Core, handover.core.encode())


def core_or_none(handover: Handover) -> Core | None:
    """The same; None where its words were erased."""
    try:
        return core_read(handover)
    except NotAccepted:
        return None


def added_to(handover: Handover) -> list[tuple[Supplement, Added]]:
    """Everything that was added, the oldest first."""
    return [(row, read(Added, row.core.encode())) for row in handover.supplements.order_by("at", "pk")]


def words_on(handover: Handover) -> list[HandoverWord]:
    """Everything that both sides said, the oldest first."""
    return list(handover.said.order_by("at", "pk"))


def held_on(handover: Handover) -> set[str]:
    """The keys of our messages on it that are held, since the other area is not believed now."""
    return held_keys(handover.ref) if handover.peer.state != Peer.State.TRUSTED else set()


def open_question(handover: Handover) -> int | None:
    """The number of the last question on it, while it is open."""
    if handover.status != Handover.Status.QUERIED:
        return None
    asked = handover.said.filter(verb="query", counted=True).order_by("-number").first()
    return asked.number if asked else None


def lead_here(handover: Handover) -> Practitioner | None:
    """Who leads the referral behind it here; None while nobody does, or whoever did cannot."""
    found = Referral.objects.filter(contact_id=handover.contact_id, status=Referral.Status.WITH_LEAD)
    led = found.exclude(cannot_lead()).select_related("lead").first()
    return led.lead if led is not None else None


def leads_here(handover: Handover) -> str:
    """The same by name, empty while nobody does."""
    lead = lead_here(handover)
    return lead.name if lead is not None else ""


def lead_to_tell(handover: Handover) -> str:
    """Their id, empty while nobody leads. Of a family that is protected and goes to another area a lead hears nothing but as the
    one who offered it: its page tells where."""
    lead = lead_here(handover)
    if lead is None or (handover.side == Handover.Side.OUT and is_protected(handover)):
        return ""
    return str(lead.pk)


def offered_facts(handover: Handover) -> Offered:
    """What matters for an answer of ours."""
    crossed = handover.crossed
    return Offered(
        status=handover.status,
        basis=handover.basis,
        temporary=handover.temporary,
        crossed=crossed is not None and crossed.status in LIVE,
        led_by=leads_here(handover),
        conference_on=handover.conference_on,
    )


def believed_peers() -> list[Peer]:
    """Areas to which something can be sent."""
    return list(Peer.objects.filter(state=Peer.State.TRUSTED).order_by("name", "code"))


def in_order(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """The newest first, with what a list shows."""
    return rows.select_related("peer", "contact").order_by("-at", "pk")


def live_out(contact_id: object) -> Handover | None:
    """The handover of this concern that another area was asked with, while it has not said that it has hold."""
    found: Handover | None = _live_out.first(str(contact_id))
    return found


@Written
def _live_out(contact_id: str) -> QuerySet[Handover]:
    rows = Handover.objects.filter(contact_id=contact_id, side=Handover.Side.OUT, status__in=LIVE)
    return rows.select_related("peer").order_by("pk")[:1]


def taken_over(contact_id: object) -> bool:
    """Did another area accept responsibility for the family of this concern, and was its referral not opened here again since?"""
    rows = Handover.objects.filter(contact_id=str(contact_id), side=Handover.Side.OUT, status=ACCEPTED)
    accepted = rows.order_by("-accepted_at").values_list("accepted_at", flat=True).first()
    if accepted is None:
        return False
    again = ReferralMove.objects.filter(referral__contact_id=str(contact_id), verb__startswith="reopen")
    return not again.filter(at__gt=accepted).exists()


def of_children(person_ids: Iterable[str], *, at: datetime) -> QuerySet[Handover]:
    """Handovers of concerns about these children that decide who has hold, the newest first."""
    about = ContactPerson.objects.filter(description__person_id__in=list(person_ids)).exclude(
        role=ContactPerson.Role.ADULT
    )
    rows = Handover.objects.filter(contact_id__in=about.values("contact_id"), at__lte=at)
    return rows.filter(status__in=(*LIVE, ACCEPTED)).select_related("peer").order_by("-at", "pk")


def refs_about(person_id: str) -> list[str]:
    """Handovers of concerns that speak of this person."""
    about = ContactPerson.objects.filter(description__person_id=person_id).values("contact_id")
    return [
        f"handover:{pk}" for pk in Handover.objects.filter(contact_id__in=about).values_list("pk", flat=True)
    ]


def area_actor(code: str) -> Actor:
    """Another area, as somebody who raises a concern here and does nothing else."""
    peer = Peer.objects.get(code=code)
    return Actor(id=f"area:{peer.code}", name=peer.name, kind="process", roles=frozenset({"referrer"}))


def is_protected(handover: Handover) -> bool:
    """May nothing lead to where somebody of this family is, by now (`hiding.kept`)? Then the other area's name does, and is said
    to few; also where somebody began to hide after the package had left, here or there (`custodian_at`)."""
    return handover.custodian_at is not None or contact_protected(handover.contact_id)


def contact_protected(contact_id: object) -> bool:
    """The same, of a concern before anything is handed over."""
    return ContactPerson.objects.filter(kept("description__person__"), contact_id=str(contact_id)).exists()


def is_over(referral: Referral) -> bool:
    """It is closed, and nobody here watches the family after a step down either."""
    closed = referral.status == Referral.Status.CLOSED
    return closed and not StepDown.objects.filter(referral=referral, status__in=WATCHED).exists()


def offers_back(made: Handover, core: Core) -> Handover | None:
    """The live offer of the other direction, to or from the same area, that speaks of one of these children: also where the two
    stand here under two concerns, and nobody has said yet who is who."""
    others = Handover.objects.filter(peer=made.peer, status__in=LIVE, crossed=None).exclude(side=made.side)
    for one in others.order_by("at", "pk"):
        said = core_or_none(one)
        if said is not None and same_children(core, said):
            return one
    return None


def hiding_in() -> dict[UUID, set[str]]:
    """Of each handover that came to us, who hides here (`hiding.kept`), where they are not as many as when it was last looked.
    One query."""
    hide = ContactPerson.objects.filter(
        kept("description__person__"), contact__handovers__side=Handover.Side.IN
    ).values_list("contact__handovers__pk", "contact__handovers__hiding_told", "description__person_id")
    found: dict[UUID, set[str]] = {}
    told: dict[UUID, int] = {}
    for pk, known, person in hide.distinct():
        found.setdefault(pk, set()).add(str(person))
        told[pk] = known
    return {pk: people for pk, people in found.items() if len(people) != told[pk]}


def sender_knows(handover: Handover, people: Collection[str]) -> bool:
    """Does the package itself say of each of these, or of somebody at their home, that where they are must not be learnt, or that
    many live there; or did they add it since?"""
    core = core_or_none(handover)
    if core is None:
        return False
    for _, added in added_to(handover):
        if added.type == "supplement" and any(one.code == "safety" and one.rows for one in added.items):
            return True
    named = (*core.children, *core.adults)
    said = {one.ref for one in named if one.protected or many_live_there(one.address_line)}
    if any(one.protected for one in named):  # then the children were hidden when it came (`keep_package`)
        said |= {one.ref for one in core.children}
    known = {standing_id(handover.refs[ref]) for ref in said if ref in handover.refs}
    at_home = [household_of(one) for one in Person.objects.filter(pk__in=known)]
    return set(people) <= known | {str(one.pk) for some in at_home for one in some}


def names_by_contact(contact_ids: Iterable[object]) -> dict[object, str]:
    """The children's names by the concern behind a handover; two queries."""
    people = ContactPerson.objects.filter(contact_id__in=list(contact_ids)).exclude(
        role=ContactPerson.Role.ADULT
    )
    rows = list(people.order_by("order", "pk").values_list("contact_id", "description__person_id"))
    names = names_of(str(person) for _, person in rows)
    found: dict[object, list[str]] = {}
    for contact, person in rows:
        found.setdefault(contact, []).append(names.get(str(person), "Name not known"))
    return {contact: ", ".join(dict.fromkeys(some)) for contact, some in found.items()}


def names_of_refs(handover: Handover) -> dict[str, str]:
    """What each person of the package is called here; one query."""
    names = names_of(str(person) for person in handover.refs.values())
    return {ref: names.get(str(person), "Name not known") for ref, person in handover.refs.items()}
