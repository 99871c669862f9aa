"""What is open with an area that is not believed now: each with its page, whose it is, and what they do meanwhile.

A reader sees of it what they may open, by the rules of each page; no line names a child.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from plait.agencies.models import Practitioner, Team
from plait.base.access.request import PlaitRequest
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.base.federation.queries import unarrived
from plait.handover.access.alerting import visible_alerts
from plait.handover.access.discovery import asks_read, received_of
from plait.handover.access.handing import visible_handovers
from plait.handover.access.legs import visible_legs
from plait.handover.life import LIVE
from plait.handover.models import AskReceived, Handover
from plait.handover.queries import open_with as queries
from plait.people.access import may_be_opened

WE_HOLD = (
    "We answer for this family. Ring them with what cannot wait; what you say on its page is held until then."
)
THEY_HOLD = "They answer for this family. Ring and agree who acts tonight; what you say on its page is held until then."
TAKEN = "Responsibility is settled; a service has not passed everything on. Ring the service over there."
NOBODY_ANSWERS = "No answer comes by Plait now. Ring them and ask."
LOOK = "Look at it. The answer stays here until then: where a child may be in danger, ring them now."


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One thing that is open: what it is, its page, how it stands, who has it here, and what they do now."""

    what: str
    href: str
    stands: str
    owner: str
    do: str
    at: datetime


def area_open(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `area-open` (given `area`): nothing while that area is believed."""
    peer: Peer = context["area"]
    if peer.state == Peer.State.TRUSTED:
        return None
    asking = cast(PlaitRequest, request)
    by, at = asking.actor, asking.at
    rows = open_rows(peer, by, at=at)
    record(act="area:open-with", about=peer.ref, by=by, at=at, reason=f"rows-{len(rows)}")
    states = [state for _, state in unarrived(peer)]
    answers = len(queries.unanswered(peer.code, since=peer.suspended_at or at))
    said = {
        "rows": rows,
        "held": states.count("held") + answers,
        "waits": states.count("waiting"),
        "other": peer,
    }
    return render_to_string("handover/area_open.html", said, request=request)


def open_rows(peer: Peer, by: Actor, *, at: datetime) -> list[OpenRow]:
    """Everything that this reader may open, the longest open first."""
    found = [
        *_handovers(peer, by, at), *_legs(peer, by, at), *_early(peer, by, at), *_lent(peer, by, at), *_asked(peer, by, at),
        *_received(peer, by, at), *_missing(peer, by, at), *_interests(peer, by, at),
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.at)


def _handovers(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    opens = set(visible_handovers(by, at=at).filter(peer=peer).values_list("pk", flat=True))
    unheard = [subject for subject, _ in unarrived(peer)]
    for one in queries.handovers_with(peer):
        if one.pk not in opens:
            continue
        ours = one.side == Handover.Side.OUT
        words = unheard.count(one.ref)
        owed = f"; {words} of ours without their receipt" if words else ""
        do = (WE_HOLD if ours else THEY_HOLD) if one.status in LIVE else TAKEN
        owner = f"{one.by_name}, {one.contact.team.name}" if ours else one.contact.team.name
        yield OpenRow(
            f"Handover {one.reference} {'to' if ours else 'from'} them", reverse("handover", args=[one.pk]),
            f"{one.get_status_display()}{owed}", owner, do, one.at,
        )  # fmt: skip


def _legs(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    opens = set(visible_legs(by, at=at).filter(handover__peer=peer).values_list("pk", flat=True))
    for one in queries.legs_with(peer):
        if one.pk in opens:
            yield OpenRow(
                f"{one.label} ({one.handover.reference})", reverse("handover-leg", args=[one.pk]),
                one.get_status_display(), (one.team or one.handover.contact.team).name,
                "Ring the service over there, from person to person, and write down here who has it.", one.handover.at,
            )  # fmt: skip


def _early(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    if not visible_handovers(by, at=at).exists():
        return
    for one in queries.early_with(peer):
        yield OpenRow(
            f"Something that came before its package ({one.at:%H:%M})", reverse("handovers"), "Waits for its package",
            "The hub", "Its package does not come now. Ring and have it read to you, or sent by another way.", one.at,
        )  # fmt: skip


def _lent(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    opens = set(visible_handovers(by, at=at).filter(peer=peer).values_list("pk", flat=True))
    for one in queries.lent_with(peer, at=at):
        if one.handover_id in opens:
            yield OpenRow(
                f"Lent {'to' if one.ours else 'by'} them ({one.handover.reference})",
                reverse("lent-words", args=[one.handover_id]), "Nobody can read it now", one.by_name,
                "Say what must be known by telephone, from person to person.", one.at,
            )  # fmt: skip


def _asked(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    asked, wanted = list(queries.asked_of(peer)), list(queries.wanted_of(peer))
    opens = asks_read(by, [one.ask for one in asked] + [one.asked.ask for one in wanted], at=at)
    for asking in asked:
        if asking.ask_id in opens:
            yield OpenRow(
                "“Do you know this family?” that we asked", reverse("asked-between-areas"), asking.get_says_display(),
                asking.ask.by_name, NOBODY_ANSWERS, asking.ask.at,
            )  # fmt: skip
    for one in wanted:
        if one.asked.ask_id in opens:
            yield OpenRow(
                "What we asked them about a child", reverse("known-there", args=[one.asked_id]), one.get_state_display(),
                one.by_name, NOBODY_ANSWERS, one.at,
            )  # fmt: skip


def _received(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    for one in received_of(by, [row.pk for row in queries.asks_from(peer)]):
        if one.ring == AskReceived.Ring.OWED:
            stands, owner, do = (
                "A custodian rings them",
                "The custodians",
                "Ring them: that waits for nobody’s trust.",
            )
        else:
            stands, owner, do = "Our answer is owed", "The custodians" if one.quiet else "The hub", LOOK
        yield OpenRow(
            "“Do you know this family?” that they asked", reverse("ask-received", args=[one.pk]), stands, owner, do,
            one.arrived_at,
        )  # fmt: skip


def _missing(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    opens = set(visible_alerts(by, at=at).values_list("pk", flat=True))
    for copy in queries.copies_with(peer):
        if copy.alert_id in opens:
            yield OpenRow(
                f"Word of a missing family {copy.alert.reference}", reverse("missing-family", args=[copy.alert_id]),
                copy.alert.get_state_display(), _owner(copy.alert.owner) or copy.alert.by_name,
                "They hear nothing of it now. Ring: are they seen there; are the names gone when it is over?", copy.alert.at,
            )  # fmt: skip
    for one in queries.alerts_from(peer):
        if one.pk in opens:
            yield OpenRow(
                f"A family that they miss {one.reference}", reverse("missing-family", args=[one.pk]),
                one.get_state_display(), "The custodians" if one.quiet else "The hub",
                "Whether it still holds is not known. Ring before anybody acts by it.", one.at,
            )  # fmt: skip


def _interests(peer: Peer, by: Actor, at: datetime) -> Iterable[OpenRow]:
    found = list(queries.interests_with(peer, at=at))
    opens = may_be_opened(by, [str(one.person) for one in found], at=at) if found else set()
    for one in found:
        if str(one.person) in opens:
            yield OpenRow(
                "Wants to hear when anybody asks about a child", reverse("person-other-areas", args=[one.person]),
                "They cannot ask by Plait now", one.by_name, "Ring them if it matters to know.", one.at,
            )  # fmt: skip


def _owner(ref: str) -> str:
    kind, _, key = ref.partition(":")
    if kind == "practitioner":
        return next(iter(Practitioner.objects.filter(pk=key).values_list("name", flat=True)), "")
    return (
        next(iter(Team.objects.filter(pk=key).values_list("name", flat=True)), "") if kind == "team" else ""
    )
