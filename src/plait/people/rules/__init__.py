"""What is decided about people without a database: who may open, what is taken out of text, who is who, which moves raise
a question. Pure: no Django, no clock."""

from plait.people.rules.leaving import Finding, Secrets, is_named, names_in, what_must_not_leave
from plait.people.rules.opening import (
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
    "MOST_CANDIDATES",
    "OPENS_THE_STORY",
    "PROTECTED",
    "SEES_WHERE",
    "Described",
    "Finding",
    "Query",
    "Secrets",
    "Standing",
    "Whereabouts",
    "address_key",
    "is_named",
    "may_open_person",
    "may_search",
    "may_see_where",
    "names_in",
    "veil",
    "veiling",
    "what_must_not_leave",
]
