"""Go ahead without a family's agreement: under another gateway, for a reason that counts, on a manager's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plait.agencies.queries import agencies, practitioner, roles_of
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.access import open_person
from plait.people.queries import standing_id
from plait.sharing.events import WentAheadWithout
from plait.sharing.models import WithoutAgreement
from plait.sharing.queries import gateway_facts
from plait.sharing.queries.family import episode_of
from plait.sharing.rules.family_without import Without, may_go_ahead


@dataclass(frozen=True, slots=True)
class ToldAfter:
    """Whether the family was told afterwards: on which day, by when, or why never."""

    told: str  # told | will_be | never
    on: date | None = None
    by_when: date | None = None
    why_never: str = ""


@deed
def go_ahead_without(
    *,
    child_id: str,
    agency_ids: Sequence[str],
    gateway: str,
    reason: str,
    because: str,
    authoriser_id: str,
    told_after: ToldAfter,
    by: Actor,
    at: datetime,
) -> WithoutAgreement:
    """Keep it at once: nothing here holds a share back, since the gateway carries it. The manager who is named is told by a
    neutral letter and confirms; a manager who does it themselves has confirmed. Agreement is not made by it."""
    about = f"person:{child_id}"
    may(by, "family:ask").insist(about=about)
    child = str(open_person(by, standing_id(child_id), at=at, act="family:without").pk)
    pack, today = current(at=at), at.astimezone(LONDON).date()
    facts = gateway_facts(pack, gateway)
    begun = facts is not None and (facts.effective_from is None or facts.effective_from <= today)
    in_force = begun and facts is not None and (facts.effective_to is None or today <= facts.effective_to)
    known = {str(one.pk): one.name for one in agencies()}
    named = [{"id": one, "name": known[one]} for one in dict.fromkeys(agency_ids) if one in known]
    process = pack.agreement()
    may_go_ahead(
        Without(
            gateway=gateway,
            gateway_in_force=in_force,
            gateway_needs_agreement=facts is not None and facts.agreement_needed,
            reason=reason,
            reasons={one.code for one in process.reasons_without},
            because=because,
            agencies=len(named),
            authoriser_roles=roles_of(authoriser_id, at=at) if authoriser_id else (),
            roles_that_may=process.authoriser.roles,
            told_after=told_after.told,
            told_on=told_after.on,
            tell_by=told_after.by_when,
            why_never=told_after.why_never,
            today=today,
        )
    ).insist(about=about)
    made = WithoutAgreement.objects.create(
        episode=episode_of(child),
        person_id=child,
        agencies=named,
        gateway=gateway,
        reason=reason,
        because=because.strip(),
        authoriser=authoriser_id,
        authoriser_name=practitioner(authoriser_id).name[:120],
        confirmed_at=at if authoriser_id == by.id else None,
        told_after=told_after.told,
        told_on=told_after.on if told_after.told == "told" else None,
        tell_by=told_after.by_when if told_after.told == "will_be" else None,
        why_never=told_after.why_never.strip() if told_after.told == "never" else "",
        by=by.id,
        by_name=by.name[:120],
        at=at,
        pack=pack.release_id,
    )
    if made.confirmed_at is None:
        post(
            key=f"without-agreement:{made.pk}",
            kind="without-agreement",
            to=f"practitioner:{authoriser_id}",
            context={"link_path": "/family-agreement/due/", "phone": pack.area.hub_phone},
            about=made.episode,
            at=at,
        )
    record(
        act="agreement:without",
        about=[about, f"without:{made.pk}"],
        by=by,
        at=at,
        purpose=gateway,
        reason=reason,
        pack=pack.release_id,
    )
    announce(WentAheadWithout(made.pk, by.id, at))
    return made


@deed
def confirm_go_ahead(*, record_id: str, by: Actor, at: datetime) -> WithoutAgreement:
    """The manager who was named says that it was their word. Nobody else can; twice is once."""
    about = f"without:{record_id}"
    row = WithoutAgreement.objects.select_for_update().filter(pk=record_id).first()
    if row is None or row.authoriser != by.id:
        raise Refused(hidden("not-the-authoriser"), about=about)
    if not set(by.roles) & set(current(at=at).agreement().authoriser.roles):
        raise Refused(
            no(
                "not-an-authoriser",
                say="Your role no longer lets you give this word.",
                next_step="Ask whoever manages the hub now to look at it",
            ),
            about=about,
        )
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
    record(act="agreement:without-confirmed", about=[about, f"person:{row.person_id}"], by=by, at=at)
    return row
