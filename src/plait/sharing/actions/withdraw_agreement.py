"""Somebody has changed their mind: nothing more is shared that rests on their yes, and those who relied on it hear."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from plait.agencies.queries import safeguarding_team_of
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.queries.reaching import barred_agencies
from plait.sharing.access import open_agreement
from plait.sharing.events import AgreementWithdrawn
from plait.sharing.models import (
    AgreementNotice,
    AgreementPartner,
    AgreementReliance,
    AgreementWithdrawal,
    FamilyAgreement,
)
from plait.sharing.queries.family import leads_to
from plait.sharing.store.relying import hold_agreements, standing_yes

HOW = {
    "in_person": "They told me themselves, face to face",
    "phone": "They rang, and I am sure that it was them",
    "writing": "In writing",
    "told_by_other": "Somebody else told me that they had",
}
ASKED_AGAIN = "asked_again"  # they were asked anew, and it was a yes no longer (`record_agreement`)


@deed
def withdraw_agreement(
    *,
    agreement_id: str,
    partner_ids: Sequence[str] = (),
    said: str = "",
    said_on: date,
    how: str,
    by: Actor,
    at: datetime,
) -> AgreementWithdrawal:
    """Take back every yes of this person about the same people (`partner_ids` empty), or the yes to some services, in whichever
    agreement of theirs it stands. A superseded agreement is withdrawn where it stands now.

    Held until it is kept, so that a share in the middle of being sent is either before it or refused. Each agency that was
    named or that relied on it gets a neutral letter and a notice. Two withdrawals of the same yes are one: the second answers
    with the first.
    """
    may(by, "family:ask").insist(about=f"agreement:{agreement_id}")
    opened = open_agreement(by, agreement_id, at=at, act="agreement:withdraw")
    people = [one.person_id for one in opened.about.all()]
    hold_agreements(people)
    agreement = _held(opened)
    if how not in HOW or said_on > at.astimezone(LONDON).date():
        raise Refused(
            no("how-and-when", say="Say how they told you, and on which day.", next_step="Check both"),
            about=agreement.ref,
        )
    wanted = set(partner_ids)
    rows = list(AgreementPartner.objects.filter(agreement=agreement, answer="yes").order_by("pk"))
    asked = [row for row in rows if not wanted or str(row.pk) in wanted or row.name in _names(opened, wanted)]
    meant = {row.key for row in asked}
    others = [row for row in standing_yes(agreement.giver_id, people) if row.agreement_id != agreement.pk]
    taken = [row for row in asked if row.withdrawal_id is None]
    taken += [row for row in others if not wanted or row.key in meant]
    if not taken:
        return _already(agreement, asked, by=by, at=at)
    return take_back(
        agreement=agreement,
        rows=taken,
        everything=not wanted,
        said=said,
        said_on=said_on,
        how=how,
        by=by,
        at=at,
    )


@deed
def take_back(
    *,
    agreement: FamilyAgreement,
    rows: Sequence[AgreementPartner],
    everything: bool,
    said: str = "",
    said_on: date,
    how: str,
    by: Actor,
    at: datetime,
) -> AgreementWithdrawal:
    """Mark each yes among `rows` as taken back, and tell whoever was named or relied on it. The caller holds the agreements."""
    made = AgreementWithdrawal.objects.create(
        agreement=agreement,
        everything=everything,
        said=said.strip(),
        said_on=said_on,
        how=how,
        by=by.id,
        by_name=by.name[:120],
        at=at,
    )
    AgreementPartner.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawal=made)
    given = [
        agreement,
        *{row.agreement_id: row.agreement for row in rows if row.agreement_id != agreement.pk}.values(),
    ]
    told = _tell(made, rows, at=at)
    people = dict.fromkeys(one.person_id for some in given for one in some.about.all())
    record(
        act="agreement:withdrawn",
        about=[*(some.ref for some in given), *(f"person:{one}" for one in people)],
        by=by,
        at=at,
        reason=f"told-{len(told)}",
    )
    announce(AgreementWithdrawn(made.pk, agreement.pk, by.id, at))
    return made


def _held(opened: FamilyAgreement) -> FamilyAgreement:
    """The agreement that stands now, locked: whoever opened the older one meant the person's yes."""
    row = FamilyAgreement.objects.select_for_update(of=("self",)).get(pk=opened.pk)
    while (
        newer := FamilyAgreement.objects.select_for_update(of=("self",)).filter(supersedes=row).first()
    ) is not None:
        row = newer
    return row


def _names(opened: FamilyAgreement, wanted: set[str]) -> set[str]:
    return {row.name for row in opened.partners.all() if str(row.pk) in wanted}


def _already(
    agreement: FamilyAgreement, asked: Sequence[AgreementPartner], *, by: Actor, at: datetime
) -> AgreementWithdrawal:
    found = next((row.withdrawal for row in asked if row.withdrawal is not None), None)
    if found is None:
        raise Refused(
            no(
                "nothing-to-withdraw",
                say="There is no yes here to take back.",
                next_step="Look at what they said; a no and an “ask me later” share nothing already",
            ),
            about=agreement.ref,
        )
    record(act="agreement:withdrawn", about=agreement.ref, by=by, at=at, reason="already")
    return found


def _tell(made: AgreementWithdrawal, taken: Iterable[AgreementPartner], *, at: datetime) -> dict[str, str]:
    """A notice for each agency and person, and one neutral letter to each agency: to its safeguarding team, never to the
    family. An agency whose mailbox is read by somebody they are protected from gets neither: it is told by telephone."""
    named: dict[str, list[AgreementPartner]] = {}
    for row in taken:
        if row.agency_id:
            named.setdefault(row.agency_id, []).append(row)
    spoken = {agency: _spoken_of([row.agreement for row in rows], agency) for agency, rows in named.items()}
    about = {one for people in spoken.values() for one in people}
    givers = {row.agreement.giver_id for rows in named.values() for row in rows}
    for agency in barred_agencies([*about, *givers]):
        named.pop(agency, None)
    AgreementNotice.objects.bulk_create(
        AgreementNotice(
            withdrawal=made,
            agency_id=agency,
            person_id=person,
            service=", ".join(dict.fromkeys(row.service or row.name for row in rows))[:240],
            told_at=at,
        )
        for agency, rows in sorted(named.items())
        for person in sorted(spoken[agency])
    )
    phone = current(at=at).area.hub_phone
    sent: dict[str, str] = {}
    for agency in sorted(named):
        team = safeguarding_team_of(agency)
        sent[agency] = f"team:{team.pk}" if team is not None else f"agency:{agency}"
        post(
            key=f"withdrawal:{made.pk}:{agency}",
            kind="agreement-withdrawn",
            to=sent[agency],
            context={"link_path": "/agreement-notices/", "phone": phone},
            about=made.agreement.episode,
            at=at,
        )
    return sent


def _spoken_of(given: Sequence[FamilyAgreement], agency: str) -> set[str]:
    """Of whom the notice to this agency speaks: those that these agreements were about and those they were relied on for; the
    giver only where nobody else is, since a notice never says whose answer it was."""
    relied = AgreementReliance.objects.filter(
        agreement__in=[one.pk for one in given], agency_id=agency
    ).select_related("decision")
    ids = [one.person_id for some in given for one in some.about.all()]
    ids += [str(one) for row in relied for one in row.decision.people]
    leads = leads_to([*ids, *(one.giver_id for one in given)])
    people = {leads[one] for one in ids}
    return people - {leads[one.giver_id] for one in given} or people
