"""Why an item of the minimum is not in a package: as the record knows it, else as whoever hands over says. Pure."""

from dataclasses import dataclass

from plait.handover.wire.items import WHY_NOT

# What whoever hands over may say; `protected` is the record's alone.
SAYS = tuple(code for code in WHY_NOT if code != "protected")
# What the record fills where it can: a reason of the sender takes the place of what it says.
FILLED = ("legal", "abuse", "missing", "agreed")
UNDER_A_SHIELD = frozenset({"addresses", "agencies", "health", "education", "agreed"})
NOT_BEFORE_BIRTH = frozenset({"voice", "education"})


@dataclass(frozen=True, slots=True)
class Absent:
    """What matters of an item of which nothing stands there. `said`: the sender's reason, empty where they gave none."""

    code: str
    said: str = ""
    protected: bool = False  # something about where somebody of them is
    left_out: bool = False  # there was something, and none of it may go
    unborn: bool = False  # every child of the package is


def why_not(one: Absent) -> str:
    """A code of `WHY_NOT`. What protection and the gate kept back stands before anybody's word; of what families agreed to the
    record knows that nobody has asked."""
    if one.protected and one.code in UNDER_A_SHIELD:
        return "protected"
    if one.left_out:
        return "left_out"
    if one.said in SAYS:
        return one.said
    if one.unborn and one.code in NOT_BEFORE_BIRTH:
        return "none"
    return "not_asked" if one.code == "agreed" else "not_known"
