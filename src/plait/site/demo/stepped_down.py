"""A family whose help got less, and a new concern at five months. Told before the story; the tests' worlds do without it.

Milo Reeve is ten, at Alder Lane. His mother Hannah was ill and alone; a social worker helped, then Jo Barley of early help
took the family over and has looked twice. This morning the school is worried again.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from plait.base.packs import current
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.say_who import say_who
from plait.referrals.actions.settle_promise import settle_promise
from plait.referrals.concern import AdultSaid, ChildSaid, Concern
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.closing import open_promises
from plait.sharing.actions.record_agreement import record_agreement
from plait.sharing.rules.family_deeds import AgreementSaid, PartnerSaid
from plait.site.demo.cast import Cast
from plait.site.demo.story import Stage, Told
from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.look_again import look_again
from plait.stepdown.actions.step_down import Said, step_down
from plait.stepdown.models import StepDown

MILO = Described(
    forename="Milo", surname="Reeve", born_on=date(2016, 2, 9), sex="M", school="Alder Lane Primary School",
    address_line="11 Weir Close", town="Ellowmere", postcode="EW5 4RT",
)  # fmt: skip
HANNAH = Described(forename="Hannah", surname="Reeve", born_on=date(1990, 7, 2), phone="07700 900471")
# Days before the story: so early the first concern came, and so long ago the help got less.
FIRST, STEPPED = 176, 155
LOOKS = {"visit": 147, "first_review": 118, "held_3": 66}
SAW = {
    "visit": "Seen at home with Esther Lunn. Milo showed us his model boats.",
    "first_review": "Hannah sees her doctor. Milo was in school every day.",
    "held_3": "No calls, no visits to hospital. Late twice in September.",
}


def hold_and_worry_again(cast: Cast, *, at: datetime) -> Iterator[Told]:
    """From half a year before the story on; yields each thing as it happens."""
    stage = Stage(cast, at)

    def before(days: int, minutes: int = 0) -> datetime:
        return at - timedelta(days=days) + timedelta(minutes=minutes)

    first = _helped(cast, before(FIRST))
    yield stage.told("lead", before(FIRST, 60), "led help for Milo Reeve and his mother, half a year ago")
    down = _stepped_down(cast, first, before(STEPPED))
    yield stage.told("lead", before(STEPPED), "stepped the family down: Family help was asked to hold them")
    moment = before(STEPPED, 60)
    accept_step_down(stepdown_id=str(down.pk), by=cast.actor("family_helper", at=moment), at=moment)
    _agreed(cast, first, before(STEPPED, 90))
    _closed(cast, first, before(STEPPED, 120))
    yield stage.told("family_helper", moment, "accepted them; only then did the social worker let go")
    for promise, days in LOOKS.items():
        look_again(
            stepdown_id=str(down.pk), promise=promise, standing="yes", own_records=SAW[promise],
            together=True if promise == "visit" else None,
            by=cast.actor("family_helper", at=before(days)), at=before(days),
        )  # fmt: skip
    yield stage.told("family_helper", before(LOOKS["held_3"]), "looked a third time: still all right")
    moment = stage.after(-30)
    again = raise_concern(concern=_again(), draft_id=None, by=cast.actor("dsl", at=moment), at=moment)
    _said_who(cast, again, first.contact, stage.after(-15))
    yield stage.told(
        "dsl",
        moment,
        f"is worried about Milo again, {STEPPED} days later: the hub sees at once that he was stepped down",
    )


def _again() -> Concern:
    return Concern(
        children=(ChildSaid(MILO, "pupil"),),
        observed="Milo slept in class three days running and had no lunch with him.",
        child_words="“Mum is in bed again.”",
        wanted="Somebody who knows them to go and see.",
        family_told="told",
        danger_now="no",
    )


def _helped(cast: Cast, at: datetime) -> Referral:
    """The first concern, accepted, decided and led."""
    screener = cast.actor("screener", at=at)
    mother = AdultSaid(HANNAH, "mother", lives_with="yes", parental_responsibility="yes")
    contact = raise_concern(
        concern=Concern(
            children=(ChildSaid(MILO, "pupil"),), adults=(mother,), family_told="told", danger_now="no",
            observed="Milo gets himself up and to school. He says that his mother stays in bed.", wanted="Help at home.",
        ),
        draft_id=None, by=cast.actor("dsl", at=at), at=at,
    )  # fmt: skip
    note_opened(contact_id=str(contact.pk), by=screener, at=at)
    for one in contact.people.all():
        say_who(
            contact_id=str(contact.pk), contact_person_id=str(one.pk), person_id=None, because="Nobody like this is known",
            by=screener, at=at,
        )  # fmt: skip
    rating = current(at=at).ratings[1].code
    rate_contact(
        contact_id=str(contact.pk), rating=rating, because="A child who cares for himself", by=screener, at=at
    )
    accept_referral(contact_id=str(contact.pk), because="A child in need of help at home", by=screener, at=at)
    referral = Referral.objects.get(contact=contact)
    decide_next_step(
        referral_id=str(referral.pk), outcome="assessment_s17", level=3, because="His mother is ill and alone.",
        override_because="The school knows the family well; the checks can follow.", read_version=referral.version,
        next_team_id=str(cast.teams["assessment"].pk), by=cast.actor("manager", at=at), at=at + timedelta(minutes=30),
    )  # fmt: skip
    moment = at + timedelta(minutes=60)
    return accept_lead(referral_id=str(referral.pk), by=cast.actor("lead", at=moment), at=moment)


def _stepped_down(cast: Cast, referral: Referral, at: datetime) -> StepDown:
    said = Said(
        from_level=3, to_level=2, to_team_id=str(cast.teams["family_help"].pk),
        why="Hannah sees her doctor and sleeps. Milo has been in school every day since Easter.",
        contingency="If Milo is late three days running, the school rings Jo the same day. If Hannah cannot get up, her sister "
        "comes; if nobody can, ring the hub.",
        needs=(("Breakfast club", "Tom Ferris, Alder Lane"), ("Hannah’s appointments", "Brook Street Surgery")),
        family_told="yes", family_how="At the last meeting at home, with Milo.", services_told=("Alder Lane",),
        gateway="CA04_10", explained_on=at.date(),
    )  # fmt: skip
    return step_down(referral_id=str(referral.pk), said=said, by=cast.actor("lead", at=at), at=at)


def _agreed(cast: Cast, referral: Referral, at: datetime) -> None:
    people = {
        one.role: str(one.description.person_id)
        for one in referral.contact.people.select_related("description")
    }
    helps = cast.agencies["early_help"]
    said = AgreementSaid(
        giver_id=people["adult"], about=(people["child"],), capacity="responsibility", capacity_note="Birth certificate seen.",
        present="Jo Barley", why="Help at home.", given_on=at.date(), groups=("concern",), limits_explained=True,
        partners=(PartnerSaid(helps.name, "yes", agency_id=str(helps.pk)),), change_explained=True,
    )  # fmt: skip
    record_agreement(child_id=people["child"], said=said, by=cast.actor("family_helper", at=at), at=at)


def _closed(cast: Cast, referral: Referral, at: datetime) -> None:
    lead = cast.actor("lead", at=at)
    for promise in open_promises(referral, pack=current(at=at)):
        settle_promise(
            referral_id=str(referral.pk), clock_id=str(promise.pk), happened=True, note="Finished with the family.", by=lead,
            at=at,
        )  # fmt: skip
    close_referral(
        referral_id=str(referral.pk), outcome="RC6", because="Early help holds them now.",
        despite="The school and the surgery were spoken with; no check is needed to end this.",
        by=cast.actor("manager", at=at), at=at,
    )  # fmt: skip


def _said_who(cast: Cast, again: Contact, first: Contact, at: datetime) -> None:
    screener = cast.actor("screener", at=at)
    note_opened(contact_id=str(again.pk), by=screener, at=at)
    known = str(first.people.get(role="child").description.person_id)
    one = again.people.get()
    say_who(
        contact_id=str(again.pk), contact_person_id=str(one.pk), person_id=known,
        because="Same name, birthday and school", by=screener, at=at,
    )  # fmt: skip
