"""What makes a line of the child's story: concerns, answers, views, decisions, discussions, feedback, moves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from django.utils import timezone

from plait.base.clock import LONDON
from plait.base.packs import Pack
from plait.desk.presenters.story_answers import before_the_bell, settled
from plait.desk.presenters.story_disputes import disputes
from plait.desk.presenters.story_entry import Entry, Part, later_entry
from plait.desk.presenters.story_handovers import handovers
from plait.desk.presenters.story_sources import is_protected, source_of
from plait.desk.presenters.story_steps import steps
from plait.desk.presenters.story_turns import calls, turns
from plait.desk.queries.story import Gathered
from plait.people.rules import veil
from plait.referrals.models import CheckAnswer, StrategyAction
from plait.sharing.models import InformationItem


def entries_of(story: Gathered, *, pack: Pack) -> list[Entry]:
    """Every line, newest first, with the whereabouts of whoever is shielded taken out of every word of it."""
    every = [
        *_concerns(story),
        *_ratings(story, pack),
        *_checks(story),
        *_items(story),
        *_views(story, pack),
        *_decisions(story),
        *turns(story),
        *calls(story),
        *_strategies(story),
        *_feedback(story),
        *disputes(story),
        *steps(story),
        *settled(story),
        *before_the_bell(story),
        *handovers(story),
        *_moves(story),
        *_family(story),
    ]
    shown = [_veiled(entry, story) for entry in every]
    return sorted(shown, key=lambda entry: (entry.at, entry.key), reverse=True)


def _veiled(entry: Entry, story: Gathered) -> Entry:
    return replace(
        entry,
        source=veil(entry.source, story.hidden),
        title=veil(entry.title, story.hidden),
        text=veil(entry.text, story.hidden),
        said=veil(entry.said, story.hidden),
        parts=tuple(replace(one, text=veil(one.text, story.hidden)) for one in entry.parts),
        beside=tuple(replace(one, text=veil(one.text, story.hidden)) for one in entry.beside),
    )


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
        entry = Entry(
            contact.ref, "concern", contact.received_at, "Concern raised", source, rest, parts=parts
        )
        yield replace(entry, may_tell=is_protected(story.referrers.get(str(contact.pk))))


def _labelled(*parts: tuple[str, str]) -> str:
    return "\n\n".join(f"{label}: {text.strip()}" for label, text in parts if text and text.strip())


def _ratings(story: Gathered, pack: Pack) -> Iterator[Entry]:
    labels = {rating.code: rating.label for rating in pack.ratings}
    for one in story.ratings:
        label = labels.get(one.rating, one.rating)
        title = f"Urgency set to {label}" if not one.was else f"Urgency changed to {label}"
        yield later_entry(
            Entry(f"rating:{one.pk}", "urgency", one.at, title, "The hub", one.because, field_group="work"),
            truly=one.rated_at,
        )


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
            beside=story.beside.get(item.pk, ()),
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
        became = Entry(
            f"{referral.ref}:accepted", "decision", referral.accepted_at, "Accepted as a referral", "The hub",
            referral.accepted_because, field_group="work",
        )  # fmt: skip
        yield later_entry(became, truly=referral.truly_accepted_at)
    for one in story.decisions:
        level = f" ({one.level_label})" if one.level_label else ""
        text = _labelled(
            ("Because", one.because), ("The child’s voice", one.child_voice), ("Not known", one.unknowns)
        )
        title, source = f"Decided: {one.outcome_label}{level}", f"{one.by_name}, the hub"
        decided = Entry(f"decision:{one.pk}", "decision", one.at, title, source, text)
        yield later_entry(decided, truly=one.decided_at)
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
        if contact.taken_on_at:
            accepted = "Accepted by the team that knows the child"
            yield Entry(f"{contact.ref}:taken-on", "decision", contact.taken_on_at, accepted, "The hub", "")
        if contact.answered_at:
            theirs = contact.taken_on_at is not None
            title = "What the child’s own team did" if theirs else "Answered without a referral"
            yield Entry(
                f"{contact.ref}:answered", "decision", contact.answered_at, title, "The child’s team" if theirs else "The hub",
                contact.answered_because,
            )  # fmt: skip


def _strategies(story: Gathered) -> Iterator[Entry]:
    for one in story.strategies:
        there = ", ".join(f"{who.name} ({who.agency_name})" for who in one.attended.all())
        does = "\n".join(_agreed(act) for act in one.actions.all())
        text = _labelled(
            ("Who was there", there), ("Shared", one.shared), ("Decided", one.decided), ("Safety tonight", one.safety_tonight),
            ("Who does what", does),
        )  # fmt: skip
        yield Entry(f"strategy:{one.pk}", "strategy", one.held_at, "Strategy discussion", "The hub", text)


def _agreed(action: StrategyAction) -> str:
    """Who does what by when; and, once somebody has said, whether it was done."""
    said = f"{action.who}: {action.what}, by {action.by_when}"
    if action.done_at is None:
        return said
    local = timezone.localtime(action.done_at)
    note = f" ({action.done_note})" if action.done_note else ""
    return f"{said}. {'Done' if action.done else 'Not done'}: {action.done_by_name}, {local.day} {local:%b %Y}{note}"


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


def _family(story: Gathered) -> Iterator[Entry]:
    """That somebody was asked, told or changed their mind; what they said stands on the page of family agreement alone."""
    for one in story.family:
        yield Entry(one.key, "family", one.at, one.title, one.by, field_group="family")
