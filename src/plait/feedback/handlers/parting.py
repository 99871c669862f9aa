"""When the work ends, goes on elsewhere, or begins again: whoever raised it and whoever gave information hear a word that fits
what they do, once for each move."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from plait.agencies.queries import agencies_named
from plait.base.announce import ask
from plait.base.packs import Pack, current
from plait.feedback.actions.promise_feedback import promise_feedback
from plait.feedback.handlers.telling import decider
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.telling import (
    Telling,
    contributing,
    heard_before,
    kind_of,
    recipient_of,
    telling_of,
)
from plait.feedback.rules import Word, after_closing, may_send_at_once
from plait.referrals.events import ReferralClosed, ReferralReopened
from plait.referrals.models import PartnerCheck, Referral, Referrer
from plait.sharing.events import GoesOn, WhoElseHeard

NAMES = {"close": "closed", "reopen": "reopened"}


class HoldEnded(Protocol):
    """`stepdown.events.HoldEnded`, which stands beside and is not imported."""

    @property
    def stepdown(self) -> UUID: ...
    @property
    def referral(self) -> UUID: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def elsewhere(self) -> bool: ...


class TakenOver(Protocol):
    """`handover.events.handing.ResponsibilityAccepted`, which stands above and is not imported."""

    @property
    def handover(self) -> UUID: ...
    @property
    def contact(self) -> UUID: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...


TRANSFERRED = "RC5"  # the national reason for closing: to services of another authority


def tell_after_taking_over(event: TakenOver) -> None:
    """Another area leads from now on. Which one is said to nobody: it would say where the family is."""
    referral = Referral.objects.select_related("contact").filter(contact_id=event.contact).first()
    if referral is None:
        return
    pack = current(at=event.at)
    word = after_closing(pack.closing, reason=TRANSFERRED, held=False)
    move = f"taken-over:{event.handover}"
    _tell(referral, move, word, pack, event.by, event.at)
    _tell_who_heard(referral, move, word, by=event.by, at=event.at)


def tell_after_closing(event: ReferralClosed) -> None:
    """Nobody leads any more; where another team holds the family, that too. That another area leads was said by then."""
    referral = _referral(event.referral)
    about_contact = FeedbackTask.objects.filter(
        contact=referral.contact, decision_ref__startswith="taken-over:"
    )
    if referral.closed_outcome == TRANSFERRED and about_contact.exists():
        return
    held: list[bool] = ask(GoesOn(referral.ref))
    pack = current(at=event.at)
    word = after_closing(pack.closing, reason=referral.closed_outcome, held=any(held))
    _tell(referral, _move(referral, "close"), word, pack, event.by, event.at)


def tell_after_holding(event: HoldEnded) -> None:
    """Whoever heard that a team holds the family hears that it has let go. While somebody leads there is nothing to say, and
    where another area does, that was said."""
    if event.elsewhere:
        return
    referral = _referral(event.referral)
    told = _move(referral, "close")
    if (
        referral.status != Referral.Status.CLOSED
        or not FeedbackTask.objects.filter(decision_ref=told).exists()
    ):
        return
    pack = current(at=event.at)
    word = Word(pack.closing.hold_ended, watch=True)
    _tell(referral, f"let-go:{event.stepdown}", word, pack, event.by, event.at)


def tell_after_reopening(event: ReferralReopened) -> None:
    """Whoever was told of the end hears of the new beginning, by the same route."""
    referral, pack = _referral(event.referral), current(at=event.at)
    _tell(referral, _move(referral, "reopen"), Word(pack.closing.reopened), pack, event.by, event.at)


def _referral(referral_id: UUID) -> Referral:
    return Referral.objects.select_related("contact").get(pk=referral_id)


def _move(referral: Referral, verb: str) -> str:
    """The newest move of that kind, as a decision is named; empty where it was never made."""
    move = referral.moves.filter(verb__startswith=verb).order_by("-at", "pk").first()
    return f"{NAMES[verb]}:{move.pk}" if move is not None else ""


def _tell(referral: Referral, move: str, word: Word, pack: Pack, by: str, at: datetime) -> None:
    """Professionals alone: no caller from the public is told that work with a family ended. Nobody is rung about it who cannot be
    reached through Plait, unless it is a word that only a person says."""
    contact = referral.contact
    if not move:
        return
    tellings: list[Telling] = []
    referrer = Referrer.objects.select_related("practitioner", "agency").filter(contact=contact).first()
    if referrer is not None and referrer.kind == Referrer.Kind.PRACTITIONER:
        recipient = recipient_of(referrer, contact)
        if word.by_a_person or may_send_at_once(recipient):
            tellings.append(telling_of(referrer, contact, recipient, words=word.parting.referrer))
    checks = PartnerCheck.objects.filter(referral=referral, status=PartnerCheck.Status.ANSWERED)
    tellings += [
        contributing(check, contact, kind="helped", words=word.parting.contributor)
        for check in checks.select_related("agency").order_by("asked_at", "pk")
        if kind_of(check) == "helped"
    ]
    for telling in tellings:
        if FeedbackTask.objects.filter(about=telling.about, decision_ref=move).exists():
            continue
        promise_feedback(
            contact=contact,
            decision_ref=move,
            outcome="",
            telling=_fitting(telling, word, pack),
            by=decider(by, at),
            at=at,
        )


def _tell_who_heard(referral: Referral, move: str, word: Word, *, by: str, at: datetime) -> None:
    """Services that were told of a step down and gave nothing themselves, so that nobody has told them yet. One that Plait does
    not know by that name is rung by the hub."""
    if not word.parting.heard:
        return
    named = [name for names in ask(WhoElseHeard(referral.pk)) for name in names]
    told = set(FeedbackTask.objects.filter(decision_ref=move).values_list("agency_id", flat=True))
    known, unknown = agencies_named(named)
    for telling in heard_before(
        [one for one in known if one.pk not in told], unknown, referral, words=word.parting.heard
    ):
        promise_feedback(
            contact=referral.contact, decision_ref=move, outcome="", telling=telling, by=decider(by, at), at=at
        )  # fmt: skip


def _fitting(telling: Telling, word: Word, pack: Pack) -> Telling:
    """With what its kind of agency goes on seeing; or for a person to say."""
    if word.by_a_person:
        return replace(telling, recipient=replace(telling.recipient, unsafe=word.by_a_person))
    partner = pack.partners.get(telling.agency_kind)
    return replace(telling, also=partner.after_closing) if word.watch and partner else telling
