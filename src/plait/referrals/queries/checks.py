"""Reading partner checks and their answers. Whoever calls has passed `access.open_check` or `access.visible_checks`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from plait.agencies.models import Team
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.packs.pack import Pack
from plait.referrals.models import CallNote, CheckAnswer, PartnerCheck
from plait.sharing.events import AnswerTimes
from plait.sharing.models import DisclosureItem, InformationItem

LATELY = timedelta(days=14)
MOST_ON_A_LIST = 200


def current_answers(check_ids: Iterable[str]) -> QuerySet[CheckAnswer]:
    """Answers that stand, oldest first; those given before and since replaced are kept but not among them."""
    found = CheckAnswer.objects.filter(partner_check_id__in=list(check_ids), superseded=False)
    return found.select_related("decision").order_by("at", "pk")


def answers_ever(check_id: str) -> int:
    """How many answers were ever given: the version of a check that a page carries to see whether others answered."""
    return CheckAnswer.objects.filter(partner_check__id=check_id).count()


def own_items(check_id: str, *, agency_id: str) -> QuerySet[InformationItem]:
    """What the agency itself wrote down in answering, its private notes among them; replaced items are not."""
    return InformationItem.objects.filter(
        source_ref=f"check:{check_id}", agency_id=agency_id, superseded_at__isnull=True
    ).order_by("written_at", "happened_on", "pk")


def lines_given(decision_ids: Iterable[str]) -> QuerySet[DisclosureItem]:
    """What left, line by line, by these sharing decisions."""
    found = DisclosureItem.objects.filter(disclosure__decision_id__in=list(decision_ids))
    return found.select_related("disclosure").order_by("disclosure__at", "pk")


def check_behind(check_id: str) -> PartnerCheck | None:
    """A check by its id, for the hub's side: the caller opens its referral before anything is shown."""
    return PartnerCheck.objects.select_related("agency", "team", "referral").filter(pk=check_id).first()


def hub_of(check: PartnerCheck) -> Team:
    """The team that asked, with its agency: where an answer goes."""
    return Team.objects.select_related("agency").get(contacts__referral__checks=check)


def calls_about(about: str) -> QuerySet[CallNote]:
    """Telephone calls written down about one record, newest first."""
    return CallNote.objects.filter(about=about).order_by("-rang_at", "pk")


def on_the_list(visible: QuerySet[PartnerCheck], *, at: datetime) -> list[PartnerCheck]:
    """The morning list out of what the reader may see: everything unanswered, and what was answered lately."""
    waiting = Q(status__in=[PartnerCheck.Status.ASKED, PartnerCheck.Status.OPENED])
    lately = Q(status=PartnerCheck.Status.ANSWERED, answered_at__gt=at - LATELY)
    found = visible.filter(waiting | lately).select_related("team", "referral").order_by("-asked_at", "pk")
    return list(found[:MOST_ON_A_LIST])


def that_wait(visible: QuerySet[PartnerCheck]) -> QuerySet[PartnerCheck]:
    """Those of these that wait for an answer."""
    return visible.filter(status__in=[PartnerCheck.Status.ASKED, PartnerCheck.Status.OPENED])


def answer_clocks(check_ids: Iterable[str]) -> dict[str, RunningClock]:
    """The clock of each check's answer, by check id, in one query."""
    found = clocks_for(f"check:{check_id}" for check_id in check_ids)
    return {clock.subject.removeprefix("check:"): clock for clock in found if clock.key.endswith(":answer")}


def gateway_for_answer(
    pack: Pack,
    *,
    asked_under: str,
    holder_kind: str,
    holder_under_contract: bool,
    recipient_kind: str,
    on: date,
) -> str:
    """The gateway that an answer rests on unless somebody chooses another: the ask's own where it fits the answering
    agency, else the duty to share, else the power in section 115 (domain.md 2.4)."""
    fits = [
        one.code
        for one in pack.gateways_for(
            holder_kind, recipient_kind, on, holder_under_contract=holder_under_contract
        )
        if one.consent_required == "no"
    ]
    for code in (asked_under, "CA04_16LA", "CDA98_115", *fits):
        if code in fits:
            return code
    return ""


def answer_times(question: AnswerTimes) -> list[timedelta]:
    """How long each of these checks took from asked to answered; those that nobody answered are left out."""
    ids = [ref.removeprefix("check:") for ref in question.refs if ref.startswith("check:")]
    rows = PartnerCheck.objects.filter(pk__in=ids, answered_at__isnull=False)
    return [answered - asked for asked, answered in rows.values_list("asked_at", "answered_at") if answered]
