"""A message was posted: whoever it is for is told in the app too, and its letter leaves when, and to whom, it should."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from plait.agencies.duty import away_until, is_away, who_acts_for
from plait.agencies.models import Practitioner
from plait.agencies.queries import mail_address, present_practitioner
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.access.verdict import Verdict, yes
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.calendars import LONDON
from plait.base.outbox import call_off, gather, put_off
from plait.base.outbox.events import MayStillLeave, MessagePosted
from plait.notices.models import Notice
from plait.notices.queries import can_sign_in, choice_of, on_rota, told_alike, told_by, who_reads
from plait.notices.rules import OWN_KEY, how_it_leaves, is_id, is_urgent, sort_of, stem_of
from plait.notices.store import letter_to, make, promise_digest
from plait.people.access import who_may_hear, who_must_not_hear
from plait.people.events import PeopleBehind


@dataclass(frozen=True, slots=True)
class _Told:
    """What was posted, whether it can wait, and who must not hear of it at all."""

    posted: MessagePosted
    urgent: bool
    people: tuple[str, ...]
    barred: frozenset[str]


@deed
def tell(*, posted: MessagePosted, by: Actor, at: datetime) -> int:
    """Write down who was told, in the deed that posted it. Returns how many. The letter's own place in the outbox tells the same
    thing twice once."""
    by_itself(by).insist(about=posted.about)
    people = tuple(sorted(_people_behind(posted.about)))
    told = _Told(posted, is_urgent(posted.kind, posted.letter), people, who_must_not_hear(people))
    kind, _, record_id = posted.to.partition(":")
    if kind == "practitioner":
        person = present_practitioner(record_id)
        count = _tell_one(person, told, at=at) if person is not None else 0
    else:
        readers = who_reads(posted.to, at=at)
        hears = who_may_hear([str(one.pk) for one in readers], people, barred=told.barred, at=at)
        stem = stem_of(key=posted.key, to=posted.to)
        alike = told_alike(hears, stem=stem, kind=posted.kind, at=posted.at)
        hears -= {whose for _, whose in alike}  # somebody in two teams, or told by name, is told once
        make([one for one in readers if str(one.pk) in hears], posted, urgent=told.urgent, team=posted.to)
        count = len(hears)
    record(act="notice:told", about=posted.to, by=by, at=at, reason=posted.kind)
    return count


@deed
def tell_without_mail(*, posted: MessagePosted, by: Actor, at: datetime) -> bool:
    """A letter was to leave, and no mail reaches whoever it is for. Whoever can sign in reads it in Plait; what is late goes to
    whoever acts for them as well. Whoever cannot (no account yet, suspended, gone since) reads nothing: whatever somebody else
    can act on goes there. True when it is told so, and the letter waits no more."""
    by_itself(by).insist(about=posted.about)
    kind, _, record_id = posted.to.partition(":")
    signing_in = can_sign_in([record_id]) if kind == "practitioner" and is_id(record_id) else frozenset()
    found = told_by(posted.key)
    if posted.key.startswith(OWN_KEY):
        done = bool(
            signing_in
        )  # beside a notice that stands there already; it is not passed from one to the next without end
    elif kind == "practitioner" and is_id(record_id):
        done = bool(signing_in) and any(str(one.practitioner_id) == record_id for one in found)
        done = _pass_on_unmailed(record_id, posted, reads=done, by=by, at=at) or done
    else:
        done = bool(can_sign_in([str(one.practitioner_id) for one in found]))
    if done:
        gather(key=posted.key)
    record(act="notice:told-without-mail", about=posted.to, by=by, at=at, reason=posted.kind)
    return done


def _pass_on_unmailed(person_id: str, posted: MessagePosted, *, reads: bool, by: Actor, at: datetime) -> bool:
    person = Practitioner.objects.select_related("agency", "deputy").filter(pk=person_id).first()
    urgent = is_urgent(posted.kind, posted.letter)
    if person is None or (reads and not urgent):
        return False
    if not sort_of(posted.kind).passes_on:
        if person.left_at is not None:  # what answers the words of somebody who has left is nobody's
            call_off(key=posted.key, because="left", by=by, at=at)
        return False
    people = tuple(sorted(_people_behind(posted.about)))
    told = _Told(posted, urgent, people, who_must_not_hear(people))
    notice = Notice.objects.filter(practitioner=person, key=posted.key).first()
    _pass_on(person, told, notice=notice, at=at)
    return True


def _tell_one(person: Practitioner, told: _Told, *, at: datetime) -> int:
    posted = told.posted
    may = _may_reach(posted, at=at)
    if not may:
        # The letter is stopped when it is about to leave. Whoever was taken off the case has a team that works on.
        if may.reason == "taken-off" or not sort_of(posted.kind).passes_on:
            return 0
        return _pass_on(person, told, at=at)
    stem = stem_of(key=posted.key, to=posted.to)
    alike = told_alike([str(person.pk)], stem=stem, kind=posted.kind, at=posted.at)
    if alike:  # by name, rather than as one of a team
        Notice.objects.filter(pk__in=[pk for pk, _ in alike]).delete()
    [notice] = make([person], posted, urgent=told.urgent)
    if told.urgent:
        return 1 + _pass_on_urgent(person, notice, told, at=at)
    choice = choice_of(str(person.pk))
    local = timezone.localtime(at, LONDON)
    back = away_until(person.pk, at=at)
    leaves = how_it_leaves(
        urgent=False,
        in_digest=sort_of(posted.kind).code in choice.in_digest,
        local=local,
        quiet=choice.quiet,
        hours=choice.hours,
        back_at=timezone.localtime(back, LONDON) if back else None,
        on_duty=_on_duty(person, choice.quiet.covers(local), at=at),
    )
    if leaves.how == "later" and leaves.at is not None:
        put_off(key=posted.key, until=leaves.at)
    elif leaves.how == "digest" and leaves.at is not None and gather(key=posted.key):
        notice.gathered_for = promise_digest(
            str(person.pk), leaves.at, hours=choice.hours, quiet=choice.quiet, at=at
        )
        notice.save(update_fields=["gathered_for"])
    return 1


def _on_duty(person: Practitioner, quiet: bool, *, at: datetime) -> bool:
    return quiet and on_rota(person, not_these=(), at=at).themselves


def _pass_on_urgent(person: Practitioner, notice: Notice, told: _Told, *, at: datetime) -> int:
    """Away: the letter goes to whoever acts for them. Others are on duty and they are not: to those as well."""
    if is_away(person.pk, at=at):
        gather(key=told.posted.key)
        return _pass_on(person, told, notice=notice, at=at)
    rota = on_rota(person, not_these=told.barred, at=at)
    if rota.themselves or not rota.others:
        return 0
    return _stand_in(rota.others, person, told, notice=notice, at=at)


def _pass_on(person: Practitioner, told: _Told, *, notice: Notice | None = None, at: datetime) -> int:
    """To whoever acts for them. When everybody is away: the agency's mailbox hears just that, and the duty team the rest."""
    acting = who_acts_for(person, not_these=told.barred | {str(person.pk)}, at=at)
    if acting.practitioner is not None:
        return _stand_in([acting.practitioner], person, told, notice=notice, at=at)
    if notice is not None:
        notice.everybody_away = True
        notice.save(update_fields=["everybody_away"])
    mailbox = f"agency:{person.agency_id}"
    if mail_address(mailbox):
        letter_to(mailbox, told.posted, letter="nobody_there", at=at)
    if acting.ref.startswith("team:"):
        letter_to(acting.ref, told.posted, letter="ring", at=at)
    there = who_reads(acting.ref, at=at)
    hears = who_may_hear([str(one.pk) for one in there], told.people, barred=told.barred, at=at)
    readers = [one for one in there if str(one.pk) in hears]
    return len(make(readers, told.posted, urgent=told.urgent, in_place_of=person, team=acting.ref))


def _stand_in(
    people: Iterable[Practitioner], person: Practitioner, told: _Told, *, notice: Notice | None, at: datetime
) -> int:
    chosen = list(people)
    made = make(chosen, told.posted, urgent=told.urgent, in_place_of=person)
    for one in chosen:
        letter_to(f"practitioner:{one.pk}", told.posted, letter=told.posted.letter, at=at)
    if notice is not None and chosen:
        notice.passed_to = chosen[0]
        notice.save(update_fields=["passed_to"])
    return len(made)


def _may_reach(posted: MessagePosted, *, at: datetime) -> Verdict:
    asked = MayStillLeave(kind=posted.kind, to=posted.to, about=posted.about, at=at)
    return next((verdict for verdict in ask(asked) if not verdict), yes("may-hear"))


def _people_behind(about: str) -> set[str]:
    kind, _, record_id = about.partition(":")
    if kind == "person":
        return {record_id} if is_id(record_id) else set()
    return {one for some in ask(PeopleBehind(about)) for one in some} if record_id else set()
