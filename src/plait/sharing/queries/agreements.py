"""Reading agreements. What the gate reads is read in the transaction that asks, and kept no longer: a clause revoked a
moment ago is gone for the very next request."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies import queries as agencies
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.base.packs import Pack, current
from plait.base.packs.schema.purposes import PROTECTING
from plait.people.queries.accesses import open_to_agency
from plait.sharing.models import AgreementParty, Clause, SharingAgreement, Signature
from plait.sharing.queries.between import away_among
from plait.sharing.rules import Clause as PureClause
from plait.sharing.rules import Clauses, Condition, Decision, Proposal, Request, Wanted, Words, decide
from plait.sharing.rules.cedar import digest_of
from plait.sharing.rules.clauses import ANY
from plait.sharing.store.terms import area_of, digest_between

# By these a child is protected at once. They are the law's own powers, so no agreement is needed to use them.
OPEN_TO = frozenset({"open_to_holder", "open_to_recipient"})
HURRY = frozenset(
    {"ask", "answer", "hand_on"}
)  # what protection cannot wait for; a list, a copy or a letter can
PROTECTING_GATEWAYS = frozenset({"CA89_44", "CA89_46", "CA89_47", "CA89_47_9"})


def pure_clause(
    row: Clause,
    agreement: SharingAgreement,
    parties: Iterable[AgreementParty],
    away: frozenset[str] = frozenset(),
) -> PureClause:
    """The clause as the gate weighs it: its own days within those of its agreement. A party that is `away`, an area that is not
    believed now, is bound no more than one that left."""
    bound = list(parties)
    return PureClause(
        id=str(row.pk),
        kind=row.kind,
        holders=frozenset(row.holders),
        recipients=frozenset(row.recipients),
        fields=frozenset(row.field_groups),
        purposes=frozenset(row.purposes),
        gateways=frozenset(row.gateways),
        lawful_basis=row.lawful_basis,
        agreement_rule=row.agreement_rule,
        begins=max(row.begins or agreement.starts, agreement.starts),
        ends=min((day for day in (row.ends, agreement.ends) if day is not None), default=None),
        conditions=tuple(Condition(one["name"], int(one.get("number") or 0)) for one in row.conditions),
        parties=frozenset(one.agency_id for one in bound),
        left=frozenset(one.agency_id for one in bound if one.left_at is not None or one.agency_id in away),
        away=away & {one.agency_id for one in bound},
        label=f"{agreement.reference}, clause {row.number}",
        version=str(agreement),
    )


def clauses_in_force() -> Clauses:
    """Every clause of every agreement in force that is not revoked, and what one that was revoked forbids still. Two reads,
    whatever the number of agreements; a third where one binds another area, which must be believed in this very moment."""
    rows: list[Clause] = _in_force.rows()
    parties: dict[object, list[AgreementParty]] = {}
    for party in _parties.rows(some_ids({row.agreement_id for row in rows})):
        parties.setdefault(party.agreement_id, []).append(party)
    away = away_among(party for some in parties.values() for party in some)
    return Clauses(pure_clause(row, row.agreement, parties.get(row.agreement_id, ()), away) for row in rows)


@Written
def _in_force() -> QuerySet[Clause]:
    in_force = Q(agreement__state=SharingAgreement.State.IN_FORCE)
    rows = Clause.objects.filter(in_force | _outlasts(), revoked_at__isnull=True).select_related("agreement")
    return rows.order_by("agreement__reference", "agreement__version", "number")


@Written
def _parties(agreement_ids: tuple[UUID, ...]) -> QuerySet[AgreementParty]:
    return AgreementParty.objects.filter(agreement_id__in=agreement_ids)


def _outlasts() -> Q:
    """A prohibition outlives the agreement that one side revoked, until its own end or until both sides have signed a next
    version: what two closed, one does not open alone. One that never came into force forbids nothing."""
    sides = AgreementParty.Side.values
    signed, both = Q(), Q()
    for side in sides:
        signatures = Signature.objects.filter(side=side)
        signed &= Q(Exists(signatures.filter(agreement=OuterRef("agreement"))))
        both &= Q(Exists(signatures.filter(agreement=OuterRef("pk"))))
    later = SharingAgreement.objects.filter(
        both, reference=OuterRef("agreement__reference"), version__gt=OuterRef("agreement__version")
    )
    followed = Q(Exists(later))
    revoked = Q(agreement__state=SharingAgreement.State.REVOKED, kind=Clause.Kind.PROHIBIT)
    return revoked & signed & ~followed


def outlasting(agreement: SharingAgreement, *, on: date) -> list[Clause]:
    """What this agreement forbids on that day although it was revoked; of one in force, what it would forbid if it were."""
    rows = Clause.objects.filter(agreement=agreement, kind=Clause.Kind.PROHIBIT, revoked_at__isnull=True)
    if agreement.state == SharingAgreement.State.REVOKED:
        rows = rows.filter(_outlasts())
    elif agreement.state != SharingAgreement.State.IN_FORCE:
        return []
    bound = list(agreement.parties.all())
    found = [(row, pure_clause(row, agreement, bound).ends) for row in rows.order_by("number")]
    return [row for row, ends in found if ends is None or ends >= on]


def names_of(pack: Pack, *, agency_id: str, kind: str) -> frozenset[str]:
    """Everything that a clause may call an agency: itself, its kind, every wider name."""
    partner = pack.partners.get(kind)
    wider = partner.is_called() if partner else frozenset({kind})
    return frozenset(name for name in (agency_id, *wider, ANY) if name)


def request_of(
    proposal: Proposal, *, pack: Pack, holder_name: str = "", recipient_name: str = "", abroad: bool = False
) -> Request:
    """The proposal as a question to the gate."""
    gateway = proposal.gateway.code if proposal.gateway else ""
    protects = proposal.occasion in HURRY and (
        proposal.protects or proposal.purpose_code in PROTECTING or gateway in PROTECTING_GATEWAYS
    )
    own = bool(proposal.holder) and proposal.holder == proposal.recipient
    purpose = pack.purposes.get(proposal.purpose_code)
    return Request(
        holder=names_of(pack, agency_id=proposal.holder, kind=proposal.holder_kind),
        recipient=names_of(pack, agency_id=proposal.recipient, kind=proposal.recipient_kind),
        purpose=proposal.purpose_code,
        gateway=gateway,
        on=proposal.on,
        lines=tuple(
            Wanted(line.field_group, line.assertion, _months(line.happened_on, proposal.on))
            for line in proposal.lines
        ),
        agreed=proposal.agreed | (frozenset({"service", "consent"}) if proposal.agreement else frozenset()),
        facts=proposal.facts,
        alone="own" if own else "protection" if protects else "",
        holder_name=holder_name or "this agency",
        recipient_name=recipient_name or "that agency",
        purpose_name=purpose.label if purpose else proposal.purpose_code,
        abroad=abroad,
    )


def _months(happened_on: date | None, on: date) -> int | None:
    """Whole months since then, rounded up: what happened 13 months and a day ago is 14 months old."""
    if happened_on is None:
        return None
    months = (on.year - happened_on.year) * 12 + on.month - happened_on.month
    return max(0, months + (on.day > happened_on.day))


def ruling(proposal: Proposal, *, by: Actor, at: datetime, clauses: Clauses | None = None) -> Decision:
    """What the gate decides about a proposal now. `clauses` may be handed in by whoever asks about several at once, in
    the same transaction. The emergency duty team is not held up for lack of a clause when it asks or answers."""
    clauses = clauses if clauses is not None else clauses_in_force()
    pack = current(at=at)
    if proposal.people and clauses.asks(OPEN_TO):
        proposal = replace(proposal, facts={**_open_to(proposal, at=at), **proposal.facts})
    decision = decide(request_of(proposal, pack=pack), clauses)
    if decision.allowed and not decision.obligations:
        return decision
    if proposal.occasion in HURRY and agencies.in_duty_team(by):
        proposal = replace(proposal, protects=True)
    named, areas = _named([one for one in (proposal.holder, proposal.recipient) if one])
    request = request_of(
        proposal,
        pack=pack,
        holder_name=named.get(proposal.holder, ""),
        recipient_name=named.get(proposal.recipient, ""),
        abroad=proposal.recipient in areas,
    )
    return decide(request, clauses)


def _named(ids: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    """What these are called, agencies here and other areas; and which of them are areas."""
    named = {str(one.pk): one.name for one in agencies.agencies().filter(pk__in=ids)}
    rest = set(ids) - set(named)
    areas = {str(one.pk): one.name for one in border.peers().filter(pk__in=rest)} if rest else {}
    return named | areas, frozenset(areas)


def _open_to(proposal: Proposal, *, at: datetime) -> dict[str, bool]:
    """Is each of these people open to the agency that holds it, and to the one that receives it?"""
    return {
        "open_to_holder": bool(proposal.holder) and open_to_agency(proposal.people, proposal.holder, at=at),
        "open_to_recipient": bool(proposal.recipient)
        and open_to_agency(proposal.people, proposal.recipient, at=at),
    }


def words_of(pack: Pack) -> Words:
    """What agencies, kinds, purposes and gateways are called, for reading a clause aloud."""
    kinds = {kind: partner.label for kind, partner in pack.partners.items()}
    wider = {"NHS": "any health service", "LA": "any service of the council"}
    here = {str(one.pk): one.name for one in agencies.agencies()}
    named: Mapping[str, str] = here | {str(one.pk): one.name for one in border.peers()}
    return Words(
        agencies={**wider, **kinds, **named},
        purposes={code: one.label for code, one in pack.purposes.items()},
        gateways={code: f"{one.title} ({one.statute})" for code, one in pack.gateways.items()},
    )


def all_agreements() -> QuerySet[SharingAgreement]:
    """Every agreement, the newest version of each first."""
    return SharingAgreement.objects.prefetch_related("parties", "signatures").order_by(
        "reference", "-version"
    )


def one_agreement(agreement_id: str) -> SharingAgreement | None:
    """One agreement with its clauses, or None."""
    return (
        SharingAgreement.objects.filter(pk=agreement_id)
        .prefetch_related("parties", "signatures", "clauses")
        .first()
    )


def clauses_of(agreement: SharingAgreement) -> list[PureClause]:
    """The clauses of one agreement, revoked ones left out, as the gate would weigh them were it in force."""
    parties = list(agreement.parties.all())
    rows = agreement.clauses.filter(revoked_at__isnull=True).order_by("number")
    return [pure_clause(row, agreement, parties) for row in rows]


def clauses_holding(agreement: SharingAgreement, *, on: date) -> list[PureClause]:
    """The same, and of one that was revoked only what it still forbids."""
    if agreement.state != SharingAgreement.State.REVOKED:
        return clauses_of(agreement)
    parties = list(agreement.parties.all())
    return [pure_clause(row, agreement, parties) for row in outlasting(agreement, on=on)]


def clauses_signed(agreement: SharingAgreement, *, at: datetime) -> list[PureClause]:
    """What there was to sign at that moment, from the rows as they stand: clauses that were revoked since are in it, and
    parties that left since are still bound."""
    parties = [
        party if party.left_at is None or party.left_at <= at else _as_before(party)
        for party in agreement.parties.all()
    ]
    rows = sorted(agreement.clauses.all(), key=lambda one: one.number)
    return [pure_clause(row, agreement, parties) for row in rows]


def digest_signed(agreement: SharingAgreement, *, at: datetime) -> str:
    """The digest of that: it differs from the one that was kept where a word was changed since."""
    if area_of(agreement) is not None:
        return digest_between(agreement)
    return digest_of(clauses_signed(agreement, at=at))


def digest_to_sign(agreement: SharingAgreement) -> str:
    """The digest of what somebody signs now: with another area, of the words that travel."""
    return digest_between(agreement) if area_of(agreement) is not None else digest_of(clauses_of(agreement))


def _as_before(party: AgreementParty) -> AgreementParty:
    return AgreementParty(agreement_id=party.agreement_id, side=party.side, agency_id=party.agency_id)


def to_sign(by: Actor) -> int:
    """How many agreements wait for the signature of the reader’s side."""
    waiting = SharingAgreement.objects.filter(
        state=SharingAgreement.State.WAITING,
        parties__agency_id=by.agency,
        parties__left_at__isnull=True,
    ).prefetch_related("parties", "signatures")
    return sum(unsigned_by(one, by.agency) for one in waiting)


def unsigned_by(agreement: SharingAgreement, agency_id: str) -> bool:
    """Is the side of this agency still without a signature?"""
    mine = {one.side for one in agreement.parties.all() if one.agency_id == agency_id and one.left_at is None}
    return bool(mine - {one.side for one in agreement.signatures.all()})
