"""One morning in Ellowmere with everybody in it: the story, what waits on the desks, and the records that only tests need.

Built once for a whole file of tests, by the same actions as the screens; what a test then does is rolled back.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.db import transaction
from django.test import Client

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.invite_practitioner import invite_practitioner
from plait.agencies.actions.open_account import open_account
from plait.agencies.actions.put_on_duty import put_on_duty
from plait.agencies.actions.record_absence import record_absence
from plait.agencies.actions.send_mailbox_link import send_mailbox_link
from plait.agencies.actions.take_on import take_on
from plait.agencies.models import Adviser, MailboxLink, Practitioner
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.outbox.models import Message
from plait.base.packs.queries import current
from plait.escalation.actions.challenge import challenge
from plait.escalation.actions.escalate import escalate
from plait.escalation.actions.name_on_ladder import name_on_ladder
from plait.escalation.actions.resolve import resolve
from plait.feedback.actions.disagree import disagree
from plait.feedback.models import FeedbackTask
from plait.people.models import DeclaredConflict
from plait.people.rules import Described
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.record_call import record_call
from plait.referrals.actions.record_strategy import Agreed, record_strategy
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.concern import ChildSaid, Concern, Teller
from plait.referrals.models import Contact, Decision, PartnerCheck, Referral
from plait.sharing.actions.keep_advice import Decided, keep_advice
from plait.sharing.rules.advice import Party
from plait.site.demo.cast import PEOPLE, Cast
from plait.site.demo.moderating import moderate
from plait.site.demo.morning import leave_on_the_desks
from plait.site.demo.story import play
from plait.thresholds.actions.run_moderation import begin_moderation
from tests.matrix import (
    border_records,
    family_records,
    handover_records,
    practice_records,
    privacy_records,
    safety_records,
    stepdown_records,
)

BEGINS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
SETTLED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

CAST = tuple(PEOPLE)
MAILBOX, ANONYMOUS = "mailbox", "anonymous"
# Sessions that were good a moment ago. All three were hub screeners, who could open nearly everything.
GONE = ("leaver", "left_without_ceremony", "suspended")
EVERYONE = (*CAST, MAILBOX, ANONYMOUS, *GONE)


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that the code under test does not take for its own (as Django's TestCase marks its own), rolled back."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


@dataclass
class World:
    """The cast, the ids of every record by a name that says whose it is, and a browser for each of them."""

    cast: Cast
    ids: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """A member of the cast now."""
        return self.cast.actor(who, at=NOW)

    def __getitem__(self, name: str) -> str:
        return self.ids[name]

    def packed(self) -> bytes:
        """All but the rows, to be unpacked for each file of tests (the rows are kept by tests/lanes/rows.py)."""
        return pickle.dumps(
            (self.cast, self.ids, {who: browser.cookies for who, browser in self.browsers.items()})
        )

    @classmethod
    def unpacked(cls, packed: bytes) -> "World":
        cast, ids, cookies = pickle.loads(packed)  # noqa: S301 (made by this process)
        world = cls(cast, ids)
        for who, held in cookies.items():
            world.browsers[who] = Client()
            world.browsers[who].cookies = held
        return world


def build(cast: Cast) -> World:
    """Play everything. Needs an open database with the packs and the cast (tests/conftest.py), and leaves its rows in it."""
    with time_machine.travel(BEGINS, tick=False):
        for _told in play(cast, at=BEGINS):
            pass
        leave_on_the_desks(cast, now=NOW)
    world = World(cast)
    with time_machine.travel(NOW, tick=False):
        _the_mailbox_referrer(world)
        _drafts_and_receipts(world)
        _the_rest(world)
        _name_records(world)
        _who_takes_it_further(world)
        family_records.lay_out(world, at=NOW)
        privacy_records.lay_out(world, at=NOW)
        family_records.ways_in(world, at=NOW)
        safety_records.lay_out(world, at=NOW)
        stepdown_records.lay_out(world, at=NOW)
        border_records.lay_out(world, at=NOW)
        handover_records.lay_out(world, at=NOW)
        _moderation(world)
        practice_records.lay_out(world, at=NOW)
        _sign_everybody_in(world)
    return world


def _the_mailbox_referrer(world: World) -> None:
    """Somebody at Fenmarch Probation who comes twice a year, told the hub of Wren and heard what came of it."""
    address = world.cast.agencies["probation"].mailbox
    send_mailbox_link(address=address, person_name="Vi Slater", by=Actor.process("tests"), at=NOW)
    link = MailboxLink.objects.get()
    world.ids["mailbox-link"] = str(link.pk)
    by = Actor(
        id=f"mailbox:{link.pk}", name="Vi Slater", agency=str(link.agency_id), agency_name=link.agency.name,
        agency_kind=link.agency.kind, roles=frozenset({"mailbox_referrer"}), kind="mailbox",
    )  # fmt: skip
    told = _one_child("Wren", "Abbott", reported="She slept in a car last week.")
    contact = raise_concern(concern=told, draft_id=None, by=by, at=NOW - timedelta(minutes=40))
    world.ids["contact:wren"] = str(contact.pk)
    soon, screener = NOW - timedelta(minutes=30), world.actor("screener")
    note_opened(contact_id=str(contact.pk), by=screener, at=soon)
    answer_contact(
        contact_id=str(contact.pk), outcome="nfa", because="Seen at home; housed now", by=screener, at=soon
    )


def _moderation(world: World) -> None:
    """Six agencies and two sessions: one closed, one that is being scored; and one that is not open yet."""
    closed, scoring = moderate(world.cast, now=NOW)
    draft = begin_moderation(
        title="Not open yet", agency_ids=[str(world.cast.agencies[key].pk) for key in ("police", "surgery")],
        by=world.actor("manager"), at=NOW,
    )  # fmt: skip
    for key, one in (("closed", closed), ("scoring", scoring), ("draft", draft)):
        world.ids[f"moderation:{key}"] = str(one.pk)
    for key, one in (("closed", closed), ("scoring", scoring)):
        world.ids[f"vignette:{key}"] = str(one.vignettes.order_by("number")[0].pk)


def _on_duty(world: World) -> None:
    """Miriam Cole is on duty in the hub this week, and away next week."""
    hub, screener = str(world.cast.teams["hub"].pk), str(world.cast.people["screener"].pk)
    shift = put_on_duty(
        team_id=hub, practitioner_id=screener, from_at=NOW, to_at=NOW + timedelta(hours=5),
        by=world.actor("manager"), at=NOW,
    )  # fmt: skip
    gone = record_absence(
        practitioner_id=screener, from_at=NOW + timedelta(days=7), to_at=NOW + timedelta(days=9),
        by=world.actor("screener"), at=NOW,
    )  # fmt: skip
    world.ids |= {"team:hub": hub, "shift:hub": str(shift.pk), "absence:screener": str(gone.pk)}


def _one_child(forename: str, surname: str, **said: Any) -> Concern:
    return Concern(
        children=(ChildSaid(Described(forename=forename, surname=surname, born_on=date(2015, 6, 1))),),
        family_told="told",
        **{"wanted": "A visit.", **said},
    )


def _drafts_and_receipts(world: World) -> None:
    """The teacher wrote one concern and sent it, and has another half written; the call handler wrote down a call."""
    teacher, handler = world.actor("teacher"), world.actor("call_handler")
    advice = keep_advice(
        decided=Decided("raise", ["child"], {"worry": "share"}, "no", "no", gateway="CA04_16LA"),
        holder=Party("SCHOOL"), recipient=Party("HUB"), pack=current(at=NOW), by=teacher, at=NOW,
    )  # fmt: skip
    world.ids["advice:teacher"] = str(advice.pk)
    council = world.cast.agencies["council"]
    world.ids["adviser:council"] = str(Adviser.objects.filter(agency=council).order_by("pk")[0].pk)
    _on_duty(world)
    half = save_draft(about="concern", answers={}, by=teacher, at=NOW - timedelta(minutes=9))
    sent = save_draft(about="concern", answers={}, by=teacher, at=NOW - timedelta(minutes=20))
    hazel = raise_concern(
        concern=_one_child("Hazel", "Croft", observed="Hungry on most mornings."),
        draft_id=str(sent.pk),
        by=teacher,
        at=NOW - timedelta(minutes=19),
    )
    call = save_draft(about="call", answers={}, by=handler, at=NOW - timedelta(minutes=15))
    ringing = save_draft(about="call", answers={}, by=handler, at=NOW - timedelta(minutes=3))
    fern = record_call(
        concern=Concern(
            children=(ChildSaid(Described(forename="Fern", age_said="about 4")),),
            reported="Left alone in the yard.",
            channel="phone",
            teller=Teller(kind="family", name="Gran Canary", phone="07700 900399"),
        ),
        draft_id=str(call.pk),
        by=handler,
        at=NOW - timedelta(minutes=14),
    )
    world.ids |= {
        "draft:half": str(half.pk), "draft:sent": str(sent.pk), "draft:call": str(call.pk),
        "draft:ringing": str(ringing.pk),
        "contact:hazel": str(hazel.pk), "contact:fern": str(fern.pk),
    }  # fmt: skip
    pass_to_worker(
        contact_id=str(hazel.pk),
        team_id=str(world.cast.teams["family_help"].pk),
        by=world.actor("screener"),
        at=NOW - timedelta(minutes=10),
    )


def _the_rest(world: World) -> None:
    """A disagreement, the record of a strategy discussion, an invitation, and three who are gone."""
    ava = Contact.objects.get(people__description__forename="Ava")
    referral = Referral.objects.get(contact=ava)
    told = FeedbackTask.objects.get(
        about=ava.ref, practitioner=world.cast.people["teacher"], pickup_word=None
    )
    said = disagree(
        task_id=str(told.pk),
        because="He was seen again.",
        wanted="Ring me.",
        by=world.actor("teacher"),
        at=NOW,
    )
    record = record_strategy(
        referral_id=str(referral.pk), held_at=NOW - timedelta(minutes=30),
        attended=[("Esther Lunn", "Ellowmere Children’s Services"), ("Karen Pike", "Fenmarch Police")],
        shared="What each knows.", decided="A joint enquiry.", enquiry="joint", medical="not_known",
        safety_tonight="With their grandmother.", by=world.actor("lead"), at=NOW,
        actions=[Agreed("Esther Lunn", "Sees them at school", (NOW + timedelta(days=1)).date())],
    )  # fmt: skip
    council = str(world.cast.agencies["council"].pk)
    invited = invite_practitioner(
        email="una.frame@council.invalid", name="Una Frame", job="Hub call handler", agency_id=council,
        roles=["call_handler"], team_id=str(world.cast.teams["hub"].pk), by=world.actor("administrator"), at=NOW,
    )  # fmt: skip
    world.ids |= {
        "contact:ava": str(ava.pk), "referral:ava": str(referral.pk), "feedback:ava-teacher": str(told.pk),
        "disagreement": str(said.pk), "strategy": str(record.pk), "action": str(record.actions.get().pk),
        "promise-held": str(RunningClock.objects.get(subject=referral.ref, rule="strategy_discussion").pk),
        "invitation": invited.link.rstrip("/").rsplit("/", 1)[-1],
        "practitioner:una": str(invited.invitation.practitioner_id),
    }  # fmt: skip
    for who in GONE:
        person = take_on(
            name=who.replace("_", " ").title(), job="Hub social worker", agency_id=council,
            team_ids=[str(world.cast.teams["hub"].pk)], roles=["hub_screener"], qualified_social_worker=True,
            by=Actor.process("tests"), at=SETTLED,
        )  # fmt: skip
        open_account(
            practitioner_id=str(person.pk),
            email=f"{who}@council.invalid",
            by=Actor.process("tests"),
            at=SETTLED,
        )
        world.cast.people[who] = Practitioner.objects.select_related("user").get(pk=person.pk)


def _who_takes_it_further(world: World) -> None:
    """The teacher disputes what she was told and has asked why; the school’s safeguarding lead settled something else; and
    somebody is named to answer for social care."""
    ids, teacher, dsl = world.ids, world.actor("teacher"), world.actor("dsl")
    said: dict[str, Any] = {
        "about": "decision",
        "because": "He was seen again.",
        "wanted": "Ring me.",
        "urgency": "usual",
    }
    subject = f"feedback:{ids['feedback:ava-teacher']}"
    found = escalate(subject=subject, by=teacher, at=NOW, **said)
    asked = challenge(subject=subject, question="Why not today?", urgency="usual", by=teacher, at=NOW)
    over = escalate(subject=f"contact:{ids['contact:ava']}", by=dsl, at=NOW, **said)
    resolve(escalation_id=str(over.pk), outcome="They ring on Monday.", by=dsl, at=NOW)
    post = name_on_ladder(
        agency_id=str(world.cast.agencies["council"].pk), role="head",
        practitioner_id=str(world.cast.people["custodian"].pk), by=world.actor("administrator"), at=NOW,
    )  # fmt: skip
    ids |= {
        "escalation:ava": str(found.pk), "escalation:over": str(over.pk), "challenge:ava": str(asked.pk),
        "post": str(post.pk),
    }  # fmt: skip


def _name_records(world: World) -> None:
    ids = world.ids
    for contact in Contact.objects.prefetch_related("people__description"):
        names = {one.description.forename for one in contact.people.all()}
        for forename in ("Eva", "Jonah", "Ruby", "Kit"):
            if forename in names:
                ids[f"contact:{forename.lower()}"] = str(contact.pk)
        if contact.route == Contact.Route.CLOSED_LIST:
            ids["contact:closed"] = str(contact.pk)
        for one in contact.people.all():
            key = one.description.forename.lower()
            if key and key != "eva":  # Eva of the neighbour's call turned out to be Ava
                ids.setdefault(f"person:{key}", str(one.description.person_id))
            if contact.route == Contact.Route.CLOSED_LIST:
                ids["person:footballer"] = str(one.description.person_id)
            if str(contact.pk) == ids["contact:ava"] and key == "ava":
                ids["contact_person:ava"] = str(one.pk)
            if key == "ruby":
                ids["contact_person:ruby"] = str(one.pk)
    ids["referral:pell"] = str(Referral.objects.get(contact_id=ids["contact:jonah"]).pk)
    for check in PartnerCheck.objects.select_related("agency", "referral"):
        agency = next(key for key, one in world.cast.agencies.items() if one.pk == check.agency_id)
        family = "ava" if str(check.referral_id) == ids["referral:ava"] else "pell"
        ids[f"check:{family}-{agency}"] = str(check.pk)
    for task in FeedbackTask.objects.select_related("contact"):
        if task.status == FeedbackTask.Status.HELD and str(task.contact_id) == ids["contact:eva"]:
            ids["feedback:held"] = str(task.pk)
        if task.actor.startswith("mailbox:"):
            ids["feedback:mailbox"] = str(task.pk)
        for agency in ("police", "surgery"):
            if task.about == f"check:{ids[f'check:ava-{agency}']}":
                ids[f"feedback:{agency}"] = str(task.pk)
    ids["decision"] = str(Decision.objects.get(referral_id=ids["referral:ava"]).pk)
    ids["conflict"] = str(DeclaredConflict.objects.get(person__isnull=True).pk)
    ids["absent"] = str(uuid4())


def _sign_everybody_in(world: World) -> None:
    for who in (*CAST, *GONE):
        browser = Client()
        world.cast.people[who].refresh_from_db()
        user = world.cast.people[who].user
        assert user is not None
        browser.force_login(user, backend=BACKEND)
        assert browser.get("/account/").status_code == 200
        world.browsers[who] = browser
    world.browsers[ANONYMOUS] = Client()
    link = next(
        message.context["link_path"]
        for message in Message.objects.all()
        if message.to_ref == f"mailbox:{world.ids['mailbox-link']}" and "link_path" in message.context
    )
    world.browsers[MAILBOX] = Client()
    assert world.browsers[MAILBOX].post(link).status_code == 302
    gone = world.cast.people
    end_account(practitioner_id=str(gone["leaver"].pk), by=world.actor("administrator"), at=NOW)
    Practitioner.objects.filter(pk=gone["left_without_ceremony"].pk).update(left_at=NOW)
    user = gone["suspended"].user
    assert user is not None
    user.is_active = False
    user.save(update_fields=["is_active"])
