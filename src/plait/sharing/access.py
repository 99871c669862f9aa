"""May this rest on what the family said, who may read what they said, and whose records of decisions may somebody read?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from plait.agencies.queries import own_links, safeguarding_team_of
from plait.agencies.roles import may
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs import current
from plait.people.access import may_be_named, may_be_opened, open_person
from plait.people.queries import ages_of, ids_of, names_of, standing_id
from plait.sharing.models import (
    AdviceRecord,
    AgreementNotice,
    AgreementWithdrawal,
    Clause,
    FamilyAgreement,
    SharingAgreement,
)
from plait.sharing.queries import agreed_by, all_agreements, one_agreement, process_of, standing_agreements
from plait.sharing.queries.family import Kin, family_of, leads_to
from plait.sharing.queries.family_due import (
    any_waits,
    to_tell,
    told_now,
    unanswered_withdrawals,
    waiting_reviews,
    without_agreement,
)
from plait.sharing.rules import AgreementFacts, Proposal
from plait.sharing.rules.family import may_rest_on
from plait.sharing.store.relying import hold_agreements

NOTHING_RESTS = AgreementFacts(False, "not-asked")


def with_agreement(
    proposal: Proposal,
    *,
    people: Sequence[str],
    to_agency: str,
    source_ref: str,
    clause_needs: bool = False,
    at: datetime,
) -> tuple[Proposal, AgreementFacts]:
    """The proposal with what the family said, where its gateway or a clause of the agencies’ agreement turns on
    that and something would leave; else as it came.

    Holds the agreements about these people until the transaction ends. Raises Refused in the family's own terms (withdrawn,
    ended, left out).
    """
    turns_on_it = clause_needs or (proposal.gateway is not None and proposal.gateway.agreement_needed)
    if not turns_on_it or proposal.outcome not in ("share", "part"):
        return proposal, NOTHING_RESTS
    hold_agreements(people)
    facts = agreed_by(
        people,
        agency_id=to_agency,
        agency_kind="" if to_agency else proposal.recipient_kind,
        on=proposal.on,
        process=process_of(current(at=at)),
    )
    may_rest_on(facts, {line.field_group for line in proposal.lines}).insist(about=source_ref)
    return replace(proposal, agreement=True), facts


def open_family(by: Actor, child_id: str, *, at: datetime, act: str) -> list[Kin]:
    """The family of a child whose story this reader may open, the child first; without anybody they may not meet. Audited."""
    child = str(open_person(by, standing_id(child_id), at=at, act=act).pk)
    kin = family_of(child, on=at.astimezone(LONDON).date())
    seen = set(may_be_named(by, (one.id for one in kin), at=at))
    return [one for one in kin if one.id in seen]


def readable_agreements(by: Actor, child_id: str, *, at: datetime) -> list[FamilyAgreement]:
    """What was said about a child whose story the reader has opened: never the word of somebody they may not meet, nor one that
    is also about such a person."""
    found = standing_agreements([child_id])
    everybody = leads_to(_people(found))
    seen = set(may_be_named(by, everybody.values(), at=at))
    return [row for row in found if all(everybody[one] in seen for one in _people([row]))]


def open_agreement(by: Actor, agreement_id: str, *, at: datetime, act: str) -> FamilyAgreement:
    """One person's agreement, for somebody who may open the story of one of those it is about; else Refused in the words that are
    true of none. Audited as read."""
    row = (
        FamilyAgreement.objects.filter(pk=agreement_id)
        .prefetch_related("partners__withdrawal", "about", "withdrawals__answers")
        .first()
    )
    ids = list(dict.fromkeys(leads_to(_people([row])).values())) if row else []
    seen = may_be_named(by, ids, at=at)
    opens = may_be_opened(by, seen, at=at)
    about = [one for one in ids if one in opens]
    if row is None or not about or len(seen) != len(ids):
        raise Refused(hidden("no-such-agreement"), about=f"agreement:{agreement_id}")
    record(
        act=act,
        about=[row.ref, *(f"person:{one}" for one in about)],
        by=by,
        at=at,
        fields=("identity", "content"),
    )
    return row


def child_of(agreement: FamilyAgreement) -> str:
    """On whose story an agreement stands: the youngest it is about, by the id that stands for them now."""
    ids = list(dict.fromkeys(leads_to(one.person_id for one in agreement.about.all()).values()))
    ages = ages_of(ids, on=agreement.given_on)
    return min(ids, key=lambda one: (ages[one] if ages[one] is not None else 200, one))


def open_notice(by: Actor, notice_id: str, *, at: datetime) -> AgreementNotice:
    """One notice to the reader's own agency; never about somebody they may not meet."""
    found = notices_to(by, at=at).filter(pk=notice_id).first()
    if found is None:
        raise Refused(hidden("no-such-notice"), about=f"notice:{notice_id}")
    return found


def notices_to(by: Actor, *, at: datetime) -> QuerySet[AgreementNotice]:
    """What the reader's agency was told about withdrawals, the newest first; for those who answer for it."""
    if not may(by, "check:answer") or not by.agency:
        return AgreementNotice.objects.none()
    rows = AgreementNotice.objects.filter(agency_id=by.agency)
    people = leads_to(rows.values_list("person_id", flat=True))
    seen = set(may_be_named(by, people.values(), at=at))
    hidden_ids = [was for was, now in people.items() if now not in seen]
    return rows.exclude(person_id__in=hidden_ids).order_by("-told_at", "pk")


def _people(rows: Iterable[FamilyAgreement]) -> list[str]:
    return [one for row in rows for one in (row.giver_id, *(about.person_id for about in row.about.all()))]


def visible_records(by: Actor) -> QuerySet[AdviceRecord]:
    """One's own (by mailbox: by the links of the same name), and for the safeguarding team every record of its agency."""
    own = Q(decided_by__in=own_links(by.id) if by.kind == "mailbox" else [by.id])
    team = safeguarding_team_of(by.agency) if by.agency and by.teams else None
    if team is not None and str(team.pk) in by.teams:
        own |= Q(holder_agency=by.agency)
    return AdviceRecord.objects.filter(own, holder_agency=by.agency)


def decision_beside(subject: str, record_id: str | None, *, by: Actor) -> AdviceRecord | None:
    """The record of this id, if it goes with this subject and the reader may read it; no id, and no such one, is None."""
    try:
        wanted = UUID(record_id or "")
    except ValueError:
        return None
    return visible_records(by).filter(pk=wanted, uses__subject=subject).first()


def open_record(by: Actor, record_id: str, *, at: datetime, act: str = "advice:read") -> AdviceRecord:
    """One record, for whoever may read it; anybody else's is nothing by this route."""
    found = visible_records(by).filter(pk=record_id).first()
    if found is None:
        raise Refused(hidden("not-their-record"), about=f"advice:{record_id}")
    record(act=act, about=f"advice:{found.pk}", by=by, at=at)
    return found


def open_withdrawal(by: Actor, withdrawal_id: str, *, at: datetime) -> AgreementWithdrawal:
    """One withdrawal, for whoever may open the agreement that it belongs to."""
    row = AgreementWithdrawal.objects.filter(pk=withdrawal_id).first()
    if row is None:
        raise Refused(hidden("no-such-withdrawal"), about=f"withdrawal:{withdrawal_id}")
    open_agreement(by, str(row.agreement_id), at=at, act="agreement:withdrawal-asked")
    return row


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits on a desk: its kind and id, about which child, and why."""

    kind: str  # review | withdrawal | tell
    id: str
    child: str
    why: str
    said: str
    since: datetime


def what_waits(by: Actor, *, at: datetime) -> list[Waits]:
    """Reviews, questions after withdrawals and tellings about children whose story this reader may open, the longest waiting
    first; nothing that also concerns somebody they may not meet."""
    today = at.astimezone(LONDON).date()
    if not may(by, "family:ask") or not any_waits(on=today):
        return []
    reviews, asked, tell = waiting_reviews.rows(), unanswered_withdrawals(), to_tell(on=today)
    if not (reviews or asked or tell):
        return []
    prefetch_related_objects(reviews, "agreement__about")
    agreements = [row.agreement for row in reviews] + [row.agreement for row, _ in asked]
    leads = leads_to([*_people(agreements), *(one for row in tell for one in (row.child_id, row.person_id))])
    everybody = sorted(set(leads.values()))
    opens = may_be_opened(by, everybody, at=at)
    meets = set(may_be_named(by, everybody, at=at))

    def child(agreement: FamilyAgreement) -> str | None:
        ids = [leads[one] for one in _people([agreement])]
        about = [leads[one.person_id] for one in agreement.about.all()]
        return next((one for one in about if one in opens), None) if set(ids) <= meets else None

    found = [
        Waits("review", str(row.agreement_id), one, row.why, "", row.asked_at)
        for row in reviews
        if (one := child(row.agreement)) is not None
    ]
    found += [
        Waits(
            "withdrawal",
            str(row.pk),
            one,
            "",
            "Somebody changed their mind: two questions wait for an answer",
            row.at,
        )
        for row, _ in asked
        if (one := child(row.agreement)) is not None
    ]
    found += [
        Waits(
            "tell",
            leads[row.child_id],
            leads[row.child_id],
            "",
            "Somebody was not told: can they be told now?",
            row.at,
        )
        for row in tell
        if leads[row.child_id] in opens and leads[row.person_id] in meets
    ]
    return sorted(found, key=lambda one: (one.since, one.kind, one.id))


@dataclass(frozen=True, slots=True)
class FamilyEvent:
    """Something about family agreement on a child's timeline. Never an answer: a story is copied and printed."""

    key: str
    at: datetime
    title: str
    by: str


def family_events(by: Actor, child_id: str, *, at: datetime) -> list[FamilyEvent]:
    """What happened about agreement and telling, for somebody who has opened the story and asks families; nothing about
    anybody they may not meet."""
    if not may(by, "family:ask"):
        return []
    agreements = readable_agreements(by, child_id, at=at)
    known = list(ids_of([child_id]))
    told = told_now(known)
    leads = leads_to([*(row.giver_id for row in agreements), *(row.person_id for row in told)])
    meets = set(may_be_named(by, leads.values(), at=at))
    names = names_of(leads.values())
    who = {one: names.get(now, "Somebody") for one, now in leads.items()}
    found = [
        FamilyEvent(
            row.ref, row.recorded_at, f"{who[row.giver_id]} was asked for their agreement", row.worker_name
        )
        for row in agreements
    ]
    found += [
        FamilyEvent(f"withdrawal:{one.pk}", one.at, f"{who[row.giver_id]} changed their mind", one.by_name)
        for row in agreements
        for one in row.withdrawals.all()
    ]
    found += [
        FamilyEvent(f"told:{row.pk}", row.at, f"Noted whether {who[row.person_id]} was told", row.by_name)
        for row in told
        if leads[row.person_id] in meets
    ]
    found += [
        FamilyEvent(f"without:{row.pk}", row.at, "Gone ahead without agreement", row.by_name)
        for row in without_agreement(known)
    ]
    return found


def agreements_to_read(by: Actor) -> QuerySet[SharingAgreement]:
    """Agreements between agencies that bind, or bound, the reader's own: every version, the newest first."""
    if not by.agency or not may(by, "agreement:write"):
        return SharingAgreement.objects.none()
    return all_agreements().filter(parties__agency_id=by.agency)


def open_between(by: Actor, agreement_id: str, *, at: datetime, act: str) -> SharingAgreement:
    """One of them with its clauses; of any other, nothing by this route."""
    if not agreements_to_read(by).filter(pk=agreement_id).exists():
        raise Refused(hidden("not-a-party"), about=f"sharing-agreement:{agreement_id}")
    found = one_agreement(agreement_id)
    assert found is not None
    record(act=act, about=found.ref, by=by, at=at)
    return found


def open_clause(agreement: SharingAgreement, clause_id: UUID) -> Clause:
    """One clause of an agreement that was opened."""
    for one in agreement.clauses.all():
        if one.pk == clause_id:
            return one
    raise Refused(hidden("no-such-clause"), about=f"clause:{clause_id}")
