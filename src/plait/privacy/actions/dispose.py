"""Disposal: the owning agency proposes, a second person agrees, the delay passes, Plait erases; either may stop it before."""

from datetime import datetime, timedelta

from plait.agencies.roles import permissions
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.base.packs import current
from plait.base.packs.schema.retention import RetentionFile
from plait.base.prompts.actions.erase_answers import erase_answers
from plait.escalation.actions.erase_escalations import erase_escalations
from plait.feedback.actions.erase_feedback import erase_feedback
from plait.people.actions.forget_people import forget_people
from plait.privacy.access import opened, visible_disposals
from plait.privacy.events import RecordsErased
from plait.privacy.models import Disposal, RetentionChoice
from plait.privacy.queries.forgetting import people_behind_records, without_words
from plait.privacy.queries.retention import KINDS, due_now, fits, kept_refs, still_due
from plait.privacy.rules.retaining import Deciding, may_agree, may_be_disposed, may_keep_as, may_propose
from plait.referrals.actions.erase_contact import erase_calls, erase_contacts
from plait.referrals.actions.erase_referral import erase_referrals
from plait.referrals.models import Referral
from plait.sharing.actions.erase_decisions import erase_decisions
from plait.sharing.actions.erase_items import erase_items


def _deciding(by: Actor, agency_id: str, first: str = "") -> Deciding:
    held = permissions(by)
    return Deciding(
        own_agency=by.agency == agency_id,
        whole_area="privacy:area" in held,
        proposes=bool(held & {"privacy:own", "privacy:area"}),
        approves="privacy:approve" in held,
        is_first=bool(first) and first == by.id,
    )


def _file(at: datetime) -> RetentionFile:
    file = current(at=at).retention
    if file is None:
        raise Refused(
            no("no-schedule", say="The pack in force has no schedule.", next_step="Ask the pack’s owner"),
            about="page:retention",
        )
    return file


@deed
def propose_disposal(
    *, class_code: str, ref: str = "", because: str, survivors_weighed: str, by: Actor, at: datetime
) -> Disposal:
    """What of the actor's own agency is due in this class (or the one record `ref`), as a manifest for a second person."""
    file = _file(at)
    may_propose(_deciding(by, by.agency)).insist(about="page:retention")
    which = file.named(class_code)
    due = due_now(by.agency, file=file, on=at.date(), class_code=class_code) if which else []
    rows = [one for one in due if not ref or one.ref == ref]
    may_be_disposed(
        count=len(rows),
        in_bulk=which is not None and not which.never_in_bulk,
        survivors=which is not None and which.review_survivors,
        survivors_weighed=survivors_weighed,
        because=because,
    ).insist(about="page:retention")
    made = Disposal.objects.create(
        agency_id=by.agency, class_code=class_code, manifest=[{"ref": one.ref, "due": str(one.due)} for one in rows],
        count=len(rows), survivors_weighed=survivors_weighed.strip(), because=because.strip(), proposed_by=by.id,
        proposed_at=at, pack=current(at=at).hash,
    )  # fmt: skip
    record(act="disposal:proposed", about=[made.ref, *(one.ref for one in rows)], by=by, at=at)
    return made


@deed
def agree_disposal(*, disposal_id: str, by: Actor, at: datetime) -> Disposal:
    """The second person. From then on it waits out the delay of the pack. Agreeing twice changes nothing."""
    seen = opened(visible_disposals(by), disposal_id, kind="disposal", by=by, at=at)
    disposal = Disposal.objects.select_for_update().get(pk=seen.pk)
    if disposal.state == Disposal.State.AGREED and disposal.agreed_by == by.id:
        return disposal
    may_agree(_deciding(by, str(disposal.agency_id), disposal.proposed_by)).insist(about=disposal.ref)
    if disposal.state != Disposal.State.PROPOSED:
        raise Refused(
            no("not-waiting", say="It does not wait for anybody any more.", next_step="Read how it stands"),
            about=disposal.ref,
        )
    disposal.state, disposal.agreed_by, disposal.agreed_at = Disposal.State.AGREED, by.id, at
    disposal.not_before = at + timedelta(days=_file(at).delay_days)
    disposal.save(update_fields=["state", "agreed_by", "agreed_at", "not_before"])
    record(act="disposal:agreed", about=disposal.ref, by=by, at=at)
    return disposal


@deed
def stop_disposal(*, disposal_id: str, because: str, by: Actor, at: datetime) -> Disposal:
    """Any time before it is done, with a reason. Stopping twice changes nothing; what is done cannot be stopped."""
    seen = opened(visible_disposals(by), disposal_id, kind="disposal", by=by, at=at)
    disposal = Disposal.objects.select_for_update().get(pk=seen.pk)
    if disposal.state == Disposal.State.STOPPED:
        return disposal
    if disposal.state == Disposal.State.DONE or not because.strip():
        raise Refused(
            no("cannot-stop", say="Say why, before it is done.", next_step="Add your reason"),
            about=disposal.ref,
        )
    disposal.state, disposal.stopped_by, disposal.stopped_at = Disposal.State.STOPPED, by.id, at
    disposal.stopped_because = because.strip()
    disposal.save(update_fields=["state", "stopped_by", "stopped_at", "stopped_because"])
    record(act="disposal:stopped", about=disposal.ref, by=by, at=at)
    return disposal


@deed
def carry_out_disposal(*, disposal_id: str, by: Actor, at: datetime) -> Disposal:
    """Erase what of the manifest may still go, and keep the certificate: how many, when, by whom, and keyed hashes of what. What
    is held or kept for longer by now stays. People about whom no words are left go with them (`forget_people`). Only Plait
    itself, and only once the delay is over."""
    disposal = Disposal.objects.select_for_update().get(pk=disposal_id)
    ready = (
        disposal.state == Disposal.State.AGREED
        and disposal.not_before is not None
        and disposal.not_before <= at
    )
    if by.kind != "process" or not ready:
        raise Refused(
            no("not-ready", say="It runs by itself, once the delay is over.", next_step="Wait"),
            about=disposal.ref,
        )
    refs = still_due(disposal, file=_file(at), on=at.date())
    ids = {kind: [one.partition(":")[2] for one in refs if one.startswith(f"{kind}:")] for kind in KINDS}
    agency = str(disposal.agency_id)
    done = [f"item:{one}" for one in erase_items(item_ids=ids["item"], agency_id=agency, by=by, at=at)]
    erased = erase_contacts(contact_ids=ids["contact"], agency_id=agency, by=by, at=at)
    erase_feedback(contact_ids=erased, by=by, at=at)
    erase_escalations(contact_ids=erased, by=by, at=at)
    if erased:
        erase_answers(refs=[f"contact:{one}" for one in erased], by=by, at=at)
    done += [f"contact:{one}" for one in erased]
    done += [f"call:{one}" for one in erase_calls(call_ids=ids["call"], by=by, at=at)]
    done += _referrals(ids["referral"], agency=agency, by=by, at=at)
    announce(RecordsErased((*done, *_beside(done)), at))
    forgotten = without_words(people_behind_records(done))
    forget_people(person_ids=forgotten, agency_id=agency, pack=disposal.pack, by=by, at=at)
    disposal.state, disposal.done_at, disposal.manifest = Disposal.State.DONE, at, []
    disposal.digests = sorted(pseudonym(one) for one in done)
    disposal.kept_back = disposal.count - len(done)
    disposal.save(update_fields=["state", "done_at", "manifest", "digests", "kept_back"])
    record(act="disposal:done", about=disposal.ref, by=by, at=at)
    return disposal


def _beside(done: list[str]) -> list[str]:
    """The concerns and checks of referrals that went."""
    gone = [one.partition(":")[2] for one in done if one.startswith("referral:")]
    found = Referral.objects.filter(pk__in=gone).prefetch_related("checks")
    return [
        ref
        for one in found
        for ref in (f"contact:{one.contact_id}", *(check.ref for check in one.checks.all()))
    ]


def _referrals(ids: list[str], *, agency: str, by: Actor, at: datetime) -> list[str]:
    """A referral goes with its concern, what was asked and told of it, and why it was shared."""
    if not ids:
        return []
    gone = erase_referrals(referral_ids=ids, agency_id=agency, by=by, at=at)
    erase_feedback(contact_ids=[str(one.contact_id) for one in gone], by=by, at=at)
    refs = [one.ref for one in gone] + [f"contact:{one.contact_id}" for one in gone]
    refs += [check.ref for one in gone for check in one.checks.all()]
    erase_decisions(source_refs=refs, by=by, at=at)
    erase_answers(refs=refs, by=by, at=at)
    return [one.ref for one in gone]


@deed
def choose_class(*, ref: str, class_code: str, because: str, by: Actor, at: datetime) -> RetentionChoice:
    """The owning agency keeps one record in another class than its kind's, with its reason. The newest choice counts, also for
    what is proposed to go or is held; the same again changes nothing."""
    file = _file(at)
    may_propose(_deciding(by, by.agency)).insist(about=ref)
    which = file.named(class_code)
    may_keep_as(
        own=ref in kept_refs(by.agency),
        known_class=which is not None,
        fits=which is not None and fits(ref, which),
        because=because,
    ).insist(about=ref)
    newest = RetentionChoice.objects.filter(ref=ref).order_by("at", "pk").last()
    if newest is not None and (newest.class_code, newest.because) == (class_code, because.strip()):
        record(act="retention:chosen-already", about=ref, by=by, at=at, reason=class_code)
        return newest
    made = RetentionChoice.objects.create(
        ref=ref, agency_id=by.agency, class_code=class_code, because=because.strip(), by=by.id, at=at
    )
    record(act="retention:chosen", about=ref, by=by, at=at, reason=class_code)
    return made
