"""A senior signs word of a missing family, and it goes; or says no, and it does not."""

from datetime import datetime, timedelta

from plait.agencies.queries import agency
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import Pack, current
from plait.handover.access.alerting import open_alert
from plait.handover.models import AlertCopy, MissingAlert
from plait.handover.queries import alerting as queries
from plait.handover.rules.alerting import LEAST, Signing, may_send, may_sign
from plait.handover.store import alerting as store
from plait.handover.wire.missing import Person
from plait.sharing.actions.decide_sharing import Said as Line
from plait.sharing.actions.decide_sharing import decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.queries import gateway_facts
from plait.sharing.rules import Proposal

AREA_KIND = "LA_CSC"  # whoever answers for children in another area
PURPOSE = "Finding a family who is missing"


@deed
def sign_alert(*, alert_id: str, gateway: str, by: Actor, at: datetime) -> MissingAlert:
    """Looked at once more, weighed for each recipient by itself, sent to all of them or to none. Raises Refused."""
    alert = open_alert(by, alert_id, at=at, act="missing:sign", hold=True)
    pack = current(at=at)
    _insist_signs(alert, by, pack)
    people = queries.people_of(alert)
    may_send(queries.safety_of_all(people)).insist(about=alert.ref)
    process = pack.alerting()
    if gateway not in process.powers:
        no("no-gateway", say="Say under which power it goes.", next_step="Choose one of those shown").insist()
    alert.state, alert.signed_by, alert.signed_by_name = MissingAlert.State.LIVE, by.id, by.name
    alert.signed_at, alert.gateway, alert.last_word = at, gateway, 1
    alert.ends_on = queries.today(at) + timedelta(days=process.lasts_days)
    store.next_check(alert, at=at)
    alert.save()
    for copy in queries.copies_of(alert):
        copy.decision = _decide(alert, copy, people, pack=pack, by=by, at=at)
        copy.sent_at = at
        copy.save()
        if copy.peer is not None:
            store.say(alert, store.said_of(alert, "missing", 1), copy.peer, at=at)
    store.tell_copies(alert, "missing-family", at=at)
    store.tell(alert, "missing-signed", [f"practitioner:{alert.by}"], at=at)
    named = [f"person:{one}" for one in people]
    record(
        act="missing:signed",
        about=[alert.ref, *named],
        by=by,
        at=at,
        fields=("identity",),
        pack=str(pack.release_id),
    )
    return alert


@deed
def decline_alert(*, alert_id: str, because: str, by: Actor, at: datetime) -> MissingAlert:
    """A senior does not sign: nothing goes, and whoever raised it reads why. Raises Refused."""
    alert = open_alert(by, alert_id, at=at, act="missing:sign", hold=True)
    _insist_signs(alert, by, current(at=at))
    if len(because.strip()) < LEAST:
        no("needs-reason", say="Say why it does not go.", next_step="Write at least ten letters").insist(
            about=alert.ref
        )
    alert.end_words, alert.ended_by, alert.ended_by_name = because.strip(), by.id, by.name
    store.end(alert, MissingAlert.State.ENDED, at=at)
    store.tell(alert, "missing-not-signed", [f"practitioner:{alert.by}"], at=at)
    record(act="missing:not-signed", about=alert.ref, by=by, at=at, fields=("content",))
    return alert


def _insist_signs(alert: MissingAlert, by: Actor, pack: Pack) -> None:
    signing = Signing(alert.state, alert.by == by.id, by.roles, pack.alerting().signed_by)
    may_sign(signing).insist(about=alert.ref)


def _decide(
    alert: MissingAlert, copy: AlertCopy, people: list[str], *, pack: Pack, by: Actor, at: datetime
) -> SharingDecision:
    """Each line by its group, as it is read: who, what to do, whom to ring. No place and no reason."""
    holder = agency(by.agency)
    names = ", ".join(_name(Person.model_validate(one)) for one in alert.people)
    lines = [Line("identity", "Missing", names), Line("work", "If seen", " ".join(alert.if_seen))]
    kind = AREA_KIND if copy.peer is not None else agency(str(copy.agency)).kind
    to = str(copy.peer_id or copy.agency)
    proposal = Proposal(
        purpose=PURPOSE, purpose_code="enquiry", gateway=gateway_facts(pack, alert.gateway), on=queries.today(at),
        holder_kind=holder.kind, recipient_kind=kind, lines=tuple(one.weighed for one in lines), outcome="share",
        occasion="hand_on",
    )  # fmt: skip
    return decide_sharing(
        proposal=proposal, said=lines, people=people, source_ref=alert.ref, from_agency=by.agency, to_agency=to,
        recipient=copy.peer.ref if copy.peer else f"agency:{copy.agency}", channel="border" if copy.peer else "plait",
        pack=str(pack.release_id), by=by, at=at,
    )  # fmt: skip


def _name(one: Person) -> str:
    return f"{one.name}, born {one.born}" if one.born else one.name
