"""Running a moderation session: begin, open for scoring, show the scores, settle, close."""

from collections.abc import Sequence
from datetime import datetime

from plait.agencies.queries import agencies as all_agencies
from plait.base import packs
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.timers import set_timer
from plait.thresholds import life
from plait.thresholds.access import may_run
from plait.thresholds.models import ModerationSession, Seat, Settlement, Vignette, VignetteScore
from plait.thresholds.queries.moderation import owing_scores, parted_and_not_settled, who_speaks_on_levels
from plait.thresholds.rules import moderating as rules

LATE = "moderation-late"


@deed
def begin_moderation(*, title: str, agency_ids: Sequence[str], by: Actor, at: datetime) -> ModerationSession:
    """A session of these agencies, which none of them sees before it is opened."""
    may_run(by).insist()
    here = {str(one.pk): one for one in all_agencies() if one.ended_at is None}
    chosen = [here[one] for one in dict.fromkeys(agency_ids) if one in here]
    rules.may_begin(title=title, agencies=len(chosen)).insist()
    pack = packs.current(at=at)
    session = ModerationSession.objects.create(
        title=title.strip(), pack=pack.hash, by=by.id, by_name=by.name, at=at
    )
    Seat.objects.bulk_create(
        Seat(session=session, agency_id=str(one.pk), agency_name=one.name) for one in chosen
    )
    record(act="moderation:begin", about=session.ref, by=by, at=at, pack=pack.hash)
    return session


@deed
def add_vignette(
    *, session_id: str, text: str, age: str, composed: bool, by: Actor, at: datetime
) -> Vignette:
    """Before it is opened. `composed`: its author states that it is composed of many and is the story of nobody.

    The same text sent twice is one vignette.
    """
    session = _session(session_id, by)
    if session.status != "draft":
        raise Refused(life.may_move("open", now=session.status), about=session.ref)
    rules.may_add_vignette(text=text, composed=composed).insist(about=session.ref)
    twice = session.vignettes.filter(text=text.strip()).first()
    if twice is not None:
        record(act="moderation:vignette", about=session.ref, by=by, at=at, reason="added-already")
        return twice
    made = Vignette.objects.create(
        session=session,
        number=session.vignettes.count() + 1,
        text=text.strip(),
        age=age,
        composed_by=by.id,
        composed_by_name=by.name,
        at=at,
    )
    record(act="moderation:vignette", about=session.ref, by=by, at=at, reason="composed", fields=("concern",))
    return made


@deed
def open_moderation(*, session_id: str, by: Actor, at: datetime) -> ModerationSession:
    """From now on the agencies score, on the levels that are in force now."""
    session = _session(session_id, by)
    life.may_move("open", now=session.status).insist(about=session.ref)
    rules.may_open(vignettes=session.vignettes.filter(recognised_at=None).count()).insist(about=session.ref)
    session.pack = packs.current(at=at).hash
    _invite(session, "opened", by=by, at=at)
    return _moved(session, "open", "opened_at", by=by, at=at)


@deed
def show_scores(*, session_id: str, all_the_same: bool = False, by: Actor, at: datetime) -> ModerationSession:
    """From now on every agency in the session sees every score, and no score can be given or changed. `all_the_same`: although
    agencies owe scores. Raises Refused."""
    session = _session(session_id, by)
    life.may_move("show", now=session.status).insist(about=session.ref)
    scores = VignetteScore.objects.filter(vignette__session=session, vignette__recognised_at=None).count()
    owing = [one.agency for one in owing_scores(session)]
    rules.may_show(scores=scores, owing=owing, all_the_same=all_the_same).insist(about=session.ref)
    _invite(session, "shown", by=by, at=at)
    return _moved(session, "show", "shown_at", by=by, at=at)


@deed
def settle_vignette(
    *, vignette_id: str, level: int, because: str, to_change: str, by: Actor, at: datetime
) -> Settlement:
    """What the agencies agreed when they talked: the level, why, and what to change in the words of the levels."""
    may_run(by).insist()
    found = Vignette.objects.select_related("session").filter(pk=vignette_id, recognised_at=None).first()
    if found is None:
        raise Refused(hidden("absent"), about=f"vignette:{vignette_id}")
    session = _session(str(found.session_id), by)
    life.may_move("settle", now=session.status).insist(about=session.ref)
    levels = [one.n for one in packs.release(session.pack).levels]
    rules.may_settle(levels=levels, level=level, because=because).insist(about=session.ref)
    said = {
        "level": level, "because": because.strip(), "to_change": to_change.strip(), "by": by.id, "by_name": by.name, "at": at,
    }  # fmt: skip
    made, _ = Settlement.objects.update_or_create(vignette=found, defaults=said)
    record(act="moderation:settle", about=session.ref, by=by, at=at, pack=session.pack)
    return made


@deed
def close_moderation(*, session_id: str, by: Actor, at: datetime) -> ModerationSession:
    """Its outcome stands as it is now."""
    session = _session(session_id, by)
    life.may_move("close", now=session.status).insist(about=session.ref)
    rules.may_close(parted_and_not_settled=parted_and_not_settled(session)).insist(about=session.ref)
    return _moved(session, "close", "closed_at", by=by, at=at)


@deed
def chase_moderation(*, session_id: str, status: str, by: Actor, at: datetime) -> bool:
    """By Plait itself, once in each state that has a time: whoever runs it hears, and those of agencies that owe scores. False
    where it has moved on."""
    by_itself(by).insist(about="page:moderation")
    session = ModerationSession.objects.filter(pk=session_id, status=status).first()
    if session is None:
        record(act="moderation:moved-on", about=f"moderation:{session_id}", by=by, at=at)
        return False
    owing = [one.agency_id for one in owing_scores(session)] if status == "scoring" else []
    speak = [one for agency in owing for one in who_speaks_on_levels(agency, at=at)]
    for one in dict.fromkeys([session.by, *speak]):
        post(
            key=f"{session.ref}:late:{status}:{one}",
            kind=LATE,
            to=f"practitioner:{one}",
            context={"link_path": f"/levels/moderation/{session.pk}/"},
            at=at,
        )
    record(act="moderation:late", about=session.ref, by=by, at=at, reason=status)
    return True


def _session(session_id: str, by: Actor) -> ModerationSession:
    """Locked, for whoever runs sessions."""
    may_run(by).insist()
    found = ModerationSession.objects.select_for_update().filter(pk=session_id).first()
    if found is None:
        raise Refused(hidden("absent"), about=f"moderation:{session_id}")
    return found


def _invite(session: ModerationSession, what: str, *, by: Actor, at: datetime) -> None:
    """Whoever speaks on the levels for an agency that sits in the session hears of it."""
    for agency_id in session.seats.order_by("agency_name", "pk").values_list("agency_id", flat=True):
        for one in who_speaks_on_levels(agency_id, at=at):
            if one != by.id:
                post(
                    key=f"{session.ref}:{what}:{one}",
                    kind=f"moderation-{what}",
                    to=f"practitioner:{one}",
                    context={"link_path": f"/levels/moderation/{session.pk}/"},
                    at=at,
                )


def _moved(session: ModerationSession, verb: str, when: str, *, by: Actor, at: datetime) -> ModerationSession:
    session.status = life.MOVES[verb, session.status]
    setattr(session, when, at)
    session.save(update_fields=["status", "pack", when])
    due = rules.until(session.status, since=at)
    if due is not None:
        set_timer(key=f"{session.ref}:{session.status}", kind=LATE, subject=session.ref, due_at=due, at=at)
    record(act=f"moderation:{verb}", about=session.ref, by=by, at=at, pack=session.pack)
    return session
