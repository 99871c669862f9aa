"""The words of a concern that was answered without a referral, or of a call, are erased when they are disposed of."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.models import CallNote, Contact, RatingGiven, Referrer, SafetySettled

WORDS = (
    "observed", "child_words", "reported", "opinion", "strengths", "wanted", "emergency_told", "family_told_why",
    "answered_because",
)  # fmt: skip
TELLER = ("name", "relation", "phone", "email", "safe_contact")
DISPOSED = "Disposed of when its time had come."


@deed
def erase_contacts(*, contact_ids: Sequence[str], agency_id: str, by: Actor, at: datetime) -> list[str]:
    """Erase the words of concerns that this agency's hub answered without a referral, of whoever told and of the calls about
    them. What is on the closed list, or became a referral, is left alone. Answers the ids of those erased."""
    by_itself(by).insist(about="page:disposal")
    found = Contact.objects.select_for_update(of=("self",)).filter(
        pk__in=list(contact_ids), team__agency_id=agency_id, status=Contact.Status.ANSWERED,
        route=Contact.Route.STANDARD, referral__isnull=True,
    )  # fmt: skip
    done = []
    for contact in found:
        for name in WORDS:
            setattr(contact, name, "")
        contact.answers = {}
        contact.save(update_fields=[*WORDS, "answers"])
        done.append(str(contact.pk))
    RatingGiven.objects.filter(contact_id__in=done).update(because=DISPOSED)
    SafetySettled.objects.filter(contact_id__in=done).update(because=DISPOSED, whom="")
    Referrer.objects.filter(contact_id__in=done).update(**dict.fromkeys(TELLER, ""))
    CallNote.objects.filter(about__in=[f"contact:{one}" for one in done]).update(said=DISPOSED, spoke_with="")
    about = [f"contact:{one}" for one in done] or "page:disposal"
    record(act="contact:disposed", about=about, by=by, at=at, fields=("content", "source"))
    return done


@deed
def erase_calls(*, call_ids: Sequence[str], by: Actor, at: datetime) -> list[str]:
    """Erase what was said in these calls, and with whom. Answers the ids of those erased."""
    by_itself(by).insist(about="page:disposal")
    found = CallNote.objects.select_for_update().filter(pk__in=list(call_ids))
    done = [str(one) for one in found.values_list("pk", flat=True)]
    found.update(said=DISPOSED, spoke_with="")
    about = [f"call:{one}" for one in done] or "page:disposal"
    record(act="call:disposed", about=about, by=by, at=at, fields=("content",))
    return done
