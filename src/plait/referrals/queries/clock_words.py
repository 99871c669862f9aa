"""What each promise of time waits for, in words: the only place that says so."""

from plait.base.clock.models import RunningClock
from plait.base.packs import Pack

WAITS_FOR = {
    "decision": "Decide what happens next",
    "rating": "Decide, by its urgency",
    "open": "The hub opens it",
    "worker-accepts": "The worker’s team accepts",
    "assessment": "Finish the assessment",
    "lead-accepts": "The next team accepts",
    "strategy_discussion": "Hold the strategy discussion",
    "s47_icpc": "Child protection conference",
    "answer": "Answer",
    "pickup": "Tell the school before the bell: can the child go home?",
    "agreed_action": "Do what a strategy discussion agreed",
    "partner_waits": "Answer the agency that needs more, or wants to speak to you",
    "ring-back": "Ring the school that keeps the child",
}


def what_is_due(clock: RunningClock, pack: Pack | None = None) -> str:
    """What the clock waits for. One that the area's pack brings has the pack's own words, where the pack is at hand."""
    for name in (clock.key.rpartition(":")[2], clock.rule):
        if name in WAITS_FOR:
            return WAITS_FOR[name]
    if pack is not None and clock.rule in pack.clocks:
        return pack.clocks[clock.rule].label
    return clock.rule.replace("_", " ").replace("-", " ").capitalize()
