"""One family's story, played by the same actions that the screens use: said once, and heard back by everyone.

Ava Marlow is seven, at Alder Lane; Theo is three. Their mother Leanne left Dean Kerrigan, who must not learn where they
are. Ava tells her teacher something on a Monday morning. Every step is somebody's deed at its own time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plait.base import packs
from plait.feedback.access import my_feedback
from plait.feedback.actions.answer_pickup import answer_pickup
from plait.feedback.actions.read_feedback import read_feedback
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.record_call import record_call
from plait.referrals.actions.say_who import say_who
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety, Teller
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.site.demo.cast import Cast
from plait.thresholds.actions.record_view import record_view

AVA = Described(
    forename="Ava",
    surname="Marlow",
    born_on=date(2019, 5, 14),
    sex="F",
    school="Alder Lane Primary School",
    nhs_number="999 000 0018",
    address_line="4 Mill Row",
    town="Ellowmere",
    postcode="EW3 2PL",
)
THEO = Described(
    forename="Theo",
    surname="Kerrigan",
    born_on=date(2023, 2, 2),
    sex="M",
    address_line="4 Mill Row",
    town="Ellowmere",
    postcode="EW3 2PL",
)
LEANNE = Described(forename="Leanne", surname="Marlow", born_on=date(1994, 8, 30), phone="07700 900456")
DEAN = Described(forename="Dean", surname="Kerrigan", born_on=date(1990, 1, 19))


@dataclass
class Told:
    """One line of what happened: when, who, and what they did."""

    at: datetime
    who: str
    did: str


def concern_of_the_teacher() -> Concern:
    """What Nia Osei saw and heard, with fact, the child's words and opinion apart."""
    return Concern(
        children=(ChildSaid(AVA, "pupil"), ChildSaid(THEO, "brother")),
        adults=(
            AdultSaid(LEANNE, "mother", lives_with="yes", parental_responsibility="yes"),
            AdultSaid(DEAN, "father of Theo", of=(1,), lives_with="no", parental_responsibility="yes"),
        ),
        safety=Safety(
            where="yes",
            where_who="Dean Kerrigan, Theo’s father",
            who_told="yes",
            who_told_who="Dean Kerrigan",
            safe_contact="Ring Leanne’s mobile between 9 and 11, never leave a message",
            telling_raises_risk="not_sure",
        ),
        observed="Ava came in without a coat and flinched when the classroom door banged. She had a yellowing mark on her arm.",
        child_words="“He found our new house. Mummy made us hide in the bathroom.”",
        reported="Her grandmother said at the gate that Dean has been seen in Mill Row twice this week.",
        opinion="I think Ava is frightened and that he may know where they live.",
        strengths="Leanne brings both children every day and asked us for help last month.",
        wanted="Somebody to see them safely today, and to talk with Leanne about keeping the address secret.",
        danger_now="no",
        family_told="not_yet",
        family_told_why="I was not sure that it was safe to ring.",
        in_school_now="yes",
        primary_need="N1",
    )


def neighbour_rang() -> Concern:
    """An earlier call from somebody who did not give a name: how Plait came to know the family."""
    return Concern(
        children=(ChildSaid(Described(forename="Eva", surname="Marlowe", age_said="about 7"), "next door"),),
        observed="Shouting at night, and a child crying. A man banged on the door and went away.",
        channel="phone",
        teller=Teller(kind="anonymous"),
    )


@dataclass(frozen=True)
class Stage:
    """The cast, and the moment the story begins."""

    cast: Cast
    begins: datetime

    def after(self, minutes: int) -> datetime:
        """That many minutes into the story."""
        return self.begins + timedelta(minutes=minutes)

    def told(self, who: str, moment: datetime, did: str) -> Told:
        """One line, with the name and job of who did it."""
        person = self.cast.people[who]
        return Told(moment, f"{person.name}, {person.job}", did)


def play(cast: Cast, *, at: datetime) -> Iterator[Told]:
    """Play the story from `at` on; yields each thing that happened, as it happens."""
    stage = Stage(cast, at)
    told = stage.told

    yesterday = at - timedelta(days=3)
    declare_conflict(
        forename="Leanne",
        surname="Marlow",
        born_on=None,
        kind="ex-partner",
        by=cast.actor("police_ex_partner", at=yesterday),
        at=yesterday,
    )
    yield told(
        "police_ex_partner",
        yesterday,
        "declared that he knows Leanne Marlow: from then on he sees nothing of hers",
    )
    earlier = record_call(concern=neighbour_rang(), by=cast.actor("call_handler", at=yesterday), at=yesterday)
    yield told("call_handler", yesterday, f"wrote down a neighbour’s call in a minute: {earlier.reference}")

    yield from _answered_earlier(stage, earlier, yesterday + timedelta(minutes=40))
    who, moment = "teacher", stage.after(0)
    contact = raise_concern(
        concern=concern_of_the_teacher(), draft_id=None, by=cast.actor(who, at=moment), at=moment
    )
    yield told(who, moment, f"raised a concern about two children, once; receipt {contact.reference}")
    yield from _hub(stage, contact, earlier)
    referral = Referral.objects.get(contact=contact)
    yield from _partners(stage, referral)
    yield from _decision(stage, referral)


def _answered_earlier(stage: Stage, earlier: Contact, moment: datetime) -> Iterator[Told]:
    screener = stage.cast.actor("screener", at=moment)
    note_opened(contact_id=str(earlier.pk), by=screener, at=moment)
    one = earlier.people.get()
    say_who(
        contact_id=str(earlier.pk),
        contact_person_id=str(one.pk),
        person_id=None,
        because="No child of that name and age is known",
        by=screener,
        at=moment,
    )
    rate_contact(
        contact_id=str(earlier.pk),
        rating=packs.current(at=moment).ratings[2].code,
        because="One call, no name, nobody hurt as far as is known",
        by=screener,
        at=moment,
    )
    answer_contact(
        contact_id=str(earlier.pk),
        outcome="nfa",
        because="The caller left no number and the address could not be found",
        by=screener,
        at=moment,
    )
    yield stage.told(
        "screener", moment, "could not find the child, and closed it with the reason: one piece of a picture"
    )


def _hub(stage: Stage, contact: Contact, earlier: Contact) -> Iterator[Told]:
    cast, told = stage.cast, stage.told
    who, moment = "screener", stage.after(12)
    screener = cast.actor(who, at=moment)
    note_opened(contact_id=str(contact.pk), by=screener, at=moment)
    known = str(earlier.people.get().description.person_id)
    for one in contact.people.select_related("description").order_by("order"):
        is_ava = one.description.forename == "Ava"
        say_who(
            contact_id=str(contact.pk),
            contact_person_id=str(one.pk),
            person_id=known if is_ava else None,
            because="Same age and sound of name as the neighbour’s call"
            if is_ava
            else "Nobody like this is known",
            by=screener,
            at=moment,
        )
    yield told(who, moment, "found that “Eva Marlowe” of the neighbour’s call is Ava Marlow, and said so")
    rating = packs.current(at=moment).ratings[0]
    rate_contact(
        contact_id=str(contact.pk),
        rating=rating.code,
        because="A mark on her arm, her own words, and he may know the address",
        by=screener,
        at=moment,
    )
    yield told(who, moment, f"rated it “{rating.label}”, with the reason")
    accept_referral(
        contact_id=str(contact.pk),
        because="Reasonable cause to think she may be at risk",
        by=screener,
        at=moment,
    )
    yield told(who, moment, "accepted it as a referral")
    answer_pickup(contact_id=str(contact.pk), said="keep", by=screener, at=moment)
    yield told(who, moment, "told the school before its bell: keep her until we ring")
    referral = Referral.objects.get(contact=contact)
    asked = ask_partners(
        referral_id=str(referral.pk),
        asks=[
            Ask(agency_id=str(cast.agencies[key].pk))
            for key in ("police", "alder_lane", "health_visiting", "surgery", "housing")
        ],
        purpose="Deciding whether the children are safe",
        concern="Worry about harm to two children at home. What do you know since January 2025?",
        by=screener,
        at=moment,
    )
    yield told(
        who,
        moment,
        f"asked {len(asked)} agencies; each reads only what it needs, and to speak to the hub first",
    )


# agency: who answers for it, and the one thing they tell (None: nothing relevant)
ANSWERS: dict[str, tuple[str, Item | None]] = {
    "police": (
        "police",
        Item(
            text="Two calls to the home this year: threats by Dean Kerrigan. He is on bail not to go to the address.",
            happened_on=date(2026, 10, 3),
            assertion_kind="record",
            field_group="police",
        ),
    ),
    "alder_lane": (
        "dsl",
        Item(
            text="Late four times in November. She draws houses with no doors.",
            happened_said="this month",
            assertion_kind="observed",
            field_group="education",
        ),
    ),
    "health_visiting": (
        "health_visitor",
        Item(
            text="Theo missed his two-year review. Leanne rang to say that they were moving and could not say where.",
            happened_on=date(2026, 9, 11),
            assertion_kind="third_party",
            field_group="health",
        ),
    ),
    "surgery": ("gp", None),
}


def _partners(stage: Stage, referral: Referral) -> Iterator[Told]:
    cast, told = stage.cast, stage.told
    for number, (agency, (person, item)) in enumerate(ANSWERS.items()):
        who, moment = person, stage.after(35 + 9 * number)
        check = PartnerCheck.objects.get(referral=referral, agency=cast.agencies[agency])
        children = [child["person"] for child in check.shown["children"]]
        kind = "items" if item else "nothing_relevant"
        answer_check(
            check_id=str(check.pk),
            answers=[
                ChildAnswer(person_id=child, kind=kind, items=[item] if item else []) for child in children
            ],
            by=cast.actor(who, at=moment),
            at=moment,
        )
        words = (
            "told what it knows, as fact or as hearsay" if item else "said that nothing it knows is relevant"
        )
        yield told(who, moment, f"for {cast.agencies[agency].name}: {words}")


def _decision(stage: Stage, referral: Referral) -> Iterator[Told]:
    cast, told = stage.cast, stage.told
    who, moment = "manager", stage.after(95)
    manager = cast.actor(who, at=moment)
    pack = packs.current(at=moment)
    top = pack.levels[-1]
    for person in ("dsl", "manager"):
        record_view(
            subject=f"referral:{referral.pk}",
            level=top.n,
            indicators=[],
            because="Her own words and a mark that nobody has explained",
            by=cast.actor(person, at=moment),
            at=moment,
        )
    referral.refresh_from_db()
    decide_next_step(
        referral_id=str(referral.pk),
        outcome="strategy_discussion",
        level=top.n,
        because="Reasonable cause to suspect that Ava is suffering significant harm; he may know where they live.",
        worries="An unexplained mark. He may have the address.",
        strengths="Leanne asks for help and brings them every day.",
        unknowns="Has he been inside? What has Theo seen?",
        child_voice="“He found our new house. Mummy made us hide in the bathroom.”",
        next_team_id=str(cast.teams["assessment"].pk),
        read_version=referral.version,
        by=manager,
        at=moment,
    )
    yield told(
        who,
        moment,
        "decided: a strategy discussion today. Housing had not answered; protection does not wait",
    )
    who, moment = "lead", stage.after(110)
    accept_lead(referral_id=str(referral.pk), by=cast.actor(who, at=moment), at=moment)
    yield told(who, moment, "accepted the children; the hub let go only then")
    for who, minutes in (("teacher", 115), ("dsl", 120)):
        moment = stage.after(minutes)
        reader = cast.actor(who, at=moment)
        for task in my_feedback(reader, at=moment).filter(read_at__isnull=True):
            read_feedback(task_id=str(task.pk), by=reader, at=moment)
            yield told(who, moment, f"heard what came of it: “{task.text.split('. ')[0]}.”")
