"""Ask agencies with a reason to know what they know. Each ask is a sharing decision of its own, with the least detail."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Agency, Team
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.db.references import new_reference
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.base.packs.schema.ratings import Rating
from plait.base.timers import set_timer
from plait.people.actions.involve import involve
from plait.referrals.access import open_referral
from plait.referrals.events import PartnerAsked
from plait.referrals.models import PartnerCheck, Referral
from plait.referrals.queries.asking import (
    Ask,
    Scope,
    Shown,
    called,
    rating_of,
    scope_of,
    shown_to,
)
from plait.referrals.queries.asking_gate import known_as, may_be_sent, usual_way
from plait.referrals.queries.leaving import insist_may_leave
from plait.referrals.store.promises import CHECK_NOT_OPENED, start, watch
from plait.referrals.store.words_owed import CHECK_LATE
from plait.sharing.actions.decide_sharing import decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.queries import clauses_in_force, gateway_facts
from plait.sharing.rules import Clauses, Line, Proposal

__all__ = ["Ask", "ask_partners"]


@deed
def ask_partners(
    *,
    referral_id: str,
    asks: Sequence[Ask],
    purpose: str,
    concern: str = "",
    other_because: str = "",
    by: Actor,
    at: datetime,
) -> list[PartnerCheck]:
    """One check for each agency, in the order asked; one already asked and not yet answered is given back as it is.

    `concern` is what the asker writes for partners; the referrer's own words do not leave. *Speak to the hub first* is
    set whenever somebody must not know, an address is protected or telling would raise risk, whatever was ticked.
    Raises Refused for a role that may not ask, a closed referral, an unknown agency or gateway, no questions, or words
    that must not leave (`queries.leaving`); `other_because` says whom a name in them means instead.
    """
    about = f"referral:{referral_id}"
    may(by, "check:ask").insist(about=about)
    referral = open_referral(by, referral_id, at=at, act="referral:ask-partners")
    if referral.status == Referral.Status.CLOSED:
        raise Refused(
            no("referral-closed", say="This referral is closed.", next_step="Reopen it, then ask"),
            about=about,
        )
    if not asks:
        raise Refused(
            no("nobody-chosen", say="Choose at least one agency.", next_step="Choose who to ask"), about=about
        )
    texts = [purpose, concern, *(text for ask in asks for text in ask.questions)]
    if insist_may_leave(referral.contact, texts, other_because=other_because, about=about):
        record(act="check:name-kept", about=about, by=by, at=at, purpose=other_because)
    Referral.objects.select_for_update().get(pk=referral.pk)
    pack = current(at=at)
    scope = scope_of(referral.contact)
    out = {
        str(check.agency_id): check
        for check in referral.checks.filter(status__in=("asked", "opened")).select_related("agency", "team")
    }
    checks, clauses = [], clauses_in_force()
    for ask in asks:
        if ask.agency_id not in out:
            out[ask.agency_id] = _ask(
                referral,
                ask,
                scope,
                pack=pack,
                purpose=purpose,
                concern=concern,
                clauses=clauses,
                by=by,
                at=at,
            )
        checks.append(out[ask.agency_id])
    return checks


def _ask(
    referral: Referral,
    ask: Ask,
    scope: Scope,
    *,
    pack: Pack,
    purpose: str,
    concern: str,
    clauses: Clauses,
    by: Actor,
    at: datetime,
) -> PartnerCheck:
    agency, team = _asked(ask.agency_id, referral.ref)
    partner = pack.partners.get(agency.kind)
    if partner is None or not partner.askable:
        raise Refused(
            no(
                "not-askable", say=f"{agency.name} is not asked by this route.", next_step="Ring them instead"
            ),
            about=referral.ref,
        )
    asked = [text.strip() for text in ask.questions if text.strip()]
    asked = asked or list(partner.asks(hidden=bool(scope.shielded)))
    if not asked:
        raise Refused(
            no("no-questions", say=f"Write what you want to ask {agency.name}.", next_step="Add a question"),
            about=referral.ref,
        )
    ask = replace(ask, questions=tuple(asked))
    sendable = may_be_sent(
        agency, referral.contact, gateway=ask.gateway, pack=pack, clauses=clauses, by=by, at=at
    )
    if sendable.refusal is not None:
        raise Refused(sendable.refusal, about=referral.ref)
    shown = shown_to(partner, scope, ask, concern=concern, purpose=purpose, pack=pack, ruled=sendable.ruled)
    purpose = shown.purpose
    check_id = uuid.uuid4()
    decision = _decide(
        check_id,
        agency,
        team,
        shown,
        gateway=ask.gateway
        or usual_way(pack, holder_kind=by.agency_kind, agency=agency, on=at.astimezone(LONDON).date()),
        pack=pack,
        purpose=purpose,
        danger=referral.contact.danger_now == "yes",
        by=by,
        at=at,
    )
    rating = rating_of(referral, pack)
    check = PartnerCheck.objects.create(
        id=check_id,
        reference=new_reference("C"),
        referral=referral,
        agency=agency,
        team=team,
        mandatory=ask.mandatory or bool(called(agency.kind, pack) & set(rating.mandatory_partners)),
        purpose=purpose[:120],
        gateway=decision.gateway,
        questions=shown.questions,
        period_from=ask.period_from,
        period_to=ask.period_to,
        speak_first=ask.speak_first or scope.speak_first,
        shown=shown.content,
        decision=decision,
        asked_by=by.id,
        asked_by_name=by.name,
        asked_at=at,
        pack=pack.release_id,
    )
    involve(
        person_ids=shown.person_ids,
        kind="asked",
        source_kind="check",
        source_id=check.pk,
        team_id=str(team.pk),
        role_label="Asked by the hub",
        by=by,
        at=at,
    )
    _promise(check, rating, pack=pack, by=by, at=at)
    post(
        key=f"{check.ref}:asked",
        kind="partner-asked",
        to=f"team:{team.pk}",
        about=check.ref,
        context={"link_path": f"/checks/{check.pk}/", "phone": pack.area.hub_phone},
        at=at,
    )
    record(
        act="check:asked",
        about=[referral.ref, check.ref],
        by=by,
        at=at,
        purpose=purpose,
        pack=pack.release_id,
    )
    announce(PartnerAsked(check.pk, referral.pk, by.id, at))
    return check


def _asked(agency_id: str, about: str) -> tuple[Agency, Team]:
    agency = agencies.agencies().filter(pk=agency_id).first()
    team = agencies.safeguarding_team_of(agency_id) if agency else None
    if agency is None or team is None:
        named = agency.name if agency else "That agency"
        raise Refused(
            no(
                "nobody-to-ask",
                say=f"{named} has no team that answers by this route.",
                next_step="Ring them instead",
            ),
            about=about,
        )
    return agency, team


def _decide(
    check_id: uuid.UUID,
    agency: Agency,
    team: Team,
    shown: Shown,
    *,
    gateway: str,
    pack: Pack,
    purpose: str,
    danger: bool,
    by: Actor,
    at: datetime,
) -> SharingDecision:
    proposal = Proposal(
        purpose=purpose,
        gateway=gateway_facts(pack, gateway, recipient_under_contract=agency.under_contract),
        on=at.astimezone(LONDON).date(),
        holder_kind=by.agency_kind,
        recipient_kind=agency.kind,
        lines=[
            Line(line.field_group, assertion=known_as(line.field_group))
            for line in shown.lines
            if not line.withheld
        ],
        outcome="part" if shown.withheld else "share",
        because=shown.because,
        occasion="ask",
        protects=danger,
    )
    return decide_sharing(
        proposal=proposal,
        said=shown.lines,
        people=shown.person_ids,
        source_ref=f"check:{check_id}",
        from_agency=by.agency,
        to_agency=str(agency.pk),
        recipient=f"team:{team.pk}",
        pack=pack.release_id,
        by=by,
        at=at,
    )


def _promise(check: PartnerCheck, rating: Rating, *, pack: Pack, by: Actor, at: datetime) -> None:
    clock = start(
        key=f"{check.ref}:answer",
        rule="partner_return",
        subject=check.ref,
        start_event="partner asked",
        started_at=at,
        target=rating.partner_return_target,
        owner=f"team:{check.team_id}",
        pack=pack,
        by=by.id,
        at=at,
    )
    set_timer(key=clock.key, kind=CHECK_LATE, subject=check.ref, due_at=clock.due_at, at=at)
    watch(check.ref, CHECK_NOT_OPENED, from_=at, rating=rating, pack=pack, at=at)
