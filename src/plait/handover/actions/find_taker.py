"""Another area was told that a family is known here, and nobody here works with them: somebody of the hub takes it."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import hides_now
from plait.handover.store.confirming import MANAGERS
from plait.handover.store.telling import WHERE, tell_custodians
from plait.people.access import who_may_hear


@deed
def find_taker(*, ask_id: str, turn: int, by: Actor, at: datetime) -> bool:
    """By Plait itself, at once and then each day: the hub hears, from the second time its managers by name too, until somebody
    has taken it (`take_known`); False then. Of somebody who hides by now the custodians hear, once, and nobody else."""
    about = f"ask-received:{ask_id}"
    by_itself(by).insist(about=about)
    known = AskReceived.objects.select_for_update().filter(pk=ask_id, says="known", person__isnull=False)
    kept = known.filter(state=AskReceived.State.UNTAKEN if turn else AskReceived.State.ANSWERED).first()
    record(act="discovery:untaken", about=about, by=by, at=at)
    if kept is None or kept.requests.exists():  # what they want to know has a clock of its own
        return False
    if kept.quiet or AskReceived.objects.filter(hides_now(), pk=kept.pk).exists():
        kept.quiet, kept.state = True, AskReceived.State.ANSWERED
        kept.save(update_fields=["quiet", "state"])
        tell_custodians(kept, again="untaken", by=by, at=at)
        return False
    kept.state = AskReceived.State.UNTAKEN
    kept.save(update_fields=["state"])
    named = {str(one.pk) for one in agencies.holders_of(MANAGERS, at=at)} if turn else set()
    readers = [f"team:{team.pk}" for team in agencies.teams_of_kind("hub")]
    readers += [f"practitioner:{one}" for one in sorted(who_may_hear(named, [str(kept.person)], at=at))]
    for to in readers:
        path = f"{WHERE}{kept.pk}/"
        post(
            key=f"{kept.ref}:untaken:{turn}:{to}",
            kind="area-asked-untaken",
            to=to,
            context={"link_path": path},
            at=at,
        )
    return True
