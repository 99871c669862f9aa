"""Keep answers to a check, child by child, whichever way they came. Each child's answer is a sharing decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.announce.bus import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import queries as clocks
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.calendars import LONDON
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.base.timers import cancel_timer
from plait.base.timers.queries import timers_under
from plait.referrals.events import CheckAnswered, CheckNeedsMore
from plait.referrals.life import CHECK
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.referrals.queries.asking_gate import as_weighed
from plait.referrals.queries.checks import answers_ever, current_answers, gateway_for_answer
from plait.referrals.store.promises import stop_watching
from plait.referrals.store.words_owed import answer_is_awaited, hub_owes_word, is_paused, word_given
from plait.sharing.actions.decide_sharing import Line, Said, decide_sharing
from plait.sharing.actions.keep_item import keep_item
from plait.sharing.actions.supersede_items import supersede_items
from plait.sharing.models import InformationItem
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Proposal

Kind = CheckAnswer.Kind
Visibility = InformationItem.Visibility

# What leaves with each kind of answer when the agency writes nothing else.
_OUTCOMES = {
    Kind.NOTHING_RELEVANT: "share",
    Kind.NOT_KNOWN: "share",
    Kind.CANNOT_SHARE: "withhold",
    Kind.NEED_MORE: "ask_first",
    Kind.SPEAK_TO_ME: "ask_first",
}

# How the hub is told that it does not see everything.
HELD_BACK = {
    "part": "This is part of what we hold.",
    "withhold": "We hold information that we are not sharing.",
    "ask_first": "We hold information, and must ask somebody before we share it.",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the agency knows. `happened_said` stands where no day is known ("last winter")."""

    text: str
    happened_on: date | None = None
    happened_said: str = ""
    assertion_kind: str = InformationItem.Assertion.RECORD
    visibility: str = Visibility.SHAREABLE
    field_group: str = "concern"


@dataclass(frozen=True, slots=True)
class ChildAnswer:
    """What is answered about one child.

    `outcome` (share, part, withhold, ask_first) counts only with items; `because` is needed unless all is shared.
    `note` is what the hub reads beside it: context, what else is needed, or whom to ring and when. `route` is the other
    way for what cannot be shared. `detriment` is how sharing would harm the child more, and who agreed (s.16LA).
    """

    person_id: str
    kind: str
    items: Sequence[Item] = ()
    outcome: str = "share"
    because: str = ""
    note: str = ""
    route: str = ""
    detriment: str = ""

    @property
    def what_the_hub_reads(self) -> str:
        """The words that stand beside the answer. A reason for holding something back is not among them: it stays in
        the agency's own record of its decision, except where nothing can be shared at all."""
        if self.kind == Kind.CANNOT_SHARE:
            return f"{self.because.strip()}\nInstead: {self.route.strip()}"
        held = HELD_BACK.get(self.outcome, "") if self.kind == Kind.ITEMS else ""
        return "\n".join(part for part in (held, self.note.strip()) if part)


@deed
def settle_answers(
    *,
    check: PartnerCheck,
    answers: Sequence[ChildAnswer],
    by_name: str,
    channel: str,
    gateway: str,
    family_told: str,
    happened_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> PartnerCheck:
    """What every way of answering shares (on screen, in a batch, by telephone). The caller has checked who may. An answer on
    screen replaces the one before; a call adds to it, since nobody on the telephone goes through what was written.

    `happened_at` is the true time of a telephone call. Raises Refused for an answer that is not complete.
    """
    check = (
        PartnerCheck.objects.select_for_update(of=("self",))
        .select_related("agency", "referral__contact__team__agency")
        .get(pk=check.pk)
    )
    CHECK.may("answer", now=check.status).insist(about=check.ref)
    asked_about = [str(child["person"]) for child in check.shown.get("children", [])]
    if not answers:
        raise Refused(_incomplete("no-answer", "Choose an answer for at least one child."), about=check.ref)
    pack = current(at=at)
    for answer in answers:
        _insist_complete(answer, asked_about=asked_about, phone=channel == "phone", about=check.ref)
        _keep(check, answer, pack, by_name, channel, gateway, family_told, by=by, at=at)
    record(
        act="check:answered",
        about=[check.ref, f"referral:{check.referral_id}"],
        by=by,
        at=at,
        purpose=check.purpose,
        reason=",".join(sorted({answer.kind for answer in answers})),
        pack=pack.release_id,
    )
    standing = {str(one.person_id): one.kind for one in current_answers([str(check.pk)])}
    needs_more = Kind.NEED_MORE in standing.values()
    if any(answer.kind in (Kind.NEED_MORE, Kind.SPEAK_TO_ME) for answer in answers):
        _tell_the_hub(check, at=at)
        hub_owes_word(check, stands_still=needs_more, pack=pack, by=by, at=at)
    elif not {Kind.NEED_MORE, Kind.SPEAK_TO_ME} & set(standing.values()):
        word_given(check, how="answered without it", by=by, at=at)
    if any(answer.kind == Kind.NEED_MORE for answer in answers):
        announce(CheckNeedsMore(check=check.pk, referral=check.referral_id, by=by.id, at=at))
    if all(standing.get(person, Kind.NEED_MORE) != Kind.NEED_MORE for person in asked_about):
        _finish(check, happened_at=happened_at or at, by=by, at=at)
    elif not needs_more and is_paused(check):
        say = "They need no more of the hub, and have not answered for every child."
        answer_is_awaited(
            check, turn=f"part-{answers_ever(str(check.pk))}", because=say, pack=pack, by=by, at=at
        )
    return check


def _tell_the_hub(check: PartnerCheck, *, at: datetime) -> None:
    """A neutral letter: somebody waits for the hub's word."""
    contact = check.referral.contact
    post(
        key=f"{check.ref}:wants-a-word:{answers_ever(str(check.pk))}",
        kind="check-wants-a-word",
        to=f"team:{contact.team_id}",
        about=contact.ref,
        context={"link_path": f"/hub/concerns/{contact.pk}/"},
        at=at,
    )


def _finish(check: PartnerCheck, *, happened_at: datetime, by: Actor, at: datetime) -> None:
    check.status = CHECK.after("answer", now=check.status)
    check.answered_at = check.answered_at or at
    check.save(update_fields=["status", "answered_at"])
    key = f"{check.ref}:answer"
    running = clocks.clock(key)
    if running is not None:
        moment = clocks.not_before(running, at)
        stopped_at = min(max(happened_at, check.asked_at), moment)
        stop_clock(key=key, end_event="CheckAnswered", by=by.id, at=moment, stopped_at=stopped_at)
    for timer in timers_under(check.ref, key):  # of this asking, and of each time that the hub added to it
        cancel_timer(key=timer)
    stop_watching(check.ref)
    announce(CheckAnswered(check=check.pk, referral=check.referral_id, by=by.id, at=at))


def _insist_complete(answer: ChildAnswer, *, asked_about: Sequence[str], phone: bool, about: str) -> None:
    """Raises Refused, in words for the screen, where an answer lacks what its kind needs. Nothing else is asked."""
    if answer.person_id not in asked_about:
        raise Refused(
            _incomplete("not-asked-about", "This check does not ask about that child."), about=about
        )
    lacking = ""
    if answer.kind == Kind.CANNOT_SHARE and not (answer.because.strip() and answer.route.strip()):
        lacking = "Say why you cannot share it, and which way the hub should try instead."
    elif answer.kind == Kind.NEED_MORE and not answer.note.strip():
        lacking = "Say what more you need to know."
    elif answer.kind == Kind.SPEAK_TO_ME and not answer.note.strip():
        lacking = "Give a telephone number and a time when the hub can reach you."
    elif answer.kind == Kind.ITEMS:
        lacking = _lacking_in_items(answer, phone=phone)
    elif answer.kind not in Kind.values:
        lacking = "Choose one of the answers."
    if lacking:
        raise Refused(_incomplete(f"incomplete-{answer.kind}", lacking), about=about)


def _lacking_in_items(answer: ChildAnswer, *, phone: bool) -> str:
    leaves = [item for item in answer.items if item.visibility != Visibility.PRIVATE]
    if any(not item.text.strip() for item in answer.items) or not answer.items:
        return "Write down at least one thing you know, or choose another answer."
    if answer.outcome in ("share", "part") and not leaves:
        return "Everything here is for your own agency only. Choose “nothing relevant”, or mark what may be shared."
    if phone and len(leaves) != len(answer.items):
        return "What was said to the hub by telephone cannot be for one agency only. Mark it for the decision-makers."
    return ""


def _incomplete(reason: str, say: str) -> Verdict:
    return no(reason, say=say, next_step="Add what is missing; nothing you wrote is lost")


def _keep(
    check: PartnerCheck,
    answer: ChildAnswer,
    pack: Pack,
    by_name: str,
    channel: str,
    gateway: str,
    family_told: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    before = CheckAnswer.objects.filter(partner_check=check, person_id=answer.person_id, superseded=False)
    told = before.filter(kind=Kind.ITEMS).first() if channel == "phone" else None
    if told is not None and answer.kind != Kind.ITEMS:
        return  # the call is kept word for word; what was told in writing stands until it is answered anew
    if before.update(superseded=True) and told is None:
        supersede_items(source_ref=check.ref, person_id=answer.person_id, by=by, at=at)
    hub = check.referral.contact.team
    outcome = answer.outcome if answer.kind == Kind.ITEMS else _OUTCOMES[Kind(answer.kind)]
    kept = [
        (_line(check, answer, item, outcome, by=by, at=at), item)
        for item in answer.items
        if answer.kind == Kind.ITEMS
    ]
    leaving = [line for line, _ in kept if line is not None]
    weighed = [as_weighed(item) for line, item in kept if line is not None]
    if not leaving and outcome == "share":
        leaving = [Said(field_group="concern", label="Answer", text=str(Kind(answer.kind).label))]
        weighed = [Line("concern", assertion="record")]
    on = at.astimezone(LONDON).date()
    code = gateway or gateway_for_answer(
        pack,
        asked_under=check.gateway,
        holder_kind=check.agency.kind,
        holder_under_contract=check.agency.under_contract,
        recipient_kind=hub.agency.kind,
        on=on,
    )
    decision = decide_sharing(
        proposal=Proposal(
            purpose=check.purpose,
            gateway=gateway_facts(pack, code, holder_under_contract=check.agency.under_contract),
            on=on,
            holder_kind=check.agency.kind,
            recipient_kind=hub.agency.kind,
            lines=weighed,
            outcome=outcome,
            because=answer.because or (answer.note if outcome == "ask_first" else ""),
            occasion="answer",
            protects=check.referral.contact.danger_now == "yes",
        ),
        said=leaving,
        people=[answer.person_id],
        source_ref=check.ref,
        from_agency=str(check.agency_id),
        to_agency=str(hub.agency_id),
        recipient=f"team:{hub.pk}",
        channel=channel,
        family_told=family_told,
        detriment=answer.detriment,
        pack=pack.release_id,
        by=by,
        at=at,
    )
    CheckAnswer.objects.create(
        partner_check=check,
        person_id=answer.person_id,
        kind=answer.kind,
        note="\n".join(filter(None, (told.note if told else "", answer.what_the_hub_reads))),
        decision=decision,
        by=by.id,
        by_name=by_name[:120],
        at=at,
        channel=channel,
    )


def _line(
    check: PartnerCheck, answer: ChildAnswer, item: Item, outcome: str, *, by: Actor, at: datetime
) -> Said | None:
    """Keeps the item; the line by which it leaves, or None where it stays. What is held back stays with its agency
    whatever was ticked; the words of a sealed item stand in the item alone, for those who decide."""
    stays = outcome not in ("share", "part") or item.visibility == Visibility.PRIVATE
    kept = keep_item(
        person_id=answer.person_id,
        text=item.text,
        happened_on=item.happened_on,
        happened_said=item.happened_said,
        assertion_kind=item.assertion_kind,
        visibility=Visibility.PRIVATE if stays else item.visibility,
        field_group=item.field_group,
        source_ref=check.ref,
        owner_id=str(check.agency_id),
        owner_name=check.agency.name,
        by=by,
        at=at,
    )
    if stays:
        return None
    sealed = item.visibility == Visibility.SEALED
    return Said(
        field_group=item.field_group,
        label=str(InformationItem.Assertion(item.assertion_kind).label),
        text="" if sealed else item.text,
        item_id=str(kept.pk),
        withheld=sealed,
        why_withheld="Sealed: only those who decide read it." if sealed else "",
    )
