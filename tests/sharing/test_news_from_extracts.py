"""A move, or somebody new at home, that an agency's extract tells of asks for a look again, as a concern's words do."""

from typing import Any
from uuid import UUID

import pytest

from plait.people.actions.link_record import link_record
from plait.people.models import AddressPeriod, Place, Relationship, SourceRecord
from plait.people.rules.identity import Candidate
from plait.sharing.models import AgreementReview
from plait.sharing.queries.family_moves import with_agreements
from tests.people.extracts import COMMAND, HEAD, Desk
from tests.sharing.home import Home

pytestmark = pytest.mark.django_db
THEO = "7,Theo,Marlow,2019-04-03,M,,{},EW4 2QX\n"
TIES = """
kind = "relationships"
[columns]
record = "id"
other_record = "other"
kind = "who"
lives_with = "lives"
"""


@pytest.fixture
def at_home(home: Home) -> Home:
    """Theo lives at one address, as a concern told it, and his mother agreed about him."""
    place = Place.objects.create(line="14 Heron Quay", postcode="EW4 2QX")
    AddressPeriod.objects.create(person_id=home.people["theo"], place=place, source_ref="test:theo")
    home.agrees()
    return home


def asked(why: str) -> list[str]:
    return list(AgreementReview.objects.filter(why=why).values_list("event", flat=True))


def joined(home: Home, desk: Desk, street: str) -> SourceRecord:
    desk.imports(HEAD + THEO.format(street))
    kept = SourceRecord.objects.get(agency_record="7")
    link_record(
        record_id=str(kept.pk), candidates=[Candidate(home.people["theo"], 40.0)], model="test", by=COMMAND, at=home.later()
    )  # fmt: skip
    return kept


def test_a_record_that_turns_out_to_be_his_gives_another_home(at_home: Home, pack: Any) -> None:
    joined(at_home, Desk(at_home.cast, at_home.at), "2 Mill Lane")
    assert len(asked("move")) == 1


def test_the_same_home_asks_nothing_until_an_extract_gives_another(at_home: Home, pack: Any) -> None:
    desk = Desk(at_home.cast, at_home.at)
    joined(at_home, desk, "14 Heron Quay")
    assert asked("move") == []
    desk.imports(HEAD + THEO.format("9 Weir Street"))
    assert len(asked("move")) == 1
    desk.imports(HEAD + THEO.format("9 Weir Street"))
    assert len(asked("move")) == 1, "said again, it is no news"


def test_somebody_new_at_home(at_home: Home, pack: Any) -> None:
    desk = Desk(at_home.cast, at_home.at)
    joined(at_home, desk, "14 Heron Quay")
    desk.imports(HEAD + "8,Rab,Stone,1990-01-07,M,,14 Heron Quay,EW4 2QX\n")
    desk.imports("id,other,who,lives\n8,7,uncle,yes\n", TIES)
    assert Relationship.objects.filter(
        other_id=UUID(at_home.people["theo"]), kind="uncle", lives_with="yes"
    ).exists()
    assert len(asked("new_adult")) == 1


def test_most_of_an_extract_is_about_nobody_who_is_asked_about(at_home: Home) -> None:
    theo, kevin = at_home.people["theo"], at_home.people["kevin"]
    assert with_agreements([UUID(theo), UUID(kevin)]) == [theo]
    assert with_agreements([UUID(kevin)]) == []
