"""*I rang*: write down a telephone call, so that it counts as the ask, the answer or the feedback that it was."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce.bus import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.access import open_check, open_contact, open_referral, visible_checks
from plait.referrals.actions.settle_answers import ChildAnswer, settle_answers
from plait.referrals.events import CallNoted
from plait.referrals.models import CallNote, PartnerCheck
from plait.referrals.queries.checks import check_behind
from plait.referrals.store.words_owed import answer_is_awaited, is_paused, word_given

CountsAs = CallNote.CountsAs


@deed
def note_call(
    *,
    about: str,
    counts_as: str,
    spoke_with: str,
    rang_at: datetime,
    said: str,
    answers: Sequence[ChildAnswer] = (),
    gateway: str = "",
    family_told: str = "not_known",
    within: str = "",
    by: Actor,
    at: datetime,
) -> CallNote:
    """Write down who was rung, when, and what was said.

    `about` names the record (`check:<id>`, `contact:<id>`, `referral:<id>`, or one of an app above, such as
    `feedback:<id>`, which then says in `within` which `contact:` or `referral:` it belongs to). As an answer to a
    check it needs `answers`, given as the person at the other end gave them; either side may write it down. The same call
    written down twice in the same words by the same person is kept once.
    """
    if rang_at > at:
        raise Refused(
            no(
                "rang-in-future",
                say="The call cannot lie in the future.",
                next_step="Check the day and the time",
            ),
            about=about,
        )
    if not (spoke_with.strip() and said.strip()):
        raise Refused(
            no(
                "call-without-words",
                say="Say whom you spoke with and what was said.",
                next_step="Fill in both",
            ),
            about=about,
        )
    if counts_as not in CountsAs.values:
        raise Refused(no("not-a-call", say="Say what the call was for.", next_step="Choose one"), about=about)
    check = _open(about, within=within, by=by, at=at)
    if counts_as == CountsAs.ASK:
        may(by, "check:ask").insist(about=about)
    note = CallNote(
        pk=_key(about, counts_as, spoke_with, rang_at, said, by),
        about=about,
        counts_as=counts_as,
        spoke_with=spoke_with.strip()[:160],
        rang_at=rang_at,
        said=said,
        by=by.id,
        by_name=by.name,
        at=at,
    )
    if done := _kept(note):
        return done
    try:
        with transaction.atomic():
            note.save(force_insert=True)
    except IntegrityError:  # sent twice in one moment: the other was first, and its note stands
        if done := _kept(note):
            return done
        raise
    if counts_as == CountsAs.ANSWER:
        _answer(check, answers, spoke_with, rang_at, gateway, family_told, about=about, by=by, at=at)
    elif check is not None and str(check.team_id) not in by.teams:
        _spoke(check, note, by=by, at=at)
    record(
        act=f"call:{counts_as}",
        about=[about, *([within] if within else [])],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(CallNoted(note=note.pk, about=about, counts_as=counts_as, by=by.id, at=at))
    return note


def _kept(note: CallNote) -> CallNote | None:
    return CallNote.objects.filter(pk=note.pk).first()


def _key(about: str, counts_as: str, spoke_with: str, rang_at: datetime, said: str, by: Actor) -> uuid.UUID:
    """One key for one call in the same words; keyed, so that nobody can try words against it once they are erased."""
    words = repr((by.id, about, counts_as, rang_at.isoformat(), spoke_with.strip(), said.strip()))
    return uuid.UUID(bytes=salted_hmac("call-note", words, algorithm="sha256").digest()[:16])


def _open(about: str, *, within: str, by: Actor, at: datetime) -> PartnerCheck | None:
    """Opens what the call is about, by the same rules as its pages; the check, when it is one."""
    kind, _, record_id = about.partition(":")
    if kind == "check":
        if visible_checks(by, at=at).filter(pk=record_id).exists():
            return open_check(by, record_id, at=at, act="check:call")
        check = check_behind(record_id)
        if check is None:
            raise Refused(hidden("not-involved"), about=about)
        open_referral(by, str(check.referral_id), at=at)
        return check
    kind, _, record_id = (within or about).partition(":")
    if kind == "contact":
        open_contact(by, record_id, at=at)
    elif kind == "referral":
        open_referral(by, record_id, at=at)
    else:
        raise Refused(hidden("not-involved"), about=about)
    return None


def _spoke(check: PartnerCheck, note: CallNote, *, by: Actor, at: datetime) -> None:
    """The hub rang an agency that waits for its word. One that needs more goes on where it was told more by that call."""
    if is_paused(check):
        if note.counts_as != CountsAs.ASK:
            return
        say = "The hub told them more by telephone"
        answer_is_awaited(
            check, turn=f"rang-{note.pk.hex[:8]}", because=say, pack=current(at=at), by=by, at=at
        )
    word_given(check, how="the hub rang", by=by, at=at)


def _answer(
    check: PartnerCheck | None,
    answers: Sequence[ChildAnswer],
    spoke_with: str,
    rang_at: datetime,
    gateway: str,
    family_told: str,
    *,
    about: str,
    by: Actor,
    at: datetime,
) -> None:
    if check is None:
        raise Refused(
            no("not-a-check", say="Only a check can be answered.", next_step="Choose “a note only”"),
            about=about,
        )
    # The team that was asked, not its agency: a hub and social care that are one agency are still two voices.
    own = str(check.team_id) in by.teams
    may(by, "check:answer" if own else "check:ask").insist(about=about)
    settle_answers(
        check=check,
        answers=answers,
        by_name=by.name if own else spoke_with.strip(),
        channel="phone",
        gateway=gateway,
        family_told=family_told,
        happened_at=rang_at,
        by=by,
        at=at,
    )
