"""What else waits on the desks when the demo opens: a new concern, answers that are out or late, a call, a closed list.

Each is made by the same actions, at times that lie just before now, so that every role finds something to do.
"""

from datetime import date, datetime, timedelta

from plait.base import packs
from plait.people.actions.restrict_person import restrict_person
from plait.people.rules import Described
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.record_call import record_call
from plait.referrals.actions.say_who import say_who
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Teller
from plait.referrals.models import Contact
from plait.site.demo.before import known_as
from plait.site.demo.cast import Cast


def leave_on_the_desks(cast: Cast, *, now: datetime) -> None:
    """The rest of the morning, up to `now`."""
    _answers_that_are_out(cast, now - timedelta(hours=5))
    _restricted(cast, now - timedelta(hours=4))
    _closed_list(cast, now - timedelta(hours=2))
    _a_call(cast, now - timedelta(minutes=50))
    _not_opened_yet(cast, now - timedelta(minutes=20))


def _rated(cast: Cast, contact: Contact, rating: int, because: str, at: datetime) -> None:
    screener = cast.actor("screener", at=at)
    note_opened(contact_id=str(contact.pk), by=screener, at=at)
    for one in contact.people.select_related("description").order_by("order", "pk"):
        known = known_as(contact, one.description)
        say_who(
            contact_id=str(contact.pk),
            contact_person_id=str(one.pk),
            person_id=known,
            because="The same names and days of birth as before" if known else "Nobody like this is known",
            by=screener,
            at=at,
        )
    code = packs.current(at=at).ratings[rating].code
    rate_contact(contact_id=str(contact.pk), rating=code, because=because, by=screener, at=at)


def _answers_that_are_out(cast: Cast, at: datetime) -> None:
    contact = raise_concern(
        concern=Concern(
            children=(
                ChildSaid(
                    Described(forename="Jonah", surname="Pell", born_on=date(2014, 3, 9), sex="M"), "patient"
                ),
                ChildSaid(
                    Described(forename="Ottilie", surname="Pell", born_on=date(2017, 7, 1), sex="F"), "sister"
                ),
            ),
            adults=(AdultSaid(Described(forename="Marta", surname="Pell"), "mother", lives_with="yes"),),
            observed="Jonah came in alone at two in the morning with a cut hand. He had not eaten.",
            child_words="“Mum is asleep. She is always asleep.”",
            opinion="He seems to look after his sister by himself.",
            wanted="Somebody to see both children at home, and help for their mother.",
            family_told="told",
            primary_need="N3",
        ),
        draft_id=None,
        by=cast.actor("nurse", at=at),
        at=at,
    )
    soon = at + timedelta(minutes=15)
    _rated(cast, contact, 1, "Young carer, unsupervised at night; no injury that is not explained", soon)
    screener = cast.actor("screener", at=soon)
    referral = accept_referral(
        contact_id=str(contact.pk), because="Help is likely to be needed", by=screener, at=soon
    )
    ask_partners(
        referral_id=str(referral.pk),
        asks=[
            Ask(agency_id=str(cast.agencies[key].pk)) for key in ("alder_lane", "police", "surgery", "camhs")
        ],
        purpose="Deciding what help the children need",
        concern="Worry that a child is looking after a younger one. What do you know since January 2025?",
        by=screener,
        at=soon,
    )


def _restricted(cast: Cast, at: datetime) -> None:
    """Ruby's father teaches at Kestrel Academy, which is asked about children every day. He must not meet her record."""
    contact = raise_concern(
        concern=Concern(
            children=(
                ChildSaid(Described(forename="Ruby", surname="Doyle", born_on=date(2012, 11, 2)), "patient"),
            ),
            reported="Ruby told our worker that she has stopped eating and sleeps very little.",
            wanted="Somebody for her to talk to.",
            family_told="told",
        ),
        draft_id=None,
        by=cast.actor("camhs", at=at),
        at=at,
    )
    soon = at + timedelta(minutes=10)
    manager = cast.actor("manager", at=soon)
    note_opened(contact_id=str(contact.pk), by=manager, at=soon)
    person = str(contact.people.get().description.person_id)
    restrict_person(
        person_id=person,
        custodian_team_id=str(cast.teams["custodians"].pk),
        because="Her father is a safeguarding lead in this area",
        by=manager,
        at=soon,
    )


def _closed_list(cast: Cast, at: datetime) -> None:
    raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(age_said="about 10"), "member of the football club"),),
            reported="A parent said that a coach has been sending messages to a boy late at night.",
            about_worker=True,
        ),
        draft_id=None,
        by=cast.actor("youth_worker", at=at),
        at=at,
    )


def _a_call(cast: Cast, at: datetime) -> None:
    record_call(
        concern=Concern(
            children=(ChildSaid(Described(age_said="a baby"), "upstairs"),),
            reported="The baby upstairs cries for hours and nobody goes in or out.",
            channel="phone",
            teller=Teller(kind="public", name="Neighbour", phone="07700 900388", safe_contact="After six"),
        ),
        by=cast.actor("call_handler", at=at),
        at=at,
    )


def _not_opened_yet(cast: Cast, at: datetime) -> None:
    raise_concern(
        concern=Concern(
            children=(
                ChildSaid(Described(forename="Kit", surname="Rowe", age_said="about 3"), "on my round"),
            ),
            adults=(AdultSaid(Described(surname="Rowe"), "father", lives_with="yes"),),
            observed="The home was very cold. Kit was alone in the kitchen with the gas ring lit.",
            wanted="A visit today.",
            danger_now="not_known",
            family_told="told",
        ),
        draft_id=None,
        by=cast.actor("health_visitor", at=at),
        at=at,
    )
