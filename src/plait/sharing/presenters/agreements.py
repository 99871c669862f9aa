"""Agreements between agencies as they are shown: each clause a sentence, what is wrong beside it, what really flowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from plait.base.clock import LONDON
from plait.sharing.models import Clause, SharingAgreement
from plait.sharing.queries.agreements import digest_signed, pure_clause, unsigned_by
from plait.sharing.queries.flow import Flow
from plait.sharing.rules import Words
from plait.sharing.rules.clauses import read_aloud
from plait.sharing.rules.flow import FEWEST, Count, by_clause, by_pair, how_fast, how_useful, in_fives
from plait.sharing.rules.lint import Finding

State = SharingAgreement.State
_TAGS = {
    State.DRAFT: ("Being written", "dot", "grey"),
    State.WAITING: ("Waiting for signatures", "clock", "blue"),
    State.IN_FORCE: ("In force", "tick", "green"),
    State.ENDED: ("Ended", "cross", "grey"),
    State.REVOKED: ("Revoked", "cross", "red"),
}
# What to do about each kind of finding.
_WAYS = {
    "nothing": "Add a clause that lets something be shared.",
    "unknown": "Take it out, or choose one that there is.",
    "no-number": "Write the number of months.",
    "never": "Choose what is missing, or take the clause out.",
    "no-party": "Add that agency to the parties, or take it out of the clause.",
    "reaches-home": "Name the other area alone as who receives, and in a second clause as who shares.",
    "not-known-there": "Take it out: choose a legal basis that does not turn on it.",
    "ends-first": "Check both days.",
    "not-theirs": "Choose a legal basis that those who share have, or name others.",
    "not-to-them": "Choose a legal basis that reaches those who receive, or name others.",
    "not-open": "Add a legal basis that is open to them, or take them out of this clause.",
    "gateway-over": "Choose a legal basis that is in force on those days.",
    "gateway-ends": "Add one that goes on, or let the clause end that day.",
    "gateway-not-yet": "Choose one that is in force on those days.",
    "contradicts": "Take out one of the two, or make the prohibition narrower.",
    "overlaps": "Nothing need be done if that is what you mean.",
}
SOON = 60  # days before its end that an agreement asks to be looked at


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with the way on."""

    say: str
    way: str
    stops: bool


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """One clause as it is read."""

    row: Clause
    sentence: str
    faults: list[Fault]
    flowed: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in the list."""

    agreement: SharingAgreement
    tag: tuple[str, str, str]
    first: str
    second: str
    waits: str


def today_of(at: datetime) -> date:
    """The day in the area."""
    return at.astimezone(LONDON).date()


def runs(agreement: SharingAgreement, today: date) -> bool:
    """Is it in force, and is today one of its days?"""
    started = agreement.state == State.IN_FORCE and agreement.starts <= today
    return started and (agreement.ends is None or today <= agreement.ends)


def tag_of(agreement: SharingAgreement, today: date) -> tuple[str, str, str]:
    """Its state in words, a sign and a colour. One that is signed and has not begun, or has run out, says so."""
    if agreement.state == State.IN_FORCE and today < agreement.starts:
        return ("Signed, not begun", "clock", "blue")
    if agreement.state == State.IN_FORCE and agreement.ends and agreement.ends < today:
        return ("Has run out", "cross", "grey")
    return _TAGS[State(agreement.state)]


def waits(agreement: SharingAgreement, *, agency_id: str, today: date) -> str:
    """What somebody of this agency has to do about it, or is waiting for; "" for nothing."""
    if agreement.state == State.DRAFT:
        return "Write it, then offer it for signature"
    if agreement.state == State.WAITING:
        return "Your side has not signed" if unsigned_by(agreement, agency_id) else "Waits for the other side"
    if agreement.state == State.IN_FORCE and agreement.ends and (agreement.ends - today).days <= SOON:
        return "Ends soon: write the next version" if today <= agreement.ends else "Write the next version"
    return ""


def rows_of(
    agreements: Sequence[SharingAgreement], *, agency_id: str, today: date
) -> list[tuple[str, list[Row]]]:
    """In three parts: what waits, what is in force, what is over."""
    parts: dict[str, list[Row]] = {"Being agreed": [], "In force": [], "Over": []}
    for one in agreements:
        part = (
            "Being agreed"
            if one.state in (State.DRAFT, State.WAITING)
            else "In force"
            if one.state == State.IN_FORCE
            else "Over"
        )
        parts[part].append(
            Row(
                one, tag_of(one, today), _side(one, "first"), _side(one, "second"),
                waits(one, agency_id=agency_id, today=today),
            )
        )  # fmt: skip
    return [(title, rows) for title, rows in parts.items() if rows]


def _side(agreement: SharingAgreement, side: str) -> str:
    return ", ".join(
        sorted(one.name for one in agreement.parties.all() if one.side == side and one.left_at is None)
    )


def faults_of(findings: Sequence[Finding], clause_id: str) -> list[Fault]:
    """Those of one clause ("" for the whole), what stops it first."""
    found = [
        Fault(one.say, _WAYS.get(one.rule, "Look at it again."), one.fault)
        for one in findings
        if one.clause == clause_id
    ]
    return sorted(found, key=lambda one: not one.stops)


def clauses_shown(
    agreement: SharingAgreement, *, words: Words, findings: Sequence[Finding], flow: Flow | None
) -> list[ClauseShown]:
    """Every clause in its order, revoked ones too."""
    counts = by_clause(flow.flowed) if flow else {}
    return [
        ClauseShown(
            row,
            sentence_of(row, agreement, words),
            faults_of(findings, str(row.pk)),
            flowed_words(counts.get(str(row.pk), Count())) if flow and row.kind == Clause.Kind.PERMIT else "",
        )
        for row in sorted(agreement.clauses.all(), key=lambda one: one.number)
    ]


def sentence_of(row: Clause, agreement: SharingAgreement, words: Words) -> str:
    """Read aloud, with its own days only: those of the agreement stand above all clauses."""
    pure = pure_clause(row, agreement, agreement.parties.all())
    return read_aloud(replace(pure, begins=row.begins, ends=row.ends), words)


def flowed_words(count: Count) -> str:
    """“10 to 14, the last in November 2026”. A month, not a day: a day can point at a child."""
    if count.last is None:
        return "nothing"
    return f"{in_fives(count.number)}, the last in {count.last.astimezone(LONDON):%B %Y}"


@dataclass(frozen=True, slots=True)
class FlowShown:
    """What really flowed, for the page."""

    pairs: list[list[str]]
    silent: list[str]
    fast: str
    answered: str
    useful: list[tuple[str, str]]
    said: str
    fewest: int = FEWEST


USEFUL = {
    "helped": "It helped",
    "late": "It came too late to be used at once",
    "missing": "Something was missing",
}


def flow_shown(flow: Flow, names: Mapping[str, str]) -> FlowShown:
    """By who gave and who got, the busiest first; who gave nothing; how fast and how useful answers were."""
    pairs = sorted(by_pair(flow.flowed).items(), key=lambda one: (-one[1].number, one[0]))
    return FlowShown(
        pairs=[
            [
                names.get(giver, "An agency that is no party"),
                names.get(getter, "An agency that is no party"),
                in_fives(count.number),
                f"{count.last.astimezone(LONDON):%B %Y}" if count.last else "",
            ]
            for (giver, getter), count in pairs
        ],
        silent=sorted(names[one] for one in flow.silent if one in names),
        fast=how_fast(flow.times),
        answered=in_fives(len(flow.times)),
        useful=[(USEFUL[code], told) for code, told in how_useful(flow.words).items()],
        said=in_fives(len(flow.words)),
    )


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """Who signed, for which agency, and whether what stands here is what they signed."""

    name: str
    job: str
    agency: str
    at: datetime
    digest: str
    same: bool


def signatures_of(agreement: SharingAgreement) -> list[SignatureShown]:
    """In the order in which they signed."""
    return [
        SignatureShown(
            one.signed_name, one.signed_job, one.agency_name, one.signed_at, one.digest,
            digest_signed(agreement, at=one.signed_at) == one.digest,
        )
        for one in sorted(agreement.signatures.all(), key=lambda one: one.signed_at)
    ]  # fmt: skip
