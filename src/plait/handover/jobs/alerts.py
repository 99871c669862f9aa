"""Regular work about missing families. One light query where no family was ever missed."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.packs import NoPack, NotInPack
from plait.handover.actions.end_alert import end_over_time
from plait.handover.actions.erase_alerts import let_alerts_go
from plait.handover.actions.keep_quiet import keep_quiet
from plait.handover.queries import alerting as queries
from plait.handover.rules.alerting import unsafe

WORKER = Actor.process("worker")


def look_after_alerts(at: datetime) -> int:
    """Those whose time is over, and ours of whom somebody hides by now, end; others' about whoever may hide here by now are the
    custodians' alone; what is old loses its words."""
    if queries.none_is_kept():
        return 0
    done = 0
    over = queries.live_over_time(queries.today(at)).exists()
    if over or any(unsafe(queries.safety_of_all(queries.people_of(one))) for one in queries.open_ones()):
        done += end_over_time(by=WORKER, at=at)
    if queries.may_be_kept_here([who for one in queries.read_by_the_hub() for who in queries.told_of(one)]):
        done += keep_quiet(by=WORKER, at=at)
    try:
        days = queries.process(at).kept_days
    except (NoPack, NotInPack):
        return done
    if queries.old(at, days=days).exists():
        done += let_alerts_go(by=WORKER, at=at)
    return done
