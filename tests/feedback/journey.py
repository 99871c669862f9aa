"""One family's concern, taken by the real actions as far as a test needs it. Stories of other folders use it too."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.test import Client

from plait.agencies.models import User
from plait.base.audit.actor import Actor
from plait.people.rules import Described
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.site.demo.cast import Cast

ADDRESS, TOWN, POSTCODE = "14 Heron Quay Rise", "Ellowmere", "EW4 2QX"
SCHOOL, PHONE = "Alder Lane Primary School", "07700 900142"
CHILD, SURNAME = "Theodora", "Marlowe-Canary"
POLICE_ITEM = "Called to the address twice for shouting, canary-police."


def family(*, shielded: bool = True, adults: tuple[AdultSaid, ...] = (), **said: Any) -> Concern:
    """A child with an address, a school and a telephone, her mother, and a father who must not learn where they are."""
    safety = Safety(where="yes", where_who="Dean Kerrigan", safe_contact="Ring her at work, before noon")
    return Concern(
        children=(
            ChildSaid(
                Described(
                    forename=CHILD,
                    surname=SURNAME,
                    born_on=date(2019, 4, 3),
                    address_line=ADDRESS,
                    town=TOWN,
                    postcode=POSTCODE,
                    school=SCHOOL,
                    phone=PHONE,
                ),
                "pupil",
            ),
        ),
        adults=adults
        or (
            AdultSaid(
                Described(
                    forename="Leanne",
                    surname=SURNAME,
                    address_line=ADDRESS,
                    postcode=POSTCODE,
                    phone=PHONE,
                ),
                "mother",
                lives_with="yes",
            ),
        ),
        safety=safety if shielded else Safety(where="no"),
        **{
            "observed": "A bruise on her arm.",
            "child_words": "“It hurts.”",
            "wanted": "Somebody to see her.",
            **said,
        },
    )


class Deed(TypedDict):
    """By whom a thing is done, and when: what every deed is told."""

    by: Actor
    at: datetime


@dataclass
class Journey:
    """The cast's moves, each a little later than the last."""

    cast: Cast
    at: datetime
    checks: dict[str, PartnerCheck] = field(default_factory=dict)
    contact: Contact = None  # type: ignore[assignment]
    referral: Referral = None  # type: ignore[assignment]

    def who(self, key: str) -> Actor:
        return self.cast.actor(key, at=self.at)

    def later(self, minutes: int = 5) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at

    def raised(self, by: str | Actor = "teacher", concern: Concern | None = None) -> "Journey":
        actor = self.who(by) if isinstance(by, str) else by
        self.contact = raise_concern(concern=concern or family(), draft_id=None, by=actor, at=self.later())
        return self

    def accepted(self, rating: str = "red") -> "Journey":
        hub = self.who("screener")
        rate_contact(
            contact_id=str(self.contact.pk), rating=rating, because="Seen today.", by=hub, at=self.later()
        )
        self.referral = accept_referral(
            contact_id=str(self.contact.pk), because="A child may be harmed.", by=hub, at=self.later()
        )
        return self

    def asked(self, *agencies: str) -> "Journey":
        made = ask_partners(
            referral_id=str(self.referral.pk),
            asks=[Ask(agency_id=str(self.cast.agencies[key].pk)) for key in agencies],
            purpose="Is this child safe?",
            by=self.who("screener"),
            at=self.later(),
        )
        self.checks |= dict(zip(agencies, made, strict=True))
        return self

    def answered(
        self,
        agency: str,
        by: str,
        kind: str = "items",
        *,
        visibility: str = "shareable",
        text: str = POLICE_ITEM,
    ) -> "Journey":
        items = [Item(text=text, visibility=visibility)] if kind == "items" else []
        answer_check(
            check_id=str(self.checks[agency].pk),
            answers=[
                ChildAnswer(person_id=str(child["person"]), kind=kind, items=items)
                for child in self.checks[agency].shown["children"]
            ],
            by=self.who(by),
            at=self.later(),
        )
        return self

    def decided(self, outcome: str = "assessment_s17", by: str = "manager") -> "Journey":
        self.referral.refresh_from_db()
        decide_next_step(
            referral_id=str(self.referral.pk),
            outcome=outcome,
            level=3,
            because="What the police told us.",
            override_because="Two answers can wait until tomorrow." if outcome == "assessment_s17" else "",
            next_team_id=str(self.cast.teams["assessment"].pk),
            read_version=self.referral.version,
            by=self.who(by),
            at=self.later(),
        )
        self.referral.refresh_from_db()
        return self

    @property
    def child(self) -> str:
        return str(self.contact.people.get(role="child").description.person_id)

    def browser(self, who: str) -> Client:
        """A client in which this member of the cast is signed in."""
        person = self.cast.people[who]
        if person.user is None:
            person.user = User.objects.create_user(f"{who}@cast.invalid", "three-odd-words-together")
            person.save(update_fields=["user"])
        client = Client()
        client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client
