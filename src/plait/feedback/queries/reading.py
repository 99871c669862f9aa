"""Reading feedback for pages and for the timeline."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, clocks_for
from plait.feedback.models import AnswerWord, Disagreement, FeedbackTask, PickupWord, ReceiptShown
from plait.feedback.rules import KNEW_NOTHING
from plait.feedback.store.timing import AT_THE_GATE, pickup_key, ring_back_of
from plait.people.places import whereabouts_of
from plait.people.rules import veil
from plait.referrals.models import CheckAnswer, Contact, PartnerCheck, Referral
from plait.sharing.events import AnswerWords


def told_about(refs: Iterable[str]) -> QuerySet[FeedbackTask]:
    """Every promise of feedback about these records (`contact:<id>`, `check:<id>`), oldest first."""
    return (
        FeedbackTask.objects.filter(about__in=list(refs))
        .select_related("practitioner__agency", "agency")
        .order_by("made_at", "pk")
    )


def told_on_contact(contact_id: str) -> QuerySet[FeedbackTask]:
    """Everyone who is told what came of one concern, oldest first."""
    return (
        FeedbackTask.objects.filter(contact_id=contact_id)
        .select_related("practitioner__agency", "agency")
        .prefetch_related("disagreements")
        .order_by("made_at", "pk")
    )


def disagreements_on(contact_id: str) -> QuerySet[Disagreement]:
    """What recipients disagree with, newest first; those not yet answered come with it."""
    return Disagreement.objects.filter(task__contact_id=contact_id).order_by("-at", "pk")


def unsettled(contact_id: str) -> int:
    """How many recipients still wait for a person to tell them, or to record why not."""
    return FeedbackTask.objects.filter(contact_id=contact_id, status=FeedbackTask.Status.HELD).count()


def unanswered(contact_id: str) -> int:
    """How many disagreements with what somebody was told wait for an answer with reasons."""
    return Disagreement.objects.filter(task__contact_id=contact_id, answered_at__isnull=True).count()


def words_on_answers(question: AnswerWords) -> list[str]:
    """What those who worked with these answers say of them, by code: of each person the last word on each answer."""
    ids = [UUID(ref.removeprefix("check:")) for ref in question.refs if ref.startswith("check:")]
    rows = AnswerWord.objects.filter(partner_check__in=ids, superseded=False)
    return list(rows.order_by("at", "pk").values_list("said", flat=True))


def concerns_proven_by(link: str) -> QuerySet[ReceiptShown]:
    """The concerns whose receipt was shown by whoever came by this mailbox link, as `contact_id`."""
    return ReceiptShown.objects.filter(link=link)


def said_by_link(link: str) -> Q:
    """Disagreements of the very link, and those said by earlier links on a concern whose receipt this one has shown."""
    proven = concerns_proven_by(link).values("contact_id")
    return Q(by=link) | Q(by__startswith="mailbox:", task__contact_id__in=proven)


def own_disagreements(task_id: str, *, by: Actor) -> QuerySet[Disagreement]:
    """What the reader, or somebody of their agency's safeguarding team, said of this feedback, with the hub's answer."""
    said = Disagreement.objects.filter(task__pk=task_id)
    if by.kind == "mailbox":
        said = said.filter(said_by_link(by.id))
    elif may(by, "check:answer"):
        said = said.filter(Q(by=by.id) | Q(agency_name=by.agency_name))
    else:
        said = said.filter(by=by.id)
    return said.order_by("-at", "pk")


def without_whereabouts(task: FeedbackTask, *texts: str) -> list[str]:
    """What the hub wrote to somebody, without where anybody in the concern is who was protected since."""
    people = task.contact.people.values_list("description__person_id", flat=True)
    hidden = whereabouts_of(str(one) for one in people)
    return [veil(text, hidden) for text in texts]


def owed_by(subjects: Iterable[str]) -> dict[str, RunningClock]:
    """By subject (`feedback:<id>`, `disagreement:<id>`), the clock within which it is owed."""
    return {one.subject: one for one in clocks_for(subjects)}


def contact_behind(subject: str) -> Contact | None:
    """The concern behind what is owed: `contact:<id>`, `feedback:<id>`, `disagreement:<id>`."""
    kind, _, key = subject.partition(":")
    found = {
        "contact": {"pk": key},
        "feedback": {"feedback": key},
        "disagreement": {"feedback__disagreements": key},
    }
    return Contact.objects.filter(**found[kind]).first() if kind in found else None


def pickup_clock(contact_ref: str) -> RunningClock | None:
    """The clock of a concern whose child was at school; None where nobody asked."""
    return clock(pickup_key(contact_ref))


def ring_back_clock(contact_ref: str) -> RunningClock | None:
    """The clock of a school that keeps a child until somebody rings; None where nobody waits."""
    return ring_back_of(contact_ref)


def late_at_the_gate(*, at: datetime) -> list[str]:
    """The concerns whose school waits longer than it may: for a word before the bell, or to be rung while it keeps the child."""
    late = RunningClock.objects.filter(
        rule__in=sorted(AT_THE_GATE), state=RunningClock.State.RUNNING, due_at__lt=at
    )
    return sorted({one.partition(":")[2] for one in late.values_list("subject", flat=True)})


def last_word(contact_id: str) -> PickupWord | None:
    """What the hub said last about going home."""
    return (
        PickupWord.objects.filter(contact_id=contact_id).select_related("task").order_by("-at", "-pk").first()
    )


def usable_answers(referral_id: UUID, *, agency: str) -> list[PartnerCheck]:
    """Answers of other agencies that gave something, with what was said of each (`words_now`), by the name of the agency."""
    rows = PartnerCheck.objects.filter(referral_id=referral_id)
    now = Prefetch(
        "words_said", AnswerWord.objects.filter(superseded=False).order_by("at", "pk"), "words_now"
    )
    given = CheckAnswer.objects.filter(partner_check=OuterRef("pk"), superseded=False)
    gave = given.exclude(kind__in=KNEW_NOTHING)
    others = rows.filter(Exists(gave)).exclude(agency__pk=agency) if agency else rows.filter(Exists(gave))
    found = others.select_related("agency").prefetch_related(now).order_by("agency__name", "pk")
    # Asked in the question, SQLite would read through everything that was ever answered, and not the few of this referral.
    return [one for one in found if one.status == PartnerCheck.Status.ANSWERED]


def said_of(check_id: UUID) -> list[AnswerWord]:
    """What was said of one answer and still counts, the newest first."""
    rows = AnswerWord.objects.filter(partner_check_id=check_id, superseded=False)
    return list(rows.order_by("-at", "pk"))


def refs_about(person_id: str) -> list[str]:
    """`contact:`, `referral:`, `check:`, `feedback:` and `disagreement:` of every concern that speaks of this person."""
    contacts = Contact.objects.filter(people__description__person_id=person_id)
    found = [f"contact:{pk}" for pk in contacts.values_list("pk", flat=True)]
    found += [
        f"referral:{pk}" for pk in Referral.objects.filter(contact__in=contacts).values_list("pk", flat=True)
    ]
    checks = PartnerCheck.objects.filter(referral__contact__in=contacts)
    found += [f"check:{pk}" for pk in checks.values_list("pk", flat=True)]
    tasks = FeedbackTask.objects.filter(contact__in=contacts)
    found += [f"feedback:{pk}" for pk in tasks.values_list("pk", flat=True)]
    told = Disagreement.objects.filter(task__contact__in=contacts)
    return found + [f"disagreement:{pk}" for pk in told.values_list("pk", flat=True)]
