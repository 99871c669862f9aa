"""Raise word of a missing family: every question is answered, nobody flees, and a senior is asked. Nothing has left yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.references import new_reference
from plait.base.federation import queries as border
from plait.base.packs import current
from plait.handover.access.alerting import may_raise as role_raises
from plait.handover.access.discovery import open_to_ask
from plait.handover.models import AlertCopy, AlertOf, MissingAlert
from plait.handover.queries import alerting as queries
from plait.handover.rules.alerting import Answers, may_raise
from plait.handover.store.alerting import tell_signers


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is to hear of it: agencies here by id, other areas by code."""

    agencies: Collection[str] = ()
    areas: Collection[str] = ()


@deed
def raise_alert(
    *,
    person_id: str,
    household: Collection[str] = (),
    answers: Answers,
    recipients: Recipients,
    by: Actor,
    at: datetime,
) -> MissingAlert:
    """Raises Refused while anything is unanswered, and in one sentence where anybody flees, may flee, or hides: then it is the
    telephone. Of a refused one nothing is kept but the refusal."""
    about = f"person:{person_id}"
    role_raises(by).insist(about=about)
    person, met = open_to_ask(by, person_id, household, at=at)
    people = [str(person.pk), *met]
    agencies = list(queries.partners(but=by.agency).filter(pk__in=list(recipients.agencies)))
    areas = [one for one in border.believed() if one.code in recipients.areas]
    may_raise(
        answers,
        queries.safety_of_all(people),
        recipients=len(agencies) + len(areas),
        standing=queries.standing_about(people),
    ).insist(about=about)
    pack = current(at=at)
    process = pack.alerting()
    told = queries.named(people, born=process.born)
    if not told:
        say = "Nobody of them has a name here by which they would be known."
        no("no-name", say=say, next_step="Ring the police").insist(about=about)
    alert = MissingAlert.objects.create(
        reference=new_reference("M"), side=MissingAlert.Side.OUT, child=person.pk,
        contact=queries.newest_contact(str(person.pk)), people=[one.model_dump() for one in told],
        if_seen=list(process.if_seen), ring=queries.whom_to_ring(pack).model_dump(), said_by=answers.said_by,
        may_be_fled=answers.may_be_fled, fleeing=answers.fleeing, abuse_check=answers.check, check_by=answers.check_by.strip(),
        check_found=answers.check_found.strip(), because=answers.because.strip(), by=by.id, by_name=by.name,
        owner=f"practitioner:{by.id}", at=at,
    )  # fmt: skip
    AlertOf.objects.bulk_create(AlertOf(alert=alert, person=one) for one in people)
    AlertCopy.objects.bulk_create(AlertCopy(alert=alert, agency=one.pk, name=one.name) for one in agencies)
    AlertCopy.objects.bulk_create(AlertCopy(alert=alert, peer=one, name=one.name) for one in areas)
    tell_signers(alert, process.signed_by, at=at)
    record(
        act="missing:raised", about=[alert.ref, *(f"person:{one}" for one in people)], by=by, at=at,
        fields=("identity", "content"),
    )  # fmt: skip
    return alert
