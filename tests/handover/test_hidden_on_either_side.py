"""A package about somebody who hides: there, here, or since it came. Neither side says where, and the other is told to ring."""

from datetime import date

import pytest

from plait.base.federation.models import Outgoing, Peer
from plait.base.outbox.models import Message
from plait.handover.actions.query_handover import query_handover
from plait.handover.jobs.handing import tell_who_hides
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.wire.package import Someone, Tie, Word
from plait.people.models import AddressPeriod, Place, ProtectedFrom, Relationship
from plait.people.places import is_shielded
from plait.people.rules import Described
from plait.referrals.concern import ChildSaid, Concern, Safety
from tests.feedback.journey import ADDRESS, POSTCODE
from tests.handover.test_taking_over import came, here
from tests.handover.two_areas import Moved, North, message, their

__all__ = ["here"]
pytestmark = pytest.mark.django_db


def test_protected_there_is_protected_here(here: Moved, north: North) -> None:
    hidden = Someone(ref="c1", forename="Otto", surname="Nyman", born_on="2019-02-03", protected=True)
    half = Someone(ref="c2", forename="Mia", surname="Nyman", protected=True)
    his = [Tie(of="c1", relation="Father of Otto", responsibility="yes", lives_with="no")]
    father = Someone(ref="a1", forename="Per", surname="Nyman", ties=his, protected=True)
    one = came(here, north, children=[hidden, half], adults=[father])
    assert all(is_shielded(each.description.person) for each in one.contact.people.all())
    said = Relationship.objects.values_list("other", "kind", "parental_responsibility", "lives_with")
    assert [tuple(map(str, row)) for row in said] == [(one.refs["c1"], "Father of Otto", "yes", "no")], (
        "not of Mia"
    )


@pytest.mark.parametrize("how", ["refuge", "protected", "believed-no-longer", "known-there"])
def test_whoever_handed_over_a_family_that_hides_here_is_told_to_ring_and_nothing_else(
    here: Moved, north: North, how: str
) -> None:
    hidden = Someone(ref="a1", forename="Ines", surname="Nyman", relation="Mother", protected=True)
    one = came(here, north, **({"adults": [hidden]} if how == "known-there" else {}))
    mother = one.contact.people.get(role="adult").description.person_id
    assert tell_who_hides(here.later()) == 0
    if how in ("refuge", "known-there"):
        home = Place.objects.create(line="The women’s refuge", postcode="EW1 4AA")
        AddressPeriod.objects.create(person_id=mother, place=home, source_ref="x")
    else:
        ProtectedFrom.objects.create(
            person_id=mother, name="Per Nyman", kind="harmed", because="x", source_ref="x", by="x", at=here.at
        )  # fmt: skip
    if how == "believed-no-longer":
        Peer.objects.update(state=Peer.State.SUSPENDED)
    assert tell_who_hides(here.later()) == (0 if how == "known-there" else 1)
    assert tell_who_hides(here.later()) == 0, "once"
    said = one.said.filter(verb="ask the custodian")
    assert list(said.values_list("sent", flat=True)) == {"known-there": []}.get(how, [True])
    assert Outgoing.objects.filter(state="held").count() == (how == "believed-no-longer"), (
        "it goes when they are again"
    )
    if how in ("refuge", "protected"):
        told = their(message(one, ":word:1"), north, Word, at=here.at)
        assert (told.words, told.code, told.reason, told.day) == ("", "", "", "")
        ring = whom_to_ring(quiet=True, at=here.at)
        assert told.worker.name == "Record custodians" and told.worker.phone == ring.phone != ""
    ring_them = Message.objects.filter(kind="handover-not-told", to_ref=f"team:{one.contact.team_id}")
    assert ring_them.exists() == (how == "believed-no-longer")


def test_protected_here_only_and_their_package_says_where(here: Moved, north: North) -> None:
    """We hide him; they do not know that, and send his address: he stays hidden, and our words on it never say where."""
    told = Described(
        forename="Otto", surname="Nyman", born_on=date(2019, 2, 3), address_line=ADDRESS, postcode=POSTCODE
    )
    here.raised(concern=Concern(children=(ChildSaid(told),), safety=Safety(where="yes"), observed="A bruise"))
    open_there = Someone(
        ref="c1",
        forename="Otto",
        surname="Nyman",
        born_on="2019-02-03",
        address_line=ADDRESS,
        postcode=POSTCODE,
    )
    one = came(here, north, children=[open_there], adults=[])
    (child,) = one.contact.people.all()
    assert is_shielded(child.description.person)
    query_handover(
        handover_id=str(one.pk), question=f"Who knows {ADDRESS}?", by=here.who("screener"), at=here.later()
    )
    assert "Heron" not in their(message(one, ":word:1"), north, Word, at=here.at).words
