"""Feedback as its pages say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock.queries import standing_of
from plait.feedback.models import Disagreement, FeedbackTask
from plait.feedback.queries.reading import owed_by, own_disagreements, without_whereabouts
from plait.referrals.models import Contact, Referrer

ABOUT = {
    FeedbackTask.Kind.REFERRER: "What came of the concern you raised",
    FeedbackTask.Kind.HELPED: "How your answer was used",
    FeedbackTask.Kind.CITED: "What your information changed",
    FeedbackTask.Kind.HEARD: "What came of a family you were told of",
    FeedbackTask.Kind.KNEW_NOTHING: "Check closed: dispose of the request",
    FeedbackTask.Kind.PUBLIC: "What came of what you told us",
}

OF_A_MOVE = {  # by what it was about, where that was no decision
    "pickup": "Can the child go home?",
    "answer-word": "What they say of your answer",
    "closed": "The work has ended",
    "taken-over": "Another area leads now",
    "let-go": "Nobody holds the family any more",
    "reopened": "The work was opened again",
}


def title_of(task: FeedbackTask) -> str:
    """What this piece of feedback is about, in words that name nobody."""
    said = OF_A_MOVE.get(task.decision_ref.partition(":")[0])
    if said:
        return said
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
class Held:
    """Why somebody waits to be told: in plain words, and where an agreement decided it, in the words of its clause."""

    plain: str
    clause: str = ""


def why_held(task: FeedbackTask) -> Held:
    """What the gate answers is written for whoever reads agreements: it is folded behind what it means here."""
    if task.held_reason not in ("no-agreement", "agreement-forbids"):
        return Held(task.held_because)
    who = task.agency.name if task.agency is not None else "them"
    return Held(
        f"The agreement between the agencies does not let Plait tell {who} this by itself. Decide what may be said, and tell"
        " them yourself.",
        task.held_because,
    )


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
    if task.kind == FeedbackTask.Kind.HEARD:
        who = task.agency
        return ToRing(
            who.name if who else "Services told by name",
            "Told when help got less",
            who.phone if who else "",
            "",
            False,
            False,
        )
    referrer = referrer_of(task.contact)
    if referrer is None:
        return ToRing("Nobody is recorded", "", "", "", False, True)
    anonymous = referrer.kind == Referrer.Kind.ANONYMOUS
    person = task.practitioner
    return ToRing(
        who="Did not want to be named" if anonymous else referrer.name or "Name not given",
        what=referrer.relation
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


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who waits to be told or answered, by when, and how that stands; empty where no clock runs."""

    row: FeedbackTask | Disagreement
    standing: str = ""
    due: datetime | None = None

    @property
    def held(self) -> Held:
        """Why a word to them waits for a person."""
        return why_held(self.row) if isinstance(self.row, FeedbackTask) else Held("")


def owed(rows: Sequence[FeedbackTask] | Sequence[Disagreement], *, at: datetime) -> list[Owed]:
    """In the order given, each with its clock."""
    clocks = owed_by(_subject(row) for row in rows)
    found = [(row, clocks.get(_subject(row))) for row in rows]
    return [
        Owed(row, str(standing_of(clock, at)), clock.due_at)
        if clock is not None and clock.state == "running"
        else Owed(row)
        for row, clock in found
    ]


def _subject(row: FeedbackTask | Disagreement) -> str:
    return row.ref if isinstance(row, FeedbackTask) else f"disagreement:{row.pk}"
