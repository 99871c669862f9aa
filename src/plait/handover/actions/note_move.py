"""Note that a family moves, and look at it again when its time is over."""

from collections.abc import Collection
from datetime import date, datetime, time

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.timers import set_timer
from plait.handover.access.alerting import may_raise as role_notes
from plait.handover.access.discovery import open_to_ask
from plait.handover.actions.keep_owners import keep_owner
from plait.handover.models import FamilyMove, MoveLook, MoveOf
from plait.handover.queries import family_moves as queries
from plait.handover.queries.alerting import newest_contact, process, today
from plait.handover.rules.moving import Noted, flees, look_on, may_look, may_note, what_may_be_found

TIMER = "move-look"


@deed
def note_move(
    *, person_id: str, household: Collection[str] = (), noted: Noted, by: Actor, at: datetime
) -> FamilyMove:
    """From the postcode only whose area it is is kept, and nothing where anybody flees or hides. Raises Refused."""
    about = f"person:{person_id}"
    role_notes(by).insist(about=about)
    person, met = open_to_ask(by, person_id, household, at=at)
    may_note(noted, today=today(at)).insist(about=about)
    people = [str(person.pk), *met]
    area = "" if flees(noted.why) else queries.authority_for(people, noted.postcode, at=at)
    move = FamilyMove.objects.create(
        child=person.pk, contact=newest_contact(str(person.pk)), known=noted.known, told=noted.told.strip(),
        moved_on=noted.moved_on, temporary=noted.temporary, until=noted.until, authority=area[:120], why=list(noted.why),
        words=noted.words.strip(), look_on=look_on(noted, today=today(at), suspected_days=process(at).suspected_days),
        by=by.id, by_name=by.name, owner=f"practitioner:{by.id}", at=at,
    )  # fmt: skip
    MoveOf.objects.bulk_create(MoveOf(move=move, person=one) for one in people)
    _ask_again(move)
    named = [f"person:{one}" for one in people]
    record(act="move:noted", about=[move.ref, *named], by=by, at=at, fields=("concern",))
    return move


@deed
def look_at_move(
    *,
    move_id: str,
    person_id: str,
    found: str,
    words: str = "",
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> FamilyMove:
    """They are back, they stay, they stay longer; or what was only thought is so, or is not. Raises Refused."""
    about = f"person:{person_id}"
    role_notes(by).insist(about=about)
    person, _ = open_to_ask(by, person_id, (), at=at)
    theirs = queries.moves_of_person(str(person.pk)).filter(pk=move_id).values("pk")
    move = FamilyMove.objects.select_for_update().filter(pk__in=theirs).first()
    if move is None:
        raise Refused(hidden("no-such-move"), about=f"move:{move_id}")
    able = what_may_be_found(move.known, temporary=move.temporary)
    over = move.state == FamilyMove.State.OVER
    may_look(found, over=over, able=able, until=until, today=today(at)).insist(about=move.ref)
    MoveLook.objects.create(
        move=move,
        found=found,
        words=words.strip(),
        until=until if found == "longer" else None,
        by=by.id,
        by_name=by.name,
        at=at,
    )
    if found == "longer":
        move.until = move.look_on = until
    elif found == "moved":
        move.known, move.look_on = FamilyMove.Known.DISCOVERED, move.until if move.temporary else None
    elif found == "stays":
        move.temporary, move.until, move.look_on = False, None, None
    else:
        move.state, move.look_on = FamilyMove.State.OVER, None
    move.save()
    _ask_again(move)
    record(act="move:looked-at", about=[move.ref, about], by=by, at=at, fields=("concern",))
    return move


@deed
def ask_about_move(*, subject: str, by: Actor, at: datetime) -> bool:
    """Its time is over, or two weeks are: whoever noted it is asked, or who owes it since. False where somebody has looked."""
    record(act="move:asked-again", about=subject, by=by, at=at)
    move = FamilyMove.objects.select_for_update(of=("self",)).filter(pk=subject.partition(":")[2]).first()
    if move is None or move.look_on is None or move.look_on > today(at):
        return False
    keep_owner(move, by=by, at=at)
    post(
        key=f"{move.ref}:look:{move.look_on}",
        kind="move-to-look-at",
        to=move.owner,
        context={"link_path": f"/people/{move.child}/moves/"},
        at=at,
    )
    return True


def _ask_again(move: FamilyMove) -> None:
    if move.look_on is not None:
        due = datetime.combine(move.look_on, time(8), tzinfo=LONDON)
        set_timer(key=f"{TIMER}:{move.pk}:{move.look_on}", kind=TIMER, subject=move.ref, due_at=due)
