"""The area next door: Harrowfen. The same jobs as in Ellowmere, in other hands, and a quiet desk of its own."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.site.demo.cast import Cast, Names

HARROWFEN = Names(
    agencies={
        "council": "Harrowfen Children’s Services",
        "early_help": "Harrowfen Family Hubs",
        "police": "Harrow Vale Police",
        "alder_lane": "Quarry Road Primary School",
        "kestrel": "Fenside Academy",
        "surgery": "Market Place Surgery",
        "health_visiting": "Harrowfen Health Visiting",
        "emergency_department": "Harrowfen Infirmary, Emergency Department",
        "camhs": "Harrowfen Young Minds",
        "housing": "Harrowfen Housing",
        "probation": "Harrow Vale Probation",
        "safe_harbour": "Open Door",
        "lantern": "Fenside Youth",
    },
    people={
        "teacher": "Ivy Marchetti",
        "dsl": "Leon Bright",
        "deputy_dsl": "Asha Verma",
        "other_teacher": "Colm Reilly",
        "call_handler": "Poppy Lane",
        "screener": "Yusuf Demir",
        "manager": "Carol Whitby",
        "lead": "Daniel Obi",
        "edt": "Frances Kerr",
        "designated_officer": "Martin Poole",
        "custodian": "Sylvia Crane",
        "privacy_officer": "Iain Moss",
        "caldicott": "Ruth Ellery",
        "police_privacy": "Gwen Tarrant",
        "administrator": "Hal Sutter",
        "pack_owner": "Della Frayn",
        "family_helper": "Kofi Mensah",
        "police": "Stuart Naylor",
        "police_ex_partner": "Beth Orrell",
        "gp": "Meera Joshi",
        "health_visitor": "Tess Holloway",
        "nurse": "Ewan Laird",
        "camhs": "Lila Stanton",
        "housing": "Rob Cattell",
        "probation": "Jean Havers",
        "idva": "Nell Ashby",
        "youth_worker": "Zac Penrose",
        "ig_lead": "Victor Hale",
        "police_ig_lead": "Moira Finch",
        "scrutineer": "Alan Prior",
    },
    numbers=("01632 9601", "01632 9605"),
)


def leave_next_door(cast: Cast, *, now: datetime) -> None:
    """What waits on the hub's desk there: a child who is new at a school, and says where she came from; a boy who bears another
    name than the one by which he is known there; and a mother who fled."""
    _new_at_school(cast, at=now - timedelta(minutes=25))
    _under_another_name(cast, at=now - timedelta(minutes=20))
    _fled(cast, at=now - timedelta(minutes=15))


def _new_at_school(cast: Cast, *, at: datetime) -> None:
    raise_concern(
        concern=Concern(
            children=(
                ChildSaid(
                    Described(forename="Ottilie", surname="Pell", born_on=date(2017, 7, 1), sex="F"),
                    "new in my class",
                ),
            ),
            adults=(AdultSaid(Described(forename="Marta", surname="Pell"), "mother", lives_with="yes"),),
            observed="She came to us on Monday without a coat or any papers of her last school, and falls asleep in lessons.",
            child_words="“We stay with my aunt now. Before that it was Ellowmere.”",
            opinion="I wonder who knew them there.",
            wanted="Somebody to find out whether Ellowmere knows the family.",
            danger_now="not_known",
            family_told="not_yet",
            family_told_why="I have not met her mother yet.",
        ),
        draft_id=None,
        by=cast.actor("teacher", at=at),
        at=at,
    )


def _under_another_name(cast: Cast, *, at: datetime) -> None:
    """Milo of the other area's story, by the name of his mother's new partner: whether it is he only a person can say."""
    raise_concern(
        concern=Concern(
            children=(
                ChildSaid(
                    Described(forename="Milo", surname="Sutton", born_on=date(2016, 2, 9), sex="M"),
                    "stays with a friend of my class",
                ),
            ),
            observed="He has slept at a friend’s for a week, and nobody has asked for him.",
            child_words="“We had a house by the weir.”",
            wanted="Somebody to find out who looks after him.",
            danger_now="no",
            family_told="not_yet",
            family_told_why="I do not know where they live.",
        ),
        draft_id=None,
        by=cast.actor("other_teacher", at=at),
        at=at,
    )


def _fled(cast: Cast, *, at: datetime) -> None:
    """Ava of the other area's story. Whoever worked with her there must not read from anything where they are now."""
    home = Described(
        surname="Marlow", address_line="Larkspur House, 7 Quay Walk", town="Harrowfen", postcode="HW4 3RT"
    )
    ava = replace(home, forename="Ava", born_on=date(2019, 5, 14), sex="F")
    raise_concern(
        concern=Concern(
            children=(ChildSaid(ava, "came last night"),),
            adults=(AdultSaid(replace(home, forename="Leanne"), "mother", lives_with="yes"),),
            safety=Safety(where="yes", where_who="Theo’s father", who_told="yes", who_told_who="Theo’s father"),
            observed="They came to the refuge at two in the morning with one bag. Ava slept in her coat.",
            child_words="“He must not know that we are here.”",
            wanted="Somebody to find out, quietly, what is known of the danger that she speaks of.",
            danger_now="no",
            family_told="told",
        ),
        draft_id=None,
        by=cast.actor("idva", at=at),
        at=at,
    )  # fmt: skip
