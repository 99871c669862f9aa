"""Who may see what on the reviewer's desk: an agency's officer their own agency's, the area's officer all; nobody their own."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from plait.agencies.queries import answers_for
from plait.agencies.roles import may, permissions
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.witness.models import WitnessAlarm
from plait.base.witness.queries import alarms
from plait.people.access import family_known_to, may_be_named
from plait.people.models import Claim
from plait.people.queries import ids_of
from plait.privacy.models import (
    Complaint,
    Disposal,
    HighInterest,
    LegalHold,
    LookedSheet,
    LookUp,
    RetentionChoice,
    RightsRequest,
)
from plait.privacy.queries import to_explain
from plait.privacy.queries.claims import claims_that_opened
from plait.privacy.queries.passed import passed_alone, people_of
from plait.sharing.models import ItemNote, SharingDecision
from plait.sharing.queries.notes import standing_notes

M = TypeVar("M", bound=Model)


def may_use_desk(actor: Actor) -> Verdict:
    """Privacy officers and Caldicott guardians."""
    return may(actor, "privacy:desk")


def may_review_lookups(actor: Actor) -> Verdict:
    """Privacy officers, of an agency or of the area."""
    return may(actor, "privacy:area") or may(actor, "privacy:own")


def may_approve(actor: Actor) -> bool:
    """Is theirs the second person's part?"""
    return bool(may(actor, "privacy:approve"))


def may_explain(actor: Actor) -> Verdict:
    """Everybody with an account of their own: each sees only what they are asked themselves."""
    return yes("practitioner") if actor.kind == "practitioner" else may(actor, "privacy:desk")


def scope(by: Actor) -> Q:
    """The rows of the reader's own agency; of all agencies for the area's officer; none without the desk."""
    held = permissions(by)
    if "privacy:area" in held:
        return Q()
    return Q(agency_id=by.agency) if "privacy:desk" in held and by.agency else Q(pk__in=[])


def visible_lookups(by: Actor) -> QuerySet[LookUp]:
    """Look-ups to explain of the reader's scope; never their own, on a record they flagged, or about somebody they know."""
    known = family_known_to(by)
    found = LookUp.objects.filter(scope(by)) if may_review_lookups(by) else LookUp.objects.none()
    if by.kind == "practitioner":
        found = found.exclude(who_id=UUID(by.id)).exclude(owner_id=by.id)
    return found.exclude(person_id__in=known).select_related("who", "agency").order_by("made_at", "pk")


def open_lookup(by: Actor, lookup_id: str, *, at: datetime, act: str = "lookup:read") -> LookUp:
    """One look-up, for somebody who may review it. That it exists is hidden from whoever it is about."""
    found = visible_lookups(by).filter(pk=lookup_id).first()
    if found is None:
        raise Refused(hidden("not-theirs-to-review"), about=f"lookup:{lookup_id}")
    record(act=act, about=[found.ref, f"practitioner:{found.who_id}"], by=by, at=at, fields=("audit",))
    return found


def open_own_lookup(by: Actor, lookup_id: str, *, at: datetime) -> LookUp:
    """What the reader is asked to explain."""
    asked = to_explain(by.id).filter(pk=lookup_id).first() if by.kind == "practitioner" else None
    if asked is None:
        raise Refused(hidden("not-asked"), about=f"lookup:{lookup_id}")
    record(act="lookup:own-read", about=asked.ref, by=by, at=at, fields=("audit",))
    return asked


def own_to_explain(by: Actor) -> QuerySet[LookUp]:
    """What waits for the reader's own explanation."""
    return to_explain(by.id) if by.kind == "practitioner" else LookUp.objects.none()


def visible_flags(by: Actor, *, at: datetime) -> QuerySet[HighInterest]:
    """Records in the public eye that the reader flagged, or whose team they are in."""
    live = HighInterest.objects.filter(ended_at__isnull=True, until__gt=at)
    return live.filter(Q(owner_id=by.id) | Q(team_id__in=by.teams)).order_by("until", "pk")


def visible_requests(by: Actor) -> QuerySet[RightsRequest]:
    """Requests made to the reader's agency (to any, for the area's officer), the oldest first; none about a family they know."""
    found = RightsRequest.objects.filter(scope(by)).exclude(person_id__in=family_known_to(by))
    return found.select_related("agency").order_by("received_at", "pk")


def requests_with_own_lines(by: Actor) -> QuerySet[RightsRequest]:
    """Requests to another agency for which something of the reader's own agency was gathered."""
    if "privacy:own" not in permissions(by):
        return RightsRequest.objects.none()
    found = RightsRequest.objects.filter(state=RightsRequest.State.GATHERED, lines__agency_id=by.agency)
    found = found.exclude(person_id__in=family_known_to(by))
    return found.select_related("agency").distinct().order_by("received_at", "pk")


def visible_complaints(by: Actor) -> QuerySet[Complaint]:
    """Complaints of the reader's scope, the oldest first."""
    return Complaint.objects.filter(scope(by)).select_related("agency").order_by("received_at", "pk")


def visible_disposals(by: Actor) -> QuerySet[Disposal]:
    """Disposals of the reader's scope, the oldest first."""
    return Disposal.objects.filter(scope(by)).select_related("agency").order_by("proposed_at", "pk")


def visible_holds(by: Actor) -> QuerySet[LegalHold]:
    """Legal holds of the reader's scope, the oldest first; none about a family they know."""
    found = LegalHold.objects.filter(scope(by)).exclude(person_id__in=family_known_to(by))
    return found.select_related("agency").order_by("asked_at", "pk")


def visible_choices(by: Actor) -> QuerySet[RetentionChoice]:
    """Records that the reader's agency keeps in another class than usual, the newest choice first."""
    found = (
        RetentionChoice.objects.filter(scope(by))
        if may_review_lookups(by)
        else RetentionChoice.objects.none()
    )
    return found.select_related("agency").order_by("-at", "pk")


def visible_notes(by: Actor) -> QuerySet[ItemNote]:
    """Notes beside items that stand, of the reader's own agency or, for the area's officer, of all; none but for officers, and
    none about a family they know."""
    if not may_review_lookups(by):
        return ItemNote.objects.none()
    rows = standing_notes("" if "privacy:area" in permissions(by) else by.agency)
    return rows.exclude(item__person_id__in=family_known_to(by))


def visible_claims(by: Actor, *, at: datetime) -> list[Claim]:
    """Claims that opened a record, by people of the reader's agency or, for the area's officer, of all; never the reader's own,
    nor about somebody they know."""
    if not may_review_lookups(by) or by.kind != "practitioner":
        return []
    known = family_known_to(by)
    rows = claims_that_opened(at=at).exclude(practitioner_id=by.id).exclude(person_id__in=known)
    return list(rows if "privacy:area" in permissions(by) else rows.filter(practitioner__agency_id=by.agency))


def may_ask_about(by: Actor, person_id: str) -> bool:
    """May they take up anything about this record: how people looked at it, a request, a sheet? Not about a family they know."""
    return bool(person_id) and not family_known_to(by) & set(ids_of([person_id]))


def visible_sheets(by: Actor) -> QuerySet[LookedSheet]:
    """Sheets of who looked of the reader's scope, the oldest first; none about a family they know."""
    found = LookedSheet.objects.filter(scope(by)).exclude(person_id__in=family_known_to(by))
    return found.select_related("agency").order_by("made_at", "pk")


def opened(rows: QuerySet[M], row_id: str, *, kind: str, by: Actor, at: datetime, act: str = "") -> M:
    """One row of what the reader may see, audited as read; or Refused in the words that are true of none."""
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise Refused(hidden("not-theirs"), about=f"{kind}:{row_id}")
    record(act=act or f"{kind}:read", about=f"{kind}:{row_id}", by=by, at=at, fields=("content",))
    return found


def open_alarm(by: Actor, alarm_id: str, *, at: datetime) -> WitnessAlarm:
    """One alarm about a sealed log, audited as read."""
    return opened(alarms(), alarm_id, kind="witness-alarm", by=by, at=at)


def decides_for(agency_id: str, *, by: Actor, at: datetime) -> bool:
    """May they decide on lines of this agency? Its own privacy officer; the area's where it has none (they then approve nothing
    of that request)."""
    return answers_for(agency_id, by=by, at=at)


def may_act_for(agency_id: str, *, by: Actor, at: datetime) -> Verdict:
    """Answering for an agency is that agency's own; the area's officer reads it and is its second person, and answers only for
    one that has no privacy officer."""
    if by.agency == agency_id or decides_for(agency_id, by=by, at=at):
        return yes("answers-for-it")
    return no(
        "another-agency",
        say="Another agency answers for this. You may read it, and be its second person.",
        next_step="Ask that agency’s privacy officer",
    )


def readable_requests(by: Actor) -> QuerySet[RightsRequest]:
    """Those of the reader's scope, and those for which something of their own agency was gathered: of these only their lines."""
    own = visible_requests(by).order_by().values("pk")
    lines = requests_with_own_lines(by).order_by().values("pk")
    return RightsRequest.objects.filter(Q(pk__in=own) | Q(pk__in=lines)).select_related("agency")


def visible_passed(by: Actor, *, at: datetime, looked: bool = False) -> list[SharingDecision]:
    """What passed on its legal basis alone, the oldest first: of the reader's own agency, or of all for the area's officer. Never
    what they decided themselves, nor anything about somebody they know or whose record is restricted."""
    if not may_review_lookups(by) or by.kind != "practitioner":
        return []
    agency = "" if "privacy:area" in permissions(by) else by.agency
    rows = passed_alone(agency, looked=looked).exclude(decided_by=by.id)
    people = people_of(rows)
    meets = set(may_be_named(by, {one for ids in people.values() for one in ids}, at=at))
    return [row for row in rows if meets.issuperset(people[row.pk])]


def open_passed(by: Actor, decision_id: str, *, at: datetime, act: str = "passed:read") -> SharingDecision:
    """One of them, audited as read; for everybody else it is not there."""
    seen = [*visible_passed(by, at=at), *visible_passed(by, at=at, looked=True)]
    found = next((one for one in seen if str(one.pk) == decision_id), None)
    if found is None:
        raise Refused(hidden("not-theirs-to-review"), about=f"sharing-decision:{decision_id}")
    record(act=act, about=f"sharing-decision:{found.pk}", by=by, at=at, fields=("audit",))
    return found
