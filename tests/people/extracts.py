"""Files of agencies, and the desk where they come in."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from plait.base.audit.actor import Actor
from plait.people.actions.import_people import Imported, import_people
from plait.people.rules.mappings import Mapping, mapping_of
from plait.people.rules.rows import Row, Unread, read_rows
from plait.site.demo.cast import Cast

COMMAND = Actor.process("command-line")
PERSONS = """
[columns]
record = "id"
forename = "first"
surname = "last"
born_on = "dob"
sex = "sex"
nhs_number = "nhs"
address_line = "street"
postcode = "postcode"
"""
HEAD = "id,first,last,dob,sex,nhs,street,postcode\n"
LEANNE = "1,Leanne,Kerrigan,1991-03-02,F,999 000 0018,14 Heron Quay,EW4 2QX\n"
TODAY = date(2026, 11, 23)


class Desk:
    """Where files come in."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at = cast, at
        self.told: list[tuple[int, str, str]] = []
        self.files = 0

    def imports(self, text: str, mapping: str = PERSONS, *, agency: str = "surgery", **more: Any) -> Imported:
        read_as: Mapping = mapping_of(mapping)
        digest = more.pop("digest", None)
        if digest is None:
            self.files += 1
            digest = f"{self.files:064d}"

        def rows() -> Iterator[Row | Unread]:
            return read_rows(io.StringIO(text, newline=""), read_as, on=self.at.date())

        given: dict[str, Any] = {
            "agreement": "PARTNERSHIP-1 clause 5", "dpia": "DPIA-7", "by": COMMAND, "at": self.at,
            "expires_on": self.at.date() + timedelta(days=182),
        } | more  # fmt: skip
        return import_people(
            rows=rows, mapping=read_as, file_name="people.csv", file_digest=digest,
            agency_id=self.agency(agency), tell=lambda *told: self.told.append(told), **given,
        )  # fmt: skip

    def agency(self, name: str) -> str:
        return str(self.cast.agencies[name].pk)
