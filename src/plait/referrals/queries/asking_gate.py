"""Which groups of fields an agreement lets the hub send an agency with a question, asked before the preview and again
when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from plait.agencies.models import Agency
from plait.base.access.classes import FieldGroup as G
from plait.base.access.verdict import Verdict, no
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.packs import Pack
from plait.referrals.models import Contact
from plait.referrals.queries.hub import people_of
from plait.sharing.queries import gateway_facts, ruling
from plait.sharing.queries.agreements import OPEN_TO
from plait.sharing.rules import Clauses, Decision, Line, Proposal, weigh

AGREEMENTS = ("no-agreement", "agreement-forbids")
FIRST_WORDS = 60  # by which a refusal names an item to whoever wrote it


@dataclass(frozen=True, slots=True)
class Sendable:
    """What the gate lets the hub send; `refusal` where not even who the child is."""

    ruled: Decision
    refusal: Verdict | None


def ways_to_ask(pack: Pack, *, holder_kind: str, agency: Agency, on: date) -> list[tuple[str, str]]:
    """The gateways under which that agency may be asked, as code and title, the pack's usual one for its kind first. A
    charity that works under no listed body's contract is not asked under the information sharing duty."""
    able = [
        one
        for one in pack.gateways_for(
            holder_kind, agency.kind, on, recipient_under_contract=agency.under_contract
        )
        if one.consent_required != "yes"
    ]
    usual = pack.partners[agency.kind].gateway
    return [(one.code, one.title) for one in sorted(able, key=lambda one: one.code != usual)]


def usual_way(pack: Pack, *, holder_kind: str, agency: Agency, on: date) -> str:
    """The gateway of a question unless somebody chooses another: the pack's for that kind of agency where it reaches this
    one, else the duty of confidence and its exceptions, else the first that does."""
    codes = [code for code, _ in ways_to_ask(pack, holder_kind=holder_kind, agency=agency, on=on)]
    usual = pack.partners[agency.kind].gateway
    return next((code for code in (usual, "COMMONLAW", *codes) if code in codes), usual)


def may_be_sent(
    agency: Agency,
    contact: Contact,
    *,
    gateway: str,
    pack: Pack,
    clauses: Clauses | None = None,
    by: Actor,
    at: datetime,
) -> Sendable:
    """What the gate says of everything that this kind of agency may need in order to look. Who the child is goes first."""
    partner = pack.partners[agency.kind]
    groups = dict.fromkeys((G.IDENTITY, *partner.fields_sent))
    on = at.astimezone(LONDON).date()
    proposal = Proposal(
        purpose="Asking what they know",
        gateway=gateway_facts(
            pack,
            gateway or usual_way(pack, holder_kind=by.agency_kind, agency=agency, on=on),
            recipient_under_contract=agency.under_contract,
        ),
        on=on,
        holder_kind=by.agency_kind,
        recipient_kind=agency.kind,
        holder=by.agency,
        recipient=str(agency.pk),
        people=_whom(contact, clauses),
        lines=[Line(group, assertion=known_as(group)) for group in groups],
        outcome="share",
        occasion="ask",
        protects=contact.danger_now == "yes",
    )
    ruled = ruling(proposal, by=by, at=at, clauses=clauses)
    if G.IDENTITY in ruled.allowed_fields:
        return Sendable(ruled, None)
    verdict = weigh(proposal, ruled)
    return Sendable(ruled, verdict if verdict.reason not in AGREEMENTS else _nothing_to_send(ruled))


class ItemLike(Protocol):
    """One thing that an agency answers with."""

    @property
    def text(self) -> str: ...
    @property
    def field_group(self) -> str: ...
    @property
    def assertion_kind(self) -> str: ...
    @property
    def happened_on(self) -> date | None: ...


def as_weighed(item: ItemLike) -> Line:
    """The item as the gate weighs it: how it is known, when it happened, and by its first words which one it is."""
    first = item.text.strip().splitlines()[0]
    short = f"{first[:FIRST_WORDS]}…" if len(first) > FIRST_WORDS else first
    return Line(
        item.field_group, assertion=item.assertion_kind, happened_on=item.happened_on, label=f"“{short}”"
    )


def known_as(group: str) -> str:
    """Who somebody is, where they live and who belongs to them stands in records; the hub's own words may be anything."""
    return "" if group == G.CONCERN else "record"


def _nothing_to_send(ruled: Decision) -> Verdict:
    """The refusal where not even who the child is may be sent, with what is missing and the way on."""
    return no(
        "agreement-forbids" if ruled.prohibitions else "no-agreement",
        say=f"Not sent. {ruled.say}",
        next_step="If a child is in danger now, ring them. Otherwise ask your information governance lead about the agreement",
    )


def _whom(contact: Contact, clauses: Clauses | None) -> tuple[str, ...]:
    """The children a question is about, where a clause turns on whether they are open to an agency."""
    if clauses is not None and not clauses.asks(OPEN_TO):
        return ()
    return tuple(str(one.description.person_id) for one in people_of(contact) if one.role == "child")
