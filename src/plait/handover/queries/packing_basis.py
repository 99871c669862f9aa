"""What every part of a package is drawn from: who is in it, what the record holds, what whoever hands over wrote. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from plait.base.packs import NotInPack, Pack
from plait.handover.rules.offering import Offer
from plait.handover.wire.package import Row, Tie
from plait.people.models import Description
from plait.referrals.models import ContactPerson
from plait.referrals.queries.picture import Picture
from plait.sharing.models import InformationItem
from plait.sharing.queries.notes import restricted_among


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line, the item of the record that it shows if it shows one, and its group of fields where it has its own."""

    row: Row
    item: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in the package: their name on the wire, how the concern lists them, their newest description, protected or not."""

    ref: str
    person: ContactPerson
    told: Description
    hidden: bool


@dataclass(slots=True)
class Packing:
    """What every part of a package needs. `dropped`: something may not be passed on, and was left out."""

    picture: Picture
    people: list[Listed]
    offer: Offer
    pack: Pack
    at: datetime
    dropped: bool = False
    emptied: set[str] = field(default_factory=set)  # items of which every line was left out
    stopped: set[str] = field(default_factory=set)  # groups of fields of which a line may not be passed on
    ties: dict[str, list[Tie]] = field(default_factory=dict)  # by the adult's name on the wire

    @property
    def protected(self) -> bool:
        """Is anything about where anybody is protected?"""
        return any(one.hidden for one in self.people)

    def children(self) -> list[Listed]:
        """Those it is about."""
        return [one for one in self.people if one.person.role != ContactPerson.Role.ADULT]

    def adults(self) -> list[Listed]:
        """Those around them."""
        return [one for one in self.people if one.person.role == ContactPerson.Role.ADULT]

    def text(self, code: str) -> list[Row]:
        """What whoever hands over wrote for this item."""
        said = self.offer.texts.get(code, "").strip()
        return [Row(text=said)] if said else []

    def label(self, system: str, code: str) -> str:
        """What a shared code is called here."""
        try:
            return self.pack.code_label(system, code) if code else ""
        except (NotInPack, KeyError):
            return ""

    def items_of(self, wanted: Callable[[InformationItem], bool]) -> list[Drawn]:
        """Lines that agencies gave, but for what is not to be passed on now."""
        found = [one for some in self.picture.items.values() for one in some if wanted(one)]
        stopped = restricted_among(str(one.pk) for one in found)
        self.dropped = self.dropped or bool(stopped)
        self.stopped |= {one.field_group for one in found if str(one.pk) in stopped}
        refs = {str(one.person.description.person_id): one.ref for one in self.people}
        return [
            Drawn(
                Row(
                    about=refs.get(one.person_id, ""), label=one.agency_name, text=one.text, on=day_of(one.happened_on),
                    known=one.get_assertion_kind_display(),
                ),
                str(one.pk),
                one.field_group,
            )
            for one in found
            if str(one.pk) not in stopped
        ]  # fmt: skip


def day_of(day: date | None) -> str:
    """A day on the wire."""
    return day.isoformat() if day else ""
