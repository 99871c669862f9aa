"""A family that nobody finds: raised, signed, told to the school, the police and North, which is in memory and answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from plait.base.federation.models import Outgoing
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.handover.actions.raise_alert import Recipients, raise_alert
from plait.handover.actions.sign_alert import sign_alert
from plait.handover.models import MissingAlert
from plait.handover.rules.alerting import Answers
from plait.handover.wire.missing import (
    DISPOSED,
    MISSING,
    Gone,
    Person,
    Ring,
    Said,
    read_gone,
    read_said,
    written,
)
from tests.base.federation.border import part
from tests.base.federation.delivery import from_north
from tests.feedback.journey import Journey
from tests.handover.asking_areas import opened

ANSWERS = Answers(
    said_by="works", may_be_fled="no", fleeing="no", check="nothing", check_by="Sergeant Ito, police, canary-check",
    check_found="Nothing in either record, canary-abuse.", because="The flat is empty since Monday, canary-because.",
)  # fmt: skip
THEIRS = "00000000-0000-0000-0000-0000000000c1"
RING = Ring(
    who="Northmere Hub", phone="01632 960700", at_night="Their night team", at_night_phone="01632 960799"
)
BOTH = frozenset({MISSING, DISPOSED})
ANA = Person(forename="Ana", surname="Canary-Moor", born=2019)


def raised(
    journey: Journey, by: str = "screener", household: Sequence[str] = (), **changed: Any
) -> MissingAlert:
    """Every question answered, unless a test says otherwise."""
    told = Recipients([str(journey.cast.agencies[key].pk) for key in ("alder_lane", "police")], ["north"])
    given: dict[str, Any] = {
        "household": household,
        "recipients": told,
        "answers": replace(ANSWERS, **changed),
    }
    return raise_alert(person_id=journey.child, **given, by=journey.who(by), at=journey.later())


def out(journey: Journey, **given: Any) -> MissingAlert:
    """Raised by a screener, signed by the hub's manager."""
    alert = raised(journey, **given)
    sign_alert(alert_id=str(alert.pk), gateway="CA89_47", by=journey.who("manager"), at=journey.later())
    return fresh(alert)


def fresh(alert: MissingAlert) -> MissingAlert:
    return MissingAlert.objects.get(pk=alert.pk)


def to_north(at: datetime) -> list[Said]:
    """Every word of ours that North reads, in order."""
    rows = Outgoing.objects.filter(kind=MISSING).order_by("posted_at", "pk")
    return [read_said(opened(row, at, understood=BOTH)[1]) for row in rows]


def gone_to_north(at: datetime) -> list[Gone]:
    """Every time we told North that nothing of theirs is left here."""
    rows = Outgoing.objects.filter(kind=DISPOSED).order_by("posted_at", "pk")
    return [read_gone(opened(row, at, understood=BOTH)[1]) for row in rows]


def north_says(said: Said | Gone, *, at: datetime, number: int) -> Taken:
    """One word of North's, taken in here; `number` is that of its envelope."""
    kind = MISSING if isinstance(said, Said) else DISPOSED
    parts = (part("missing.json", written(said), "application/json"),)
    wire = from_north(at=at, number=number, contents=Contents(kind, about=said.alert), parts=parts)
    return receive(BytesIO(wire), way="file", at=at)


def theirs(says: str = "missing", number: int = 1, **changed: Any) -> Said:
    """What North says of a family that it misses."""
    missing, found = says == "missing", says == "found"
    said: dict[str, Any] = {
        "alert": THEIRS, "number": number, "says": says, "reference": "M-2345-6789", "ring": RING, "ends_on": "2027-02-20",
        "people": [ANA] if missing else [], "if_seen": ["Ring the number below at once."] if missing else [],
        "seen_by": "A midwife" if found else "", "seen_on": "2026-11-24" if found else "",
    }  # fmt: skip
    return Said(**said | changed)
