"""A question that must be answered waits: somebody is told, and told again until it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from plait.agencies.queries import actor_for, custodian_teams, holders_of, practitioner, teams_of_kind
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.prompts.models import Prompt
from plait.base.timers import set_timer
from plait.people.access import who_may_hear
from plait.people.queries import restricted_among, who_is_round
from plait.practice.access import is_asked

LATE = "question-unanswered"
WORKS = ("allocated", "works")
MANAGERS = "hub_manager"
EACH_DAY = 5  # then each week


@deed
def ask_to_answer(*, prompt_ids: Iterable[str], turn: int = 0, by: Actor, at: datetime) -> int:
    """By Plait itself. Whoever works with the child and the hub; of what is sealed or restricted its custodians alone; from the
    second time the hub's managers by name too. Answers how many of these questions still wait: no page is looked at by itself,
    and *a bruise on a baby* must not stand on one that nobody opens."""
    by_itself(by).insist(about="page:prompts")
    waiting = Prompt.objects.filter(
        pk__in=list(prompt_ids), mandatory=True, state__in=(Prompt.State.ASKED, Prompt.State.LATER)
    )
    told = 0
    for one in waiting.order_by("asked_at", "pk"):
        told += 1
        for reader in _readers(one, turn, at=at):
            # By its twin: one letter about brothers and sisters who are asked about for the same reason.
            key = f"question:{one.twin}:{one.asked_at:%y%m%d%H%M}:{turn}:{reader}"
            path = f"/questions/{one.pk}/"
            post(key=key, kind="question-to-answer", to=reader, context={"link_path": path}, at=at)
        wait = timedelta(days=1) if turn < EACH_DAY else timedelta(days=7)
        key = f"{LATE}:{one.pk}:{one.asked_at:%y%m%d%H%M}+{turn + 1}"
        set_timer(key=key, kind=LATE, subject=one.ref, due_at=at + wait, at=at)
    record(act="prompt:told", about=[one.ref for one in waiting] or "page:prompts", by=by, at=at)
    return told


def _readers(prompt: Prompt, turn: int, *, at: datetime) -> list[str]:
    if prompt.custodian:
        return [f"team:{prompt.custodian}"]
    kept = restricted_among([prompt.person_id]).first()
    if kept is not None:
        teams = [kept.custodian_id] if kept.custodian_id else [one.pk for one in custodian_teams()]
        return [f"team:{one}" for one in teams]
    named = {one for one, _ in who_is_round(prompt.person_id, kinds=WORKS, at=at) if one}
    named |= {str(one.pk) for one in holders_of(MANAGERS, at=at)} if turn else set()
    may = sorted(who_may_hear(named, [prompt.person_id], at=at))
    people = [f"practitioner:{one}" for one in may if is_asked(actor_for(practitioner(one), at=at))]
    return [*people, *(f"team:{one.pk}" for one in teams_of_kind("hub"))]
