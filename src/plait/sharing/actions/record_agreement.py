"""Record what one person of a family said to each service by name, asked by themselves."""

from collections.abc import Sequence
from datetime import date, datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs import Pack, current
from plait.people.models import Person
from plait.people.queries import ages_of, ids_of, standing_id
from plait.sharing.access import open_family
from plait.sharing.actions.withdraw_agreement import ASKED_AGAIN, take_back
from plait.sharing.events import AgreementRecorded
from plait.sharing.models import AgreementAbout, AgreementPartner, AgreementReview, FamilyAgreement
from plait.sharing.queries import not_to_ask, notes_about, process_of
from plait.sharing.queries.family import episode_of, responsibility_for
from plait.sharing.rules.family_asking import is_warned
from plait.sharing.rules.family_days import ends_on, review_day
from plait.sharing.rules.family_deeds import AgreementSaid, Dates, is_whole, says_each_again
from plait.sharing.rules.family_giving import Asking, Giving, may_ask, may_give
from plait.sharing.store.family_timers import promise, release
from plait.sharing.store.relying import hold_agreements, standing_yes


@deed
def record_agreement(*, child_id: str, said: AgreementSaid, by: Actor, at: datetime) -> FamilyAgreement:
    """Keep one person's answers, written on the story of `child_id`. Their earlier word in the same episode about the same people
    is superseded, and kept.

    A yes that is one no longer is taken back: whoever was named or relied on it hears, as after a withdrawal. Refused where they
    must not be asked, cannot answer for whom it is about, something is missing, or a service to which they had said yes is not
    answered again. The same words sent twice by one worker are one agreement.
    """
    about = f"person:{child_id}"
    may(by, "family:ask").insist(about=about)
    family = {one.id for one in open_family(by, child_id, at=at, act="family:record")}
    child, giver = standing_id(child_id), standing_id(said.giver_id)
    covered = tuple(dict.fromkeys(standing_id(one) for one in said.about))
    if giver not in family or not covered or not set(covered) <= family:
        raise Refused(hidden("not-of-this-family"), about=about)
    pack, today = current(at=at), at.astimezone(LONDON).date()
    _may_say(said, giver=giver, child=child, covered=covered, pack=pack, today=today, about=about)
    dates = _dates(said, pack, today)
    is_whole(said, dates).insist(about=about)
    Person.objects.select_for_update().get(
        pk=giver
    )  # two workers who record at once: the second supersedes the first
    episode = episode_of(child)
    before = _latest(giver, episode, covered)
    if before is not None and _same(before, said, dates, by):
        record(act="agreement:recorded", about=before.ref, by=by, at=at, reason="sent-twice")
        return before
    hold_agreements(covered)
    stood = standing_yes(giver, covered)
    says_each_again(
        said, {row.key: row.name for row in stood if before is not None and row.agreement_id == before.pk}
    ).insist(about=about)
    made = _keep(
        said,
        giver=giver,
        covered=covered,
        episode=episode,
        dates=dates,
        before=before,
        pack=pack,
        by=by,
        at=at,
    )
    if before is not None:
        release(before, people=[one.person_id for one in before.about.all()])
        AgreementReview.objects.filter(agreement=before, settled_at__isnull=True).update(
            settled_at=at,
            settled_by=by.id,
            settled_by_name=by.name[:120],
            outcome=AgreementReview.Outcome.ASKED_AGAIN,
        )
    _take_back_what_is_no_longer(said, stood, by=by, at=at)
    promise(made, birthdays=pack.agreement().ages.birthdays, people=covered, at=at)
    record(
        act="agreement:recorded",
        about=[made.ref, *(f"person:{one}" for one in dict.fromkeys((giver, *covered)))],
        by=by,
        at=at,
        fields=sorted(said.groups),
        reason=said.capacity,
        pack=pack.release_id,
    )
    announce(AgreementRecorded(made.pk, by.id, at))
    return made


def _may_say(
    said: AgreementSaid,
    *,
    giver: str,
    child: str,
    covered: tuple[str, ...],
    pack: Pack,
    today: date,
    about: str,
) -> None:
    asking = Asking(
        must_not_know=giver in not_to_ask([child, *covered], [giver] if giver != child else []),
        warned=is_warned(notes_about([child, *covered, giver])),
        why_safe=said.why_safe,
    )
    may_ask(asking).insist(about=about)
    ages = ages_of([giver, *covered], on=said.given_on)
    others = [one for one in covered if one != giver]
    giving = Giving(
        capacity=said.capacity,
        note=said.capacity_note,
        giver_age=ages[giver],
        about_themselves=giver in covered,
        responsibility=responsibility_for(giver, others) if others else {},
        ages=ages,
    )
    may_give(giving, process_of(pack)).insist(about=about)


def _dates(said: AgreementSaid, pack: Pack, today: date) -> Dates:
    terms = pack.agreement().terms
    latest = ends_on(said.given_on, months=terms.lasts_months)
    expires = said.expires_on or latest
    review = said.review_on or review_day(said.given_on, days=terms.review_after_days, expires_on=expires)
    return Dates(today=today, review_on=review, expires_on=expires, latest_end=latest)


def _latest(giver: str, episode: str, covered: tuple[str, ...]) -> FamilyAgreement | None:
    known = ids_of(covered)
    rows = FamilyAgreement.objects.filter(
        giver_id__in=list(ids_of([giver])),
        episode=episode,
        superseded_by__isnull=True,
        about__person_id__in=list(known),
    )
    found = rows.prefetch_related("about", "partners", "reviews").distinct().order_by("-recorded_at", "pk")
    # What was also said about somebody else still stands, for them.
    return next((row for row in found if all(one.person_id in known for one in row.about.all())), None)


def _take_back_what_is_no_longer(
    said: AgreementSaid, stood: Sequence[AgreementPartner], *, by: Actor, at: datetime
) -> None:
    """They had said yes, and now say no, or want to be asked later."""
    now = {one.key: one.answer for one in said.partners}
    gone = [row for row in stood if now.get(row.key, "yes") != "yes"]
    if not gone:
        return
    agreement = gone[-1].agreement
    left = [row for row in stood if row.agreement_id == agreement.pk and row not in gone]
    take_back(
        agreement=agreement,
        rows=gone,
        everything=not left,
        said_on=said.given_on,
        how=ASKED_AGAIN,
        by=by,
        at=at,
    )


def _same(before: FamilyAgreement, said: AgreementSaid, dates: Dates, by: Actor) -> bool:
    """Is this exactly what the same worker recorded already (a form posted twice), with nothing withdrawn since?"""
    partners = {(one.agency_id, one.name, one.service, one.answer) for one in before.partners.all()}
    told = {(one.agency_id, one.name, one.service, one.answer) for one in said.partners}
    if partners != told or any(one.withdrawal_id for one in before.partners.all()):
        return False
    kept = (
        before.worker,
        before.given_on,
        before.present,
        before.why,
        before.capacity,
        before.expires_on,
        before.review_on,
    )
    now = (by.id, said.given_on, said.present, said.why, said.capacity, dates.expires_on, dates.review_on)
    return kept == now and sorted(before.groups) == sorted(said.groups)


def _keep(
    said: AgreementSaid,
    *,
    giver: str,
    covered: tuple[str, ...],
    episode: str,
    dates: Dates,
    before: FamilyAgreement | None,
    pack: Pack,
    by: Actor,
    at: datetime,
) -> FamilyAgreement:
    made = FamilyAgreement.objects.create(
        episode=episode,
        giver_id=giver,
        capacity=said.capacity,
        capacity_note=said.capacity_note.strip(),
        language=said.language.strip(),
        format=said.format,
        interpreter=said.interpreter,
        interpreter_name=said.interpreter_name.strip(),
        present=said.present.strip(),
        why_safe=said.why_safe.strip(),
        why=said.why.strip(),
        groups=sorted(said.groups),
        left_out=sorted(said.left_out),
        left_out_said=said.left_out_said.strip(),
        method=said.method,
        limits_explained=said.limits_explained,
        change_explained=said.change_explained,
        copy=said.copy,
        copy_how=said.copy_how.strip(),
        worker=by.id,
        worker_name=by.name[:120],
        given_on=said.given_on,
        review_on=dates.review_on,
        expires_on=dates.expires_on,
        recorded_at=at,
        supersedes=before,
        pack=pack.release_id,
    )
    AgreementAbout.objects.bulk_create(AgreementAbout(agreement=made, person_id=one) for one in covered)
    AgreementPartner.objects.bulk_create(
        AgreementPartner(
            agreement=made,
            agency_id=one.agency_id,
            agency_kind=one.agency_kind,
            name=one.name.strip(),
            service=one.service.strip(),
            answer=one.answer,
        )
        for one in said.partners
    )
    return made
