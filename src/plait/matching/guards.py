"""What forbids calling two records one person however much else agrees: most false matches are relatives who share a home.

A guard is looked at before the score. It asks nothing of what a household shares.
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from plait.matching.levels import Levels

Guards = npt.NDArray[np.int8]


class Guard(IntEnum):
    """Why not; NONE where nothing forbids it."""

    NONE = 0
    NUMBERS_DISAGREE = 1
    FIRST_NAMES_UNLIKE = 2
    DATES_DIFFER = 3
    ONLY_THE_HOUSEHOLD = 4

    @property
    def words(self) -> str:
        """The reason, for the screen."""
        return _WORDS[self]


_WORDS = {
    Guard.NONE: "",
    Guard.NUMBERS_DISAGREE: "Each has an NHS or pupil number of their own, and the numbers differ.",
    Guard.FIRST_NAMES_UNLIKE: "The first names are unlike and no number is shared, as with twins, sisters and brothers.",
    Guard.DATES_DIFFER: "The dates of birth plainly differ and no number is shared, as with father and son of one name.",
    Guard.ONLY_THE_HOUSEHOLD: "Nothing of the person’s own could be compared, only what a household shares.",
}
# The levels, by their place in the definition, from which first names are unlike and dates plainly differ.
UNLIKE_FORENAMES = 4  # similar, differs
DIFFERENT_DATES = 6  # year, differs
SWAPPED_NAMES = 1  # first name and surname changed over: then the first name is known


def guard(levels: dict[str, Levels]) -> Guards:
    """For each candidate the first guard that stands in the way. An agreeing number lets the others pass."""
    nhs, upn = levels["nhs"], levels["upn"]
    shared = (nhs == 0) | (upn == 0)
    found: Guards = np.zeros(len(nhs), np.int8)
    apart = ~shared
    nameless = (levels["forename"] < 0) & (levels["surname"] != SWAPPED_NAMES) & (levels["born"] < 0)
    found[nameless & apart] = Guard.ONLY_THE_HOUSEHOLD
    found[(levels["born"] >= DIFFERENT_DATES) & apart] = Guard.DATES_DIFFER
    found[(levels["forename"] >= UNLIKE_FORENAMES) & apart] = Guard.FIRST_NAMES_UNLIKE
    found[((nhs == 1) | (upn == 1)) & apart] = Guard.NUMBERS_DISAGREE
    return found
