"""Who hears that another area asked, and what the other area hears: posted in the deed that calls for it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from io import BytesIO

import structlog

from plait.agencies import queries as agencies
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.actions.start_clock import start_clock
from plait.base.federation.posting import post as post_abroad
from plait.base.federation.wire.contents import Contents, Part
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.timers import set_timer
from plait.handover.models import AskReceived
from plait.handover.wire.discovery import ANSWERED, SAYS, Answer, Contact, write_answer
from plait.people.access import who_may_hear, who_must_not_hear
from plait.people.queries import who_is_round

CLOCK, NOT_RUNG = "discovery_rung", "discovery-not-rung"
WHERE = "/areas/asked/"
MISSED = 2  # reminders after which somebody besides the custodians hears that nobody has rung
WORKS = ("allocated", "works")
log = structlog.get_logger()


def answer_key(kept: AskReceived) -> str:
    """By which key the message of the answer as it stands is found."""
    return f"{ANSWERED}:{kept.pk}:{kept.says}"


def say(kept: AskReceived, *, ring: Contact, at: datetime) -> None:
    """One word and whom to ring, to the area that asked. The same bytes for everybody, but for the word. To an area that is not
    believed now nothing is said: when it is again, the word is weighed anew (`actions.answer_held`)."""
    word = next(one for one in SAYS if one == kept.says)
    written = write_answer(Answer(word, ring))
    try:
        post_abroad(
            to=kept.code,
            key=answer_key(kept),
            contents=Contents(ANSWERED, about=str(kept.message)),
            parts=[Part("answer.json", "application/json", partial(BytesIO, written))],
            subject=kept.ref,
            at=at,
        )
    except Refused as refusal:  # it is believed no longer, or its keys are over: nothing leaves
        log.warning("discovery-not-answered", area=kept.code, why=refusal.verdict.reason)


def tell_custodians(kept: AskReceived, *, again: str = "", by: Actor, at: datetime) -> None:
    """Something is about a record that they keep. Where they must ring, a clock says by when. `again`: what makes them ring a
    second time about the same question."""
    more = f":{again}" if again else ""
    _say_waits(kept, custodians_of(kept, at=at), more=more, at=at)
    if kept.ring != AskReceived.Ring.OWED:
        return
    pack = current(at=at)
    rule = pack.clock_rule(CLOCK)
    teams = kept.custodian.split() or keepers([""])
    running = start_clock(
        key=f"{kept.ref}:rung{more}", rule=rule.code, subject=kept.ref, start_event=rule.start_event, started_at=at,
        target=rule.target, calendar=pack.calendar(), owner=f"team:{teams[0]}" if teams else "hub", by=by.id, at=at,
        pack_release=str(pack.release_id or ""), at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    set_timer(key=f"{NOT_RUNG}:{kept.pk}{more}", kind=NOT_RUNG, subject=kept.ref, due_at=running.due_at)


def owe_ring(kept: AskReceived, *, person: str, keeper: str, again: str, by: Actor, at: datetime) -> None:
    """This person is kept by now: the question is the custodians' alone, and whoever keeps them (`keeper`, or any) rings, once
    while somebody is to ring already. Saves it."""
    waits = kept.ring == AskReceived.Ring.OWED
    before = kept.custodian.split() if waits else []
    more = [one for one in keepers([keeper]) if one not in before]
    kept.custodian = " ".join([*before, *more])
    kept.kept_also = [one for one in kept.all_kept if one != person]
    kept.quiet, kept.kept, kept.ring = True, uuid.UUID(person), AskReceived.Ring.OWED
    kept.save()
    if not waits:
        tell_custodians(kept, again=again, by=by, at=at)
    else:
        _say_waits(kept, _people_of(more, at=at), more=f":{again}", at=at)


def remind_custodians(kept: AskReceived, *, turn: int, at: datetime) -> None:
    """The time is over and nobody has rung. From the third time the hub's managers hear that a call is late which only custodians
    make, and neither of whom nor of which area; none who must not hear of those people."""
    readers = custodians_of(kept, at=at)
    mark = f"late:{turn}:{at:%y%m%d%H%M}"
    _write(kept, readers, kind="custodians-late", mark=mark, at=at)
    if turn < MISSED:
        return
    named = {str(one.pk) for one in agencies.holders_of("hub_manager", at=at)}
    about = [*kept.all_kept, *([str(kept.person)] if kept.person else [])]
    for one in sorted(named - who_must_not_hear(about)):
        to = f"practitioner:{one}"
        post(
            key=f"{kept.ref}:missed:{turn}:{to}",
            kind="custodians-missed",
            to=to,
            context={"link_path": "/"},
            at=at,
        )


def custodians_of(kept: AskReceived, *, at: datetime) -> list[str]:
    """Everybody in the teams that keep the record, or their mailbox; where none is named, in the team whose number other areas
    are told (`agencies.queries.custodian_teams`)."""
    return _people_of(kept.custodian.split() or keepers([""]), at=at)


def keepers(named: Iterable[str]) -> list[str]:
    """The teams that answer for records kept by these; an empty name stands for a record that no team keeps by name."""
    found = set(named)
    unnamed = [str(one.pk) for one in agencies.custodian_teams()] if "" in found else []
    return sorted({*(found - {""}), *unnamed})


def _people_of(teams: Iterable[str], *, at: datetime) -> list[str]:
    found = []
    for team in teams:
        people = [f"practitioner:{one.pk}" for one in agencies.members(team, at=at)]
        found += people or [f"team:{team}"]
    return list(dict.fromkeys(found))


def _say_waits(kept: AskReceived, readers: Iterable[str], *, more: str, at: datetime) -> None:
    _write(kept, readers, kind="custodians-waiting", mark=f"custodian{more}", at=at)


def _write(kept: AskReceived, readers: Iterable[str], *, kind: str, mark: str, at: datetime) -> None:
    for to in readers:
        path = f"{WHERE}{kept.pk}/"
        post(key=f"{kept.ref}:{mark}:{to}", kind=kind, to=to, context={"link_path": path}, at=at)


def tell_hub(kept: AskReceived, *, at: datetime) -> None:
    """Somebody who says who is who looks whether it is they."""
    for team in agencies.teams_of_kind("hub"):
        post(
            key=f"{kept.ref}:confirm:{team.pk}",
            kind="area-to-confirm",
            to=f"team:{team.pk}",
            context={"link_path": f"{WHERE}{kept.pk}/"},
            at=at,
        )


def tell_workers(kept: AskReceived, *, wants: Iterable[str], at: datetime) -> bool:
    """Whoever works with this child, and whoever `wants` to hear when anybody asks: of them, those who may, and who are at work.
    Is there anybody?"""
    person = str(kept.person)
    works = who_is_round(person, kinds=WORKS, at=at)
    people = {one for one, _ in works if one}
    named = people | {one for one in wants if _is_practitioner(one)}
    may = agencies.still_at_work(who_may_hear(named, [person], at=at))
    readers = [f"practitioner:{one}" for one in sorted(may)]
    readers += [f"team:{team}" for one, team in works if team and not one]
    for reader in dict.fromkeys(readers):
        post(
            key=f"{kept.ref}:worker:{reader}",
            kind="area-asked",
            to=reader,
            context={"link_path": f"/people/{person}/other-areas/"},
            at=at,
        )
    return bool(readers)


def _is_practitioner(by_id: str) -> bool:
    try:
        uuid.UUID(by_id)
    except ValueError:
        return False
    return True
