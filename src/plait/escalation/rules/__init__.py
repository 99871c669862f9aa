"""Who owns a disagreement, who may do what with it, and when somebody is asked to climb. Pure."""

from plait.escalation.rules.owning import (
    ARBITRATOR,
    UNHEEDED,
    Candidate,
    Side,
    may_own,
    who_is_next,
    who_owns,
)
from plait.escalation.rules.pace import (
    URGENCIES,
    counts_as_harm,
    is_more_urgent,
    is_pressing,
    next_prompt,
)
from plait.escalation.rules.raising import (
    Raising,
    first_stage,
    may_raise,
    opening_question,
    scope_of,
)
from plait.escalation.rules.taking_part import (
    Part,
    has_a_part,
    may_answer,
    may_climb,
    may_make_more_urgent,
    may_overtake,
    may_recognise,
    may_ring,
    may_say_outcome,
    may_settle,
    may_withdraw,
)

__all__ = [
    "ARBITRATOR",
    "UNHEEDED",
    "URGENCIES",
    "Candidate",
    "Part",
    "Raising",
    "Side",
    "counts_as_harm",
    "first_stage",
    "has_a_part",
    "is_more_urgent",
    "is_pressing",
    "may_answer",
    "may_climb",
    "may_make_more_urgent",
    "may_overtake",
    "may_own",
    "may_raise",
    "may_recognise",
    "may_ring",
    "may_say_outcome",
    "may_settle",
    "may_withdraw",
    "next_prompt",
    "opening_question",
    "scope_of",
    "who_is_next",
    "who_owns",
]
