"""How urgent something is, as it is shown."""

from dataclasses import dataclass

from plait.base.packs import Pack

COLOURS = {"turquoise": "teal"}


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as it is shown: words, sign and colour together."""

    label: str
    sign: str
    colour: str
    means: str = ""


def rated(pack: Pack, code: str) -> Rated | None:
    """The rating of that code; one of an older release keeps its code as its word."""
    if not code:
        return None
    found = next((one for one in pack.ratings if one.code == code), None)
    if found is None:
        return Rated(code, "dot", "grey")
    return Rated(found.label, found.icon, COLOURS.get(found.colour, found.colour), found.means)
