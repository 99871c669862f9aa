"""Open clocks by the hundred thousand, and so many that come due at one moment: what a tick of the worker stands before.

Most are clocks with their timer and first change, about records of their own; of a hundred some seven belong to a case that the
rounds of the worker look through: a referral with its lead, a step down that is held, a disagreement on its ladder.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from benchmarks.seeding.area import MORNING, SEED, Area, dashed, settle, team_of
from benchmarks.seeding.checks import ask
from benchmarks.seeding.concerns import DAY, HOUR, Case, accept, concern, decide, promise, timer
from benchmarks.seeding.families import new_family
from benchmarks.seeding.writer import in_bulk
from plait.base.clock.models import ClockChange, RunningClock
from plait.base.timers.models import Timer
from plait.escalation.models import Escalation, EscalationStage, Owner
from plait.stepdown.models import StepDown

ASKED = ("police", "health_visiting", "housing", "camhs")
HOURS = {"red": 2, "amber": 24, "green": 48}
# Subject, rule, kind of timer, owner: as the deeds of the journey set them.
PLAIN = (
    ("check", "partner_return", "check-late", "police_safeguarding"),
    ("check", "partner_return", "check-late", "housing_safeguarding"),
    ("contact", "referral_decision", "contact-not-opened", "hub"),
    ("referral", "assessment_max", "lead-not-accepted", "assessment"),
    ("challenge", "challenge_answer", "challenge-late", "hub"),
    ("agreement", "agreement_review", "agreement-review", "assessment"),
)  # fmt: skip
LOOKS = (("visit", 30), ("first_review", 60), ("held_3", 90), ("held_6", 180), ("held_12", 365))
CASES_IN = 100  # of so many open clocks one has a case behind it that the rounds look through


def moment(batch: int) -> datetime:
    """When that batch comes due: hours apart, so that each is a morning of its own."""
    return MORNING + (batch + 1) * HOUR


def fill(open_clocks: int, *, due: int, batches: int) -> dict[str, object]:
    """An area in which so many clocks run; in each of the batches that many are due at one moment, the same at every size."""
    with in_bulk() as writer:
        area = settle(writer)
        area.chance = random.Random(SEED)
        for batch in range(batches):
            _due_at(area, moment(batch), due)
        area.chance = random.Random(SEED + 1)
        cases = max(1, open_clocks // CASES_IN)
        ran = sum(_case(area, number) for number in range(cases))
        for number, ahead in enumerate(_ahead(area, max(0, open_clocks - ran - due))):
            _plain(area, number, ahead)
            if number % 10_000 == 0:
                print(json.dumps({"seeded": number, "of": open_clocks}), file=sys.stderr, flush=True)
    return {"rows": writer.written, "open": RunningClock.objects.filter(state="running").count()}


def _ahead(area: Area, count: int) -> Iterator[datetime]:
    for _ in range(count):
        yield MORNING + timedelta(minutes=area.chance.randint(3 * 24 * 60, 400 * 24 * 60))


def _due_at(area: Area, at: datetime, due: int) -> None:
    """Partners whose answers are all late at that moment."""
    for number in range(-(-due // len(ASKED))):
        received = at - 3 * DAY
        case = concern(area, new_family(area, at=received), received=received, status="accepted", over=True)
        accept(area, case)
        for agency in ASKED[: due - number * len(ASKED)]:
            ask(area, case, agency, at=at - HOURS[case.rating] * HOUR)


def _case(area: Area, number: int) -> int:
    """A referral with its lead, a step down that is held, and for every second a disagreement. Answers how many clocks run."""
    received = MORNING - timedelta(minutes=area.chance.randint(40 * 24 * 60, 60 * 24 * 60))
    # The first family is restricted at every size: whether anybody is, makes a round ask more; how many are, is what grows.
    family = new_family(area, at=received, restricted=number == 0)
    case = concern(area, family, received=received, status="accepted", over=True)
    accept(area, case, status="with_lead", lead=True)
    decide(area, case, closed=received + 30 * DAY)  # the assessment is done
    return _held(area, case, received) + (_disputed(area, case, number) if number % 2 == 0 else 0)


def _held(area: Area, case: Case, received: datetime) -> int:
    stepdown, helper = area.new_id(), area.person("family_helper")
    begun, ref = received + 35 * DAY, f"stepdown:{dashed(stepdown)}"
    moments = {
        code: MORNING + timedelta(days=days, minutes=area.chance.randint(0, 600)) for code, days in LOOKS
    }
    area.writer.add(
        StepDown, id=stepdown, reference=area.reference("S"), referral_id=case.referral,
        from_team_id=area.team("assessment"), to_team_id=area.team("family_help"), from_level=3, from_label="Level 3",
        to_level=2, to_label="Level 2", why="School every day for a term.", contingency="She rings the hub.",
        status="held", lead_id=helper.pk.hex, accepted_at=begun, begun_at=begun, next_promise="visit",
        due_at=moments["visit"], at_risk_at=moments["visit"] - DAY, made_by=str(area.person("lead").pk),
        made_by_name="The lead", made_at=begun, pack=area.pack.release_id,
    )  # fmt: skip
    for code, due in moments.items():
        key = f"{ref}:{code}"
        promise(area, key, f"stepdown_{code}", begun=begun, due=due, kept=None, owner="family_help")
        timer(area, f"{key}:soon", "stepdown-soon", due=due - DAY, over=False)
        timer(area, f"{key}:late:0", "stepdown-late", due=due, over=False)
    return len(moments)


def _disputed(area: Area, case: Case, number: int) -> int:
    found, stage, begun = area.new_id(), area.new_id(), MORNING - 2 * DAY
    ours, theirs, ref = area.person("teacher"), area.person("manager"), f"escalation:{dashed(found)}"
    ladder = next(one for one in area.pack.ladders().ladders if one.scope == "between")
    area.writer.add(
        Escalation, id=found, subject=f"decision:{dashed(area.new_id())}", contact_id=case.contact,
        reference=area.reference("E"), words="Assess", scope="between", urgency="usual",
        our_agency_id=area.agency("alder_lane"), our_team_id=team_of(area, "alder_lane").pk.hex,
        their_agency_id=area.agency("council"), their_team_id=area.team("hub"), decider=str(area.person("lead").pk),
        by=str(ours.pk), by_name=ours.name, at=begun, pack=area.pack.hash, about="decision",
        because="She flinched again.", wanted="Somebody sees her.", ladder=ladder.code,
    )  # fmt: skip
    first = ladder.stages[0]
    area.writer.add(
        EscalationStage, id=stage, escalation_id=found, order=0, code=first.code, name=first.name, began_at=begun,
        climbed_by=str(ours.pk), climbed_by_name=ours.name,
    )  # fmt: skip
    by_team = number % 20 == 0  # nobody in particular decided: the team that was asked owns it
    for side, person, team in (
        ("ours", ours, None),
        ("theirs", theirs, area.team("hub") if by_team else None),
    ):
        area.writer.add(
            Owner, id=area.new_id(), stage_id=stage, side=side, practitioner_id=None if team else person.pk.hex,
            team_id=team, name=person.name, role="practitioner", why="team" if team else "role", from_at=begun,
        )  # fmt: skip
    due = MORNING + timedelta(days=5, minutes=area.chance.randint(0, 600))
    promise(area, f"{ref}:0:answer", "escalation_informal", begun=begun, due=due, kept=None)
    timer(area, f"{ref}:0:answer", "escalation-late", due=due, over=False)
    return 1


def _plain(area: Area, number: int, due: datetime) -> None:
    subject, rule, kind, owner = PLAIN[number % len(PLAIN)]
    clock, key, begun = area.new_id(), f"{subject}:{dashed(area.new_id())}:answer", due - 20 * DAY
    team = f"team:{area.cast.teams[owner].pk}"
    area.writer.add(
        RunningClock, id=clock, key=key, rule=rule, subject=key.rpartition(":")[0], start_event="benchmark",
        started_at=begun, kind="hours", amount=24, owner=team, due_at=due, at_risk_at=due - 5 * DAY,
        calendar_version="benchmark", pack_release=area.pack.release_id, state="running",
    )  # fmt: skip
    area.writer.add(
        ClockChange, id=area.new_id(), clock_id=clock, order=1, what="started", new_due=due, new_target="24 hours",
        because="benchmark", by=team, at=begun,
    )  # fmt: skip
    area.writer.add(
        Timer, id=area.new_id(), key=key, kind=kind, subject=key.rpartition(":")[0], due_at=due, next_try=due,
        state="waiting", set_at=begun,
    )  # fmt: skip
