"""Another area misses a family, has found it, or looks no more; or says that nothing of ours is left there."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.incidents import raise_incident
from plait.base.federation.models import Peer
from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.models import AlertCopy, MissingAlert
from plait.handover.queries import alerting as queries
from plait.handover.rules.alerting import as_role, stops_early, what_it_changes
from plait.handover.store import alerting as store
from plait.handover.wire.missing import Gone, Said

LIVE, FOUND, ENDED = MissingAlert.State.LIVE, MissingAlert.State.FOUND, MissingAlert.State.ENDED


@deed
def keep_missing(*, code: str, said: Said, by: Actor, at: datetime) -> None:
    """Kept by the number of its word: what is late or comes twice undoes nothing. While it lives the hub reads it, or the
    custodians alone where it may be about somebody kept here; then nothing is left but that there was one."""
    peer = Peer.objects.select_for_update(no_key=True).get(code=code)
    becomes = what_it_changes(
        said.says, said.number, heard=queries.heard(peer, said.alert), ends_on=date.fromisoformat(said.ends_on),
        today=queries.today(at),
    )  # fmt: skip
    if not becomes:
        record(act="missing:came-again", about=peer.ref, by=by, at=at)
        return
    if becomes == LIVE and queries.alerts_since(peer, at=at) >= queries.MOST_IN_A_DAY:
        raise_incident("asks-about-many", code=code, at=at)
        becomes = ENDED
    alert = _row(peer, said, at=at)
    alert.last_word = said.number
    if becomes == LIVE:
        alert.state, alert.people, alert.if_seen = (
            LIVE,
            [one.model_dump() for one in said.people],
            list(said.if_seen),
        )
        alert.quiet = queries.may_be_kept_here(said.people)
        alert.save()
        store.tell_here(alert, "missing-family", at=at)
    else:
        told = alert.state == LIVE
        if becomes == FOUND:
            alert.seen_by, alert.seen_on = as_role(said.seen_by), date.fromisoformat(said.seen_on)
        store.erase_theirs(alert, becomes, at=at)
        if told and becomes == FOUND:
            store.tell_here(alert, "missing-found", at=at)
        elif told:
            store.tell_ended(alert, at=at)
    record(act=f"missing:heard-{becomes}", about=alert.ref, by=by, at=at, fields=("identity",))


def _row(peer: Peer, said: Said, *, at: datetime) -> MissingAlert:
    found = MissingAlert.objects.filter(side="in", peer=peer, number=said.alert).first()
    return found or MissingAlert(
        number=said.alert, reference=said.reference, side=MissingAlert.Side.IN, peer=peer, ring=said.ring.model_dump(),
        state=ENDED, ends_on=date.fromisoformat(said.ends_on), by=f"area:{peer.code}", by_name=peer.name, at=at,
    )  # fmt: skip


@deed
def keep_gone(*, code: str, gone: Gone, by: Actor, at: datetime) -> None:
    """Their signed word that nothing is left there, whenever it comes: they say it once. While the family is still missed,
    nobody there looks out any more: an incident, and whoever owes the next look is told. Raises NotAccepted for what was never
    sent to them."""
    rows = AlertCopy.objects.select_for_update(of=("self",)).select_related("alert", "peer")
    copy = rows.filter(
        alert__side="out", alert__number=gone.alert, peer__code=code, sent_at__isnull=False
    ).first()
    if copy is None:
        raise NotAccepted("answers-nothing")
    if copy.disposed_at is None:
        copy.disposed_at = at
        copy.save(update_fields=["disposed_at"])
        alert = copy.alert
        if stops_early(alert.state, ends_on=alert.ends_on, today=queries.today(at)):
            raise_incident("looks-no-more", code=code, at=at)
            store.tell(alert, "missing-not-there", [alert.owner], turn=f":{copy.pk}", at=at)
    record(act="missing:gone-there", about=copy.alert.ref, by=by, at=at)
