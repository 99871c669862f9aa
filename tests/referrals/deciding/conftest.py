"""Theo Marlow's concern, raised by Nia Osei, rated amber, accepted by Miriam Cole; the police and the school are asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from plait.base.audit.actor import Actor
from plait.people.rules import Described
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.site.demo.cast import Cast
from tests.lanes.telling import ToldOnce

Who = Callable[[str], Actor]


@pytest.fixture
def who(cast: Cast, at: datetime) -> Who:
    """`who("screener")` is Miriam Cole at work."""
    return lambda key: cast.actor(key, at=at)


def marlow() -> Concern:
    return Concern(
        children=(
            ChildSaid(
                Described(
                    forename="Theo",
                    surname="Marlow",
                    born_on=date(2019, 3, 2),
                    school="Alder Lane Primary School",
                ),
                "pupil",
            ),
            ChildSaid(Described(forename="Ivy", surname="Marlow", age_said="about 1")),
        ),
        adults=(AdultSaid(Described(forename="Leanne", surname="Marlow"), "mother", lives_with="yes"),),
        safety=Safety(where="yes", where_who="Dean Kerrigan", safe_contact="Ring the school before 10"),
        observed="A hand-shaped bruise on his left upper arm.",
        child_words="“Daddy grabbed me.”",
        strengths="Leanne brings him in on time every day.",
        wanted="Somebody to see them today.",
    )


@dataclass
class Story:
    """Where the story stands: everything a test may want to go on from."""

    cast: Cast
    at: datetime
    contact: Contact
    referral: Referral
    checks: dict[str, PartnerCheck]

    def who(self, key: str) -> Actor:
        return self.cast.actor(key, at=self.at)

    @property
    def read(self) -> Referral:
        return Referral.objects.get(pk=self.referral.pk)

    def child(self) -> str:
        return str(self.contact.people.get(order=0).description.person_id)

    def answer(self, agency: str, who: str, *texts: str, visibility: str = "shareable") -> None:
        """The agency answers about every child it was asked about: what it knows of the first, nothing of the others."""
        check = self.checks[agency]
        first, *others = [child["person"] for child in check.shown["children"]]
        items = tuple(Item(text=text, happened_on=date(2026, 10, 5), visibility=visibility) for text in texts)
        kind = "items" if items else "not_known"
        answer_check(
            check_id=str(check.pk),
            answers=[
                ChildAnswer(
                    first,
                    kind,
                    items=items,
                    because="Kept for the decision." if visibility == "sealed" else "",
                ),
                *(ChildAnswer(other, "not_known") for other in others),
            ],
            by=self.who(who),
            at=self.at,
        )


@pytest.fixture
def contact(cast: Cast, pack: Any, at: datetime, told_once: ToldOnce) -> Contact:
    """The concern as the hub receives it, rated amber."""
    return told_once("deciding/contact", lambda: _rated(cast, at))


def _rated(cast: Cast, at: datetime) -> Contact:
    contact = raise_concern(concern=marlow(), draft_id=None, by=cast.actor("teacher", at=at), at=at)
    rate_contact(
        contact_id=str(contact.pk),
        rating="amber",
        because="A bruise, and a child who says how.",
        by=cast.actor("screener", at=at),
        at=at + timedelta(minutes=5),
    )
    return Contact.objects.get(pk=contact.pk)


@pytest.fixture
def story(cast: Cast, contact: Contact, at: datetime, told_once: ToldOnce) -> Story:
    """Accepted; the police and Alder Lane asked. It is ten o'clock."""
    return told_once("deciding/story", lambda: _asked(cast, contact, at))


def _asked(cast: Cast, contact: Contact, at: datetime) -> Story:
    later = at + timedelta(hours=1)
    screener = cast.actor("screener", at=later)
    referral = accept_referral(contact_id=str(contact.pk), because="Likely harm.", by=screener, at=later)
    asked = {"police": cast.agencies["police"], "school": cast.agencies["alder_lane"]}
    checks = ask_partners(
        referral_id=str(referral.pk),
        asks=[Ask(agency_id=str(agency.pk)) for agency in asked.values()],
        purpose="Deciding what happens next",
        by=screener,
        at=later,
    )
    return Story(cast, later, contact, referral, dict(zip(asked, checks, strict=True)))


class Desk:
    """A browser of one member of the cast, at the story's moment."""

    def __init__(self, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
        self.story = story
        self.actor: Actor | None = None
        self.sessions: dict[tuple[str, datetime], Client] = {}
        monkeypatch.setattr("plait.site.middleware.now", lambda: story.at)
        monkeypatch.setattr("plait.agencies.sessions.actor_of", lambda request: self.actor)

    def client(self, who: str) -> Client:
        """A session of theirs that began at the story's moment."""
        self.actor = self.story.who(who)
        return self.sessions.setdefault((who, self.story.at), Client())

    def get(self, who: str, path: str) -> Any:
        return self.client(who).get(path)

    def post(self, who: str, path: str, data: dict[str, Any]) -> Any:
        return self.client(who).post(path, data)

    def form(self, who: str, path: str, **data: Any) -> Any:
        """Open the page, fill the form in, send it: what the page put into its fields goes with it."""
        page = self.get(who, path)
        form = page.context["form"]
        shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        kept = {name: value for name, value in shown.items() if value not in (None, "", [])}
        return self.post(who, path, {**kept, **data})


@pytest.fixture
def desk(story: Story, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(story, monkeypatch)
