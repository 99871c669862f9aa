"""The record of a decision in plain words, for its page, the list and the answer that it goes with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.http import urlencode

from plait.agencies.models import Adviser
from plait.base.clock import LONDON
from plait.base.packs import NotInPack, Pack
from plait.sharing.access import visible_records
from plait.sharing.forms import advice as asked
from plait.sharing.models import AdviceRecord
from plait.sharing.queries.advice import records_to_use, records_with

LATELY = timedelta(days=7)
OUTCOME = dict(asked.OUTCOMES)
SURE = dict(asked.SURE)


@dataclass(frozen=True, slots=True)
class Row:
    """One record in the list."""

    id: UUID
    reference: str
    decided_at: datetime
    decided_by: str
    to: str
    reason: str
    outcome: str


def rows_of(records: Iterable[AdviceRecord], *, pack: Pack) -> list[Row]:
    """The list, each line in the words of the pack in force."""
    reasons = {one.code: one.label for one in pack.advice.reasons} if pack.advice else {}
    return [
        Row(
            one.pk,
            one.reference,
            one.decided_at,
            one.decided_by_name,
            kind_label(pack, one.recipient_kind),
            reasons.get(one.reason, one.reason),
            OUTCOME.get(one.outcome, one.outcome),
        )
        for one in records
    ]


def facts_of(record: AdviceRecord, pack: Pack) -> list[dict[str, str]]:
    """The whole record as rows for a summary list. No word of it says whom it is about."""
    reasons = {one.code: one.label for one in pack.advice.reasons} if pack.advice else {}
    rows = [
        ("Decided", OUTCOME.get(record.outcome, record.outcome)),
        ("By", record.decided_by_name),
        ("To", kind_label(pack, record.recipient_kind)),
        ("For", reasons.get(record.reason, record.reason)),
        ("About", _words(record.about, asked.ABOUT)),
        ("Rests on", gateway_words(pack, record.gateway) or "Nothing left: no power was needed"),
        ("Also open that day", "; ".join(gateway_words(pack, code) for code in record.gateways if code != record.gateway)),
        ("Would sharing harm the child more?", SURE[record.detriment]),
        ("Could it put an adult at risk, and through her the child?", SURE[record.adult_victim]),
        ("How much history", _words([record.history], asked.HISTORY)),
        ("What was done about it", _words([record.context], asked.CONTEXT)),
        ("Which people", _words(record.connected, asked.CONNECTED)),
        ("Did the family agree", _words([record.agreed], asked.AGREED)),
        ("Does the family know", _words([record.family_told], asked.FAMILY_TOLD)),
        ("Adviser asked", _words([record.adviser_asked], Adviser.Kind.choices) or "Nobody"),
    ]  # fmt: skip
    return [{"key": key, "value": value or "Not said"} for key, value in rows]


def items_of(record: AdviceRecord, pack: Pack) -> list[list[str]]:
    """Each kind of information: what was decided, what Plait advised, how it is known."""
    labels = {one.code: one.label for one in pack.advice.items} if pack.advice else {}
    return [
        [
            labels.get(code, code),
            OUTCOME.get(outcome, outcome),
            OUTCOME.get(record.advised.get(code, ""), "–"),
            _words([record.known_as.get(code, "")], asked.KNOWN_AS) or "Not said",
        ]
        for code, outcome in record.items.items()
    ]


def kind_label(pack: Pack, kind: str) -> str:
    """A kind of agency in words."""
    try:
        return pack.partner(kind).label
    except NotInPack:
        return kind


def gateway_words(pack: Pack, code: str) -> str:
    """A gateway in words, or nothing."""
    found = pack.gateways.get(code)
    return f"{found.title} ({found.statute})" if found else code


def _words(codes: Sequence[str], choices: Iterable[Any]) -> str:
    labels = {str(code): str(label) for code, label in choices}
    return "; ".join(labels.get(code, code) for code in codes if code)


def advice_slot(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `can-i-share` (given `subject`, `to` and `why`): the way to the helper with what is known, the
    records that go with this already, and one's own late ones that could."""
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    if actor is None or at is None:
        return None
    subject, to = str(context.get("subject") or ""), str(context.get("to") or "")
    known = {"to": to, "why": str(context.get("why") or ""), "for": subject}
    mine = visible_records(actor)
    since = (at - LATELY).astimezone(LONDON).date()
    said = {
        "query": urlencode({key: value for key, value in known.items() if value}),
        "subject": subject,
        "beside": list(records_with(subject, mine)[:5]) if subject else [],
        "late": list(records_to_use(mine, by_id=actor.id, recipient_kind=to, since=since)[:3])
        if subject
        else [],
    }
    return render_to_string("sharing/advice_slot.html", said, request=request)
