"""What really flowed under an agreement in the last year: counts of disclosures, never of whom they speak."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plait.base.announce import ask
from plait.base.packs import Pack
from plait.sharing.events import AnswerTimes, AnswerWords
from plait.sharing.models import Disclosure, SharingAgreement, SharingDecision
from plait.sharing.queries.agreements import clauses_of
from plait.sharing.queries.linting import known_to
from plait.sharing.rules.flow import Flowed

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Flow:
    """Every disclosure of the year under it, how long answers took, what was said of them, and who may give but gave nothing
    (agency ids)."""

    flowed: list[Flowed]
    times: list[timedelta]
    words: list[str]
    silent: frozenset[str]


def flow_under(agreement: SharingAgreement, *, pack: Pack, at: datetime) -> Flow:
    """Reads the decisions that rested on clauses of this version. How long an answer took, and whether it helped, others know:
    they are asked."""
    mine = {str(one.pk) for one in agreement.clauses.all()}
    parties = [one.agency_id for one in agreement.parties.all()]
    areas = {one.agency_id for one in agreement.parties.all() if one.area}
    rows = (
        Disclosure.objects.filter(
            at__gte=at - YEAR,
            decision__from_agency__in=parties,
            decision__outcome__in=(SharingDecision.Outcome.SHARE, SharingDecision.Outcome.PART),
        )
        .exclude(decision__clauses=[])
        .values_list(
            "decision__clauses", "decision__from_agency", "decision__to_agency", "recipient_agency", "at",
            "decision__occasion", "decision__source_ref",
        )
    )  # fmt: skip
    flowed, answers = [], set()
    for clauses, giver, getter, recipient, when, occasion, source in rows.iterator():
        rested = tuple(one for one in clauses if one in mine)
        if not rested:
            continue
        flowed.append(Flowed(rested, giver, getter if getter in areas else recipient or getter, when))
        if occasion == SharingDecision.Occasion.ANSWER:
            answers.add(source)
    gave = {one.giver for one in flowed}
    refs = tuple(sorted(answers))
    times = [took for said in ask(AnswerTimes(refs)) for took in said]
    words = [word for said in ask(AnswerWords(refs)) for word in said]
    return Flow(flowed, times, words, frozenset(_may_give(agreement, pack) - gave - areas))


def _may_give(agreement: SharingAgreement, pack: Pack) -> set[str]:
    known = known_to(agreement, pack=pack)
    return {one for clause in clauses_of(agreement) if clause.permits for one in known.who(clause.holders)}
