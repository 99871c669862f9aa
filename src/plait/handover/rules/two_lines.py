"""The two lines above a child's record: who leads the plan, and who acts tonight. Pure: no Django, no clock, no database.

They are the same for most families, and part when one moves. Whoever lets go too early, or believes that the other area has
hold, is how a child is lost between two.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

ENDED = {
    "declined": "We declined to take them over, so that area goes on leading.",
    "returned": "We gave them back.",
    "withdrawn": "They took their handover back, and go on leading.",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to ring in one area: the hub by day, the emergency duty team at any time. `authority` is its council."""

    authority: str
    hub_name: str
    hub_phone: str
    duty_name: str
    duty_phone: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads as far as the reader may know. `name` is empty until a person accepted; `asked` is the team that was asked."""

    name: str = ""
    team: str = ""
    agency: str = ""
    phone: str = ""
    asked: str = ""
    holds: bool = False  # a family that was stepped down: held, and no plan is led


@dataclass(frozen=True, slots=True)
class Handed:
    """A family between two areas: offered to the other (`out`) or by it (`in`), and whether the one that was asked has hold.
    `area` and its numbers are empty where they would say where somebody protected is. `both`: each has offered them to the
    other, and neither has said that it took over. `over`: how it ended else. `for_a_time`: they stay there for a time only.
    `led_here`: somebody here has accepted the lead since the other area took them over, as when a family comes home."""

    out: bool
    accepted: bool
    area: str = ""
    name: str = ""
    phone: str = ""
    duty_name: str = ""
    duty_phone: str = ""
    both: bool = False
    over: Literal["", "declined", "returned", "withdrawn"] = ""
    for_a_time: bool = False
    led_here: bool = False

    @property
    def elsewhere(self) -> bool:
        """Does the other area lead? From when it has hold of what we offered, or until we have of what it offered: also where
        we declined it, gave it back, or it was taken back."""
        return not self.both and not self.led_here and self.out == self.accepted


@dataclass(frozen=True, slots=True)
class Home:
    """Where one child lives now: protected, or in this authority. An area lists all of its own postcodes, so a home that is
    `known` and in no authority is somewhere else. `written`: an address is there, without the postcode that says whose."""

    protected: bool = False
    authority: str = ""
    known: bool = True
    written: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: who, the number to ring, and why it is they."""

    who: str
    phone: str
    because: str = ""


def who_leads(lead: Lead | None, *, own: Numbers, handed: Handed | None = None) -> Line:
    """The other area, where it leads. Else whoever accepted leads; the hub until somebody has; and where the reader may not
    open it, the hub knows. Where each area has offered them to the other, both pages say so."""
    if handed is not None and handed.elsewhere:
        return _leads_elsewhere(handed, own)
    line = _leads_here(lead, own)
    return replace(line, because=" ".join(filter(None, [line.because, _between(handed) if handed else ""])))


def _leads_here(lead: Lead | None, own: Numbers) -> Line:
    if lead is None:
        return Line(own.hub_name, own.hub_phone, "Ring to ask who leads, if anybody does.")
    if lead.name and lead.holds:
        return Line(_whole(lead), lead.phone or own.hub_phone, "Holds the family; their help got less.")
    if lead.name:
        return Line(_whole(lead), lead.phone or own.hub_phone)
    if lead.asked:
        return Line(own.hub_name, own.hub_phone, f"Until {lead.asked} accepts.")
    return Line(own.hub_name, own.hub_phone, "Until somebody accepts the lead.")


def who_acts_tonight(
    homes: Collection[Home], *, own: Numbers, others: Collection[Numbers], handed: Handed | None = None
) -> list[Line]:
    """The duty team of wherever a child is: one line, or one for each area where children of one family are.

    One protected home protects all of them; so does anybody of a family handed over who is protected, of which no area is said
    (`Handed.area`): where a child is then leads to them. Where another area's numbers are not known, our own duty team rings
    theirs; it stays answerable in any case until the other area has said that it took over.
    """
    if any(home.protected for home in homes) or (handed is not None and not handed.area):
        return [_ours(own, "Where they are is protected. They know whom to ring there.")]
    here = any(home.authority == own.authority for home in homes)
    if handed is not None and handed.out and handed.elsewhere and handed.area:
        taken = Line(
            handed.duty_name or handed.area,
            handed.duty_phone,
            f"{handed.area} has taken responsibility for them.",
        )
        return [taken, _ours(own, "Somebody of them is said to live here.")] if here else [taken]
    if handed is not None and handed.accepted and not handed.out and not here:
        return [
            _ours(
                own, "They came to us. Nobody has written down where they live here. Ask, and write it down."
            )
        ]
    lines: list[Line] = []
    there = sorted({home.authority for home in homes if home.authority} - {own.authority})
    by_authority = {one.authority: one for one in others}
    lines += [_elsewhere(name, own, by_authority.get(name), handed) for name in there]
    if any(home.written and not home.known for home in homes):
        lines.append(
            _ours(
                own,
                "Their address is written down without a postcode, so that nobody here can say whose area it is. Ask for it.",
            )
        )
    if not homes or any(not home.known and not home.written for home in homes):
        lines.append(_ours(own, "Nobody has written down where they live. Ask, and write it down."))
    if any(home.known and not home.authority for home in homes):
        lines.append(
            _ours(
                own,
                "Their home is not in this area, and no list here says whose it is. Ask, and ring that area’s duty team.",
            )
        )
    if here:
        lines.insert(0, _ours(own, "For those who live here." if lines else ""))
    elif handed is not None and handed.led_here:
        lines.insert(0, _ours(own, "Somebody here leads for them again."))
    return lines


def _leads_elsewhere(handed: Handed, own: Numbers) -> Line:
    if not handed.area:
        return Line(own.hub_name, own.hub_phone, "Another area leads. Ring to ask how it is reached.")
    who = ", ".join(part for part in (handed.name, handed.area) if part)
    until = f"Until {own.authority} has said that it took over."
    if handed.out:
        because = "They have taken responsibility."
    elif handed.over:
        because = ENDED[handed.over]
    else:
        because = f"Here for a time only. {until}" if handed.for_a_time else until
    return Line(who, handed.phone, because)


def _between(handed: Handed) -> str:
    if handed.led_here:
        return "Another area had taken responsibility. Somebody here has accepted the lead since."
    if handed.over == "returned":
        return "The other area gave them back to us."
    return _both_offered(handed) if handed.both else ""


def _both_offered(handed: Handed) -> str:
    ring = (
        ", ".join(part for part in (handed.area, handed.phone) if part)
        or "the hub to ask how they are reached"
    )
    return (
        "Each area has offered them to the other, so whoever led before goes on leading. "
        f"Ring {ring}, and agree who keeps hold."
    )


def _ours(own: Numbers, because: str) -> Line:
    return Line(own.duty_name, own.duty_phone, because)


def _elsewhere(authority: str, own: Numbers, other: Numbers | None, handed: Handed | None) -> Line:
    answers = f"{own.authority} answers for them until the other area says that it took over."
    if handed is not None and handed.elsewhere and not handed.out:  # it came to us, and is not ours yet
        answers = f"{handed.area} answers for them until {own.authority} has said that it took over."
    if other is None:
        return _ours(own, f"They live in {authority} now: ask for that area’s duty team. {answers}")
    return Line(other.duty_name, other.duty_phone, f"They live in {authority} now. {answers}")


def _whole(lead: Lead) -> str:
    return ", ".join(part for part in (lead.name, lead.team, lead.agency) if part)
