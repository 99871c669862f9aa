"""What is declared, in words for the screen; and the last look at every page before it leaves."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.roles import permissions
from plait.base.audit.actor import Actor
from plait.base.packs import NoPack, current
from plait.base.ui.templatetags.plait_ui import phone
from plait.people.access import may_open_one_of, whereabouts_for
from plait.people.forms import HOW_KNOWN
from plait.people.models import DeclaredConflict, SafetyNote
from plait.people.queries import safety_notes_of
from plait.people.rules import veiling
from plait.people.rules.veiling import Veiling


def how_known(conflict: DeclaredConflict) -> str:
    """In what way somebody is known, as it was declared."""
    return dict(HOW_KNOWN).get(conflict.kind, conflict.kind.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing that must be kept in mind before anything is done."""

    what: str
    who: str
    said: str
    safe_way: bool = False
    by_referrer: bool = False


def must_not_know(person_id: str) -> list[Warned]:
    """Who must not know, and the safe way to make contact, each said once; and whether whoever raised a concern said it."""
    notes = safety_notes_of([person_id])
    return list(dict.fromkeys(
        Warned(
            SafetyNote.Kind(one.kind).label, one.who, one.said, safe_way=one.kind == SafetyNote.Kind.SAFE_CONTACT,
            by_referrer=one.source_ref.startswith("contact:"),
        )
        for one in notes
    ))  # fmt: skip


def people_i_know(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """The way from one's account to the page where one says whom one knows."""
    actor = getattr(request, "actor", None)
    return render_to_string("people/account_link.html") if actor and actor.kind == "practitioner" else None


_PERSON = re.compile(r"person:([0-9a-f-]{36})")
_MAIN = re.compile(r"(<main\b.*?</main>)", re.DOTALL)
# What somebody is typing or typed just now, what somebody asked to see with a reason (`people/where.html`), what is offered for
# choice whoever the page is about (`base.ui.fields.offered`: the one name missing from such a list would be the one that
# knows them), every link that rings a number, and every tag.
_LEFT = re.compile(
    r"(<textarea\b.*?</textarea>|<q data-typed>.*?</q>|<dl data-revealed\b.*?</dl>"
    r"|<bdi data-offered>.*?</bdi>|<select\b[^>]*\bdata-offered\b.*?</select>"
    r'|<a\b[^>]*\bhref="tel:[^>]*>.*?</a>|<[^>]*>)',
    re.DOTALL,
)


def veil_page(spoken: frozenset[str], html: str, *, by: Actor, at: datetime) -> str:
    """The last look at every page (`base.access.doors.before_leaving`): free text in which somebody wrote down where a
    shielded person is leaves without it.

    Only for somebody who may open the story of one of those the page speaks of. To whoever was asked, or told us, their
    own words come back as they typed them: a page that took out the true address and nothing else would answer guesses.
    What the hub writes to them was veiled when it was built (`referrals.queries.asking`).
    Only what stands to be read is changed, never what somebody is typing.
    """
    ids = [found[1] for ref in spoken if (found := _PERSON.fullmatch(ref))]
    if not ids or not (hidden := whereabouts_for(by, ids, at=at)):
        return html
    if not may_open_one_of(by, ids, at=at):
        return html
    before, main, after = ("", html, "") if not (found := _MAIN.search(html)) else (
        html[: found.start()], found.group(), html[found.end() :]
    )  # fmt: skip
    veiled = veiling(hidden)
    for mark, tag in _ENDS.items():
        main = main.replace(mark, "").replace(tag, mark)
    said, kept = "", list[str]()
    parts = _LEFT.split(main)
    shown_as = _shown(parts, veiled)
    for part in parts:
        rings = _TO_RING.search(part) if part.startswith("<a") else None
        # A number that is not to be read is not to be rung by a click either: whom to ring stands there.
        hides = rings is not None and veiled(rings[1]) != rings[1]
        kept.append(
            _through_the_hub(by, at, late=bool(_LATE.search(said))) if hides else shown_as.get(part, part)
        )
        said = said if part.startswith("<") or not part.strip() else part
    shown = "".join(kept)
    for mark, tag in _ENDS.items():
        shown = shown.replace(mark, tag)
    return before + shown + after


# Where a line or a paragraph of somebody's words ends, as Django writes it; a mark stands for it meanwhile. An address may be
# written over two of them.
_ENDS = {"\ue000": "<br>", "\ue001": "</p>\n\n<p>"}
_TO_RING = re.compile(r'href="tel:([^"]*)"')
_LATE = re.compile(r"out of hours:?\s*$", re.IGNORECASE)


def _shown(parts: Iterable[str], veiled: Veiling) -> dict[str, str]:
    """What of these stands to be read and must leave otherwise, each once."""
    # Read as it stands on the screen, so that an apostrophe in a street is an apostrophe.
    plain = {one: unescape(one) for one in parts if one and not one.startswith("<") and not one.isspace()}
    found = zip(plain.items(), veiled.each(list(plain.values())), strict=True)
    return {part: escape(shown) for (part, read), shown in found if shown != read}


def _through_the_hub(by: Actor, at: datetime, *, late: bool) -> str:
    """What stands in place of a number that this reader may not be shown: who puts them through, and their number."""
    if "hub:desk" in permissions(by):
        return "through a social worker in the hub"
    try:
        area = current(at=at).area
    except NoPack:
        return "through the hub"
    number = area.edt_phone if late else area.hub_phone
    return f"through the {'emergency duty team' if late else 'hub'}{f', {phone(number)}' if number else ''}"
