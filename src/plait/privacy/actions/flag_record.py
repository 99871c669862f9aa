"""A record in the public eye: only the team named for it may open it, until a day."""

from datetime import datetime, timedelta

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.access import open_person
from plait.people.actions.lift_restriction import lift_restriction
from plait.people.actions.restrict_person import restrict_person
from plait.privacy.models import HighInterest


@deed
def flag_record(
    *, person_id: str, team_id: str, until: datetime, because: str, by: Actor, at: datetime
) -> HighInterest:
    """Restrict the record to the team of custodians named, and have every try by others counted. Whoever flags it owns the
    flag, and cannot review look-ups on it. A record that is restricted already stays with its own custodians."""
    about = f"person:{person_id}"
    person = open_person(by, person_id, at=at, act="person:flag")
    standing = HighInterest.objects.filter(person_id=person_id, ended_at__isnull=True).first()
    if standing is not None:
        record(act="flag:stands", about=about, by=by, at=at)
        return standing
    file = current(at=at).lookups
    longest = timedelta(days=file.high_interest_longest_days) if file else timedelta(days=365)
    if not because.strip() or not at < until <= at + longest:
        raise Refused(
            no(
                "flag-incomplete",
                say=f"Say why, and a day after today and within {longest.days} days on which it ends.",
                next_step="Add what is missing",
            ),
            about=about,
        )
    was_restricted = person.restricted
    if not was_restricted:
        restrict_person(person_id=person_id, custodian_team_id=team_id, because=because, by=by, at=at)
    flag = HighInterest.objects.create(
        person_id=person_id, team_id=team_id, owner_id=by.id, because=because.strip(), from_at=at, until=until,
        restricted_by_this=not was_restricted,
    )  # fmt: skip
    record(act="flag:set", about=[about, f"flag:{flag.pk}"], by=by, at=at, fields=("sealed",))
    return flag


@deed
def end_flag(*, flag_id: str, because: str, by: Actor, at: datetime) -> HighInterest:
    """End it: by its team's custodians or its owner with a reason, or by Plait itself on its day. The record opens again only
    where flagging it was what restricted it."""
    flag = HighInterest.objects.select_for_update().get(pk=flag_id)
    about = [f"person:{flag.person_id}", f"flag:{flag.pk}"]
    theirs = str(flag.team_id) in by.teams or str(flag.owner_id) == by.id
    due = by.kind == "process" and flag.until <= at
    if not (theirs or due):
        raise Refused(
            no("not-their-flag", say="Another team keeps this record.", next_step="Ask that team"),
            about=about[0],
        )
    if flag.ended_at is not None:
        record(act="flag:ended-before", about=about, by=by, at=at)
        return flag
    if flag.restricted_by_this:
        lift_restriction(
            person_id=flag.person_id,
            custodian_team_id=str(flag.team_id),
            because=because,
            by=by if str(flag.team_id) in by.teams else Actor.process("worker"),
            at=at,
        )
    flag.ended_at, flag.ended_by, flag.ended_because = at, by.id, because.strip()
    flag.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record(act="flag:ended", about=about, by=by, at=at, fields=("sealed",))
    return flag
