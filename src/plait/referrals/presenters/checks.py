"""What the pages of the agency that was asked say, worked out before the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from plait.base.clock.calendars import LONDON
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.referrals.actions.settle_answers import HELD_BACK
from plait.referrals.forms.checks_sheet import Child
from plait.referrals.models import CheckAnswer, PartnerCheck
from plait.referrals.queries.checks import gateway_for_answer
from plait.sharing.models import InformationItem, SharingDecision
from plait.sharing.queries import beside_of
from plait.sharing.rules.beside import Beside

SECTIONS = (
    ("late", "Late", "The hub may be deciding without you. Answer now, or ring."),
    ("at_risk", "At risk", "Due soon."),
    ("due", "Due", ""),
)

# The contributor's checklist, after Norfolk's sharing policy (domain.md 4.3), in our own words.
CHECKLIST = (
    ("Needed", "Would the hub decide any worse without it? If not, leave it out."),
    ("Relevant", "Old history only where it bears on now. Say what came of it, not only that it happened."),
    ("Accurate", "Name the day and how you know. If you are unsure, say so."),
    ("Fact and opinion apart", "What you saw, what others said and what you think are separate items."),
    ("The child", "What is it like to be this child? What did they say, in their own words?"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One check on the morning list."""

    id: str
    reference: str
    standing: str
    due_at: datetime | None
    children: list[dict[str, Any]]
    adults: list[dict[str, Any]]
    speak_first: bool
    mandatory: bool
    opened: bool
    answered_at: datetime | None = None
    answer: str = ""
    disposed: bool = False

    @property
    def met(self) -> bool:
        """Does its clock say that it was answered, in time or late?"""
        return self.standing in ("met", "met_late")

    @property
    def names(self) -> str:
        """The children in one line."""
        return ", ".join(str(child.get("name", "")) for child in self.children)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the list under its heading."""

    key: str
    heading: str
    hint: str
    rows: list[Row]


def rows_of(
    checks: Sequence[PartnerCheck],
    clocks: Mapping[str, RunningClock],
    answers: Iterable[CheckAnswer],
    *,
    at: datetime,
) -> list[Row]:
    """Every check as a row, the soonest due first."""
    given: dict[str, list[CheckAnswer]] = {}
    for answer in answers:
        given.setdefault(str(answer.partner_check_id), []).append(answer)
    rows = [_row(check, clocks.get(str(check.pk)), given.get(str(check.pk), []), at=at) for check in checks]
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at, row.reference))


def _row(check: PartnerCheck, clock: RunningClock | None, given: list[CheckAnswer], *, at: datetime) -> Row:
    done = check.status == PartnerCheck.Status.ANSWERED
    disposed = done and knew_nothing(given)
    kinds = list(dict.fromkeys(str(CheckAnswer.Kind(one.kind).label) for one in given))
    return Row(
        id=str(check.pk),
        reference=check.reference,
        standing=how_it_stands(clock, at=at),
        due_at=clock.due_at if clock else None,
        children=[] if disposed else list(check.shown.get("children", [])),
        adults=[] if disposed else list(check.shown.get("adults", [])),
        speak_first=check.speak_first,
        mandatory=check.mandatory,
        opened=check.opened_at is not None,
        answered_at=check.answered_at if done else None,
        answer="; ".join(kinds),
        disposed=disposed,
    )


def how_it_stands(clock: RunningClock | None, *, at: datetime) -> str:
    """`late`, `at_risk`, `due`, `met`, `met_late` or `paused`; a check without a clock is due."""
    if clock is None:
        return "due"
    standing = standing_of(clock, at).value
    return "late" if standing == "breached" else standing


def knew_nothing(given: Sequence[CheckAnswer]) -> bool:
    """Did the agency know none of the children? Then it disposes of the request, and no longer reads it here."""
    return bool(given) and all(one.kind == CheckAnswer.Kind.NOT_KNOWN for one in given)


def sections_of(rows: Sequence[Row]) -> list[Section]:
    """What waits, under late, at risk and due; paused checks stand with the due ones."""
    waiting = [row for row in rows if row.answered_at is None]
    placed = {"late": "late", "at_risk": "at_risk"}
    return [
        Section(key, heading, hint, [row for row in waiting if placed.get(row.standing, "due") == key])
        for key, heading, hint in SECTIONS
    ]


def answered_of(rows: Sequence[Row]) -> list[Row]:
    """What was answered lately, the newest first."""
    done = [row for row in rows if row.answered_at is not None]
    return sorted(done, key=lambda row: str(row.answered_at), reverse=True)


@dataclass(frozen=True, slots=True)
class Law:
    """The gateway of an answer in plain words, and the others that would fit."""

    code: str
    title: str
    statute: str
    help_text: str
    choices: list[tuple[str, str]]
    note: str = ""

    @property
    def sentence(self) -> str:
        """The law in one sentence: the first of the pack's own."""
        return f"{self.help_text.split('. ')[0].rstrip('.')}." if self.help_text else ""


def law_of(check: PartnerCheck, pack: Pack, *, hub_kind: str, at: datetime) -> Law:
    """What the answer rests on unless somebody chooses another, with a note where the agency is a charity."""
    on, kind = at.astimezone(LONDON).date(), check.agency.kind
    under_contract = check.agency.under_contract
    fits = [
        one
        for one in pack.gateways_for(kind, hub_kind, on, holder_under_contract=under_contract)
        if one.consent_required == "no"
    ]
    code = gateway_for_answer(
        pack,
        asked_under=check.gateway,
        holder_kind=kind,
        holder_under_contract=under_contract,
        recipient_kind=hub_kind,
        on=on,
    )
    chosen = pack.gateways.get(code)
    note = ""
    if kind in ("VCSE", "DA"):
        note = (
            "A voluntary organisation may give information to the hub under section 115, and has the duty to give "
            "information that may help a child (Children Act 2004, section 16LA) where it works under contract to a "
            "listed body. Section 115 does not make it a recipient."
        )
    return Law(
        code=code,
        title=chosen.title if chosen else "",
        statute=chosen.statute if chosen else "",
        help_text=chosen.help_text if chosen else "",
        choices=[(one.code, f"{one.title} ({one.statute})") for one in fits],
        note=note,
    )


def asked_under(check: PartnerCheck, pack: Pack) -> str:
    """The hub's own gateway for asking, in words."""
    found = pack.gateways.get(check.gateway)
    return f"{found.title} ({found.statute})" if found else check.gateway


def children_of(check: PartnerCheck) -> list[Child]:
    """The children that were asked about, as the hub named them."""
    return [Child(str(one["person"]), str(one.get("name") or "")) for one in check.shown.get("children", [])]


@dataclass(frozen=True, slots=True)
class Given:
    """What stands as the answer about one child, as its own agency reads it."""

    name: str
    answer: CheckAnswer
    label: str
    outcome: str
    items: list[InformationItem] = field(default_factory=list)
    notes: dict[UUID, tuple[Beside, ...]] = field(default_factory=dict)

    @property
    def shown(self) -> list[tuple[InformationItem, tuple[Beside, ...]]]:
        """Each item with what stands beside it."""
        return [(one, self.notes.get(one.pk, ())) for one in self.items]


def given_of(
    check: PartnerCheck, answers: Sequence[CheckAnswer], items: Sequence[InformationItem]
) -> list[Given]:
    """Answers in the order of the children."""
    notes = beside_of(items)
    standing = {str(one.person_id): one for one in answers}
    return [
        Given(
            name=child.name,
            answer=answer,
            label=str(CheckAnswer.Kind(answer.kind).label),
            outcome=str(SharingDecision.Outcome(answer.decision.outcome).label),
            items=sorted((one for one in items if one.person_id == child.person_id), key=_by_day),
            notes=notes,
        )
        for child in children_of(check)
        if (answer := standing.get(child.person_id)) is not None
    ]


def _by_day(item: InformationItem) -> tuple[str, str]:
    return str(item.happened_on or "later"), item.text


def as_posted(check: PartnerCheck, given: Sequence[Given]) -> dict[str, Any]:
    """The standing answers as the answer form would post them, so that answering again starts from what was said."""
    posted: dict[str, Any] = {}
    numbers = {child.person_id: n for n, child in enumerate(children_of(check))}
    for one in given:
        prefix = f"c{numbers[str(one.answer.person_id)]}"
        posted[f"{prefix}-kind"] = one.answer.kind
        if one.answer.kind == CheckAnswer.Kind.CANNOT_SHARE:
            why, _, route = one.answer.note.partition("\nInstead: ")
            posted |= {f"{prefix}-because": why, f"{prefix}-route": route}
        elif one.answer.note or one.items:
            posted[f"{prefix}-note"] = _without_held_back(one.answer.note)
        if one.answer.kind != CheckAnswer.Kind.ITEMS:
            continue
        decision = one.answer.decision
        posted |= {
            f"{prefix}-outcome": decision.outcome,
            f"{prefix}-because": decision.because,
            f"{prefix}-detriment": decision.detriment,
            f"{prefix}-blocks": str(len(one.items)),
        }
        for n, item in enumerate(one.items):
            posted |= _item_posted(f"{prefix}-i{n}", item, held=decision.outcome in ("withhold", "ask_first"))
    return posted


def _without_held_back(note: str) -> str:
    first, _, rest = note.partition("\n")
    return rest if first in HELD_BACK.values() else note


def _item_posted(prefix: str, item: InformationItem, *, held: bool) -> dict[str, str]:
    when = item.happened_on
    return {
        f"{prefix}-text": item.text,
        f"{prefix}-happened_on_day": str(when.day) if when else "",
        f"{prefix}-happened_on_month": str(when.month) if when else "",
        f"{prefix}-happened_on_year": str(when.year) if when else "",
        f"{prefix}-happened_said": item.happened_said,
        f"{prefix}-assertion_kind": item.assertion_kind,
        # What was held back is kept as private; whoever answers again says afresh who may read it.
        f"{prefix}-visibility": "shareable" if held else item.visibility,
        f"{prefix}-field_group": item.field_group,
    }
