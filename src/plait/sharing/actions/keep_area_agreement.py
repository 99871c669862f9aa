"""Another area's word on an agreement with us: put down where it is new, and signed or revoked for their side."""

from datetime import date, datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.base.federation.own import own_code
from plait.base.packs import current
from plait.sharing.life import MOVES
from plait.sharing.models import AgreementParty, Clause, SharingAgreement, Signature
from plait.sharing.queries.between import hub_agency
from plait.sharing.rules.between import Came, may_take_in
from plait.sharing.store.coming_into_force import come_into_force
from plait.sharing.store.holding import name_parties
from plait.sharing.store.next_in_line import Place, place_of, put_behind, step_back
from plait.sharing.store.telling_signers import tell_signers
from plait.sharing.store.terms import MARK, area_of, digest_between
from plait.sharing.wire.agreement import Term, Word, digest_of_terms, terms_of

State = SharingAgreement.State


@deed
def keep_area_agreement(*, peer: Peer, word: Word, by: Actor, at: datetime) -> SharingAgreement:
    """In whatever order their words come, and however often, the same stands here in the end; whoever may sign for us hears of
    what is to be signed, and of what they ended. Raises Refused for words that are not those that stand here, and for an
    agreement that is not between them and us."""
    found = SharingAgreement.objects.select_for_update().filter(pk=word.agreement.id).first()
    about = f"sharing-agreement:{word.agreement.id}"
    place = Place("none") if found else place_of(word, peer)
    may_take_in(_came(word, found, peer, place)).insist(about=about)
    agreement = found or _put_down(word, peer, place, by=by, at=at)
    if word.says == "signed":
        _signed(agreement, word, peer, by=by, at=at)
        if found is None:
            tell_signers(agreement, "agreement-to-sign", at=at)
    elif word.clause:
        _clause_revoked(agreement, word, peer, by=by, at=at)
    else:
        _revoked(agreement, word, peer, by=by, at=at)
    return agreement


def _came(word: Word, found: SharingAgreement | None, peer: Peer, place: Place) -> Came:
    text = word.agreement
    between_us = {text.first, text.second} == {own_code(), peer.code}
    if found is not None:
        area = area_of(found)
        theirs = area is not None and area.area == peer.code
        same = found.state != State.DRAFT and digest_between(found) == digest_of_terms(terms_of(text))
        return Came(between_us, known=True, theirs=theirs, same=theirs and same, free=True)
    taken = SharingAgreement.objects.filter(reference=text.reference, version=text.version)
    if place.gives_way is not None:
        taken = taken.exclude(pk=place.gives_way.pk)
    waiting = SharingAgreement.objects.filter(state=State.WAITING, written_for=str(peer.pk)).count()
    return Came(
        between_us, known=False, theirs=False, same=False, free=not taken.exists(), before=place.before,
        waiting=waiting,
    )  # fmt: skip


def _put_down(word: Word, peer: Peer, place: Place, *, by: Actor, at: datetime) -> SharingAgreement:
    """Its words stand still from the first moment: our side reads them, and signs or revokes."""
    text = word.agreement
    if place.gives_way is not None:
        step_back(place.gives_way, above=text.version)
    made = SharingAgreement.objects.create(
        id=UUID(text.id), reference=text.reference, version=text.version, supersedes=place.behind,
        title=text.title, summary=text.summary, text=text.text, dpia=text.dpia, starts=date.fromisoformat(text.starts),
        ends=_day(text.ends), state=State.WAITING, written_by=f"{MARK}{peer.code}", written_for=str(peer.pk), written_at=at,
        offered_at=at,
    )  # fmt: skip
    ours = hub_agency()
    first = text.first == peer.code
    name_parties(made, {str(peer.pk): "first" if first else "second", ours: "second" if first else "first"})
    here = {f"{MARK}{peer.code}": str(peer.pk), f"{MARK}{own_code()}": ours}
    Clause.objects.bulk_create(_clause(made, one, here) for one in text.clauses)
    record(act="agreement:came", about=made.ref, by=by, at=at)
    if place.gives_way is not None:
        put_behind(place.gives_way, made, by=by, at=at)
    return made


def _clause(agreement: SharingAgreement, one: Term, here: dict[str, str]) -> Clause:
    return Clause(
        agreement=agreement, number=one.number, kind=one.kind, holders=sorted(here.get(name, name) for name in one.holders),
        recipients=sorted(here.get(name, name) for name in one.recipients), field_groups=one.field_groups,
        purposes=one.purposes, gateways=one.gateways, lawful_basis=one.lawful_basis, agreement_rule=one.agreement_rule,
        begins=_day(one.begins), ends=_day(one.ends),
        conditions=[{"name": each.name, "number": each.number} for each in one.conditions],
    )  # fmt: skip


def _signed(agreement: SharingAgreement, word: Word, peer: Peer, *, by: Actor, at: datetime) -> None:
    party = _their_side(agreement, peer)
    if agreement.signatures.filter(side=party.side).exists():
        record(act="agreement:signed-there-already", about=agreement.ref, by=by, at=at)
        return
    Signature.objects.create(
        agreement=agreement, side=party.side, agency_id=party.agency_id, agency_name=word.by.agency or peer.name,
        signed_by=f"{MARK}{peer.code}", signed_name=word.by.name, signed_job=word.by.job,
        signed_at=datetime.fromisoformat(word.made), digest=digest_of_terms(terms_of(word.agreement)),
    )  # fmt: skip
    record(act="agreement:signed-there", about=agreement.ref, by=by, at=at)
    if agreement.state == State.WAITING and agreement.signatures.exclude(side=party.side).exists():
        come_into_force(agreement, pack=current(at=at).release_id, by=by, at=at)


def _revoked(agreement: SharingAgreement, word: Word, peer: Peer, *, by: Actor, at: datetime) -> None:
    record(act="agreement:revoked-there", about=agreement.ref, by=by, at=at)
    if ("revoke", agreement.state) not in MOVES:
        return
    agreement.state = MOVES["revoke", agreement.state]
    agreement.over_at, agreement.over_by = at, f"{MARK}{peer.code}"
    agreement.over_because = f"{peer.name}: {word.because.strip()}"
    agreement.save(update_fields=["state", "over_at", "over_by", "over_because"])
    tell_signers(agreement, "agreement-ended-there", at=at)


def _clause_revoked(agreement: SharingAgreement, word: Word, peer: Peer, *, by: Actor, at: datetime) -> None:
    """One that permits: what both sides forbade neither opens alone."""
    clause = agreement.clauses.filter(number=word.clause, kind=Clause.Kind.PERMIT).first()
    if clause is None:
        no(
            "no-such-clause", say="There is no such clause that permits.", next_step="Ring the other area"
        ).insist(about=agreement.ref)
        return
    record(act="agreement:clause-revoked-there", about=[agreement.ref, f"clause:{clause.pk}"], by=by, at=at)
    if clause.revoked_at is None:
        clause.revoked_at, clause.revoked_by = at, f"{MARK}{peer.code}"
        clause.revoked_because = f"{peer.name}: {word.because.strip()}"
        clause.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        tell_signers(agreement, "agreement-ended-there", again=f"clause-{clause.number}", at=at)


def _their_side(agreement: SharingAgreement, peer: Peer) -> AgreementParty:
    return agreement.parties.get(area=peer.code)


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
