"""A family at home with the hub: Theo (7) and Amal (13), their mother Leanne, their father Dean, and Kevin, who has no say."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from plait.agencies.models import Team
from plait.base.audit.actor import Actor
from plait.people.actions.describe_person import describe_person
from plait.people.actions.involve import involve
from plait.people.actions.note_safety import note_safety
from plait.people.actions.relate import relate
from plait.people.rules import Described
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.actions.record_agreement import record_agreement
from plait.sharing.models import FamilyAgreement, SharingDecision
from plait.sharing.rules import Gateway, Line, Proposal
from plait.sharing.rules.family_deeds import AgreementSaid, PartnerSaid
from plait.site.demo.cast import Cast

BORN = {"theo": date(2019, 4, 3), "amal": date(2013, 2, 1), "zoe": date(2010, 1, 5)}
SURNAMES = {"dean": "Kerrigan", "kevin": "Sallow"}
# A gateway that turns on agreement, as the pack's housing referrals do; and one that does not.
TURNS_ON_IT = Gateway("HA96_213B", None, None, frozenset(), frozenset(), agreement_needed=True)
DUTY = Gateway("CA04_16LA", None, None, frozenset(), frozenset(), agreement_needed=False)


@dataclass
class Home:
    """The family's ids by name, and the moves that tests make."""

    cast: Cast
    at: datetime
    people: dict[str, str] = field(default_factory=dict)

    def who(self, key: str) -> Actor:
        return self.cast.actor(key, at=self.at)

    def later(self, minutes: int = 5) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at

    def agency(self, key: str) -> str:
        return str(self.cast.agencies[key].pk)

    def live(self) -> "Home":
        by = self.who("screener")
        for name in ("theo", "amal", "zoe", "leanne", "dean", "kevin"):
            made = describe_person(
                described=Described(
                    forename=name.title(), surname=SURNAMES.get(name, "Marlow"), born_on=BORN.get(name, date(1988, 6, 1))
                ),
                source_ref=f"test:{name}", agency_id=self.agency("council"), by=by, at=self.later(),
            )  # fmt: skip
            self.people[name] = str(made.person_id)
        for child in BORN:
            for adult, kind, known in (
                ("leanne", "mother", "yes"),
                ("dean", "father", "yes"),
                ("kevin", "stepfather", "no"),
            ):
                relate(
                    person_id=self.people[adult], other_id=self.people[child], kind=kind, parental_responsibility=known,
                    source_ref="test:family", by=by, at=self.later(),
                )  # fmt: skip
        hub: Team = self.cast.teams["hub"]
        involve(
            person_ids=list(self.people.values()), kind="duty", source_kind="contact", source_id=hub.pk,
            team_id=str(hub.pk), by=by, at=self.later(),
        )  # fmt: skip
        return self

    def must_not_know(self, who: str, kind: str = "where") -> None:
        by = self.who("screener")
        note_safety(
            person_id=self.people["theo"],
            kind=kind,
            who=who,
            source_ref="test:safety",
            by=by,
            at=self.later(),
        )

    def said(
        self,
        giver: str = "leanne",
        *,
        about: tuple[str, ...] = ("theo",),
        answer: str = "yes",
        **more: object,
    ) -> AgreementSaid:
        services = tuple(
            PartnerSaid(self.cast.agencies[key].name, answer, agency_id=self.agency(key))
            for key in ("housing", "safe_harbour", "lantern")
        )
        base = AgreementSaid(
            giver_id=self.people[giver],
            about=tuple(self.people[one] for one in about),
            capacity="responsibility",
            present="Nobody else",
            why="Help with the tenancy and for the children.",
            given_on=self.at.date(),
            partners=services,
            groups=("concern", "family"),
            limits_explained=True,
            change_explained=True,
            copy="given",
            copy_how="By hand, at the school",
        )
        return replace(base, **more)  # type: ignore[arg-type]

    def agrees(
        self, giver: str = "leanne", *, by: str = "screener", child: str = "theo", **more: object
    ) -> FamilyAgreement:
        said = self.said(giver, **more)  # type: ignore[arg-type]
        return record_agreement(child_id=self.people[child], said=said, by=self.who(by), at=self.later())

    def shares(
        self,
        to: str = "housing",
        *,
        people: tuple[str, ...] = ("theo",),
        group: str = "concern",
        gateway: Gateway = TURNS_ON_IT,
    ) -> SharingDecision:
        return decide_sharing(
            proposal=Proposal(
                purpose="Help with the tenancy",
                gateway=gateway,
                on=self.at.date(),
                holder_kind="LA_CSC",
                recipient_kind=self.cast.agencies[to].kind,
                lines=[Line(group)],
                outcome="share",
                purpose_code="early_help" if gateway.agreement_needed else "enquiry",
            ),
            said=[Said(group, "What we know", "Their tenancy ends in March.")],
            people=[self.people[one] for one in people],
            source_ref="test:share",
            from_agency=self.agency("council"),
            to_agency=self.agency(to),
            by=self.who("screener"),
            at=self.later(),
        )
