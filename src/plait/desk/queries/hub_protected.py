"""Children who were protected at once, and whom nobody has taken over yet: what happened in the night must not be lost by
the morning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from plait.agencies.models import Team
from plait.agencies.queries import teams_of_kind
from plait.base.clock.models import RunningClock
from plait.base.packs import current
from plait.base.packs.schema.outcomes import Outcome
from plait.referrals.models import Contact, ContactPerson, Decision, Referral
from plait.referrals.queries.deciding import teams_that_may_accept

NEXT_STEPS = ("lead_accepts", "strategy_discussion")


@dataclass(frozen=True, slots=True)
class Protected:
    """Protection that was decided. `clock` is the next step that is due first: the next team accepts, or the strategy
    discussion is held. Where no team was asked to accept it is `unasked`: nobody has it, whatever runs, and somebody must
    ring `ring` now."""

    contact: Contact
    referral: Referral
    decision: Decision
    clock: RunningClock | None
    unasked: bool = False
    ring: Team | None = None


@dataclass(frozen=True, slots=True)
class Protecting:
    """What waits to be taken over: first what no team was asked for, then the soonest due. `codes` are the outcomes that
    nothing may stand before."""

    codes: frozenset[str]
    waiting: list[Protected]

    @classmethod
    def now(cls, visible: QuerySet[Contact], *, at: datetime) -> Self:
        """Out of what the reader may see; in a fixed number of queries."""
        outcomes = {one.code: one for one in current(at=at).outcomes.values() if one.never_blocked}
        awaited: dict[str, list[RunningClock]] = {}
        steps = RunningClock.objects.filter(rule__in=NEXT_STEPS, state=RunningClock.State.RUNNING)
        for running in steps.order_by("-started_at", "key"):
            awaited.setdefault(running.subject.partition(":")[2], []).append(running)
        nobody = _nobody_was_asked(list(outcomes))
        decided: dict[str, Decision] = {}
        last: dict[str, Decision] = {}
        for decision in Decision.objects.filter(referral_id__in=[*awaited, *nobody]).order_by("at", "-pk"):
            last[str(decision.referral_id)] = decision
            if decision.outcome in outcomes:
                decided[str(decision.referral_id)] = decision
        children = ContactPerson.objects.select_related("description").order_by("order", "pk")
        seen = {
            one.pk: one
            for one in visible.filter(referral__in=list(decided)).prefetch_related(
                Prefetch("people", queryset=children)
            )
        }
        waiting = []
        for referral in Referral.objects.filter(pk__in=list(decided), contact_id__in=list(seen)):
            key, unasked = str(referral.pk), str(referral.pk) in nobody
            # Decided otherwise since: only a strategy discussion that is still to be held is left of the protection.
            steps_left = [
                one
                for one in awaited.get(key, ())
                if last[key].outcome in outcomes or one.rule == NEXT_STEPS[1]
            ]
            if steps_left or unasked:
                clock = min(steps_left, key=lambda one: one.due_at, default=None)
                found = Protected(seen[referral.contact_id], referral, decided[key], clock, unasked)
                waiting.append(_with_somebody_to_ring(found, outcomes) if unasked else found)
        in_order = sorted(waiting, key=lambda one: one.clock.due_at if one.clock else one.decision.at)
        return cls(frozenset(outcomes), sorted(in_order, key=lambda one: not one.unasked))

    def ever(self, contacts: Iterable[object]) -> frozenset[str]:
        """Of these concerns (by id), those with any protection decided: they are not merely unrated. One query."""
        rows = Decision.objects.filter(referral__contact_id__in=list(contacts), outcome__in=list(self.codes))
        return frozenset(str(one) for one in rows.values_list("referral__contact_id", flat=True))


def _nobody_was_asked(codes: list[str]) -> frozenset[str]:
    """Referrals, open and without a lead, whose last decision is protection and names no team that is to accept."""
    last = Decision.objects.filter(referral=OuterRef("pk")).order_by("-at", "pk")
    found = (
        Referral.objects.filter(lead_team__isnull=True, decisions__outcome__in=codes)
        .exclude(status=Referral.Status.CLOSED)
        .annotate(
            outcome=Subquery(last.values("outcome")[:1]), asked=Subquery(last.values("next_team__id")[:1])
        )
        .filter(outcome__in=codes, asked__isnull=True)
    )
    return frozenset(str(pk) for pk in found.values_list("pk", flat=True))


def _with_somebody_to_ring(one: Protected, outcomes: Mapping[str, Outcome]) -> Protected:
    """The team that could take this outcome, else any that holds cases, else emergency duty."""
    chosen = outcomes[one.decision.outcome]
    kinds = dict.fromkeys([chosen.accepting_team, "casework", "edt"])
    teams = [
        *teams_that_may_accept(chosen),
        *(team for kind in kinds if kind for team in teams_of_kind(kind)),
    ]
    return replace(one, ring=teams[0] if teams else None)
