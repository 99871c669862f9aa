"""What feedback answers to the questions of other apps."""

from uuid import UUID

from plait.base.access.verdict import Verdict, no, yes
from plait.feedback.queries.reading import refs_about, ring_back_clock, unanswered, unsettled
from plait.people.events import RecordsAbout, RecordsUnder
from plait.referrals.events import BeforeClosing
from plait.referrals.models import PartnerCheck


def object_to_closing(question: BeforeClosing) -> list[Verdict]:
    """A referral does not close while somebody who helped has not heard, or disagreed and has no answer."""
    kept = []
    if ring_back_clock(f"contact:{question.contact}") is not None:
        say = "A school keeps a child until somebody rings."
        kept = [no("school-waits", say=say, next_step="Ring them, and say so under Can the child go home?")]
    if said := unanswered(str(question.contact)):
        words = "Somebody disagrees and has" if said == 1 else f"{said} people disagree and have"
        step = "Answer with reasons, on the page of who disagrees"
        kept.append(no("disagreement-waits", say=f"{words} no answer yet.", next_step=step))
    waiting = unsettled(str(question.contact))
    if not waiting:
        return kept or [yes("everyone-has-heard")]
    people = "One person still waits" if waiting == 1 else f"{waiting} people still wait"
    return [
        *kept,
        no(
            "feedback-waits",
            say=f"{people} to be told what came of it.",
            next_step="Ring them, or record why they are not told",
        ),
    ]


def records_about(question: RecordsAbout) -> list[str]:
    """Concerns, referrals, checks and feedback that are about this person: for the custodians of restricted records."""
    return refs_about(str(question.person))


def records_under(question: RecordsUnder) -> list[str]:
    """The questions asked because of a concern: what they made goes where the concern's own goes."""
    kind, _, contact_id = question.source.partition(":")
    if kind != "contact" or not _is_id(contact_id):
        return []
    asked = PartnerCheck.objects.filter(referral__contact_id=contact_id)
    return [f"check:{pk}" for pk in asked.values_list("pk", flat=True)]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
