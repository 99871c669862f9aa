"""What is decided about people without a database: who may open, what is taken out of text, who is who, which moves raise
a question. Pure: no Django, no clock."""

from plait.people.rules.entering import (
    KINDS_OF_NOTE,
    SELF_GIVEN,
    Claimed,
    Emergency,
    may_answer_claim,
    may_read_notes,
    may_review_access,
    may_use_emergency,
    opened_for,
    opens_at_once,
    read_purpose,
)
from plait.people.rules.leaving import Finding, Secrets, is_named, names_in, what_must_not_leave
from plait.people.rules.opening import (
    DANGER,
    MOST_CANDIDATES,
    OPENS_THE_STORY,
    SEES_WHERE,
    Described,
    Query,
    Standing,
    may_open_person,
    may_search,
    may_see_where,
)
from plait.people.rules.veiling import PROTECTED, Whereabouts, address_key, veil, veiling

__all__ = [
    "DANGER",
    "KINDS_OF_NOTE",
    "MOST_CANDIDATES",
    "OPENS_THE_STORY",
    "PROTECTED",
    "SEES_WHERE",
    "SELF_GIVEN",
    "Claimed",
    "Described",
    "Emergency",
    "Finding",
    "Query",
    "Secrets",
    "Standing",
    "Whereabouts",
    "address_key",
    "is_named",
    "may_answer_claim",
    "may_open_person",
    "may_read_notes",
    "may_review_access",
    "may_search",
    "may_see_where",
    "may_use_emergency",
    "names_in",
    "opened_for",
    "opens_at_once",
    "read_purpose",
    "veil",
    "veiling",
    "what_must_not_leave",
]
