"""One family whose help got less, taken by the real actions as far as a test needs it."""

from datetime import datetime, timedelta
from typing import Any

from plait.base.announce import ask
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.timers import fire_due
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.say_who import say_who
from plait.referrals.actions.settle_promise import settle_promise
from plait.referrals.concern import AdultSaid
from plait.referrals.events import BeforeClosing
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.closing import open_promises
from plait.sharing.actions.record_agreement import record_agreement
from plait.sharing.rules.family_deeds import AgreementSaid, PartnerSaid
from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.look_again import look_again
from plait.stepdown.actions.step_down import Said, step_down
from plait.stepdown.models import StepDown
from plait.stepdown.queries.holding import open_clock
from plait.stepdown.queries.parts import lacking
from plait.stepdown.rules import promise_of
from tests.feedback.journey import SURNAME, Journey, family

WHY = "School every day for a term, and no calls to the police."
IF_WORSE = "If he comes to the door, Leanne rings 999 and Jo rings the hub the same day."


BECAUSE = "For a reason."


class Family(Journey):
    """The cast's moves with one family, each a little later than the last."""

    stepdown: StepDown

    def led(self) -> "Family":
        """A social worker leads help at level 3."""
        mother = Described(forename="Leanne", surname=SURNAME)
        hers = AdultSaid(mother, "mother", lives_with="yes", parental_responsibility="yes")
        self.raised(concern=family(adults=(hers,))).accepted().asked("police").answered(
            "police", "police"
        ).decided()
        accept_lead(referral_id=str(self.referral.pk), by=self.who("lead"), at=self.later())
        self.referral = Referral.objects.get(pk=self.referral.pk)
        return self

    def said(self, **changed: Any) -> Said:
        whole: dict[str, Any] = {
            "from_level": 3, "to_level": 2, "to_team_id": str(self.cast.teams["family_help"].pk), "why": WHY,
            "contingency": IF_WORSE, "needs": (("Speech therapy", "Health visitor"),), "family_told": "yes",
            "family_how": "At home, with both of them.", "services_told": ("Alder Lane",), "gateway": "CA04_16LA",
            "explained_on": self.at.date(),
        }  # fmt: skip
        return Said(**whole | changed)

    def stepped_down(self, by: str = "lead", **changed: Any) -> "Family":
        self.stepdown = step_down(
            referral_id=str(self.referral.pk), said=self.said(**changed), by=self.who(by), at=self.later()
        )
        return self

    def agreed(self, answer: str = "yes", agency: str = "early_help") -> "Family":
        """The mother says to the service by name what she thinks of it."""
        mother = str(self.contact.people.get(role="adult").description.person_id)
        one = self.cast.agencies[agency]
        said = AgreementSaid(
            giver_id=mother, about=(self.child,), capacity="responsibility", capacity_note="Birth certificate seen.",
            present="Nobody else", why="Help at home.", why_safe="Alone, at the school.", given_on=self.at.date(),
            partners=(PartnerSaid(one.name, answer, agency_id=str(one.pk)),), groups=("concern",),
            limits_explained=True, change_explained=True,
        )  # fmt: skip
        record_agreement(child_id=self.child, said=said, by=self.who("screener"), at=self.later())
        return self

    def held(self, by: str = "family_helper") -> "Family":
        accept_step_down(stepdown_id=str(self.stepdown.pk), by=self.who(by), at=self.later())
        return self.fresh()

    def looked(self, promise: str, standing: str = "yes", by: str = "family_helper", **said: Any) -> "Family":
        running = open_clock(self.stepdown, promise)
        if running is not None and promise.startswith(("held", "again")):
            self.at = max(self.at, running.at_risk_at)
        if promise == "visit":
            said.setdefault("together", True)
        look_again(
            stepdown_id=str(self.stepdown.pk), promise=promise, standing=standing,
            own_records="She is in school every day.", by=self.who(by), at=self.later(), **said,
        )  # fmt: skip
        return self.fresh()

    def closed(self, by: str = "lead", **said: Any) -> "Family":
        """The assessment that was promised is finished, and the referral closes."""
        for one in open_promises(self.referral, pack=current(at=self.at)):
            settle_promise(
                referral_id=str(self.referral.pk), clock_id=str(one.pk), happened=True, note="Finished.",
                by=self.who("lead"), at=self.later(),
            )  # fmt: skip
        close_referral(
            referral_id=str(self.referral.pk), outcome="RC6", because="Help goes on elsewhere.", by=self.who(by),
            at=self.later(), **said,
        )  # fmt: skip
        self.referral.refresh_from_db()
        return self

    def say_who(self, contact: Contact, *, at: datetime) -> None:
        """The hub says that the child of this concern is theirs."""
        one = contact.people.get()
        say_who(
            contact_id=str(contact.pk), contact_person_id=str(one.pk), person_id=self.child, because="The same child.",
            by=self.who("screener"), at=at,
        )  # fmt: skip

    def fresh(self) -> "Family":
        self.stepdown = StepDown.objects.get(pk=self.stepdown.pk)
        return self

    def on(self, moment: datetime) -> "Family":
        self.at = moment
        return self

    def wait(self, days: int) -> "Family":
        """The worker runs once an hour would be; here once a day is enough."""
        for _ in range(days):
            self.at += timedelta(days=1)
            fire_due(at=self.at)
        return self


def objections(family: Family) -> list[str]:
    """Why a closing is held back for want of a step down, in codes."""
    asked = ask(BeforeClosing(family.referral.pk, family.contact.pk, family.later()))
    return sorted(one.reason for some in asked for one in some if not one and one.reason.startswith("step"))


def owed(family: Family) -> dict[str, str]:
    """Each promise that runs, with the team that owns it."""
    teams = {f"team:{team.pk}": key for key, team in family.cast.teams.items()}
    running = clocks_for([family.stepdown.ref]).filter(state=RunningClock.State.RUNNING)
    return {promise_of(one.key): teams[one.owner] for one in running}


def told(kind: str) -> set[str]:
    """Everybody who was sent a message of this kind."""
    return set(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def missing(family: Family) -> list[str]:
    """What is not there yet, in codes."""
    return [one.code for one in lacking(family.stepdown, at=family.at)]
