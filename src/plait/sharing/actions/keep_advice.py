"""Keep the record of a decision made with "Can I share this?", and put it beside what it was made for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.db.references import new_reference
from plait.base.packs import Pack
from plait.sharing.access import open_record
from plait.sharing.events import SUBJECT, MayGoWith
from plait.sharing.models import AdviceRecord, AdviceUse
from plait.sharing.queries.advice import advice_facts, item_facts, said_by
from plait.sharing.rules.advice import RULE, Asked, Outcome, Party, advise, whole


@dataclass(frozen=True, slots=True)
class Decided:
    """What the practitioner decided, in codes. `items`: what happens with each kind of information they hold."""

    reason: str
    about: Sequence[str]
    items: Mapping[str, Outcome]
    detriment: Any
    adult_victim: Any
    gateway: str = ""
    known_as: Mapping[str, str] | None = None
    context: str = ""
    history: str = ""
    connected: Sequence[str] = ()
    agreed: str = ""
    family_told: str = "not_known"
    adviser_asked: str = ""


@deed
def keep_advice(
    *,
    decided: Decided,
    holder: Party,
    recipient: Party,
    pack: Pack,
    subject: str = "",
    by: Actor,
    at: datetime,
) -> AdviceRecord:
    """The record, held by the actor's agency, with what Plait advised beside what was decided.

    Raises Refused where a gateway is named that is not open to this pair today, where information would leave although
    none is open, and where a `subject` is not theirs to put it beside. Holding back is always possible.
    """
    on = at.astimezone(LONDON).date()
    advice = advise(
        Asked(
            holder, recipient, decided.reason, item_facts(pack, reason=decided.reason, kinds=decided.items), on,
            decided.detriment, decided.adult_victim,
        ),
        advice_facts(pack),
    )  # fmt: skip
    open_now = [one.code for one in (*advice.open, *advice.elsewhere)]
    _rests_on_something(decided, open_now).insist(about="page:advice")
    not_needed = {item.code for item in advice.items if item.because == "not_needed"}
    kept = AdviceRecord.objects.create(
        reference=_reference(),
        holder_agency=by.agency,
        holder_kind=holder.kind,
        holder_under_contract=holder.under_contract,
        recipient_kind=recipient.kind,
        recipient_under_contract=recipient.under_contract,
        reason=decided.reason,
        purpose=next(one.purpose for one in said_by(pack).reasons if one.code == decided.reason),
        about=list(decided.about),
        gateway=decided.gateway,
        gateways=[one.code for one in advice.open],
        advised={item.code: item.outcome for item in advice.items},
        items=dict(decided.items),
        known_as=dict(decided.known_as or {}),
        context=decided.context,
        history=decided.history,
        connected=list(decided.connected),
        outcome=whole(
            outcome
            for code, outcome in decided.items.items()
            if outcome != "withhold" or code not in not_needed
        ),
        detriment=decided.detriment,
        adult_victim=decided.adult_victim,
        agreed=decided.agreed,
        family_told=decided.family_told,
        adviser_asked=decided.adviser_asked,
        decided_by=by.id,
        decided_by_name=by.name,
        decided_at=at,
        on=on,
        pack=pack.hash,
        rule=RULE,
        words=said_by(pack).words,
    )
    record(act="advice:kept", about=f"advice:{kept.pk}", by=by, at=at, purpose=kept.purpose, pack=pack.hash)
    if subject:
        _put_beside(kept, subject, by=by, at=at)
    return kept


@deed
def put_advice_beside(*, record_id: str, subject: str, by: Actor, at: datetime) -> AdviceUse:
    """A record kept earlier goes with this answer or concern, by reference. Twice is once."""
    return _put_beside(open_record(by, record_id, at=at, act="advice:use"), subject, by=by, at=at)


def _put_beside(kept: AdviceRecord, subject: str, *, by: Actor, at: datetime) -> AdviceUse:
    known = SUBJECT.fullmatch(subject) is not None
    answers = [verdict for verdict in ask(MayGoWith(subject, by, at)) if verdict is not None] if known else []
    if not answers or not all(answers):
        raise Refused(hidden("not-theirs-to-put-beside"), about=subject)
    use, _ = AdviceUse.objects.get_or_create(record=kept, subject=subject, defaults={"by": by.id, "at": at})
    record(act="advice:put-beside", about=[f"advice:{kept.pk}", subject], by=by, at=at)
    return use


def _rests_on_something(decided: Decided, open_now: Sequence[str]) -> Verdict:
    leaves = any(outcome in ("share", "part") for outcome in decided.items.values())
    if decided.gateway and decided.gateway not in open_now:
        return no(
            "gateway-not-open",
            say="That power or duty is not open to you towards them today.",
            next_step="Choose one of those that are named, or ask your adviser",
        )
    if leaves and not decided.gateway:
        return no(
            "no-gateway",
            say="Say on which power or duty it rests, or choose “ask first”.",
            next_step="Choose the power or duty, or ask your adviser",
        )
    return yes("rests-on-a-gateway" if leaves else "held-back")


def _reference() -> str:
    while True:
        reference = new_reference("D")
        if not AdviceRecord.objects.filter(reference=reference).exists():
            return reference
