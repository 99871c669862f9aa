"""The fixed cast: invented people of an invented area, with stated relationships, used by tests, demo and training.

Who must never see what:
- Lee Farrow (police staff) used to live with Leanne Marlow: nothing about her or her children, ever.
- Sam Doyle (teacher, Kestrel Academy) is the father of Ruby Doyle: her record is restricted.
- Dean Kerrigan, Theo's father, has parental responsibility and is a risk: he must not learn where they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plait.agencies import queries
from plait.agencies.actions.name_adviser import name_adviser
from plait.agencies.actions.name_deputy import name_deputy
from plait.agencies.actions.note_declared import note_declared
from plait.agencies.actions.open_account import open_account
from plait.agencies.actions.put_on_duty import name_manager
from plait.agencies.actions.set_up_agency import form_team, set_up_agency
from plait.agencies.actions.take_on import take_on
from plait.agencies.models import Agency, Practitioner, Team
from plait.base.audit.actor import Actor
from plait.site.demo.agreement import agree_to_share

# key: (name, kind, CIN referral source, telephone, out of hours)
AGENCIES = {
    "council": ("Ellowmere Children’s Services", "LA_CSC", "5A", "01632 960100", "01632 960199"),
    "early_help": ("Ellowmere Early Help", "LA_EH", "5D", "01632 960110", ""),
    "police": ("Fenmarch Police", "POLICE", "6", "01632 960120", "01632 960121"),
    "alder_lane": ("Alder Lane Primary School", "SCHOOL", "2A", "01632 960130", ""),
    "kestrel": ("Kestrel Academy", "SCHOOL", "2A", "01632 960131", ""),
    "surgery": ("Brook Street Surgery", "GP", "3A", "01632 960140", "111"),
    "health_visiting": ("Ellowmere Health Visiting", "HV", "3B", "01632 960141", ""),
    "emergency_department": (
        "Ellowmere General, Emergency Department",
        "AE",
        "3E",
        "01632 960142",
        "01632 960142",
    ),
    "camhs": ("Ellowmere Young Minds", "CAMHS", "3F", "01632 960143", ""),
    "housing": ("Ellowmere Homes", "HOUSING", "4", "01632 960150", ""),
    "probation": ("Fenmarch Probation", "PROB", "7", "01632 960160", ""),
    "safe_harbour": ("Safe Harbour", "DA", "8", "01632 960170", "01632 960171"),
    "lantern": ("Lantern Youth", "VCSE", "8", "01632 960180", ""),
}

# Whose services they deliver under contract. Lantern Youth works for itself: the information sharing duty does not reach it.
UNDER_CONTRACT = {"safe_harbour": "council"}

# (agency, what they are asked about, who of the cast or a name, number where it is not theirs, for the whole area)
ADVISERS = (
    ("council", "dpo", "privacy_officer", "", True),
    ("council", "legal", "Duty solicitor for children", "01632 960105", True),
    ("council", "safeguarding_lead", "custodian", "", False),
    ("alder_lane", "safeguarding_lead", "dsl", "", False),
    ("kestrel", "safeguarding_lead", "other_teacher", "", False),
    ("surgery", "safeguarding_lead", "gp", "", False),
    ("surgery", "caldicott", "Caldicott guardian of the practices", "01632 960145", False),
    ("health_visiting", "caldicott", "Caldicott guardian of the trust", "01632 960146", False),
    ("police", "dpo", "Information rights unit", "01632 960125", False),
    ("safe_harbour", "safeguarding_lead", "idva", "", False),
)

# key: (agency, name, kind)
TEAMS = {
    "hub": ("council", "The hub", Team.Kind.HUB),
    "assessment": ("council", "Assessment team", Team.Kind.CASEWORK),
    "edt": ("council", "Emergency duty team", Team.Kind.EDT),
    "closed_list": ("council", "Designated officer", Team.Kind.CLOSED_LIST),
    "custodians": ("council", "Record custodians", Team.Kind.CUSTODIAN),
    "family_help": ("early_help", "Family help team", Team.Kind.CASEWORK),
    **{
        f"{key}_safeguarding": (key, "Safeguarding team", Team.Kind.SAFEGUARDING)
        for key in AGENCIES
        if key not in ("council", "early_help")
    },
}

# key: (name, job, agency, teams, roles, qualified social worker)
PEOPLE: dict[str, tuple[str, str, str, tuple[str, ...], tuple[str, ...], bool]] = {
    "teacher": ("Nia Osei", "Class teacher", "alder_lane", (), ("referrer",), False),
    "dsl": (
        "Tom Ferris",
        "Designated safeguarding lead",
        "alder_lane",
        ("alder_lane_safeguarding",),
        ("check_officer",),
        False,
    ),
    "deputy_dsl": (
        "Priya Nair",
        "Deputy safeguarding lead",
        "alder_lane",
        ("alder_lane_safeguarding",),
        ("check_officer",),
        False,
    ),
    "other_teacher": (
        "Sam Doyle",
        "Teacher and safeguarding lead",
        "kestrel",
        ("kestrel_safeguarding",),
        ("check_officer",),
        False,
    ),
    "call_handler": ("Dana Whitlock", "Hub call handler", "council", ("hub",), ("call_handler",), False),
    "screener": ("Miriam Cole", "Hub social worker", "council", ("hub",), ("hub_screener",), True),
    "manager": ("Robert Achebe", "Hub manager", "council", ("hub",), ("hub_manager",), True),
    "lead": ("Esther Lunn", "Social worker", "council", ("assessment",), ("lead_practitioner",), True),
    "edt": ("Gary Stone", "Emergency duty social worker", "council", ("edt", "hub"), ("duty_worker",), True),
    "designated_officer": (
        "Helen Marsh",
        "Designated officer",
        "council",
        ("closed_list",),
        ("designated_officer",),
        True,
    ),
    "custodian": ("Ada Finch", "Head of safeguarding", "council", ("custodians",), ("custodian",), True),
    "privacy_officer": ("Olu Adeyemi", "Data protection officer", "council", (), ("privacy_officer",), False),
    "caldicott": ("Grace Odell", "Caldicott guardian", "council", (), ("caldicott_guardian",), True),
    "police_privacy": ("Uma Reid", "Information manager", "police", (), ("agency_privacy_officer",), False),
    "administrator": ("Fay Turner", "Systems administrator", "council", (), ("administrator",), False),
    "pack_owner": ("Pat Quill", "Practice lead", "council", (), ("pack_owner",), False),
    "family_helper": (
        "Jo Barley",
        "Family help worker",
        "early_help",
        ("family_help",),
        ("lead_practitioner",),
        False,
    ),
    "police": (
        "Karen Pike",
        "Police hub sergeant",
        "police",
        ("police_safeguarding",),
        ("check_officer",),
        False,
    ),
    "police_ex_partner": (
        "Lee Farrow",
        "Police staff researcher",
        "police",
        ("police_safeguarding",),
        ("check_officer",),
        False,
    ),
    "gp": (
        "Anil Rao",
        "GP safeguarding lead",
        "surgery",
        ("surgery_safeguarding",),
        ("check_officer",),
        False,
    ),
    "health_visitor": (
        "Joy Mbeki",
        "Health visitor",
        "health_visiting",
        ("health_visiting_safeguarding",),
        ("check_officer",),
        False,
    ),
    "nurse": (
        "Bea Holt",
        "Emergency department nurse",
        "emergency_department",
        ("emergency_department_safeguarding",),
        ("check_officer",),
        False,
    ),
    "camhs": (
        "Rhys Owen",
        "Mental health practitioner",
        "camhs",
        ("camhs_safeguarding",),
        ("check_officer",),
        False,
    ),
    "housing": (
        "Ines Calder",
        "Housing officer",
        "housing",
        ("housing_safeguarding",),
        ("check_officer",),
        False,
    ),
    "probation": (
        "Ned Frost",
        "Probation officer",
        "probation",
        ("probation_safeguarding",),
        ("check_officer",),
        False,
    ),
    "idva": (
        "Mo Hart",
        "Domestic abuse adviser",
        "safe_harbour",
        ("safe_harbour_safeguarding",),
        ("check_officer",),
        False,
    ),
    "youth_worker": ("Chris Yeo", "Youth worker", "lantern", (), ("referrer",), False),
    "ig_lead": (
        "Nadia Bloom",
        "Information governance lead",
        "council",
        (),
        ("information_governance",),
        False,
    ),
    "police_ig_lead": (
        "Peter Ash",
        "Information governance lead",
        "police",
        (),
        ("information_governance",),
        False,
    ),
    "scrutineer": ("Ruth Amos", "Independent scrutineer", "council", (), ("scrutineer",), False),
}

MANAGERS = {"hub": "manager", "alder_lane_safeguarding": "dsl", "police_safeguarding": "police"}
DEPUTIES = {"dsl": "deputy_dsl", "screener": "manager", "lead": "manager", "police": "police_ex_partner"}


@dataclass(frozen=True, slots=True)
class Names:
    """What they are called in one area; whoever is not in it is called as in Ellowmere."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, str] = ("", "")  # how telephone numbers begin, in Ellowmere and here

    def agency(self, key: str) -> str:
        """The name of an agency, by its key."""
        return self.agencies.get(key, AGENCIES[key][0]) if key else ""

    def person(self, key: str) -> str:
        """The name of a practitioner, by their key."""
        return self.people.get(key, PEOPLE[key][0])

    def number(self, phone: str) -> str:
        """A telephone number."""
        return phone.replace(*self.numbers) if self.numbers[0] else phone


ELLOWMERE = Names()


@dataclass
class Cast:
    """Everyone, by the key that says who they are in the story. `cast.actor("teacher", at=…)` is them at work."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Practitioner] = field(default_factory=dict)

    def actor(self, who: str, *, at: datetime) -> Actor:
        """The practitioner as an Actor, with the roles and teams they hold then."""
        return queries.actor_for(self.people[who], at=at)


def assemble(*, at: datetime, named: Names = ELLOWMERE) -> Cast:
    """Set up the area's agencies, teams and practitioners by the same actions an administrator uses."""
    builder = Actor.process("demo")
    cast = Cast()
    for key, (_name, kind, source, phone, out_of_hours) in AGENCIES.items():
        cast.agencies[key] = set_up_agency(
            name=named.agency(key),
            kind=kind,
            referral_source=source,
            mailbox=f"safeguarding@{key.replace('_', '-')}.invalid",
            phone=named.number(phone),
            out_of_hours=named.number(out_of_hours),
            commissioned_by=named.agency(UNDER_CONTRACT.get(key, "")),
            by=builder,
            at=at,
        )
    for key, (agency, name, kind) in TEAMS.items():
        home = cast.agencies[agency]
        cast.teams[key] = form_team(
            agency_id=str(home.pk),
            name=name,
            kind=kind,
            phone=home.phone,
            out_of_hours=home.out_of_hours,
            by=builder,
            at=at,
        )
    for number, (key, (_name, job, agency, teams, roles, qualified)) in enumerate(PEOPLE.items()):
        name = named.person(key)
        cast.people[key] = take_on(
            name=name,
            job=job,
            agency_id=str(cast.agencies[agency].pk),
            team_ids=[str(cast.teams[team].pk) for team in teams],
            roles=roles,
            phone=f"07700 900{100 + number}",
            qualified_social_worker=qualified,
            by=builder,
            at=at,
        )
        note_declared(practitioner_id=str(cast.people[key].pk), by=builder, at=at)
        cast.people[key].declared_at = at
        mailbox = agency.replace("_", "-")
        open_account(
            practitioner_id=str(cast.people[key].pk),
            email=f"{name.lower().replace(' ', '.')}@{mailbox}.invalid",
            by=builder,
            at=at,
        )
    for who, deputy in DEPUTIES.items():
        name_deputy(
            practitioner_id=str(cast.people[who].pk), deputy_id=str(cast.people[deputy].pk), by=builder, at=at
        )
    for led, who in MANAGERS.items():
        cast.teams[led] = name_manager(
            team_id=str(cast.teams[led].pk), practitioner_id=str(cast.people[who].pk), by=builder, at=at
        )
    for agency, asked, who, rung, for_area in ADVISERS:
        person = cast.people.get(who)
        name_adviser(
            agency_id=str(cast.agencies[agency].pk),
            kind=asked,
            practitioner_id=str(person.pk) if person else None,
            name="" if person else who,
            phone=named.number(rung),
            for_area=for_area,
            by=builder,
            at=at,
        )
    agree_to_share(
        council={key: str(cast.agencies[key].pk) for key in ("council", "early_help")},
        partners={
            key: str(one.pk) for key, one in cast.agencies.items() if key not in ("council", "early_help")
        },
        author=cast.actor("ig_lead", at=at),
        other_side=cast.actor("police_ig_lead", at=at),
        at=at,
    )
    return cast


def find(*, at: datetime, named: Names = ELLOWMERE) -> Cast:
    """The cast as it stands in a database where it was assembled before (the demo runs again)."""
    cast = Cast()
    by_name = {agency.name: agency for agency in queries.agencies()}
    for key in AGENCIES:
        cast.agencies[key] = by_name[named.agency(key)]
    for team in Team.objects.select_related("agency"):
        for key, (agency, name, _kind) in TEAMS.items():
            if team.name == name and team.agency.name == named.agency(agency):
                cast.teams[key] = team
    people = {person.name: person for person in queries.present_practitioners()}
    for key in PEOPLE:
        cast.people[key] = people[named.person(key)]
    return cast
