"""Two descriptions become one person and two again: what protects a child stays, and what was said about it is found."""

from datetime import date

import pytest

from plait.base import packs
from plait.desk.queries.story import gather_story
from plait.people.access import conflicts_of
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.end_conflict import end_conflict
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.actions.undo_confirmation import undo_confirmation
from plait.people.models import DeclaredConflict, Person
from plait.people.places import whereabouts_of
from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.say_who import say_who
from plait.referrals.actions.undo_who import undo_who
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Contact
from plait.referrals.presenters.deciding_sources import sources_of
from plait.referrals.queries.picture import picture_of
from tests.referrals.deciding.conftest import Story, contact, marlow, story, who

__all__ = ["contact", "story", "who"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def another(story: Story) -> Contact:
    return raise_concern(concern=marlow(), draft_id=None, by=story.who("teacher"), at=story.at)


def child_of(concern: Contact) -> str:
    return str(concern.people.get(order=0).description.person_id)


def join(story: Story, known: str, concern: Contact | None = None) -> None:
    of = concern or story.contact
    say_who(
        contact_id=str(of.pk),
        contact_person_id=str(of.people.get(order=0).pk),
        person_id=known,
        because="Same date of birth.",
        by=story.who("screener"),
        at=story.at,
    )


def undo(story: Story) -> None:
    undo_who(
        contact_id=str(story.contact.pk),
        contact_person_id=str(story.contact.people.get(order=0).pk),
        because="His cousin.",
        by=story.who("screener"),
        at=story.at,
    )


def told_of(story: Story, person_id: str) -> list[str]:
    found = gather_story(Person.objects.get(pk=person_id), by=story.who("screener"), at=story.at)
    return [item.text for item in found.items]


def test_what_an_agency_said_before_is_in_the_story_of_the_known_child(
    story: Story, another: Contact
) -> None:
    story.answer("police", "police", "Called to the address in October.")
    was, known = child_of(story.contact), child_of(another)
    join(story, known)
    assert told_of(story, known) == ["Called to the address in October."]
    found = gather_story(Person.objects.get(pk=known), by=story.who("screener"), at=story.at)
    assert (len(found.answers), len(found.checks)) == (1, 2)
    picture = picture_of(story.read, pack=packs.current(at=story.at), by=story.who("screener"), at=story.at)
    names = {child.name for source in sources_of(picture, at=story.at) for child in source.children}
    assert names == {"Theo Marlow", "Ivy Marlow"}
    undo(story)
    assert told_of(story, known) == []
    assert told_of(story, was) == ["Called to the address in October."]


def test_what_hides_the_known_child_hides_the_page_that_speaks_of_them_as_before(story: Story) -> None:
    """An agency's page speaks of the child under the id by which it was asked."""
    living = Concern(
        children=(ChildSaid(Described(forename="Kit", surname="Dale", address_line="9 Elm Row", postcode="EW2 2BB")),),
        observed="Hungry.",
    )  # fmt: skip
    first, second = (
        raise_concern(concern=living, draft_id=None, by=story.who("teacher"), at=story.at) for _ in range(2)
    )
    was, known = child_of(first), child_of(second)
    join(story, known, first)
    shield_whereabouts(
        person_id=known, because="He looks for her", review_on=None, by=story.who("screener"), at=story.at
    )
    assert "9 Elm Row" in whereabouts_of([was]).lines


def test_undoing_uncovers_neither_a_restriction_nor_a_declaration(story: Story, another: Contact) -> None:
    was, known = child_of(story.contact), child_of(another)
    join(story, known)
    keepers = story.cast.teams["custodians"]
    Person.objects.filter(pk=known).update(restricted=True, custodian=keepers)
    dsl = story.who("dsl")
    declare_conflict(forename="Theo", surname="Marlow", born_on=None, kind="friend", by=dsl, at=story.at)
    # The restriction hides the concern from the screener; the deed below `undo_who` is what is tried here.
    link = story.contact.people.get(order=0).description.links.get(retracted_at=None)
    undo_confirmation(link_id=str(link.pk), because="His cousin.", by=story.who("screener"), at=story.at)
    again = Person.objects.get(pk=was)
    assert (again.restricted, again.custodian) == (True, keepers)
    assert conflicts_of(dsl).filter(person_id=was).exists()


def test_knowing_somebody_in_two_ways_holds_up_nothing_and_one_may_end(story: Story) -> None:
    knows = story.who("call_handler")
    for kind in ("friend", "neighbour"):
        declare_conflict(forename="Zed", surname="Quill", born_on=None, kind=kind, by=knows, at=story.at)
    zed = Concern(
        children=(ChildSaid(Described(forename="Zed", surname="Quill", born_on=date(2019, 1, 1))),),
        observed="x",
    )
    first, second = (
        raise_concern(concern=zed, draft_id=None, by=story.who("teacher"), at=story.at) for _ in range(2)
    )
    known = child_of(second)
    join(story, known, first)
    assert conflicts_of(knows).filter(person_id=known).count() == 2
    friend = DeclaredConflict.objects.get(person=None, kind="friend")
    end_conflict(conflict_id=str(friend.pk), because="mistake", by=story.who("privacy_officer"), at=story.at)
    assert conflicts_of(knows).filter(person_id=known).exists()
