"""Who hears of a missing family, what crosses the border about one, how copies are erased: in the deed that calls for it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO

from plait.agencies import queries as agencies
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.federation.incidents import raise_incident
from plait.base.federation.models import Peer
from plait.base.federation.posting import post as post_abroad
from plait.base.federation.wire.contents import Contents, Part
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.timers import set_timer
from plait.handover.models import AlertCopy, MissingAlert
from plait.handover.rules.alerting import ended_is_told_on
from plait.handover.wire.missing import DISPOSED, MISSING, PART, Gone, Said, written
from plait.people.access import who_may_hear
from plait.sharing.actions.erase_decisions import erase_decisions

CHECK, NOT_DISPOSED, ENDED = "missing-check", "missing-not-disposed", "missing-ended"
LIST = "/missing-families/"
ITSELF = Actor.process("missing-families")


def tell(alert: MissingAlert, kind: str, to: Iterable[str], *, turn: str = "", at: datetime) -> None:
    """A letter that names nobody, with the way to the page; of one that ended to the list, where none that ended is."""
    for one in dict.fromkeys(to):
        post(
            key=f"{alert.ref}:{kind}{turn}:{one}",
            kind=kind,
            to=one,
            context={"link_path": LIST if kind == ENDED else f"{LIST}{alert.pk}/"},
            at=at,
        )


def tell_signers(alert: MissingAlert, roles: Iterable[str], *, at: datetime) -> None:
    """Whoever may sign, other than whoever raised it, and who may hear of all of them."""
    people = {str(one.pk) for role in roles for one in agencies.holders_of(role, at=at)} - {alert.by}
    may = who_may_hear(people, _people(alert), at=at)
    tell(alert, "missing-to-sign", [f"practitioner:{one}" for one in sorted(may)], at=at)


def tell_copies(alert: MissingAlert, kind: str, *, at: datetime) -> None:
    """Each agency here that was told, and the hub."""
    copies = alert.copies.filter(agency__isnull=False, sent_at__isnull=False).order_by("name")
    teams = [f"team:{one.pk}" for one in agencies.teams_of_kind("hub")]
    tell(alert, kind, [*(f"agency:{one.agency}" for one in copies), *teams], at=at)


def tell_here(alert: MissingAlert, kind: str, *, at: datetime) -> None:
    """Of another area's: the hub; the custodians alone where it may be about somebody kept here."""
    kinds = ("custodian",) if alert.quiet else ("hub",)
    teams = [f"team:{one.pk}" for one_kind in kinds for one in agencies.teams_of_kind(one_kind)]
    tell(alert, kind, teams, at=at)


def tell_ended(alert: MissingAlert, *, check_on: date | None = None, at: datetime) -> None:
    """Of ours and of another area's: at once after its last day, else by a timer."""
    began = _today(alert.signed_at or alert.at)
    day = ended_is_told_on(check_on, began=began, ends_on=alert.ends_on, today=_today(at))
    if day is None:
        tell_that_ended(alert, at=at)
        return
    due = datetime.combine(day, time(8), tzinfo=LONDON)
    set_timer(key=f"{ENDED}:{alert.pk}", kind=ENDED, subject=alert.ref, due_at=due)


def tell_that_ended(alert: MissingAlert, *, at: datetime) -> None:
    """The letter itself."""
    if alert.side == MissingAlert.Side.OUT:
        tell_copies(alert, ENDED, at=at)
    else:
        tell_here(alert, ENDED, at=at)


def say(alert: MissingAlert, said: Said, peer: Peer, *, owed: bool = False, at: datetime) -> None:
    """One word of ours to one area; what is `owed` is held while it is not believed. Raises Refused where nothing can be sent."""
    raw = written(said)
    post_abroad(
        to=peer.code,
        key=f"{alert.ref}:{peer.code}:{said.number}",
        contents=Contents(MISSING, about=str(alert.number), must_understand=(MISSING,)),
        parts=[Part(PART, "application/json", partial(BytesIO, raw))],
        subject=alert.ref,
        at=at,
        owed=owed,
    )


def said_of(alert: MissingAlert, says: str, number: int) -> Said:
    """The word as it travels: with its end nobody is named any more."""
    missing = says == "missing"
    found = says == "found"
    return Said.model_validate(
        {
            "alert": str(alert.number),
            "number": number,
            "says": says,
            "reference": alert.reference,
            "ring": alert.ring,
            "ends_on": alert.ends_on.isoformat() if alert.ends_on else "",
            "people": alert.people if missing else [],
            "if_seen": alert.if_seen if missing else [],
            "seen_by": alert.seen_by if found else "",
            "seen_on": alert.seen_on.isoformat() if found and alert.seen_on else "",
        }
    )


def end(alert: MissingAlert, state: str, *, at: datetime) -> None:
    """It is over: erased here at once, and every other area is to say that nothing is left there. Those who were told hear at
    once who is found; of what only ended, when its time has come (`ended_is_told_on`)."""
    was_out, check_on = alert.state == MissingAlert.State.LIVE, alert.check_on
    alert.state, alert.ended_at, alert.check_on = state, at, None
    if was_out:
        alert.last_word += 1
        _ask_areas_to_erase(alert, state, at=at)
        if state == MissingAlert.State.FOUND:
            tell_copies(alert, "missing-found", at=at)
        else:
            tell_ended(alert, check_on=check_on, at=at)
    alert.copies.filter(agency__isnull=False, disposed_at__isnull=True).update(disposed_at=at)
    alert.people, alert.erased_at = [], at
    erase_decisions(source_refs=[alert.ref], by=ITSELF, at=at)
    alert.save()


def _ask_areas_to_erase(alert: MissingAlert, state: str, *, at: datetime) -> None:
    areas = list(alert.copies.filter(peer__isnull=False, sent_at__isnull=False).select_related("peer"))
    for copy in areas:
        assert copy.peer is not None
        try:
            say(alert, said_of(alert, state, alert.last_word), copy.peer, owed=True, at=at)
        except Refused:  # we have no keys
            _late(copy, at=at)
        else:
            if (
                copy.peer.state != Peer.State.TRUSTED
            ):  # it goes when they are believed again: somebody rings now
                _late(copy, at=at)
    if areas:
        due = at + timedelta(days=current(at=at).alerting().dispose_days)
        set_timer(key=f"{NOT_DISPOSED}:{alert.pk}", kind=NOT_DISPOSED, subject=alert.ref, due_at=due)


def ring_about_copies(alert: MissingAlert, *, at: datetime) -> int:
    """Areas that have not said that nothing is left: each is an incident, and somebody rings."""
    owed = list(
        alert.copies.filter(peer__isnull=False, sent_at__isnull=False, disposed_at__isnull=True, late=False)
    )
    for copy in owed:
        _late(copy, at=at)
    return len(owed)


def _late(copy: AlertCopy, *, at: datetime) -> None:
    copy.late = True
    copy.save(update_fields=["late"])
    assert copy.peer is not None
    raise_incident("not-disposed", code=copy.peer.code, message=str(copy.alert.number), at=at)


def erase_theirs(alert: MissingAlert, state: str, *, at: datetime) -> None:
    """Of another area's word nothing is left here but that there was one and how it ended; and that area hears so, signed."""
    alert.state, alert.ended_at, alert.erased_at = state, alert.ended_at or at, at
    alert.people, alert.if_seen = [], []
    alert.save()
    assert alert.peer is not None
    raw = written(Gone(alert=str(alert.number), on=_today(at).isoformat()))
    try:
        post_abroad(
            to=alert.peer.code,
            key=f"{alert.ref}:gone",
            contents=Contents(DISPOSED, about=str(alert.number), must_understand=(DISPOSED,)),
            parts=[Part(PART, "application/json", partial(BytesIO, raw))],
            subject=alert.ref,
            at=at,
            owed=True,
        )
    except Refused:  # we have no keys: it is gone here all the same
        pass


def next_check(alert: MissingAlert, *, at: datetime) -> None:
    """Ask again in a week, by the pack."""
    alert.check_on = _today(at) + timedelta(days=current(at=at).alerting().recheck_days)
    due = datetime.combine(alert.check_on, time(8), tzinfo=LONDON)
    set_timer(key=f"{CHECK}:{alert.pk}:{alert.check_on}", kind=CHECK, subject=alert.ref, due_at=due)


def alert_of(subject: str) -> MissingAlert | None:
    """The alert of a timer or message, locked."""
    kind, _, found = subject.partition(":")
    try:
        key = uuid.UUID(found)
    except ValueError:
        return None
    rows = MissingAlert.objects.select_for_update(of=("self",)).select_related("peer")
    return rows.filter(pk=key).first() if kind == "missing" else None


def _people(alert: MissingAlert) -> list[str]:
    return [str(one) for one in alert.about.order_by("pk").values_list("person", flat=True)]


def _today(at: datetime) -> date:
    return at.astimezone(LONDON).date()
