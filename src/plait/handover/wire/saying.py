"""A package in words, for a page, as HTML for an area without Plait, and as plain text: one telling, three ways of writing it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape

from plait.base.clock import LONDON
from plait.handover.wire.items import BASES, ITEMS, KIND, WHY_NOT
from plait.handover.wire.package import Added, Core, Item, Row, Someone

TYPES = {
    "transfer_request": "Please take this family over",
    "move_notification": "For your information: this family is with you for a time",
}
UNTIL = "{sender} answers for this family until you say that you have taken responsibility."
GATEWAY = "gateway"
NOT_YET = "2000-01-01T00:00:00Z"  # of a package that is only looked at: looking twice shows the same
NOT_ALL = "This may not be everything that is known."


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, in the sender's words, with the shared code and this reader's word for it where there is one."""

    label: str
    text: str
    about: str = ""
    on: str = ""
    code: str = ""
    here: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One item of the minimum as it is read. `why_not` where nothing of it is there."""

    code: str
    title: str
    means: str
    lines: tuple[Line, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The whole package."""

    title: str
    asks: str
    until: str
    names: tuple[str, ...]
    to: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


LocalWords = dict[tuple[str, str], str]  # (system, code) → what this reader calls it


def told(core: Core, *, here: LocalWords | None = None) -> Told:
    """The package, in words. `here` are the reader's own words for shared codes: both are shown."""
    words = here or {}
    names = {one.ref: one.name for one in (*core.children, *core.adults)}
    facts = [
        ("From", core.sender.name),
        ("To", core.receiver.name),
        ("Stands on", BASES.get(core.basis, core.basis)),
        ("For how long", "For a time" if core.temporary else "To stay"),
        ("Why", core.purpose),
        ("Power or duty", words.get((GATEWAY, core.gateway), core.gateway)),
        ("Ring", ", ".join(part for part in (core.worker.name, core.worker.job, core.worker.phone) if part)),
        ("Made", "" if core.made == NOT_YET else _moment(core.made)),
    ]
    order = {one.code: number for number, one in enumerate(ITEMS)}
    items = sorted(core.items, key=lambda one: (order.get(one.code, len(order)), one.code))
    return Told(
        title=TYPES[core.type],
        asks=", ".join(one.name for one in core.children),
        until=UNTIL.format(sender=core.sender.name) if core.type == "transfer_request" else "",
        to=core.receiver.name,
        names=tuple(_person(one) for one in (*core.children, *core.adults)),
        facts=tuple((label, text) for label, text in facts if text),
        sections=tuple(_section(one, names, here or {}) for one in items),
    )


@dataclass(frozen=True, slots=True)
class Passing:
    """What one service here passes on to its like over there, and about which child (none: about all)."""

    label: str
    passes: str
    about: str = ""
    by_voice: bool = False
    before_arrival: bool = False
    to: str = ""  # which service over there, where it is known


def with_passing(said: Told, legs: Iterable[Passing], core: Core) -> Told:
    """The same, with what goes from service to service beside it: for an area whose pages do not keep each of these apart."""
    names = {one.ref: one.name for one in core.children}
    lines = tuple(
        Line(one.label, " ".join([f"{one.passes}.", *_how(one)]), names.get(one.about, "")) for one in legs
    )
    if not lines:
        return said
    section = Section(
        "legs", "What each service passes on", "Each has it from its like, person to person.", lines
    )
    return replace(said, sections=(*said.sections, section))


def _how(one: Passing) -> list[str]:
    said = [f"To: {one.to}."] if one.to else []
    said += ["Before they arrive."] if one.before_arrival else []
    return [*said, "Said, never sent."] if one.by_voice else said


def told_added(added: Added, core: Core, *, here: LocalWords | None = None) -> tuple[Section, ...]:
    """What was added, in the same words."""
    names = {one.ref: one.name for one in (*core.children, *core.adults)}
    return tuple(_section(one, names, here or {}) for one in added.items)


def _day(said: str) -> str:
    one = date.fromisoformat(said)
    return f"{one.day} {one:%B %Y}"


def _moment(said: str) -> str:
    """As the clock on the wall said it: both areas are in England."""
    one = datetime.fromisoformat(said).astimezone(LONDON)
    return f"{one:%H:%M} on {_day(one.date().isoformat())}"


def _person(one: Someone) -> str:
    born = (
        f"born {_day(one.born_on)}"
        if one.born_on
        else f"expected {_day(one.expected_on)}"
        if one.expected_on
        else one.age_said
    )
    also = f"also {one.other_names}" if one.other_names else ""
    hidden = "whereabouts protected" if one.protected else ""
    return ", ".join(part for part in (one.name, one.relation, born, also, hidden) if part)


def _section(item: Item, names: dict[str, str], here: LocalWords) -> Section:
    kind = KIND.get(item.code)
    title = kind.label if kind else item.code.replace("_", " ").capitalize()
    return Section(
        item.code,
        title,
        kind.means if kind else "",
        tuple(_line(row, names, here) for row in item.rows),
        WHY_NOT.get(item.why_not, item.why_not.replace("_", " ").capitalize()) if item.why_not else "",
    )


def _line(row: Row, names: dict[str, str], here: LocalWords) -> Line:
    code = f"{row.system} {row.code}".strip() if row.code else ""
    ours = here.get((row.system, row.code), "") if row.code else ""
    return Line(
        row.label,
        row.text,
        names.get(row.about, ""),
        row.on,
        code,
        ours if ours != row.text else "",
        row.known,
    )


def as_text(said: Told) -> str:
    """Plain text, to read anywhere."""
    out = [said.title, said.asks, said.until, NOT_ALL, ""]
    out += [f"{label}: {text}" for label, text in said.facts]
    out += ["", *said.names]
    for section in said.sections:
        out += ["", section.title.upper()]
        out += (
            [section.why_not] if section.why_not else [f"- {part}" for part in map(_in_a_line, section.lines)]
        )
    return "\n".join(out).strip() + "\n"


def as_html(said: Told) -> str:
    """One page without script, style sheet or picture: any browser of any authority opens it."""
    body = [f"<h1>{escape(said.title)}</h1>", f"<p><strong>{escape(said.asks)}</strong></p>"]
    body += [f"<p>{escape(part)}</p>" for part in (said.until, NOT_ALL) if part]
    body.append(
        "<dl>" + "".join(f"<dt>{escape(a)}</dt><dd>{_words(b)}</dd>" for a, b in said.facts) + "</dl>"
    )
    body.append(_list(escape(one) for one in said.names))
    for section in said.sections:
        body.append(f"<h2>{escape(section.title)}</h2>")
        body.append(
            f"<p>{escape(section.why_not)}</p>"
            if section.why_not
            else _list(_words(_in_a_line(line)) for line in section.lines)
        )
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Handover</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _in_a_line(line: Line) -> str:
    head = ", ".join(part for part in (line.on, line.about, line.label) if part)
    code = f"({line.code})" if line.code else ""
    ours = f"[here: {line.here}]" if line.here else ""
    known = f"({line.known})" if line.known else ""
    said = " ".join(part for part in (line.text, code, ours, known) if part)
    return f"{head}: {said}" if head and said else head or said


def _list(parts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{part}</li>" for part in parts) + "</ul>"


def _words(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines()) or ""
