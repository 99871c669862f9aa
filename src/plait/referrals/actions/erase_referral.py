"""The words of a referral, of what was asked and decided, and of its concern are erased when it is disposed of. Its rows stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.actions.erase_contact import DISPOSED, TELLER, WORDS
from plait.referrals.events import ReferralDisposed
from plait.referrals.models import (
    CallNote,
    CheckAnswer,
    Contact,
    ContactPerson,
    Decision,
    Dissent,
    PartnerCheck,
    RatingGiven,
    Referral,
    ReferralMove,
    Referrer,
    SafetySettled,
    StrategyAction,
    StrategyAttendance,
    StrategyRecord,
)


@deed
def erase_referrals(
    *, referral_ids: Sequence[str], agency_id: str, by: Actor, at: datetime
) -> list[Referral]:
    """Erase what was said, asked, answered, discussed and decided in referrals that this agency's hub closed, and who told. When
    it was, who did it and which outcome it had stays. What was opened again since is left alone. Answers those erased.

    The items on which it rested are not touched: they are their agencies', and go first (`privacy.queries.retention`)."""
    by_itself(by).insist(about="page:disposal")
    done = list(
        Referral.objects.select_for_update(of=("self",)).filter(
            pk__in=list(referral_ids), status=Referral.Status.CLOSED, contact__team__agency_id=agency_id,
            contact__route=Contact.Route.STANDARD,
        )
    )  # fmt: skip
    if done:
        _erase(done)
    for one in done:
        announce(ReferralDisposed(one.pk, one.contact_id, by.id, at))
    about = [one.ref for one in done] or "page:disposal"
    record(act="referral:disposed", about=about, by=by, at=at, fields=("content", "source"))
    return done


def _erase(done: Sequence[Referral]) -> None:
    contacts = Contact.objects.filter(referral__in=done)
    contacts.update(**dict.fromkeys(WORDS, ""), answers={})
    ContactPerson.objects.filter(contact__in=contacts).update(relation="")
    Referrer.objects.filter(contact__in=contacts).update(**dict.fromkeys(TELLER, ""))
    RatingGiven.objects.filter(contact__in=contacts).update(because=DISPOSED)
    SafetySettled.objects.filter(contact__in=contacts).update(because=DISPOSED, whom="")
    rows = Referral.objects.filter(pk__in=[one.pk for one in done])
    rows.update(accepted_because="", closed_because="", close_asked_because="")
    ReferralMove.objects.filter(referral__in=done).update(because="")
    checks = PartnerCheck.objects.filter(referral__in=done)
    nothing: dict[str, Any] = {"children": [], "adults": [], "concern": ""}
    checks.update(purpose=DISPOSED, questions=[], shown=nothing, withdrawn_because="")
    CheckAnswer.objects.filter(partner_check__in=checks).update(note="")
    decisions = Decision.objects.filter(referral__in=done)
    decisions.update(
        because=DISPOSED, worries="", strengths="", unknowns="", child_voice="", override_because=""
    )
    # Of what was said not even its fingerprint: short words can be guessed from it.
    for one in Dissent.objects.filter(decision__in=decisions):
        one.view, one.view_hash = DISPOSED, str(one.pk)
        one.save(update_fields=["view", "view_hash"])
    held = StrategyRecord.objects.filter(referral__in=done)
    held.update(shared=DISPOSED, decided=DISPOSED, safety_tonight=DISPOSED, medical_because="")
    StrategyAttendance.objects.filter(record__in=held).update(name=F("agency_name"))
    StrategyAction.objects.filter(record__in=held).update(who="", what=DISPOSED, by_when="", done_note="")
    about = [one.ref for one in checks] + [f"contact:{one.contact_id}" for one in done]
    CallNote.objects.filter(about__in=about).update(said=DISPOSED, spoke_with="")
