"""The hub's desk in plain values."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from plait.base.clock import Standing
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack
from plait.desk.queries.hub import DeskFacts
from plait.desk.queries.hub_promises import SHOWN, Promise
from plait.desk.queries.hub_protected import Protected
from plait.desk.queries.hub_reopened import Reopened
from plait.desk.queries.hub_unled import Unled
from plait.people.models import Description
from plait.people.queries import name_of
from plait.referrals.models import Contact, ContactPerson, StrategyAction
from plait.referrals.queries.clock_words import what_is_due
from plait.referrals.queries.rated import rated

DAYS_OF_A_YEAR = 365
NO_TEAM = "No team has been asked to accept. Ring"


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
    unasked: bool = False
    due_on: date | None = None
    unsure: bool = False
    night: str = ""
    ring_first: bool = False
    told_at_risk: bool = False
    named: tuple[str, ...] = ()  # `person:<id>` of the children whose names stand here, for the audit
    spoken_of: tuple[str, ...] = ()  # and of everybody the concern speaks of, for the last look at the page


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
            not row.unsure,
            not row.warned,
            not row.ring,
            row.received,
        ),
    )
    danger = [row for row in new if row.danger]
    new = [row for row in new if not row.danger]
    reopened = [tells.reopened(one) for one in facts.reopened]
    protected = [tells.protected(one) for one in facts.protected if one.referral.lead_team_id is None]
    led = [tells.protected(one) for one in facts.protected if one.referral.lead_team_id is not None]
    late = [tells.row(promise) for promise in facts.late.rows]
    coming = [tells.row(promise) for promise in facts.coming.rows]
    unled = [tells.unled(one) for one in facts.unled]
    on_top = [*danger, *reopened, *protected, *led]
    also = _Also({row.standing for row in on_top if row.standing is not None})
    at_risk = [row for row in coming if row.standing is Standing.AT_RISK]
    due = [row for row in coming if row.standing is not Standing.AT_RISK]
    out = [tells.row(promise) for promise in facts.out.rows]
    parts = [Part("In danger now: act first", str(len(danger)), danger, "", "danger")] if danger else []
    parts += [] if closed_list or not unled else [
        Part("Nobody leads now: somebody takes over", str(len(unled)), unled, "", "unled")
    ]  # fmt: skip
    parts += [] if closed_list or not reopened else [
        Part("Opened again: nobody leads yet", str(len(reopened)), reopened, "", "reopened")
    ]  # fmt: skip
    parts += [] if closed_list or not protected else [
        Part("Protected now: nobody has taken over yet", _count(protected, more=False), protected, "", "protected")
    ]  # fmt: skip
    parts += [] if closed_list or not led else [
        Part("Protected, with a lead: a step is to be done", str(len(led)), led, "", "protected-led")
    ]  # fmt: skip
    parts += [
        Part(
            "New, not rated yet",
            _count(new, more=facts.more_new),
            new,
            "No other new concern is waiting." if danger else "No new concern is waiting.",
            "new",
        ),
        Part(
            also.title("Late", Standing.BREACHED),
            _count(late, more=facts.late.more),
            late,
            also.nothing("is late", Standing.BREACHED),
            "late",
        ),
        Part(
            also.title("At risk", Standing.AT_RISK),
            _count(at_risk, more=False),
            at_risk,
            also.nothing("is about to be late", Standing.AT_RISK),
            "at-risk",
        ),
        Part("Due", _count(due, more=facts.coming.more), due, "Nothing else is due.", "due"),
    ]
    agreed = [tells.agreed(one) for one in facts.agreed]
    parts += [] if closed_list or not agreed else [
        Part("Agreed in a strategy discussion, and late", _count(agreed, more=len(agreed) > SHOWN), agreed[:SHOWN], "", "agreed")
    ]  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class _Also:
    """What stands above already is said in the words of the lists below it: a heading or a nought never denies it."""

    above: set[Standing]

    def title(self, words: str, standing: Standing) -> str:
        return f"Also {words[0].lower()}{words[1:]}" if standing in self.above else words

    def nothing(self, words: str, standing: Standing) -> str:
        return f"Nothing else {words}." if standing in self.above else f"Nothing {words}."


def _count(rows: list[Row], *, more: bool) -> str:
    return f"more than {SHOWN}" if more else str(len(rows))


def _ref(one: ContactPerson) -> str:
    return f"person:{one.description.person_id}"


class _Tells:
    """Turns records into rows with the area's words."""

    def __init__(self, pack: Pack, facts: DeskFacts, at: datetime) -> None:
        self.facts, self.at, self.calendar = facts, at, pack.calendar()
        self.pack = pack

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
            what=NO_TEAM if one.unasked else what_is_due(one.clock) if one.clock else "",
            standing=standing_of(one.clock, self.at) if one.clock else None,
            due=one.clock.due_at if one.clock else None,
            ring=False,
            waiting_for=f"{one.ring.name}, {one.ring.agency.name}" if one.ring else "",
            phone=(one.ring.phone or one.ring.agency.phone) if one.ring else "",
        )
        return replace(
            row,
            unasked=one.unasked,
            done=one.decision.outcome_label,
            done_by=one.decision.by_name,
            done_at=one.decision.at,
            out_of_hours=self.calendar.next_opening(one.decision.at) != one.decision.at,
        )

    def reopened(self, one: Reopened) -> Row:
        row = self._of(
            one.contact,
            what="Opened again. Asked to lead" if one.team else "Opened again. Decide what happens next",
            standing=standing_of(one.clock, self.at) if one.clock else None,
            due=one.clock.due_at if one.clock else None,
            ring=False,
            waiting_for=f"{one.team.name}, {one.team.agency.name}" if one.team else "",
            phone=(one.team.phone or one.team.agency.phone) if one.team else "",
        )
        return replace(row, reference=one.referral.reference)

    def unled(self, one: Unled) -> Row:
        row = self._of(
            one.contact,
            what="Their lead cannot lead now. Their team",
            standing=None,
            due=None,
            ring=False,
            waiting_for=f"{one.team.name}, {one.team.agency.name}" if one.team else "",
            phone=(one.team.phone or one.team.agency.phone) if one.team else "",
        )
        return replace(row, reference=one.referral.reference, unasked=True)

    def agreed(self, one: StrategyAction) -> Row:
        row = self._of(
            one.record.referral.contact,
            what=one.what,
            standing=Standing.BREACHED,
            due=None,
            ring=False,
            waiting_for=one.who,
        )
        return replace(row, due=one.due_at) if one.due_time else replace(row, due_on=one.due_on)

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
            night=(check.team.out_of_hours or check.agency.out_of_hours) if check else "",
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
        night: str = "",
    ) -> Row:
        rating = rated(self.pack, contact.rating)
        children = [name_of(one.description) for one in contact.people.all() if one.role == "child"]
        return Row(
            id=str(contact.pk),
            reference=contact.reference,
            names=", ".join(children) or "No child named",
            rating=rating.label if rating else "",
            sign=rating.sign if rating else "question",
            colour=rating.colour if rating else "grey",
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
            night=night,
            protected=str(contact.pk) in self.facts.was_protected,
            unsure=contact.danger_now == "not_known",
            ring_first=contact.asks_to_be_rung,
            told_at_risk=contact.undecided and contact.told_at_risk,
            named=tuple(_ref(one) for one in contact.people.all() if one.role == "child"),
            spoken_of=tuple(_ref(one) for one in contact.people.all()),
            injury=contact.answers.get("injury") == "yes",
            baby=any(self._under_one(one.description) for one in contact.people.all() if one.role != "adult"),
        )

    def _under_one(self, child: Description) -> bool:
        today = self.calendar.local(self.at).date()
        return child.unborn or (child.born_on is not None and (today - child.born_on).days < DAYS_OF_A_YEAR)
