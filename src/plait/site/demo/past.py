"""The months before: families whose worry is over, played quickly, so that *How the promises are kept* has something to tell.

Not told line by line. Most were answered in time and some late, one agency was slow, and some lines are so small that they are
not told. The tests' worlds do without it.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from plait.base.clock.calendars import LONDON
from plait.base.packs import current
from plait.escalation.actions.answer_challenge import answer_challenge
from plait.escalation.actions.challenge import challenge
from plait.feedback.actions.read_feedback import read_feedback
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.models import FeedbackTask
from plait.insights.rules.periods import periods
from plait.people.rules import Described
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.concern import ChildSaid, Concern, Safety
from plait.referrals.models import Contact
from plait.site.demo.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FORENAMES = ("Alma", "Bryn", "Cleo", "Dara", "Edie", "Finn", "Gwen", "Hari", "Isla", "Joel")
SURNAMES = ("Ashdown", "Birtle", "Cawley", "Denholm", "Eccles", "Farrow", "Gilpin")
SAW = (
    "Late four mornings of five, and hungry.",
    "A bruise on her shin, said to be from football.",
    "Alone at home until nine.",
)
IN_TIME, LATE = 3, 60  # hours until the hub said what happens next
# Who told us, how often, after how many hours we said what happens next.
TOLD = (("dsl", 6, IN_TIME), ("dsl", 5, LATE), ("health_visitor", 5, IN_TIME), ("nurse", 2, LATE))
TOLD_EARLIER = (("dsl", 2, IN_TIME),)
# Every third concern is accepted; who is asked then, after how many hours they answer, and before which number.
ASKED = (("police", "police", 1, 99), ("housing", "housing", 40, 14))
ASKS_WHY, REASONS = 12, "Another injury that nobody can explain."


def live_through_the_past(cast: Cast, *, now: datetime) -> None:
    """The last three whole months and the three before, up to `now`; in one transaction, because it is over."""
    last, earlier, *_ = periods(now.astimezone(LONDON).date())
    with transaction.atomic():
        for told, period in ((TOLD_EARLIER, earlier), (TOLD, last)):
            everybody = [(who, hours) for who, times, hours in told for _ in range(times)]
            for number, (who, hours) in enumerate(everybody):
                day = period.first + timedelta(days=number * 3 % 40 + 40)
                _family(cast, number, who, _morning(day), hours)


def _morning(day: date) -> datetime:
    """Ten o'clock of that day, or of the Monday after."""
    while day.weekday() > 3:
        day += DAY
    return datetime.combine(day, time(10), LONDON)


def _family(cast: Cast, number: int, who: str, at: datetime, hours: int) -> None:
    child = Described(
        forename=FORENAMES[number % 10], surname=SURNAMES[number % 7], born_on=date(2011 + number % 12, 1 + number % 12, 9),
        sex="FM"[number % 2], ethnicity="BCRB" if number % 3 == 1 else "WBRI",
    )  # fmt: skip
    concern = Concern(
        children=(ChildSaid(child, "patient"),), observed=SAW[number % 3], family_told="told", danger_now="no",
        safety=Safety(where="no"),
    )  # fmt: skip
    contact = raise_concern(concern=concern, draft_id=None, by=cast.actor(who, at=at), at=at)
    said = at + hours * HOUR
    if number % 3:
        by = cast.actor("screener", at=said)
        answer_contact(
            contact_id=str(contact.pk),
            outcome="advice",
            because="The school goes on helping.",
            by=by,
            at=said,
        )
    else:
        _decided(cast, contact, number, said)
    _told(cast, contact, number, who, said + (48 if number % 3 == 0 else 3) * HOUR)


def _decided(cast: Cast, contact: Contact, number: int, at: datetime) -> None:
    """Accepted, partners asked, and no more help after what they said."""
    screener, rating = cast.actor("screener", at=at), current(at=at).ratings[1].code
    rate_contact(contact_id=str(contact.pk), rating=rating, because="Not the first time.", by=screener, at=at)
    referral = accept_referral(
        contact_id=str(contact.pk), because="A child may need help.", by=screener, at=at
    )
    asked = [one for one in ASKED if number < one[-1]]
    asks = [Ask(agency_id=str(cast.agencies[agency].pk)) for agency, *_ in asked]
    checks = ask_partners(
        referral_id=str(referral.pk), asks=asks, purpose="Deciding what help is needed", by=screener, at=at
    )
    for check, (_, who, hours, _) in zip(checks, asked, strict=True):
        moment = at + hours * HOUR
        items = [Item(text="Seen twice this year, each time well.", visibility="shareable")]
        answers = [
            ChildAnswer(person_id=str(one["person"]), kind="items", items=items)
            for one in check.shown["children"]
        ]
        answer_check(check_id=str(check.pk), answers=answers, by=cast.actor(who, at=moment), at=moment)
    referral.refresh_from_db()
    moment = at + 44 * HOUR
    decide_next_step(
        referral_id=str(referral.pk), outcome="nfa", level=1, because="What we were told explains it.",
        override_because="The school’s own words are enough.", reason_code="no_concern", read_version=referral.version,
        by=cast.actor("manager", at=moment), at=moment,
    )  # fmt: skip
    close_referral(
        referral_id=str(referral.pk), outcome="RC6", because="Nothing more is needed.", despite="The school goes on helping.",
        by=cast.actor("manager", at=moment), at=moment,
    )  # fmt: skip


def _told(cast: Cast, contact: Contact, number: int, who: str, at: datetime) -> None:
    """What no agreement lets Plait send is told by telephone; most read the rest. Some ask why, and get reasons."""
    manager = cast.actor("manager", at=at)
    for task in FeedbackTask.objects.filter(contact=contact, status="held").select_related("agency"):
        settle_feedback(
            task_id=str(task.pk), how="told", because=task.text, spoke_with=task.agency.name if task.agency else "", by=manager,
            at=at,
        )  # fmt: skip
    if number % 5 == 4:
        return
    by, moment = cast.actor(who, at=at + HOUR), at + HOUR
    for task in FeedbackTask.objects.filter(contact=contact, practitioner=cast.people[who], status="sent"):
        read_feedback(task_id=str(task.pk), by=by, at=moment)
        if number < ASKS_WHY:
            asked = challenge(
                subject=task.ref, question="What would have to happen?", urgency="usual", by=by, at=moment
            )
            answer_challenge(challenge_id=str(asked.pk), answer=REASONS, by=manager, at=moment + HOUR)
            return
