"""An agreement as plain text: to read in a meeting, to put in a file, to send to somebody without Plait."""

from collections.abc import Iterator
from datetime import date, datetime

from plait.base.clock import LONDON
from plait.sharing.models import SharingAgreement
from plait.sharing.presenters.agreements import sentence_of, signatures_of, tag_of, today_of
from plait.sharing.queries.agreements import outlasting
from plait.sharing.rules import Words


def as_text(agreement: SharingAgreement, *, words: Words, at: datetime) -> str:
    """Everything that binds, in the order in which it is read, and who signed it."""
    return "\n".join(_lines(agreement, words, at)) + "\n"


def _lines(agreement: SharingAgreement, words: Words, at: datetime) -> Iterator[str]:
    yield agreement.title
    yield f"{agreement}: {tag_of(agreement, today_of(at))[0].lower()} on {_day(today_of(at))}"
    yield ""
    yield agreement.summary
    yield ""
    yield f"From {_day(agreement.starts)}" + (f" until {_day(agreement.ends)}" if agreement.ends else "")
    yield f"Data protection impact assessment: {agreement.dpia}"
    for side, title in (("first", "First side"), ("second", "Second side")):
        yield from ("", f"{title}:")
        for one in sorted(agreement.parties.all(), key=lambda one: one.name.casefold()):
            if one.side == side:
                left = f" (left on {_day(_on(one.left_at))}: {one.left_because})" if one.left_at else ""
                yield f"- {one.name}{left}"
    yield from ("", "Clauses:")
    for row in sorted(agreement.clauses.all(), key=lambda one: one.number):
        yield f"{row.number}. {sentence_of(row, agreement, words)}"
        if row.lawful_basis:
            yield f"   Lawful basis: {row.lawful_basis}"
        if row.revoked_at:
            yield f"   Revoked on {_day(_on(row.revoked_at))}: {row.revoked_because}"
    if agreement.over_at:
        yield from (
            "",
            f"{agreement.get_state_display()} on {_day(_on(agreement.over_at))}: {agreement.over_because}",
        )
        for row in outlasting(agreement, on=today_of(at)):
            yield f"Still forbidden: clause {row.number}."
    signed = signatures_of(agreement)
    yield from ("", "Signed:" if signed else "Nobody has signed it.")
    for each in signed:
        yield f"- {each.name}, {each.job}, for {each.agency}, on {_day(_on(each.at))}"
        yield f"  SHA-256 {each.digest}"
    if agreement.text:
        yield from ("", agreement.text)


def _on(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def file_name(agreement: SharingAgreement) -> str:
    """Letters, digits and hyphens: what every system takes for a name."""
    kept = "".join(one if one.isascii() and one.isalnum() else "-" for one in agreement.reference)
    return f"{kept}-version-{agreement.version}"
