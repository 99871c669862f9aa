"""People on a screen: what is declared, who must not know, questions about who is who, and the last look at a page."""

from plait.people.presenters.known import Warned, how_known, must_not_know, people_i_know, veil_page
from plait.people.presenters.ways_in import above_record, ways_on

__all__ = [
    "Warned",
    "above_record",
    "how_known",
    "must_not_know",
    "people_i_know",
    "veil_page",
    "ways_on",
]
