"""The facts that "Can I share this?" weighs, out of the pack; and the records of decisions made with it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from plait.agencies.models import Adviser
from plait.base.packs import NoPack, Pack, current, release
from plait.base.packs.schema.advice import AdviceFile, Limit
from plait.base.packs.schema.gateways import ANYBODY
from plait.sharing.models import AdviceRecord
from plait.sharing.rules.advice import Advice, Asked, GatewayFacts, ItemFacts, Party, advise


class NoAdvice(LookupError):
    """The pack in force is older than the helper: it says nothing of reasons to share."""


def said_by(pack: Pack) -> AdviceFile:
    """What the pack's advice says. Raises NoAdvice for a release of before there was any."""
    if pack.advice is None:
        raise NoAdvice(pack.hash)
    return pack.advice


def advice_facts(pack: Pack) -> list[GatewayFacts]:
    """Every gateway of the pack that is itself a way to share about a child, in force or not, in the pack's order."""
    return [
        GatewayFacts(
            code=one.code,
            effective_from=one.effective_from,
            effective_to=one.effective_to,
            holders=kinds_called(pack, one.applies_to_agency_types),
            recipients=kinds_called(pack, one.recipient_types),
            not_recipients=frozenset(one.not_recipient_types),
            under_contract=frozenset(one.under_contract_types),
            agreement_needed=one.consent_required == "yes",
            for_holder=one.asks_of_holder,
            reasons=frozenset(one.reasons),
        )
        for one in pack.gateways.values()
        if one.for_case_sharing
    ]


def item_facts(pack: Pack, *, reason: str, kinds: Iterable[str]) -> list[ItemFacts]:
    """The chosen kinds of information in the pack's order, with what the reason says of each."""
    said, chosen = said_by(pack), set(kinds)
    usual = next(one for one in said.reasons if one.code == reason)
    return [
        ItemFacts(one.code, usual.about(one.code), leads_to=one.leads_to)
        for one in said.items
        if one.code in chosen
    ]


def limits_on(pack: Pack, *, holder: str, recipient: str) -> list[Limit]:
    """The limits that hold beside every gateway for this pair."""
    return [
        one
        for one in said_by(pack).limits
        if _among(pack, holder, one.holders) and _among(pack, recipient, one.recipients)
    ]


def kinds_called(pack: Pack, names: Iterable[str]) -> frozenset[str]:
    """The kinds of agency that these names stand for (`NHS` is every health provider); empty means everybody."""
    told = frozenset(names)
    if ANYBODY in told:
        return frozenset()
    return told | {kind for kind, partner in pack.partners.items() if partner.is_called() & told}


def _among(pack: Pack, kind: str, names: Iterable[str]) -> bool:
    kinds = kinds_called(pack, names)
    return not kinds or kind in kinds


def replay(record: AdviceRecord) -> Advice:
    """The answer worked out again with the pack and the day of then. Raises NoPack where that release is not kept."""
    pack = release(record.pack)
    return advise(
        Asked(
            holder=Party(record.holder_kind, record.holder_under_contract),
            recipient=Party(record.recipient_kind, record.recipient_under_contract),
            reason=record.reason,
            items=item_facts(pack, reason=record.reason, kinds=record.items),
            on=record.on,
            detriment=record.detriment,  # type: ignore[arg-type]
            adult_victim=record.adult_victim,  # type: ignore[arg-type]
        ),
        advice_facts(pack),
    )


def records_with(subject: str, among: QuerySet[AdviceRecord]) -> QuerySet[AdviceRecord]:
    """Of these records, the ones that go with this subject, newest first."""
    return among.filter(uses__subject=subject).order_by("-decided_at", "pk")


def records_to_use(
    among: QuerySet[AdviceRecord], *, by_id: str, recipient_kind: str, since: date
) -> QuerySet[AdviceRecord]:
    """One's own late records towards that kind of agency which go with nothing yet, newest first."""
    mine = among.filter(decided_by=by_id, recipient_kind=recipient_kind, on__gte=since, uses__isnull=True)
    return mine.order_by("-decided_at", "pk")


def pack_of(record: AdviceRecord, *, at: datetime) -> Pack:
    """The pack whose words it was decided in; today's where that release is not kept here."""
    try:
        return release(record.pack)
    except NoPack:
        return current(at=at)


def why_words(record: AdviceRecord, pack: Pack) -> str:
    """The reasons of a record in a sentence or two, for the answer that it goes with. Names nobody."""
    labels = {one.code: one.label for one in pack.advice.items} if pack.advice else {}
    held = [labels.get(code, code) for code, one in record.items.items() if one in ("withhold", "ask_first")]
    parts = [f"Record of decision {record.reference}."]
    if held:
        parts.append(f"Held back: {', '.join(held)}.")
    if record.detriment != "no":
        parts.append("Harm to the child was weighed.")
    if record.adult_victim != "no":
        parts.append("Danger to an adult was weighed.")
    if record.adviser_asked:
        parts.append(f"Asked: {Adviser.Kind(record.adviser_asked).label}.")
    return " ".join(parts)


def as_answer(record: AdviceRecord, *, at: datetime) -> dict[str, str]:
    """What the form of an answer starts with where this record goes with it."""
    held = record.outcome != "share"
    pack = pack_of(record, at=at)
    asked_words = Adviser.Kind(record.adviser_asked).label if record.adviser_asked else "nobody yet"
    harm = record.detriment == "yes"
    return {
        "gateway": record.gateway,
        "outcome": record.outcome,
        "because": why_words(record, pack) if held else "",
        "detriment": f"Weighed in {record.reference}; asked: {asked_words}" if harm else "",
        "family_told": {"told": "told", "unsafe": "unsafe", "will_tell": "not_yet"}.get(
            record.family_told, "not_known"
        ),
    }
