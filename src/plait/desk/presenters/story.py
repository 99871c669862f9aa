"""The child's story in words: one line for each thing, with its time, its source, and whether it is fact or opinion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from plait.base.packs import Pack
from plait.desk.queries.story import Gathered
from plait.people.models import SafetyNote
from plait.people.rules import PROTECTED, veil
from plait.referrals.models import CheckAnswer, Referrer
from plait.sharing.actions.decide_sharing import Said
from plait.sharing.models import InformationItem

LONDON = ZoneInfo("Europe/London")

KINDS = {
    "concern": "Concerns",
    "information": "What agencies know",
    "check": "Questions and answers",
    "urgency": "Urgency",
    "level": "Views of the level of need",
    "decision": "Decisions",
    "strategy": "Strategy discussions",
    "feedback": "Who was told",
    "move": "Where they lived",
}

# What kind of statement it is, in a word and a sign: never by colour alone.
ASSERTED = {
    "observed": ("Seen or heard", "tick", "green"),
    "child": ("The child’s words", "person", "blue"),
    "third_party": ("Said by others", "question", "yellow"),
    "opinion": ("Opinion", "question", "purple"),
    "record": ("From records", "dot", "grey"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a concern says: what was seen, the child's words, hearsay and opinion stay apart."""

    asserted: str
    text: str

    @property
    def tag(self) -> tuple[str, str, str]:
        """What kind of statement it is, as words, sign and colour."""
        return ASSERTED[self.asserted]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story. `at` orders it; `on` and `said` say when it happened where that differs from when it was told."""

    key: str
    kind: str
    at: datetime
    title: str
    source: str = ""
    text: str = ""
    asserted: str = ""
    on: date | None = None
    said: str = ""
    item_id: str = ""
    field_group: str = "concern"
    parts: tuple[Part, ...] = ()

    @property
    def words(self) -> str:
        """Everything it says as plain text, each part with its kind."""
        return "\n\n".join(
            [*(f"[{one.tag[0]}] {one.text}" for one in self.parts), *([self.text] if self.text else [])]
        )

    @property
    def kind_label(self) -> str:
        """What kind of entry it is, for the filter and the screen."""
        return KINDS[self.kind]

    @property
    def tag(self) -> tuple[str, str, str] | None:
        """Fact, child's words, hearsay or opinion, as words, sign and colour."""
        return ASSERTED.get(self.asserted)


def entries_of(story: Gathered, *, pack: Pack) -> list[Entry]:
    """Every line, newest first, with the whereabouts of whoever is shielded taken out of every word of it."""
    every = [
        *_concerns(story),
        *_ratings(story, pack),
        *_checks(story),
        *_items(story),
        *_views(story, pack),
        *_decisions(story),
        *_strategies(story),
        *_feedback(story),
        *_moves(story),
    ]
    shown = [_veiled(entry, story) for entry in every]
    return sorted(shown, key=lambda entry: (entry.at, entry.key), reverse=True)


def only(entries: Iterable[Entry], kinds: Sequence[str]) -> list[Entry]:
    """The entries of these kinds; all of them when none is named."""
    wanted = {kind for kind in kinds if kind in KINDS}
    return [entry for entry in entries if not wanted or entry.kind in wanted]


def _veiled(entry: Entry, story: Gathered) -> Entry:
    return replace(
        entry,
        source=veil(entry.source, story.hidden),
        title=veil(entry.title, story.hidden),
        text=veil(entry.text, story.hidden),
        said=veil(entry.said, story.hidden),
        parts=tuple(replace(one, text=veil(one.text, story.hidden)) for one in entry.parts),
    )


def source_of(referrer: Referrer | None) -> str:
    """Who told us, as far as anybody who opens the story may know: an agency, never a neighbour or relative."""
    if referrer is None:
        return "Not recorded"
    if referrer.kind != Referrer.Kind.PRACTITIONER:
        return "A member of the public or family"
    if referrer.protected or referrer.agency is None:
        return "A professional who is not named here"
    return referrer.agency.name


def _concerns(story: Gathered) -> Iterator[Entry]:
    for contact in story.contacts:
        source = source_of(story.referrers.get(str(contact.pk)))
        said = (
            ("observed", contact.observed),
            ("child", contact.child_words),
            ("third_party", contact.reported),
            ("opinion", contact.opinion),
        )
        rest = _labelled(
            ("What is going well", contact.strengths), ("What they want to happen", contact.wanted)
        )
        parts = tuple(Part(asserted, text) for asserted, text in said if text.strip())
        yield Entry(contact.ref, "concern", contact.received_at, "Concern raised", source, rest, parts=parts)


def _labelled(*parts: tuple[str, str]) -> str:
    return "\n\n".join(f"{label}: {text.strip()}" for label, text in parts if text and text.strip())


def _ratings(story: Gathered, pack: Pack) -> Iterator[Entry]:
    labels = {rating.code: rating.label for rating in pack.ratings}
    for one in story.ratings:
        label = labels.get(one.rating, one.rating)
        title = f"Urgency set to {label}" if not one.was else f"Urgency changed to {label}"
        yield Entry(f"rating:{one.pk}", "urgency", one.at, title, "The hub", one.because, field_group="work")


def _checks(story: Gathered) -> Iterator[Entry]:
    for check in story.checks:
        yield Entry(
            f"{check.ref}:asked", "check", check.asked_at, f"{check.agency.name} was asked", check.agency.name,
            check.purpose, field_group="work",
        )  # fmt: skip
    for answer in story.answers:
        agency = answer.partner_check.agency.name
        title, text = _answer_words(answer, decides=story.decides)
        key = f"answer:{answer.pk}"
        yield Entry(key, "check", answer.at, f"{agency} answered: {title}", agency, text, field_group="work")


def _answer_words(answer: CheckAnswer, *, decides: bool) -> tuple[str, str]:
    """That an agency holds something it will only say aloud is itself for those who decide."""
    if answer.kind in (CheckAnswer.Kind.SPEAK_TO_ME, CheckAnswer.Kind.CANNOT_SHARE) and not decides:
        return "ring the hub about this answer", ""
    words = {
        CheckAnswer.Kind.ITEMS: "it knows something",
        CheckAnswer.Kind.NOTHING_RELEVANT: "nothing relevant",
        CheckAnswer.Kind.NOT_KNOWN: "not known there",
        CheckAnswer.Kind.CANNOT_SHARE: "it cannot share",
        CheckAnswer.Kind.NEED_MORE: "it needs more to go on",
        CheckAnswer.Kind.SPEAK_TO_ME: "speak to them",
    }
    return words[CheckAnswer.Kind(answer.kind)], answer.note


def _items(story: Gathered) -> Iterator[Entry]:
    for item in story.items:
        own = item.visibility == InformationItem.Visibility.PRIVATE
        yield Entry(
            key=f"item:{item.pk}",
            kind="information",
            at=_when(item.happened_on, item.written_at),
            title="A note of your own agency only" if own else "Information",
            source=item.agency_name,
            text=item.text,
            asserted=item.assertion_kind,
            on=item.happened_on,
            said=item.happened_said,
            item_id=str(item.pk),
            field_group=item.field_group,
        )


def _when(on: date | None, otherwise: datetime) -> datetime:
    """A thing that happened on a day stands at that day's noon; one without a day where it was told."""
    return datetime.combine(on, time(12), LONDON) if on else otherwise


def _views(story: Gathered, pack: Pack) -> Iterator[Entry]:
    levels = {level.n: level.label for level in pack.levels}
    for view in story.views:
        title = f"View of the level of need: {levels.get(view.level, view.level)}"
        yield Entry(f"view:{view.pk}", "level", view.at, title, view.agency_name, view.because, "opinion")


def _decisions(story: Gathered) -> Iterator[Entry]:
    for referral in story.referrals:
        yield Entry(
            f"{referral.ref}:accepted", "decision", referral.accepted_at, "Accepted as a referral", "The hub",
            referral.accepted_because, field_group="work",
        )  # fmt: skip
        if referral.lead_accepted_at and referral.lead:
            title = f"{referral.lead.name} accepted the lead"
            yield Entry(
                f"{referral.ref}:lead",
                "decision",
                referral.lead_accepted_at,
                title,
                _team(referral.lead_team),
                field_group="work",
            )
        if referral.closed_at:
            yield Entry(
                f"{referral.ref}:closed",
                "decision",
                referral.closed_at,
                "Closed",
                "The hub",
                referral.closed_because,
            )
    for one in story.decisions:
        level = f" ({one.level_label})" if one.level_label else ""
        text = _labelled(
            ("Because", one.because), ("The child’s voice", one.child_voice), ("Not known", one.unknowns)
        )
        yield Entry(
            f"decision:{one.pk}",
            "decision",
            one.at,
            f"Decided: {one.outcome_label}{level}",
            f"{one.by_name}, the hub",
            text,
        )
        for dissent in one.dissents.all():
            key = f"dissent:{dissent.pk}"
            yield Entry(
                key,
                "decision",
                dissent.at,
                "Sees the decision differently",
                dissent.agency_name,
                dissent.view,
                "opinion",
            )
    for contact in story.contacts:
        if contact.answered_at:
            yield Entry(
                f"{contact.ref}:answered", "decision", contact.answered_at, _answered(contact.status), "The hub",
                contact.answered_because,
            )  # fmt: skip


def _answered(status: str) -> str:
    passed = status == "with_worker"
    return "Accepted by the team that knows the child" if passed else "Answered without a referral"


def _team(team: object) -> str:
    return str(team) if team else ""


def _strategies(story: Gathered) -> Iterator[Entry]:
    for one in story.strategies:
        there = ", ".join(f"{who.name} ({who.agency_name})" for who in one.attended.all())
        does = "\n".join(f"{act.who}: {act.what}, by {act.by_when}" for act in one.actions.all())
        text = _labelled(
            ("Who was there", there), ("Shared", one.shared), ("Decided", one.decided), ("Safety tonight", one.safety_tonight),
            ("Who does what", does),
        )  # fmt: skip
        yield Entry(f"strategy:{one.pk}", "strategy", one.held_at, "Strategy discussion", "The hub", text)


_FEEDBACK = {
    "sent": "was told what came of it",
    "held": "waits to be told what came of it",
    "told": "was told by telephone what came of it",
    "not_told": "is not told, for a recorded reason",
}


def _feedback(story: Gathered) -> Iterator[Entry]:
    told: set[tuple[str, str, str]] = set()
    for task in story.feedback:
        if task.about.startswith("check:") and task.agency:
            who = task.agency.name
        else:
            who = source_of(story.referrers.get(str(task.contact_id)))
        # Whoever both told us and answered is told of one decision once.
        if (once := (who, task.status, task.decision_ref)) in told:
            continue
        told.add(once)
        at = task.sent_at or task.settled_at or task.made_at
        yield Entry(
            f"feedback:{task.pk}", "feedback", at, f"{who} {_FEEDBACK[task.status]}", who, field_group="work"
        )


def _moves(story: Gathered) -> Iterator[Entry]:
    for number, move in enumerate(story.moves):
        told = story.told_at.get(move.source_ref)
        if told is None and move.from_on is None:
            continue
        at = _when(move.from_on, told or datetime.min.replace(tzinfo=LONDON))
        yield Entry(
            f"move:{number}",
            "move",
            at,
            "Lived at",
            "",
            move.words,
            "record",
            on=move.from_on,
            field_group="location",
        )


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
        entry.field_group, f"{entry.title}, {entry.source}"[:120], entry.words, item_id=entry.item_id or None
    )


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


__all__ = ["KINDS", "PROTECTED", "Entry", "Warned", "as_said", "as_text", "entries_of", "only", "warnings_of"]
