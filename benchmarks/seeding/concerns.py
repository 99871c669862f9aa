"""A concern and the referral it became, in the rows that the deeds of the journey leave behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.seeding.area import MORNING, Area, dashed
from benchmarks.seeding.families import Family, described, involve
from plait.base.clock.models import RunningClock
from plait.base.timers.models import Timer
from plait.feedback.models import FeedbackTask
from plait.referrals.models import (
    Contact,
    ContactPerson,
    Decision,
    RatingGiven,
    Referral,
    ReferralMove,
    Referrer,
)
from plait.thresholds.models import LevelView

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOLD = "She came in late and hungry for the fourth time this month, and would not say who was at home. " * 2
WORDS = "“I get him up and I make the toast. Mum is asleep.”"
TELLERS = (
    ("alder_lane", "teacher"), ("alder_lane", "dsl"), ("emergency_department", "nurse"), ("surgery", "gp"),
    ("health_visiting", "health_visitor"), ("camhs", "camhs"), ("lantern", "youth_worker"), ("housing", "housing"),
)  # fmt: skip


@dataclass(slots=True)
class Case:
    """One concern, the family it is about and, once it was accepted, its referral."""

    family: Family
    contact: str
    received: datetime
    agency: str
    teller: str
    rating: str
    referral: str = ""

    @property
    def contact_ref(self) -> str:
        """`contact:<id>`."""
        return f"contact:{dashed(self.contact)}"

    @property
    def referral_ref(self) -> str:
        """`referral:<id>`."""
        return f"referral:{dashed(self.referral)}"


def concern(
    area: Area, family: Family, *, received: datetime, status: str, known: bool = False, opened: bool = True,
    rated: bool = True, over: bool = False,
) -> Case:  # fmt: skip
    """A contact with its people, who told, ratings, clocks and involvements. `over`: its promises were kept long ago."""
    chance, writer = area.chance, area.writer
    agency, teller = chance.choice(TELLERS)
    rating = chance.choices(("red", "amber", "green"), (15, 45, 40))[0] if rated else ""
    case = Case(family, area.new_id(), received, agency, teller, rating)
    screener, told_by = area.person("screener"), area.person(teller)
    writer.add(
        Contact, id=case.contact, reference=area.reference(), channel="form", status=status, team_id=area.team("hub"),
        received_at=received, opened_at=received + HOUR / 4 if opened else None,
        opened_by=str(screener.pk) if opened else "", rating=rating, source_code="2A", primary_need="N1", observed=TOLD,
        child_words=WORDS if chance.random() < 0.4 else "", opinion="This is not like her.", wanted="A visit this week.",
        answered_with="advice" if status == "answered" else "",
        answered_at=received + DAY if status == "answered" else None,
        answered_by=str(screener.pk) if status == "answered" else "", pack=area.pack.release_id,
    )  # fmt: skip
    writer.add(
        Referrer, id=area.new_id(), contact_id=case.contact, kind="practitioner", practitioner_id=told_by.pk.hex,
        agency_id=area.agency(agency), name=told_by.name, relation=told_by.job, phone=told_by.phone,
    )  # fmt: skip
    by_person = described(
        area,
        family,
        ref=case.contact_ref,
        agency=str(area.cast.agencies[agency].pk),
        known=known,
        at=received,
    )
    for order, (person, description) in enumerate(by_person.items()):
        role, relation = ("child", "pupil") if person in family.children else ("adult", "mother")
        writer.add(
            ContactPerson, id=area.new_id(), contact_id=case.contact, description_id=description, role=role,
            relation=relation, order=order, confirmed_by=str(screener.pk) if rated else "",
            confirmed_at=received + HOUR if rated else None,
        )  # fmt: skip
    here = {"source": case.contact, "at": received}
    involve(area, family.everyone, kind="duty", team=area.team("hub"), **here)  # type: ignore[arg-type]
    involve(area, family.everyone, kind="referred", practitioner=told_by.pk.hex, **here)  # type: ignore[arg-type]
    if agency != "lantern" or f"{agency}_safeguarding" in area.cast.teams:
        involve(area, family.everyone, kind="referred", team=area.team(f"{agency}_safeguarding"), **here)  # type: ignore[arg-type]
    kept = received + 6 * HOUR if over else None
    promise(
        area,
        f"{case.contact_ref}:decision",
        "referral_decision",
        begun=received,
        due=received + DAY,
        kept=kept,
    )
    if rated:
        writer.add(
            RatingGiven, id=area.new_id(), contact_id=case.contact, rating=rating, because="A child looks after another",
            by=str(screener.pk), by_name=screener.name, at=received + HOUR,
        )  # fmt: skip
        hours = {"red": 4, "amber": 24, "green": 72}[rating] * HOUR
        promise(area, f"{case.contact_ref}:rating", "rating", begun=received, due=received + hours, kept=kept)
    timer(area, f"{case.contact_ref}:open", "contact-not-opened", due=received + 4 * HOUR, over=opened)
    area.audited("concern:raised", [case.contact_ref], who=teller, at=received)
    if over:
        area.audited("contact:read", [case.contact_ref], who="screener", at=received + HOUR)
    return case


def accept(
    area: Area, case: Case, *, status: str = "open", lead: bool = False, closed: datetime | None = None
) -> None:
    """The referral, its moves and, where it went on, its decision, lead and closing."""
    writer, accepted = area.writer, case.received + 2 * HOUR
    case.referral = area.new_id()
    screener, worker = area.person("screener"), area.person("lead")
    led = {
        "lead_team_id": area.team("assessment"),
        "lead_id": worker.pk.hex,
        "lead_accepted_at": accepted + DAY,
    }
    writer.add(
        Referral, id=case.referral, contact_id=case.contact, reference=area.reference("R"), status=status,
        accepted_by=str(screener.pk), accepted_by_name=screener.name, accepted_at=accepted,
        accepted_because="Help is likely to be needed", **(led if lead else {}), closed_at=closed,
        closed_by=str(worker.pk) if closed else "", closed_because="The plan is done" if closed else "",
        pack=area.pack.release_id,
    )  # fmt: skip
    if lead:
        involve(
            area, case.family.everyone, kind="allocated", source=case.contact, team=area.team("assessment"),
            at=accepted + DAY, until=closed,
        )  # fmt: skip
    moves = [
        ("decide", "open", "decided"),
        ("accept_lead", "decided", "with_lead"),
        ("close", "with_lead", "closed"),
    ]
    for place, (verb, was, became) in enumerate(moves[: 3 if closed else 2 if lead else 0]):
        writer.add(
            ReferralMove, id=area.new_id(), referral_id=case.referral, verb=verb, was=was, became=became,
            because="As decided", by=str(worker.pk), by_name=worker.name, at=accepted + (place + 1) * DAY,
        )  # fmt: skip


def decide(area: Area, case: Case, *, closed: datetime | None) -> None:
    """The decision, one agency's view of the level beside it, its clock, and what the referrer was told."""
    writer, at = area.writer, case.received + DAY
    manager, decision = area.person("manager"), area.new_id()
    writer.add(
        Decision, id=decision, referral_id=case.referral, outcome="assessment_s17", outcome_label="Assess (section 17)",
        level=3, level_label="Level 3", because="Several worries together; help is likely to be accepted.",
        worries="Unsupervised at night.", strengths="Warm with each other.", unknowns="Who is at home?",
        next_team_id=area.team("assessment"), by=str(manager.pk), by_name=manager.name, at=at, pack=area.pack.release_id,
    )  # fmt: skip
    view(area, case, "manager", at=at)
    due = case.received + 63 * DAY
    promise(
        area,
        f"{case.referral_ref}:assessment",
        "assessment_max",
        begun=at,
        due=due,
        kept=closed,
        owner="assessment",
    )
    told(
        area,
        case,
        about=case.contact_ref,
        decision=decision,
        kind="referrer",
        who=case.teller,
        agency=case.agency,
        at=at,
    )
    area.audited("referral:read", [case.referral_ref], who="manager", at=at)


def view(area: Area, case: Case, who: str, *, at: datetime) -> None:
    """One agency's view of the level of need."""
    person = area.person(who)
    area.writer.add(
        LevelView, id=area.new_id(), subject=case.referral_ref, agency_id=str(person.agency_id),
        agency_name=person.agency.name, level=area.chance.choice((2, 3, 4)), because="What we see every day", at=at,
        by=str(person.pk), by_name=person.name,
    )  # fmt: skip


def told(
    area: Area, case: Case, *, about: str, decision: str, kind: str, who: str, agency: str, at: datetime
) -> None:
    """What somebody was told of what came of it; most have read it."""
    # What nobody has read is of the last weeks; who never reads theirs is told by telephone, and that counts as read.
    person, read = area.person(who), area.chance.random() < (0.7 if at > MORNING - 14 * DAY else 1.0)
    area.writer.add(
        FeedbackTask, id=area.new_id(), about=about, contact_id=case.contact, decision_ref=f"decision:{dashed(decision)}",
        kind=kind, status="sent", practitioner_id=person.pk.hex if kind == "referrer" else None,
        agency_id=area.agency(agency), reference="R-0000", text="The hub has decided that a social worker will visit.",
        made_at=at, sent_at=at, read_at=at + DAY if read else None, read_by=str(person.pk) if read else "",
    )  # fmt: skip


def promise(
    area: Area,
    key: str,
    rule: str,
    *,
    begun: datetime,
    due: datetime,
    kept: datetime | None,
    owner: str = "hub",
) -> None:
    """A clock: stopped at `kept`, or running."""
    subject = key.rpartition(":")[0]
    area.writer.add(
        RunningClock, id=area.new_id(), key=key, rule=rule, subject=subject, start_event="benchmark", started_at=begun,
        kind="hours", amount=24, owner=f"team:{area.cast.teams[owner].pk}", due_at=due,
        at_risk_at=begun + (due - begun) * 0.75, calendar_version="benchmark", pack_release=area.pack.release_id,
        state="stopped" if kept else "running", stopped_at=kept, end_event="decided" if kept else "",
    )  # fmt: skip


def timer(area: Area, key: str, kind: str, *, due: datetime, over: bool) -> None:
    """A timer: taken back when `over`, else waiting."""
    area.writer.add(
        Timer, id=area.new_id(), key=key, kind=kind, subject=key.rpartition(":")[0], due_at=due, next_try=due,
        state="cancelled" if over else "waiting", set_at=due,
    )  # fmt: skip
