"""What follows from the events of other apps, and what is answered to their questions. Wired in site/wiring.py."""

from plait.feedback.handlers.answering import object_to_closing, records_about, records_under
from plait.feedback.handlers.deciding import (
    chase_what_is_late,
    promise_pickup_word,
    tell_after_answer,
    tell_after_decision,
    tell_after_done,
    tell_after_late_answer,
    tell_after_passing_on,
    tell_after_withdrawal,
)
from plait.feedback.handlers.keeping import (
    pass_on_after_leaver,
    pass_on_after_restricting,
    settle_after_agency,
)
from plait.feedback.handlers.parting import (
    tell_after_closing,
    tell_after_holding,
    tell_after_reopening,
    tell_after_taking_over,
)

__all__ = [
    "chase_what_is_late",
    "object_to_closing",
    "pass_on_after_leaver",
    "pass_on_after_restricting",
    "promise_pickup_word",
    "records_about",
    "records_under",
    "settle_after_agency",
    "tell_after_answer",
    "tell_after_closing",
    "tell_after_decision",
    "tell_after_done",
    "tell_after_holding",
    "tell_after_late_answer",
    "tell_after_passing_on",
    "tell_after_reopening",
    "tell_after_taking_over",
    "tell_after_withdrawal",
]
