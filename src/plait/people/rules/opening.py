"""Who may open a person's record, and which searches are allowed. Pure."""

from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, hidden, no, yes
from plait.matching.names import nhs_number

# Involvements that open the person's story; `referred` and `asked` open only the record that made them.
OPENS_THE_STORY = frozenset({"allocated", "duty", "claimed", "emergency", "works"})

MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one reader and one person at one moment."""

    exists: bool
    conflicted: bool
    restricted: bool
    named: bool
    keeps: bool
    kinds: frozenset[str]


def may_open_person(standing: Standing) -> Verdict:
    """An involvement opens a person's story; a declared conflict refuses first; a restricted person is absent to all
    but those involved by name and the custodians."""
    if not standing.exists:
        return hidden("absent")
    if standing.conflicted:
        return hidden("declared-conflict")
    if standing.restricted and not (standing.named or standing.keeps):
        return hidden("restricted")
    if standing.kinds & OPENS_THE_STORY or standing.keeps:
        return yes("involved")
    return hidden("not-involved")


# Whoever decides for a child, at any hour; a lead only for the children allocated to them or to their team.
SEES_WHERE = frozenset({"hub_screener", "hub_manager", "duty_worker"})


# Why a protected address may be shown to somebody whose only way in is emergency access.
DANGER = "danger"


def may_see_where(roles: frozenset[str], kinds: frozenset[str], *, danger: bool = False) -> Verdict:
    """May somebody who may open a person be shown where they are though it is protected? `kinds` are their own and
    their teams' involvements. What somebody gave themselves widens nothing: by a claim it is never shown, by emergency
    access only to those who decide for a child, and only because of danger."""
    given = kinds & OPENS_THE_STORY
    if given and given <= {"claimed", "emergency"}:
        if "emergency" not in given or not roles & SEES_WHERE:
            return no(
                "own-way-in-shows-no-protected-address",
                say="A claim or emergency access does not show protected addresses.",
                next_step="Ring the hub, or out of hours the emergency duty team",
            )
        if not danger:
            return no(
                "only-in-danger",
                say="By emergency access a protected address is shown only where a child is in danger now.",
                next_step="Say that a child is in danger now, or ask the child’s worker",
            )
        return yes("danger-now")
    if roles & SEES_WHERE or ("lead_practitioner" in roles and "allocated" in kinds):
        return yes("needs-to-reach")
    return no(
        "role-sees-no-protected-address",
        say="Your role does not show protected addresses.",
        next_step="Ask a social worker in the hub if you need to reach this family safely",
    )


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as one source describes them; `None` and empty text both mean *not known*."""

    forename: str = ""
    surname: str = ""
    other_names: str = ""
    born_on: date | None = None
    age_said: str = ""
    unborn: bool = False
    expected_on: date | None = None
    sex: str = ""
    ethnicity: str = ""
    disability: str = ""
    language: str = ""
    nhs_number: str = ""
    school: str = ""
    phone: str = ""
    address_line: str = ""
    town: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What the hub knows of somebody it is looking for. Keys are normalised by `plait.matching.names`."""

    forename: str = ""
    surname: str = ""
    born_on: date | None = None
    nhs_number: str = ""
    postcode: str = ""
    previous_surname: str = ""
    sex: str = ""
    street: str = ""


def may_search(query: Query) -> Verdict:
    """Only with enough to go on: an NHS number whose check digit is right, or two of name, date of birth and postcode (a
    surname alone would be browsing; security.md T08)."""
    if nhs_number(query.nhs_number):  # any other text would let a surname through by itself
        return yes("nhs-number")
    told = [bool(query.surname or query.forename), query.born_on is not None, bool(query.postcode)]
    if sum(told) >= 2 or (query.surname and query.forename):
        return yes("enough-to-go-on")
    return no(
        "too-little-to-go-on",
        say="Give an NHS number, or at least two of: first name, last name, date of birth, postcode.",
        next_step="Add what you know, or record the person as new",
    )
