"""Feedback as its pages say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.base.access.request import PlaitRequest
from plait.base.audit.actor import Actor
from plait.feedback.access import feedback_on_own, unread, waiting_for_hub
from plait.feedback.models import Disagreement, FeedbackTask
from plait.feedback.queries import own_disagreements, without_whereabouts
from plait.referrals.models import Contact, Referrer

ABOUT = {
    FeedbackTask.Kind.REFERRER: "What came of the concern you raised",
    FeedbackTask.Kind.HELPED: "How your answer was used",
    FeedbackTask.Kind.KNEW_NOTHING: "Check closed: dispose of the request",
    FeedbackTask.Kind.PUBLIC: "What came of what you told us",
}


def title_of(task: FeedbackTask) -> str:
    """What this piece of feedback is about, in words that name nobody."""
    return ABOUT[FeedbackTask.Kind(task.kind)]


@dataclass(frozen=True, slots=True)
class Said:
    """What the reader or a colleague disagreed with, in their own words, and the hub's answer as it may be read now."""

    row: Disagreement
    answered: str


def said_by_reader(task: FeedbackTask, *, by: Actor) -> list[Said]:
    """Newest first."""
    found = list(own_disagreements(str(task.pk), by=by))
    answers = without_whereabouts(task, *(one.answered for one in found))
    return [Said(one, answer) for one, answer in zip(found, answers, strict=True)]


def text_of(task: FeedbackTask) -> str:
    """The words that were sent, as they may be read now."""
    return without_whereabouts(task, task.text)[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    task: FeedbackTask
    title: str
    new: bool
    answered: bool = False


def rows(tasks: list[FeedbackTask]) -> list[Row]:
    """The reader's feedback as lines, in the order given."""
    return [
        Row(task, title_of(task), task.read_at is None, bool(getattr(task, "answer_waits", False)))
        for task in tasks
    ]


@dataclass(frozen=True, slots=True)
class ToRing:
    """Whom to tell and how to reach them safely; everything is empty for an anonymous caller."""

    who: str
    what: str
    phone: str
    safe_way: str
    protected: bool
    nobody: bool
    unnamed: bool = False


def to_ring(task: FeedbackTask) -> ToRing:
    """From the referrer of the concern, or from the agency that was asked."""
    if task.about.startswith("check:") and task.agency is not None:
        return ToRing(task.agency.name, "Was asked for information", task.agency.phone, "", False, False)
    referrer = referrer_of(task.contact)
    if referrer is None:
        return ToRing("Nobody is recorded", "", "", "", False, True)
    anonymous = referrer.kind == Referrer.Kind.ANONYMOUS
    person = task.practitioner
    return ToRing(
        who="Did not want to be named" if anonymous else referrer.name or "Name not given",
        what=""
        if anonymous
        else ", ".join(part for part in (referrer.get_kind_display(), referrer.relation) if part),
        phone=referrer.phone or (person.phone if person else ""),
        safe_way=referrer.safe_contact,
        protected=referrer.protected,
        nobody=anonymous and not referrer.phone,
        unnamed=referrer.kind != Referrer.Kind.PRACTITIONER,
    )


def referrer_of(contact: Contact) -> Referrer | None:
    """Who told us, if that was kept."""
    return getattr(contact, "referrer", None)


def own_concern_slot(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `own-concern` (given `contact`): what came of it, for the one who told us."""
    contact = context.get("contact")
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    if not isinstance(contact, Contact) or actor is None or at is None:
        return None
    task, readable = feedback_on_own(contact.ref, by=actor, at=at)
    return render_to_string(
        "feedback/own_concern.html", {"task": task, "readable": readable}, request=request
    )


def unread_count(request: HttpRequest) -> int | None:
    """For the navigation: how much feedback the reader has not opened."""
    asking = cast(PlaitRequest, request)
    return unread(asking.actor, at=asking.at)


def waiting_count(request: HttpRequest) -> int | None:
    """For the navigation: how many the hub has still to tell or to answer."""
    asking = cast(PlaitRequest, request)
    return waiting_for_hub(asking.actor, at=asking.at)
