"""A family that moved, and moved again: what a school told of them in the months before, each time with another home.

Another area finds them later. The tests' worlds do without it.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from plait.feedback.access import my_feedback
from plait.feedback.actions.read_feedback import read_feedback
from plait.people.models import Description
from plait.people.rules import Described
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.say_who import say_who
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import Contact
from plait.site.demo.cast import Cast

HOUR = timedelta(hours=1)
# How long before, the home, and what the school saw.
HOMES = (
    (timedelta(days=72), "9 Cooper Yard", "EW5 2LD", "Jonah brings his sister every day, often late, and carries both bags."),
    (
        timedelta(days=31),
        "31 Tanner Street",
        "EW2 8RG",
        "They live somewhere else since half term. Ottilie does not know the number of the house.",
    ),
)  # fmt: skip


def move_twice(cast: Cast, *, now: datetime) -> None:
    """Two concerns of one school, both answered with advice: all that was known of the family until this morning."""
    with transaction.atomic():
        for before, line, postcode, saw in HOMES:
            _told(cast, line, postcode, saw, at=now - before)


def _told(cast: Cast, line: str, postcode: str, saw: str, *, at: datetime) -> None:
    home = Described(
        surname="Pell",
        address_line=line,
        town="Ellowmere",
        postcode=postcode,
        school="Alder Lane Primary School",
    )
    jonah = replace(home, forename="Jonah", born_on=date(2014, 3, 9), sex="M")
    ottilie = replace(home, forename="Ottilie", born_on=date(2017, 7, 1), sex="F")
    contact = raise_concern(
        concern=Concern(
            children=(ChildSaid(jonah, "pupil"), ChildSaid(ottilie, "sister")),
            adults=(AdultSaid(Described(forename="Marta", surname="Pell"), "mother", lives_with="yes"),),
            safety=Safety(where="no"),
            observed=saw,
            danger_now="no",
            family_told="told",
        ),
        draft_id=None,
        by=cast.actor("dsl", at=at),
        at=at,
    )  # fmt: skip
    soon = at + HOUR
    screener = cast.actor("screener", at=soon)
    note_opened(contact_id=str(contact.pk), by=screener, at=soon)
    for one in contact.people.select_related("description").order_by("order"):
        known = known_as(contact, one.description)
        say_who(
            contact_id=str(contact.pk), contact_person_id=str(one.pk), person_id=known,
            because="The family that the school told of before" if known else "Nobody like this is known",
            by=screener, at=soon,
        )  # fmt: skip
    answer_contact(
        contact_id=str(contact.pk),
        outcome="advice",
        because="The school goes on helping.",
        by=screener,
        at=soon,
    )
    heard = soon + HOUR
    reader = cast.actor("dsl", at=heard)
    for task in my_feedback(reader, at=heard).filter(contact=contact, read_at__isnull=True):
        read_feedback(task_id=str(task.pk), by=reader, at=heard)


def known_as(contact: Contact, told: Description) -> str | None:
    """Whom an earlier concern described in the same words, if one did."""
    before = Description.objects.filter(
        forename=told.forename, surname=told.surname, born_on=told.born_on, surname_key__gt=""
    ).exclude(source_ref=contact.ref)
    first = before.exclude(forename="").order_by("stated_at", "pk").first()
    return str(first.person_id) if first else None
