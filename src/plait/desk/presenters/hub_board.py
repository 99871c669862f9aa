"""The 08:30 board in plain values. It names no child: it is printed and read aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from plait.agencies.duty import Duty
from plait.agencies.models import Membership
from plait.base.clock import Calendar, Standing
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.desk.queries.hub_board import BoardFacts, waits_at_school
from plait.desk.queries.hub_promises import Section
from plait.desk.queries.hub_protected import Protected
from plait.referrals.models import Contact, Decision
from plait.referrals.queries.clock_words import what_is_due

IN_DANGER = "A child is said to be in danger now"
NOON = time(12, 0)
NO_TEAM = "No team has been asked to accept: ring now"


@dataclass(frozen=True, slots=True)
class ToRing:
    """Somebody to ring, and who answers when they do not."""

    name: str
    phone: str
    on_duty: bool = False
    away: bool = False
    deputy: str = ""
    deputy_phone: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of the board. It names no child: the board is printed and read aloud."""

    id: str
    reference: str
    what: str
    owner: str
    phone: str
    out_of_hours: str
    people: list[ToRing]
    due: datetime | None
    standing: Standing | None
    mandatory: bool = False
    unasked: bool = False
    done: str = ""
    done_by: str = ""
    done_at: datetime | None = None
    rang_at: datetime | None = None
    rang_by: str = ""
    # Another than the owner is to be rung: the school that waits. Its name and number are empty where it must not be known.
    at_school: bool = False
    school: str = ""
    school_phone: str = ""


@dataclass(frozen=True, slots=True)
class HubBoard:
    """The whole board."""

    until: datetime
    danger: list[BoardRow]
    reopened: list[BoardRow]
    unled: list[BoardRow]
    led: list[BoardRow]
    protected: list[BoardRow]
    unopened: list[BoardRow]
    turning: list[BoardRow]
    red: list[BoardRow]
    more: bool

    @property
    def late_above(self) -> bool:
        """Does anything that is late stand in a list above those of what is red?"""
        above = [*self.danger, *self.reopened, *self.protected, *self.led, *self.unopened]
        return any(row.standing is Standing.BREACHED for row in above)


def next_noon(at: datetime, calendar: Calendar) -> datetime:
    """The noon that the board looks to: today's, or after it that of the next working day."""
    local = calendar.local(at)
    day = local.date()
    if local.time() >= NOON or not calendar.is_working_day(day):
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return calendar.moment(day, NOON)


def hub_board(facts: BoardFacts, *, until: datetime, at: datetime) -> HubBoard:
    """Whom to ring about what. Asks the database nothing."""
    unopened = [
        _line(
            facts, contact, str(contact.team_id), "The hub has not opened it", facts.due.get(contact.ref), at
        )
        for contact in facts.unopened
    ]
    unopened += [
        _line(facts, check.referral.contact_id, str(check.team_id), "They have not opened our question",
              facts.due.get(check.ref), at, reference=check.reference, mandatory=check.mandatory,
              about=check.ref)
        for check in facts.unopened_checks
    ]  # fmt: skip
    return HubBoard(
        until=until,
        danger=[
            _line(facts, one, str(one.team_id), IN_DANGER, facts.due.get(one.ref), at) for one in facts.danger
        ],
        reopened=[
            _line(
                facts,
                one.contact,
                str(one.team.pk if one.team else one.contact.team_id),
                "Opened again: the team is asked anew"
                if one.team
                else "Opened again: decide what happens next",
                one.clock,
                at,
                reference=one.referral.reference,
                about=one.referral.ref,
            )
            for one in facts.reopened
        ],
        unled=[
            _line(
                facts,
                one.contact,
                str(one.team.pk if one.team else one.contact.team_id),
                "Their lead cannot lead now: somebody takes over",
                None,
                at,
                reference=one.referral.reference,
                unasked=True,
                about=one.referral.ref,
            )
            for one in facts.unled
        ],
        protected=[
            _protected(facts, one, at) for one in facts.protected if one.referral.lead_team_id is None
        ],
        led=[_protected(facts, one, at) for one in facts.protected if one.referral.lead_team_id is not None],
        unopened=unopened,
        turning=_lines(facts, facts.turning, at),
        red=_lines(facts, facts.red, at),
        more=facts.red.more or facts.turning.more,
    )


def _protected(facts: BoardFacts, one: Protected, at: datetime) -> BoardRow:
    return _line(
        facts,
        one.contact,
        _owner(one),
        NO_TEAM if one.unasked else what_is_due(one.clock) if one.clock else "",
        one.clock,
        at,
        reference=one.referral.reference,
        decided=one.decision,
        unasked=one.unasked,
        about=one.referral.ref,
    )


def _owner(one: Protected) -> str:
    if one.unasked or one.clock is None:
        return str(one.ring.pk) if one.ring else ""
    return one.clock.owner.removeprefix("team:")


def _lines(facts: BoardFacts, section: Section, at: datetime) -> list[BoardRow]:
    rows = []
    for row in section.rows:
        what = what_is_due(row.clock)
        owner = row.clock.owner.removeprefix("team:")
        reference = (
            row.check.reference
            if row.check
            else row.referral.reference
            if row.referral
            else row.contact.reference
        )
        rows.append(
            _line(facts, row.contact, owner, what, row.clock, at, reference=reference,
                  mandatory=bool(row.check and row.check.mandatory))
        )  # fmt: skip
    return rows


def _to_ring(members: Iterable[Membership], known: frozenset[str], duty: Duty) -> list[ToRing]:
    """At most three of a team, those on duty first. Whoever declared that they know the family is nobody to ring about it, in
    their own place or in another's: to ring them is to tell them. Nor is anybody who is away: whoever acts for them is."""
    people = []
    for one in members:
        person, deputy = one.practitioner, one.practitioner.deputy
        if str(person.pk) in known:
            continue
        absence = duty.away.get(person.pk)
        if absence is not None:
            deputy = absence.deputy or deputy
        if deputy is not None and (
            str(deputy.pk) in known or deputy.left_at is not None or deputy.pk in duty.away
        ):
            deputy = None
        if absence is not None and deputy is None:
            continue
        people.append(
            ToRing(
                name=f"{person.name}, {person.job}",
                phone="" if absence else person.phone,
                on_duty=person in duty.on.get(one.team_id, ()),
                away=absence is not None,
                deputy=deputy.name if deputy else "",
                deputy_phone=deputy.phone if deputy else "",
            )
        )
    # Then whoever has a deputy: so somebody always answers.
    return sorted(people, key=lambda one: (not one.on_duty, one.away, not one.deputy))[:3]


def _line(
    facts: BoardFacts,
    contact: Contact | object,
    team_id: str,
    what: str,
    clock: RunningClock | None,
    at: datetime,
    *,
    reference: str = "",
    mandatory: bool = False,
    decided: Decision | None = None,
    unasked: bool = False,
    about: str = "",
) -> BoardRow:
    team = facts.teams.get(team_id)
    contact_id = str(contact.pk) if isinstance(contact, Contact) else str(contact)
    rang = facts.rang.get(about or (clock.subject if clock else f"contact:{contact_id}"))
    told = facts.schools.get(contact_id)
    return BoardRow(
        at_school=clock is not None and waits_at_school(clock),
        school=(told.agency.name if told.agency else told.name) if told else "",
        school_phone=(told.phone or (told.agency.phone if told.agency else "")) if told else "",
        id=contact_id,
        reference=reference or (contact.reference if isinstance(contact, Contact) else ""),
        what=what,
        owner=f"{team.name}, {team.agency.name}" if team else "Not a team",
        phone=(team.phone or team.agency.phone) if team else "",
        out_of_hours=(team.out_of_hours or team.agency.out_of_hours) if team else "",
        people=_to_ring(facts.people.get(team_id, ()), facts.known.get(contact_id, frozenset()), facts.duty),
        due=clock.due_at if clock else None,
        standing=standing_of(clock, at) if clock else None,
        mandatory=mandatory,
        unasked=unasked,
        done=decided.outcome_label if decided else "",
        done_by=decided.by_name if decided else "",
        done_at=decided.at if decided else None,
        rang_at=rang.rang_at if rang else None,
        rang_by=rang.by_name if rang else "",
    )
