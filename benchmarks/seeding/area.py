"""The area that a seed fills: its cast at work, its pack in force, and a source of chance that is always the same."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from benchmarks.seeding.writer import Writer
from plait.agencies.models import Practitioner, Team, User
from plait.base.audit.actor import Actor
from plait.base.audit.leaf import leaf_hash
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.packs import Pack, current
from plait.base.packs.actions.release_pack import release_pack
from plait.site.demo.cast import Cast, assemble

# Monday 23 November 2026, twenty to nine: the hub's desk before the morning meeting.
MORNING = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
OPENED = MORNING - timedelta(days=800)
SEED = 20261123

FORENAMES = ("Ava Theo Ruby Jonah Ottilie Maya Idris Poppy Kofi Freya Amir Elsie Dylan Zara Noah Hana Rowan Leila Toby "
             "Grace Yusuf Molly Ewan Safiya").split()  # fmt: skip
SURNAMES = ("Marlow Pell Doyle Kerrigan Ashby Brandt Cawley Dunmore Eddery Fallow Garside Hartnell Iqbal Jessop Keld "
            "Lomax Mistry Naylor Okoro Prowse Quennell Rudd Sethi Thwaite Upton Varley Whitby Yardley").split()  # fmt: skip
TOWNS = ("Ellowmere", "Saltby", "Marsh End", "Oxley Green")


@dataclass
class Area:
    """Everything a case is made from. `chance` is put in by whoever builds: this morning's work has its own."""

    cast: Cast
    pack: Pack
    writer: Writer
    chance: random.Random
    users: dict[str, str] = field(default_factory=dict)
    restricted: list[str] = field(default_factory=list)
    audit_key: dict[str, str] = field(default_factory=dict)

    def new_id(self) -> str:
        """A random id of this seed, as 32 hex figures."""
        return f"{self.chance.getrandbits(128):032x}"

    def team(self, key: str) -> str:
        """A team's id as 32 hex figures."""
        return self.cast.teams[key].pk.hex

    def agency(self, key: str) -> str:
        """An agency's id as 32 hex figures."""
        return self.cast.agencies[key].pk.hex

    def person(self, key: str) -> Practitioner:
        """One of the cast."""
        return self.cast.people[key]

    def reference(self, prefix: str = "") -> str:
        """A reference of the usual shape, unlike every other."""
        drawn = f"{self.chance.getrandbits(48):012X}"
        return f"{drawn[:4]}-{drawn[4:11]}" if not prefix else f"{prefix}-{drawn[:10]}"

    def audited(self, act: str, refs: list[str], *, who: str, at: datetime) -> None:
        """Rows as `record()` writes them: pseudonyms, salt and leaf are true ones."""
        person = self.cast.people[who]
        key = self.audit_key.setdefault(who, pseudonym(f"practitioner:{person.pk}"))
        common = {
            "at": at.isoformat(timespec="microseconds"), "who": key, "who_kind": "practitioner",
            "agency": str(person.agency_id), "roles": "", "act": act, "fields": "content,identity",
            "purpose": "safeguarding", "verdict": "allowed", "reason": "", "pack": "", "request": "",
        }  # fmt: skip
        for ref in refs:
            payload = {**common, "subject": pseudonym(ref)}
            salt = self.new_id()
            leaf = leaf_hash(salt=salt, payload=payload)
            self.writer.add(AuditEntry, **{**payload, "at": at, "salt": salt, "leaf": leaf})


def dashed(hex_id: str) -> str:
    """An id as references and JSON carry it."""
    return f"{hex_id[:8]}-{hex_id[8:12]}-{hex_id[12:16]}-{hex_id[16:20]}-{hex_id[20:]}"


def settle(writer: Writer) -> Area:
    """Release the pack and bring the cast to work by the same actions as the demo, each with an account to sign in with."""
    release_pack(
        area=settings.PLAIT_AREA, root=Path(settings.PLAIT_PACKS), by=Actor.process("benchmark"), at=OPENED
    )
    cast = assemble(at=OPENED)
    area = Area(cast, current(at=MORNING), writer, random.Random(SEED))
    for key, person in cast.people.items():
        person.user = User.objects.create(email=f"{key.replace('_', '-')}@plait.invalid", password="!")  # noqa: S106 - no password at all
        person.save(update_fields=["user"])
        area.users[key] = str(person.user.pk)
    return area


def team_of(area: Area, agency_key: str) -> Team:
    """The safeguarding team of an agency."""
    return area.cast.teams[f"{agency_key}_safeguarding"]
