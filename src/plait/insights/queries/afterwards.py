"""What came after: feedback, disagreements, step downs, and the questions that Plait asked."""

from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from plait.base.db.subjects import KeyOf
from plait.base.packs import NotInPack, Pack
from plait.base.prompts.models import Disposition, Prompt
from plait.escalation.models import Challenge, Escalation, EscalationStage
from plait.feedback.models import AnswerWord, FeedbackTask
from plait.insights.queries.counting import counted, how_it_went, lines, told_of, within
from plait.insights.queries.spine import Figures
from plait.insights.rules.measures import ESCALATIONS, HELD, PROMPTS
from plait.insights.rules.periods import Period
from plait.insights.rules.tables import Counted
from plait.people.models import Person
from plait.stepdown.models import LookedAgain, StepDown

ANOTHER = ("another", "One that is no more")
_DAYS_A_MONTH = 365 / 12


def feedback(period: Period, *, at: datetime) -> Figures:
    """Promises to tell of these months by who was to hear, and what became of each. What was sent by the deciding click was in
    time; only what waited for a person is looked up by its clock."""
    sent = Q(status=FeedbackTask.Status.SENT)
    became = Case(
        When(status=FeedbackTask.Status.NOT_TOLD, then=Value("not_told")),
        When(status=FeedbackTask.Status.HELD, then=Value("held")),
        When(sent & Q(sent_at=F("made_at"), read_at__isnull=True), then=Value("unread")),
        When(sent & Q(sent_at=F("made_at")), then=Value("read")),
        default=Coalesce(how_it_went("feedback:", ":send", at=at), Value("in_time")),
        output_field=CharField(),
    )
    rows = FeedbackTask.objects.filter(
        told_of("contact"), within("made_at", period), answer_word__isnull=True
    )
    rows = rows.annotate(became=became)
    found = lines(rows.values_list("agency_id", "became").annotate(n=Count("pk")).order_by())
    for row in found.values():  # told by telephone, in time: heard
        row["read"] = row.get("read", 0) + row.pop("in_time", 0)
    return found


def of_use(period: Period) -> Figures:
    """Words of these months on partners' answers, by whose answer it was. Of one person's the last counts."""
    rows = AnswerWord.objects.filter(
        told_of("partner_check__referral__contact"), within("at", period), superseded=False
    )
    return lines(rows.values_list("partner_check__agency_id", "said").annotate(n=Count("pk")).order_by())


def escalations(period: Period, pack: Pack) -> Counted:
    """Open at any time in these months: by the highest stage reached, and by age or end, as it stood when they ended."""
    reached = EscalationStage.objects.filter(escalation=OuterRef("pk"), began_at__lt=period.ends)
    over = Q(ended_at__lt=period.ends)
    stood = Case(
        When(over & Q(status=Escalation.Status.RESOLVED), then=Value("resolved")),
        When(over, then=Value("ended")),
        When(at__gte=period.ends - timedelta(days=7), then=Value("week")),
        When(at__gte=period.ends - timedelta(days=28), then=Value("month")),
        default=Value("longer"),
        output_field=CharField(),
    )
    rows = Escalation.objects.filter(
        told_of("contact"), Q(ended_at__isnull=True) | Q(ended_at__gte=period.begins), at__lt=period.ends
    ).annotate(stage=Subquery(reached.order_by("-order").values("name")[:1]), stood=stood)
    found = lines(rows.values_list("stage", "stood").annotate(n=Count("pk")).order_by())
    file = pack.ladders()
    names = list(dict.fromkeys(stage.name for ladder in file.ladders for stage in ladder.stages))
    return counted(ESCALATIONS, *_known(found, [(name, name) for name in names]))


def _known(found: Figures, known: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], Figures]:
    """The lines that the pack knows today, whether anything stands there or not; what it has dropped goes together."""
    keys = {key for key, _ in known}
    kept: Figures = {}
    for key, row in found.items():
        into = kept.setdefault(key if key in keys else ANOTHER[0], {})
        for column, n in row.items():
            into[column] = into.get(column, 0) + n
    return [*known, ANOTHER], kept


def challenges(period: Period, *, at: datetime) -> Figures:
    """Questions of these months by who was asked, and what became of them."""
    became = Case(
        When(status=Challenge.Status.TAKEN_FURTHER, then=Value("further")),
        default=how_it_went("challenge:", ":answer", at=at),
        output_field=CharField(),
    )
    rows = Challenge.objects.filter(told_of("contact"), within("at", period))
    rows = rows.exclude(status=Challenge.Status.TAKEN_BACK).annotate(became=became)
    return lines(rows.values_list("their_agency_id", "became").annotate(n=Count("pk")).order_by())


def right_to_ask(period: Period) -> dict[str, int]:
    """Of whose questions and escalations of these months the other side said that it was right to ask."""
    found: dict[str, int] = {}
    for model in (Challenge, Escalation):
        rows = model.objects.filter(told_of("contact"), within("at", period), recognised__isnull=False)
        for agency, n in rows.values_list("our_agency_id").annotate(n=Count("pk", distinct=True)).order_by():
            found[str(agency)] = found.get(str(agency), 0) + n
    return found


def held(period: Period, pack: Pack) -> Counted:
    """Families whose time to be looked at again ended in these months, by which look it was and what was said."""
    figures: Figures = {}
    rows = []
    looks = pack.stepdown.looks if pack.stepdown else ()
    for look in (one for one in looks if one.waits):
        target = _months(pack, look.clock)
        if target is None:
            continue
        then = period.earlier(target)
        last = LookedAgain.objects.filter(stepdown=OuterRef("pk"), promise=look.code).order_by("-at", "-pk")
        said = last.values("standing")[:1]
        gone = Q(ended_at__lt=F("begun_at") + timedelta(days=_DAYS_A_MONTH * target))
        back = Q(status__in=[StepDown.Status.STEPPED_UP, StepDown.Status.REOPENED])
        became = Case(
            When(said="not_seen", then=Value("unseen")),
            When(said__isnull=False, then=F("said")),
            When(gone & back, then=Value("back")),
            When(gone & Q(status=StepDown.Status.ENDED), then=Value("ended")),
            default=Value("not_looked"),
            output_field=CharField(),
        )
        found = (
            StepDown.objects.filter(told_of("referral__contact"), within("begun_at", then))
            .annotate(said=Subquery(said))
            .annotate(became=became)
            .values_list("became")
            .annotate(n=Count("pk"))
            .order_by()
        )
        figures[look.code] = dict(found)
        rows.append((look.code, look.label))
    return counted(HELD, rows, figures)


def _months(pack: Pack, clock: str) -> int | None:
    try:
        target = pack.clock(clock)
    except NotInPack:
        return None
    return target.amount if target.kind == "months" else None


def prompts(period: Period, pack: Pack) -> Counted:
    """Questions asked in these months by rule and what was said to them; never by whom."""
    restricted = Person.objects.filter(restricted=True).values_list(KeyOf("pk"), flat=True)
    said = Disposition.objects.filter(prompt=OuterRef("pk")).exclude(kind=Disposition.Kind.LATER)
    became = Case(
        When(said__isnull=False, then=F("said")),
        When(state=Prompt.State.ENDED, then=Value("over")),
        default=Value("open"),
        output_field=CharField(),
    )
    rows = (
        Prompt.objects.filter(within("asked_at", period), custodian="")
        .exclude(person_id__in=restricted)
        .annotate(said=Subquery(said.order_by("-at", "pk").values("kind")[:1]))
        .annotate(became=became)
    )
    found = lines(rows.values_list("rule", "became").annotate(n=Count("pk")).order_by())
    file = pack.prompts
    return counted(PROMPTS, *_known(found, [(one.code, one.label) for one in file.rules] if file else []))
