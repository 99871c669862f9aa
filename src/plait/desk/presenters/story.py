"""The child's story in words, for the page and for another record: what stands before it, and its lines as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from plait.desk.presenters.story_entry import Entry
from plait.desk.queries.story import Gathered
from plait.people.models import SafetyNote
from plait.people.rules import veil
from plait.sharing.actions.decide_sharing import Said


@dataclass(frozen=True, slots=True)
class Warned:
    """One safety note: what it is, and the words, whereabouts taken out."""

    what: str
    who: str
    said: str


def warnings_of(story: Gathered) -> list[Warned]:
    """Who must not know, and the safe way to make contact: before everything else. The same words are said once."""
    found = [
        Warned(SafetyNote.Kind(note.kind).label, veil(note.who, story.hidden), veil(note.said, story.hidden))
        for note in story.safety
    ]
    return list(dict.fromkeys(found))


def as_said(entry: Entry) -> Said:
    """The entry as a line of *what we shared*."""
    return Said(
        entry.field_group, f"{entry.title}, {entry.source}"[:120], entry.words, item_id=entry.item_id or None,
        may_tell=entry.may_tell, assertion=entry.asserted, happened_on=entry.on,
    )  # fmt: skip


def as_text(entries: Sequence[Entry], *, head: str, foot: str) -> str:
    """The entries as plain text, the oldest first, for another record."""
    blocks = [head]
    for entry in sorted(entries, key=lambda one: (one.at, one.key)):
        tag = f" [{entry.tag[0]}]" if entry.tag else ""
        blocks.append(
            "\n".join(
                part
                for part in (
                    f"{_moment(entry)}  {entry.title}{tag}",
                    entry.source and f"Source: {entry.source}",
                    entry.words,
                )
                if part
            )
        )
    return "\n\n".join([*blocks, foot])


def _moment(entry: Entry) -> str:
    if entry.on:
        return f"{entry.on.day} {entry.on:%b %Y}"
    local = timezone.localtime(entry.at)
    return entry.said or f"{local.day} {local:%b %Y, %H:%M}"
