"""The hub's desk and board in plain values."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from plait.base.clock import Calendar, Standing
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.desk.queries.hub import SHOWN, BoardFacts, DeskFacts, Promise, Section
from plait.desk.queries.hub_protected import Protected
from plait.people.models import Description
from plait.people.queries import name_of
from plait.referrals.models import Contact, Decision

NOON = time(12, 0)
DAYS_OF_A_YEAR = 365
WHAT = {
    "decision": "Decide what happens next",
    "rating": "Decide, by its urgency",
    "worker-accepts": "The worker’s team accepts",
    "assessment": "Finish the assessment",
    "lead-accepts": "The next team accepts",
    "strategy_discussion": "Hold the strategy discussion",
    "s47_icpc": "Child protection conference",
    "answer": "Answer",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the desk."""

    id: str
    reference: str
    names: str
    rating: str
    sign: str
    colour: str
    what: str
    standing: Standing | None
    due: datetime | None
    received: datetime
    ring: bool
    warned: bool
    danger: bool
    status: str
    waiting_for: str = ""
    phone: str = ""
    opened: bool = True
    protected: bool = False
    injury: bool = False
    baby: bool = False
    done: str = ""
    done_by: str = ""
    done_at: datetime | None = None
    out_of_hours: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the desk with its count in words."""

    title: str
    count: str
    rows: list[Row]
    empty: str
    anchor: str


@dataclass(frozen=True, slots=True)
class HubDesk:
    """The whole desk."""

    parts: list[Part]
    nothing: bool


def hub_desk(facts: DeskFacts, *, pack: Pack, at: datetime, closed_list: bool = False) -> HubDesk:
    """What was protected and not taken over, new, late, at risk and due, then what partners have been asked.

    The `closed_list` asks no partner and protects nobody from here. Asks the database nothing.
    """
    tells = _Tells(pack, facts, at)
    new = sorted(
        (tells.new(one) for one in facts.new),
        key=lambda row: (
            not row.danger,
            not row.injury,
            not row.baby,
            not row.warned,
            not row.ring,
            row.received,
        ),
    )
    protected = [tells.protected(one) for one in facts.protected]
    late = [tells.row(promise) for promise in facts.late.rows]
    coming = [tells.row(promise) for promise in facts.coming.rows]
    at_risk = [row for row in coming if row.standing is Standing.AT_RISK]
    due = [row for row in coming if row.standing is not Standing.AT_RISK]
    out = [tells.row(promise) for promise in facts.out.rows]
    parts = [] if closed_list or not protected else [
        Part("Protected now: nobody has taken over yet", _count(protected, more=False), protected, "", "protected")
    ]  # fmt: skip
    parts += [
        Part(
            "New, not rated yet", _count(new, more=facts.more_new), new, "No new concern is waiting.", "new"
        ),
        Part("Late", _count(late, more=facts.late.more), late, "Nothing is late.", "late"),
        Part("At risk", _count(at_risk, more=False), at_risk, "Nothing is about to be late.", "at-risk"),
        Part("Due", _count(due, more=facts.coming.more), due, "Nothing else is due.", "due"),
    ]
    asked = [
        Part(
            "Waiting for partners",
            _count(out, more=facts.out.more),
            out,
            "No question to a partner is out.",
            "out",
        ),
    ]
    parts += [] if closed_list else asked
    return HubDesk(parts, nothing=not any(part.rows for part in parts))


def _count(rows: list[Row], *, more: bool) -> str:
    # Only what this reader may see is counted: what lies beyond may be nobody's they may know of.
    if more and len(rows) < SHOWN:
        return f"{len(rows)} or more"
    return f"more than {SHOWN}" if more else str(len(rows))


class _Tells:
    """Turns records into rows with the area's words."""

    def __init__(self, pack: Pack, facts: DeskFacts, at: datetime) -> None:
        self.facts, self.at, self.calendar = facts, at, pack.calendar()
        self.ratings = {one.code: one for one in pack.ratings}

    def new(self, contact: Contact) -> Row:
        clock = self.facts.new_clocks.get(contact.ref)
        return self._of(
            contact,
            what="",
            standing=standing_of(clock, self.at) if clock else None,
            due=clock.due_at if clock else None,
            ring=contact.ref in self.facts.rings,
        )

    def protected(self, one: Protected) -> Row:
        row = self._of(
            one.contact,
            what=what_is_due(one.clock),
            standing=standing_of(one.clock, self.at),
            due=one.clock.due_at,
            ring=False,
        )
        return replace(
            row,
            done=one.decision.outcome_label,
            done_by=one.decision.by_name,
            done_at=one.decision.at,
            out_of_hours=self.calendar.next_opening(one.decision.at) != one.decision.at,
        )

    def row(self, promise: Promise) -> Row:
        clock, check = promise.clock, promise.check
        subject = check.ref if check else promise.contact.ref
        return self._of(
            promise.contact,
            what="Their answer to our question" if check else what_is_due(clock),
            standing=standing_of(clock, self.at),
            due=clock.due_at,
            ring=subject in self.facts.rings,
            waiting_for=check.agency.name if check else "",
            phone=(check.team.phone or check.agency.phone) if check else "",
            opened=check.status != "asked" if check else True,
        )

    def _of(
        self,
        contact: Contact,
        *,
        what: str,
        standing: Standing | None,
        due: datetime | None,
        ring: bool,
        waiting_for: str = "",
        phone: str = "",
        opened: bool = True,
    ) -> Row:
        rating = self.ratings.get(contact.rating)
        children = [name_of(one.description) for one in contact.people.all() if one.role == "child"]
        return Row(
            id=str(contact.pk),
            reference=contact.reference,
            names=", ".join(children) or "No child named",
            rating=rating.label if rating else contact.rating,
            sign=rating.icon if rating else "question",
            colour={"turquoise": "teal"}.get(rating.colour, rating.colour) if rating else "grey",
            what=what,
            standing=standing,
            due=due,
            received=contact.received_at,
            ring=ring,
            warned=str(contact.pk) in self.facts.warned,
            danger=contact.danger_now == "yes",
            status=str(contact.get_status_display()),
            waiting_for=waiting_for,
            phone=phone,
            opened=opened,
            protected=str(contact.pk) in self.facts.was_protected,
            injury=contact.answers.get("injury") == "yes",
            baby=any(self._under_one(one.description) for one in contact.people.all() if one.role != "adult"),
        )

    def _under_one(self, child: Description) -> bool:
        today = self.calendar.local(self.at).date()
        return child.unborn or (child.born_on is not None and (today - child.born_on).days < DAYS_OF_A_YEAR)


def what_is_due(clock: RunningClock) -> str:
    """What the clock waits for, in words."""
    return WHAT.get(clock.key.rpartition(":")[2], clock.rule.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class ToRing:
    """Somebody to ring, and who answers when they do not."""

    name: str
    phone: str
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
    done: str = ""
    done_by: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HubBoard:
    """The whole board."""

    until: datetime
    protected: list[BoardRow]
    unopened: list[BoardRow]
    turning: list[BoardRow]
    red: list[BoardRow]
    more: bool


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
              facts.due.get(check.ref), at, reference=check.reference, mandatory=check.mandatory)
        for check in facts.unopened_checks
    ]  # fmt: skip
    return HubBoard(
        until=until,
        protected=[
            _line(
                facts,
                one.contact,
                one.clock.owner.removeprefix("team:"),
                what_is_due(one.clock),
                one.clock,
                at,
                reference=one.referral.reference,
                decided=one.decision,
            )
            for one in facts.protected
        ],
        unopened=unopened,
        turning=_lines(facts, facts.turning, at),
        red=_lines(facts, facts.red, at),
        more=facts.red.more or facts.turning.more,
    )


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
) -> BoardRow:
    team = facts.teams.get(team_id)
    # Whoever has a deputy comes first: then somebody always answers.
    members = sorted(facts.people.get(team_id, ()), key=lambda one: one.practitioner.deputy is None)
    people = [
        ToRing(
            name=f"{one.practitioner.name}, {one.practitioner.job}",
            phone=one.practitioner.phone,
            deputy=one.practitioner.deputy.name if one.practitioner.deputy else "",
            deputy_phone=one.practitioner.deputy.phone if one.practitioner.deputy else "",
        )
        for one in members[:3]
    ]
    return BoardRow(
        id=str(contact.pk) if isinstance(contact, Contact) else str(contact),
        reference=reference or (contact.reference if isinstance(contact, Contact) else ""),
        what=what,
        owner=f"{team.name}, {team.agency.name}" if team else "Not a team",
        phone=(team.phone or team.agency.phone) if team else "",
        out_of_hours=(team.out_of_hours or team.agency.out_of_hours) if team else "",
        people=people,
        due=clock.due_at if clock else None,
        standing=standing_of(clock, at) if clock else None,
        mandatory=mandatory,
        done=decided.outcome_label if decided else "",
        done_by=decided.by_name if decided else "",
        done_at=decided.at if decided else None,
    )
