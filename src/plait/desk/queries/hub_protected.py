"""Children who were protected at once, and whom nobody has taken over yet: what happened in the night must not be lost by
the morning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Prefetch, QuerySet

from plait.base.clock.models import RunningClock
from plait.base.packs import current
from plait.referrals.models import Contact, ContactPerson, Decision, Referral

NEXT_STEPS = ("lead_accepts", "strategy_discussion")
MOST = 200


@dataclass(frozen=True, slots=True)
class Protected:
    """Protection that was decided; `clock` is the next step that is due first: the next team accepts, or the strategy
    discussion is held."""

    contact: Contact
    referral: Referral
    decision: Decision
    clock: RunningClock


@dataclass(frozen=True, slots=True)
class Protecting:
    """What waits to be taken over, soonest due first. `codes` are the outcomes that nothing may stand before."""

    codes: frozenset[str]
    waiting: list[Protected]

    @classmethod
    def now(cls, visible: QuerySet[Contact], *, at: datetime) -> Self:
        """Out of what the reader may see; in a fixed number of queries. Reads the newest next steps that are awaited."""
        codes = frozenset(one.code for one in current(at=at).outcomes.values() if one.never_blocked)
        running = RunningClock.objects.filter(rule__in=NEXT_STEPS, state=RunningClock.State.RUNNING)
        awaited: dict[str, list[RunningClock]] = {}
        for clock in running.order_by("-started_at", "key")[:MOST]:
            awaited.setdefault(clock.subject.partition(":")[2], []).append(clock)
        decided: dict[str, Decision] = {}
        last: dict[str, Decision] = {}
        for decision in Decision.objects.filter(referral_id__in=list(awaited)).order_by("at", "-pk"):
            last[str(decision.referral_id)] = decision
            if decision.outcome in codes:
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
            key = str(referral.pk)
            # Decided otherwise since: only a strategy discussion that is still to be held is left of the protection.
            steps = [one for one in awaited[key] if last[key].outcome in codes or one.rule == NEXT_STEPS[1]]
            if steps:
                clock = min(steps, key=lambda one: one.due_at)
                waiting.append(Protected(seen[referral.contact_id], referral, decided[key], clock))
        return cls(codes, sorted(waiting, key=lambda one: one.clock.due_at))

    def ever(self, contacts: Iterable[object]) -> frozenset[str]:
        """Of these concerns (by id), those with any protection decided: they are not merely unrated. One query."""
        rows = Decision.objects.filter(referral__contact_id__in=list(contacts), outcome__in=list(self.codes))
        return frozenset(str(one) for one in rows.values_list("referral__contact_id", flat=True))
