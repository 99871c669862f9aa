"""Three months of an area in rows, many at once: figures need numbers, and what makes each row is tested where it is made."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from plait.base.clock.models import RunningClock
from plait.base.prompts.models import Disposition, Prompt
from plait.escalation.models import Challenge, Escalation, EscalationStage, GoodChallenge
from plait.feedback.models import FeedbackTask
from plait.insights.rules.periods import Period, periods
from plait.people.models import Description, Person
from plait.referrals.models import Contact, ContactPerson, Decision, PartnerCheck, Referral, Referrer
from plait.sharing.models import SharingDecision
from plait.site.demo.cast import Cast
from plait.stepdown.models import LookedAgain, StepDown

DAY = timedelta(days=1)
# How a clock ended: minutes from its start until it stopped (None: it runs), of a day's time.
WENT = {"in_time": 60, "late": 60 * 40, "overdue": None, "waiting": None}


@dataclass
class Quarter:
    """The area in the last three whole months before `at`."""

    cast: Cast
    at: datetime
    made: int = 0
    contacts: list[Contact] = field(default_factory=list)

    @property
    def period(self) -> Period:
        """The last three whole months."""
        return periods(self.at.date())[0]

    @property
    def day(self) -> datetime:
        """A moment in the second of those months."""
        return self.period.begins + 40 * DAY

    def reference(self) -> str:
        self.made += 1
        return f"Q{self.made:06d}"

    def concerns(
        self, n: int, *, of: str | None = "alder_lane", went: str = "in_time", outcome: str = "", acted: int = 0,
        route: str = "standard", restricted: bool = False, on: datetime | None = None, **child: Any,
    ) -> list[Contact]:  # fmt: skip
        """So many concerns that an agency (nobody: the public) told, one child each; decided `outcome` after `acted` hours."""
        received = on or self.day
        agency = self.cast.agencies[of] if of else None
        kind = Referrer.Kind.PRACTITIONER if of else Referrer.Kind.PUBLIC
        contacts = [
            Contact(
                reference=self.reference(), route=route, channel="form", status="accepted", source_code="2A",
                team=self.cast.teams["hub"], received_at=received,
            )
            for _ in range(n)
        ]  # fmt: skip
        people = [Person(made_at=received, restricted=restricted) for _ in contacts]
        told = [
            Description(person=one, source_ref=contact.ref, stated_at=received, **child)
            for one, contact in zip(people, contacts, strict=True)
        ]
        Contact.objects.bulk_create(contacts)
        Referrer.objects.bulk_create(Referrer(contact=one, kind=kind, agency=agency) for one in contacts)
        Person.objects.bulk_create(people)
        Description.objects.bulk_create(told)
        ContactPerson.objects.bulk_create(
            ContactPerson(contact=contact, description=one, role="child")
            for contact, one in zip(contacts, told, strict=True)
        )
        self.clocks("contact", "decision", "referral_decision", contacts, received, went)
        referrals = [
            Referral(contact=one, reference=f"R{one.reference}", accepted_at=received) for one in contacts
        ]
        Referral.objects.bulk_create(referrals)
        if outcome:
            Decision.objects.bulk_create(
                Decision(
                    referral=one, outcome=outcome, outcome_label=outcome, because="So.", at=received + timedelta(hours=acted)
                )
                for one in referrals
            )  # fmt: skip
        self.contacts += contacts
        return contacts

    def clocks(self, kind: str, name: str, rule: str, rows: list[Any], started: datetime, went: str) -> None:
        """A clock of a day for each, that went so."""
        minutes = WENT[went]
        due = self.at + DAY if went == "waiting" else started + DAY
        stopped = None if minutes is None else started + timedelta(minutes=minutes)
        RunningClock.objects.bulk_create(
            RunningClock(
                key=f"{kind}:{one.pk}:{name}", rule=rule, subject=f"{kind}:{one.pk}", start_event="began", started_at=started,
                kind="working_days", amount=1, owner="team:x", due_at=due, at_risk_at=due, calendar_version="1",
                state="running" if minutes is None else "stopped", stopped_at=stopped,
            )
            for one in rows
        )  # fmt: skip

    def _referral(self) -> Referral:
        if not self.contacts:
            self.concerns(1)
        return Referral.objects.get(contact=self.contacts[-1])

    def asks(
        self, n: int, *, of: str, went: str = "in_time", on: datetime | None = None, **more: Any
    ) -> None:
        """So many questions to an agency."""
        asked, referral = on or self.day, self._referral()
        decision = SharingDecision.objects.create(
            occasion="ask",
            decided_at=asked,
            outcome="share",
            gateway="CA04_16LA",
            purpose="To ask",
            because="So.",
        )
        checks = [
            PartnerCheck(
                reference=self.reference(), referral=referral, agency=self.cast.agencies[of],
                team=self.cast.teams[f"{of}_safeguarding"], purpose="To ask", gateway="CA04_16LA", decision=decision,
                asked_at=asked, **more,
            )
            for _ in range(n)
        ]  # fmt: skip
        PartnerCheck.objects.bulk_create(checks)
        self.clocks("check", "answer", "partner_return", checks, asked, went)

    def tells(
        self, n: int, *, of: str, status: str = "sent", on: datetime | None = None, **more: Any
    ) -> None:
        """So many promises to tell an agency what came of it."""
        made, contact = on or self.day, self._referral().contact
        at_once = {"sent_at": made} if status == "sent" else {}
        FeedbackTask.objects.bulk_create(
            FeedbackTask(
                about=contact.ref, contact=contact, decision_ref=contact.ref, kind=more.get("kind", "helped"), status=status,
                agency=self.cast.agencies[of], reference=contact.reference, text="It was used.", made_at=made,
                **at_once, **{key: value for key, value in more.items() if key != "kind"},
            )
            for _ in range(n)
        )  # fmt: skip

    def disputes(
        self, model: type[Any], n: int, *, ours: str, theirs: str, on: datetime, **more: Any
    ) -> list[Any]:
        contact = self._referral().contact
        rows = [
            model(
                subject=f"decision:{uuid4()}", contact=contact, reference=contact.reference, words="It", scope="between",
                urgency="usual", our_agency=self.cast.agencies[ours], their_agency=self.cast.agencies[theirs],
                by=f"somebody-{number}", by_name="Somebody", at=on, pack="1", **more,
            )
            for number in range(n)
        ]  # fmt: skip
        model.objects.bulk_create(rows)
        return rows

    def challenged(
        self, n: int, *, of: str = "council", by: str = "alder_lane", went: str = "in_time", right: bool = False, **more: Any
    ) -> None:  # fmt: skip
        """So many questions why; `right`: the other side said that it was right to ask."""
        rows = self.disputes(Challenge, n, ours=by, theirs=of, on=self.day, question="Why?", **more)
        self.clocks("challenge", "answer", "challenge", rows, self.day, went)
        if right:
            GoodChallenge.objects.bulk_create(
                GoodChallenge(challenge=one, words="Yes.", by="x", by_name="X", at=self.day) for one in rows
            )

    def escalated(
        self, n: int, *, stage: str, days: int, status: str = "open", ended: datetime | None = None
    ) -> None:
        """So many escalations that reached this stage, raised so many days before the months ended."""
        on = self.period.ends - days * DAY
        rows = self.disputes(
            Escalation, n, ours="alder_lane", theirs="council", on=on, about="decision", because="So.", wanted="More.",
            ladder="between", status=status, ended_at=ended,
        )  # fmt: skip
        EscalationStage.objects.bulk_create(
            EscalationStage(escalation=one, order=order, code=f"s{order}", name=name, began_at=on)
            for one in rows
            for order, name in enumerate(("First talk", stage), 1)
        )

    def stepped_down(self, n: int, *, months: int, said: str = "", **more: Any) -> None:
        """So many families whose look after these months came due in the period, and what was said then."""
        begun = self.period.earlier(months).begins + 40 * DAY
        rows = [
            StepDown(
                reference=self.reference(), referral=one.referral, from_team=self.cast.teams["hub"],
                to_team=self.cast.teams["family_help"], from_level=3, from_label="3", to_level=2, to_label="2", why="So.",
                begun_at=begun, made_by="x", made_by_name="X", made_at=begun, **({"status": "held"} | more),
            )
            for one in self.concerns(n, on=begun)
        ]  # fmt: skip
        StepDown.objects.bulk_create(rows)
        if said:
            LookedAgain.objects.bulk_create(
                LookedAgain(
                    stepdown=one, promise=f"held_{months}", label="Still all right?", standing=said, own_records="So.", by="x",
                    by_name="X", at=self.day,
                )
                for one in rows
            )  # fmt: skip

    def asked_by_rule(
        self, n: int, *, rule: str, said: str = "", person: UUID | None = None, **more: Any
    ) -> None:
        """So many questions of a rule, and what somebody said to each."""
        rows = [
            Prompt(
                key=uuid4().hex, twin=uuid4().hex, rule=rule, person_id=str(person or uuid4()), asks="Is it so?",
                asked_at=self.day, **more,
            )
            for _ in range(n)
        ]  # fmt: skip
        Prompt.objects.bulk_create(rows)
        if said:
            Disposition.objects.bulk_create(
                Disposition(prompt=one, kind=said, because="So.", by="x", by_name="X", at=self.day)
                for one in rows
            )
