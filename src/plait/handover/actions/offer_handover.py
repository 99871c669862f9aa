"""Offer a family to another area: one package, through the gate, as it was shown beforehand."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.db.references import new_reference
from plait.base.federation import posting
from plait.base.federation.models import Peer
from plait.base.federation.wire.contents import Contents
from plait.base.packs import Pack, current
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.offering import may_hand_over, open_to_offer
from plait.handover.events.handing import HandoverOffered
from plait.handover.life import LIVE
from plait.handover.models import Handover
from plait.handover.queries.family_moves import area_by_postcode, is_area_of
from plait.handover.queries.handing import contact_protected, is_over, is_protected, offers_back
from plait.handover.queries.legs import move_facts, teams_of
from plait.handover.queries.packing import Packed, says_who_told, veiled_for
from plait.handover.queries.previewing import preview
from plait.handover.rules.legs import POLICE, MoveFacts, There, force_there, legs_of
from plait.handover.rules.offering import Offer, Offering, may_offer
from plait.handover.store.crossing import cross
from plait.handover.store.leg_telling import tell_teams
from plait.handover.store.legs import draw, with_teams
from plait.handover.store.words import bytes_part, moment, part
from plait.handover.wire.package import FORMAT, written
from plait.handover.wire.saying import GATEWAY, Passing, as_html, as_text, told, with_passing
from plait.referrals.models import Referral
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Proposal

RECIPIENT_KIND = "LA_CSC"  # whoever answers for children in the other area


@dataclass(frozen=True, slots=True)
class Seen:
    """What whoever offers has looked at: the number of the handover to be, and the digest of the package as it was shown."""

    handover_id: str
    digest: str = ""


@deed
def offer_handover(*, referral_id: str, offer: Offer, seen: Seen, by: Actor, at: datetime) -> Handover:
    """Keep the decision with every line that leaves, the package as its bytes say it, and send it in this transaction. The same
    sent twice is one. Whoever offers answers for the family until the other area has said that it has hold. Raises Refused."""
    opened = open_to_offer(by, referral_id, at=at)
    referral = Referral.objects.select_for_update().get(pk=opened.pk)
    referral.contact = opened.contact
    if known := Handover.objects.filter(pk=seen.handover_id, contact=referral.contact).first():
        return known
    may_hand_over(referral, by=by, at=at).insist(about=referral.ref)
    peer = Peer.objects.filter(pk=offer.peer_id, state=Peer.State.TRUSTED).first()
    may_offer(offer, _facts(referral, peer, at=at)).insist(about=referral.ref)
    assert peer is not None
    if says_who_told(referral.contact, offer.own_words()):
        say = "Your words would say who told us. Nothing was sent."
        raise Refused(
            no("gives-away", say=say, next_step="Take the name out, then offer it"), about=referral.ref
        )
    insist_no_copy(referral.contact, offer.own_words(), by=by, about=referral.ref)
    pack = current(at=at)
    package, digest = preview(referral, offer, handover_id=seen.handover_id, pack=pack, by=by, at=at)
    if seen.digest and digest != seen.digest:
        say = "The record has changed since you looked, so the package would not be the one that you saw."
        raise Refused(
            no("changed-since", say=say, next_step="Look at it again, then offer it"), about=referral.ref
        )
    decision = _decide(package, offer, peer=peer, referral=referral, pack=pack, by=by, at=at)
    reference = new_reference("H")
    said_of_it = {"decision": str(decision.pk), "made": moment(at), "reference": reference}
    core = package.core.model_copy(update=said_of_it)
    raw = written(core)
    made = Handover.objects.create(
        id=uuid.UUID(seen.handover_id),
        reference=reference,
        side=Handover.Side.OUT,
        package=uuid.UUID(seen.handover_id),
        peer=peer,
        contact=referral.contact,
        basis=offer.basis,
        temporary=offer.temporary,
        area_because=offer.area_because.strip()[:200],
        core=raw.decode(),
        digest=hashlib.sha256(raw).hexdigest(),
        refs=package.refs,
        decision=decision,
        by=by.id,
        by_name=by.name,
        at=at,
        pack=str(pack.release_id),
    )
    cross(made, offers_back(made, core))
    power = pack.gateways.get(offer.gateway)
    facts = move_facts(package, offer, at=at)
    said = told(core, here={(GATEWAY, offer.gateway): power.title} if power else None)
    force = _force(offer, peer, referral)
    said = with_passing(said, _passing(facts, pack, force), core)
    posting.post(
        to=peer.code,
        key=made.ref,
        contents=Contents(FORMAT, about=str(made.package), must_understand=(FORMAT,)),
        parts=[
            part(core),
            bytes_part("summary.html", "text/html", as_html(said).encode()),
            bytes_part("summary.txt", "text/plain", as_text(said).encode()),
        ],
        at=at,
        subject=made.ref,
    )
    legs = draw(made, facts, force=force, pack=pack, by=by, at=at)
    services = with_teams(legs, teams_of(legs, at=at))
    tell_teams(made, services, moment="offered", protected=is_protected(made), at=at)
    people = [f"person:{one}" for one in package.refs.values()]
    record(
        act="handover:offered",
        about=[made.ref, referral.ref, *people],
        by=by,
        at=at,
        fields=("content",),
        pack=made.pack,
    )
    announce(HandoverOffered(made.pk, referral.contact_id, by.id, at))
    return made


def _force(offer: Offer, peer: Peer, referral: Referral) -> There:
    """The police there: as whoever offers knows it, else as that area says it of itself."""
    contact = referral.contact
    typed = There(
        veiled_for(contact, offer.force.strip()), offer.force_phone.strip(), veiled_for(contact, offer.force_source.strip())
    )  # fmt: skip
    described = There(peer.police_name, peer.police_phone, f"{peer.name} says so of itself")
    return force_there(typed, described, protected=contact_protected(contact.pk))


def _passing(facts: MoveFacts, pack: Pack, force: There) -> list[Passing]:
    """What something known calls for, in the order of the pack: what cannot wait first."""
    to = ", ".join(filter(None, [force.name, force.phone]))
    return [
        Passing(
            label=kind.label,
            passes=kind.passes,
            about=one.about,
            by_voice=kind.by_voice,
            before_arrival=kind.before_arrival,
            to=to if POLICE in kind.tells else "",
        )
        for kind, one in legs_of(pack.legs.legs if pack.legs else (), facts)
        if one.needed
    ]


def _facts(referral: Referral, peer: Peer | None, *, at: datetime) -> Offering:
    whose = area_by_postcode(referral.contact_id, at=at)
    rows = Handover.objects.filter(contact=referral.contact)
    out = rows.filter(side=Handover.Side.OUT, status__in=LIVE).select_related("peer").first()
    came = rows.filter(side=Handover.Side.IN, status__in=LIVE).select_related("peer").first()
    return Offering(
        works_here=True,
        closed=is_over(referral),
        believed=peer is not None,
        out_to=out.peer.name if out else "",
        came_from_them=came is not None and came.peer == peer,
        came_from=came.peer.name if came else "",
        protected=contact_protected(referral.contact_id),
        postcode_says=whose if whose and peer is not None and not is_area_of(peer, whose, at=at) else "",
    )


def _decide(
    package: Packed, offer: Offer, *, peer: Peer, referral: Referral, pack: Pack, by: Actor, at: datetime
) -> SharingDecision:
    """Each line is weighed, by its group; what an agency gave goes by its own item."""
    on, holder = at.astimezone(LONDON).date(), referral.contact.team.agency
    lines = [
        Said(package.group_of(code, line), line.row.label or code, line.row.text, item_id=line.item or None)
        for code, line in package.lines
    ]
    proposal = Proposal(
        purpose="Handing a family over to another area",
        purpose_code="handover",
        gateway=gateway_facts(pack, offer.gateway),
        on=on,
        holder_kind=holder.kind,
        recipient_kind=RECIPIENT_KIND,
        lines=tuple(line.weighed for line in lines),
        outcome="share",
        occasion="hand_on",
    )
    return decide_sharing(
        proposal=proposal,
        said=lines,
        people=list(package.refs.values()),
        source_ref=referral.ref,
        from_agency=str(holder.pk),
        to_agency=str(peer.pk),
        recipient=peer.ref,
        channel="border",
        pack=str(pack.release_id),
        by=by,
        at=at,
    )
