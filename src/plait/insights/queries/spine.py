"""From the concern to the decision: in time or late, how long it took, and for which children what was decided."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate

from plait.base.clock.calendars import LONDON
from plait.base.db.subjects import HoursFrom
from plait.base.packs import Pack
from plait.feedback.models import FeedbackTask
from plait.insights.queries.counting import NO_AGENCY, how_it_went, lines, told_of, within
from plait.insights.rules.comparing import (
    ETHNIC_GROUPS,
    HEARD_DAYS,
    NOT_SAID,
    Characteristic,
    disability_group,
    ethnic_group,
    groups,
    sex_group,
)
from plait.insights.rules.measures import GROUPS
from plait.insights.rules.periods import Period
from plait.referrals.models import Contact, ContactPerson, Decision, PartnerCheck

Figures = dict[str, dict[str, int]]
ByDay = dict[str, dict[date, tuple[int, int]]]

# Which national outcome of a referral is told in which column; what is in none is told as other.
_COLUMN = {
    "strategy_s47": "protection", "assessment": "assessment", "step_down_early_help": "early_help", "NFA": "no_more",
    "advice": "no_more",
}  # fmt: skip
_CHARACTERISTICS: tuple[tuple[str, str, int, Callable[[str], str], tuple[str, ...]], ...] = (
    ("sex", "Sex", 0, sex_group, ("Female", "Male", NOT_SAID)),
    ("ethnicity", "Ethnicity", 1, ethnic_group, (*dict.fromkeys(ETHNIC_GROUPS.values()), NOT_SAID)),
    ("disability", "Disability", 2, disability_group, ("A disability", "No disability", NOT_SAID)),
)


def decisions(period: Period, *, at: datetime) -> Figures:
    """Concerns of these months by who told us and how the clock of their decision went."""
    rows = Contact.objects.filter(told_of(), within("received_at", period), route=Contact.Route.STANDARD)
    went = how_it_went("contact:", ":decision", at=at)
    return lines(
        rows.annotate(went=went).values_list("referrer__agency_id", "went").annotate(n=Count("pk")).order_by()
    )


def hours_to_act(period: Period) -> dict[str, dict[int, int]]:
    """Of each agency's concerns of these months: after how many whole hours how many were acted on."""
    decided = Decision.objects.filter(referral__contact_id=OuterRef("pk")).order_by("at").values("at")[:1]
    rows = Contact.objects.filter(
        told_of(), within("received_at", period), route=Contact.Route.STANDARD
    ).annotate(acted_at=Coalesce(Subquery(decided), "taken_on_at", "answered_at"))
    found: dict[str, dict[int, int]] = {}
    timed = rows.filter(acted_at__isnull=False).annotate(hours=HoursFrom("received_at", "acted_at"))
    counts = timed.values_list("referrer__agency_id", "hours").annotate(n=Count("pk")).order_by()
    for agency, hours, n in counts:
        row = found.setdefault(str(agency) if agency else NO_AGENCY[0], {})
        row[max(0, hours)] = row.get(max(0, hours), 0) + n
    return found


def answers(period: Period, *, at: datetime) -> tuple[Figures, ByDay]:
    """Questions of these months by who was asked and how they went; and the same by the day of asking, in time or not, where
    they were answered or are late."""
    rows = PartnerCheck.objects.filter(told_of("referral__contact"), within("asked_at", period))
    rows = rows.exclude(status=PartnerCheck.Status.WITHDRAWN)
    figures: Figures = {}
    by_day: ByDay = {}
    counts = (
        rows.annotate(went=how_it_went("check:", ":answer", at=at), day=TruncDate("asked_at", tzinfo=LONDON))
        .values_list("agency_id", "went", "day")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for agency, went, day, n in counts:
        row = figures.setdefault(str(agency), {})
        row[went or "waiting"] = row.get(went or "waiting", 0) + n
        if went in ("in_time", "late", "overdue"):
            good, rest = by_day.setdefault(str(agency), {}).get(day, (0, 0))
            in_time = went == "in_time"
            by_day[str(agency)][day] = (good + n, rest) if in_time else (good, rest + n)
    return figures, by_day


def days_told(period: Period) -> dict[str, set[date]]:
    """On which days each agency was told what came of an answer of its own, from thirty days before these months."""
    told = FeedbackTask.objects.filter(
        told_of("contact"), kind__in=["helped", "cited", "knew_nothing"], sent_at__lt=period.ends,
        sent_at__gte=period.begins - timedelta(days=HEARD_DAYS),
    )  # fmt: skip
    found: dict[str, set[date]] = {}
    days = told.annotate(day=TruncDate("sent_at", tzinfo=LONDON)).values_list("agency_id", "day").distinct()
    for agency, day in days.order_by():
        found.setdefault(str(agency), set()).add(day)
    return found


def characteristics(period: Period, pack: Pack) -> list[Characteristic]:
    """Children in the concerns of these months by sex, ethnicity and disability as they were described, and by what was decided
    last. Read for the whole area at once and for no child alone."""
    last = Decision.objects.filter(referral__contact_id=OuterRef("contact_id")).order_by("-at", "pk")
    rows = ContactPerson.objects.filter(
        told_of("contact"),
        within("contact__received_at", period),
        contact__route=Contact.Route.STANDARD,
        role=ContactPerson.Role.CHILD,
    ).annotate(outcome=Coalesce(Subquery(last.values("outcome")[:1]), "contact__answered_with"))
    counts = list(
        rows.values_list(
            "description__sex",
            "description__ethnicity",
            "description__disability",
            "outcome",
            "contact__status",
        )
        .annotate(n=Count("pk"))
        .order_by()
    )
    columns = [column.code for column in GROUPS.columns]
    found = []
    for code, name, at, group_of, known in _CHARACTERISTICS:
        figures: Figures = {label: {} for label in known}
        for *said, outcome, status, n in counts:
            row, column = figures[group_of(said[at])], _column(outcome, status, pack)
            row[column] = row.get(column, 0) + n
        found.append(groups(code, name, figures, columns))
    return found


def _column(outcome: str, status: str, pack: Pack) -> str:
    if not outcome:
        return "other" if status == Contact.Status.WITH_WORKER else "undecided"
    known = pack.outcomes.get(outcome)
    if known is None:
        return "other"
    if known.never_blocked:
        return "protection"
    if known.national.contact_outcome == "early_help_referral":
        return "early_help"
    return _COLUMN.get(known.national.referral_outcome, "other")
