"""Everything that shapes a population, in one value. Rates are shares from 0 to 1; times are days unless they say years."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

CULTURES = (
    "british",
    "south-asian-muslim",
    "indian",
    "polish",
    "romanian",
    "west-african",
    "arab-somali",
    "chinese",
    "iberian",
    "turkish",
)
AGENCIES = ("health", "education", "social-care", "police", "housing")
# How many records a person has with the rates below, on average; measured, and held by a test.
RECORDS_PER_PERSON = 2.57


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Mover(_Frozen):
    """One kind of family by how it moves."""

    share: float
    days: float = Field(gt=0)  # mean days between moves
    border: float  # share of moves that cross into another area
    hostel: float  # share of stays in a hostel or refuge
    renames: float = 0  # share of such families that ever take a new surname
    rename_at_border: float = 0  # for those: chance of a new name at each border
    new_first_names: float = 0  # for those: share of members who change their first name too


class Agency(_Frozen):
    """How one agency knows people and how well it writes."""

    knows: float  # share of households with children
    knows_childless: float
    knows_evasive: float
    again_at_border: float  # further contacts per crossed border
    again_a_year: float
    child: float  # share of children of a known household that get a record
    adult: float
    duplicates: float  # share of contacts that open a second record of one person
    stale: float  # share of contacts that keep the details of before the last move
    careless: float  # times the error rates
    nhs_number: float  # share of records with the number
    upn: float
    no_born_on: float
    no_postcode: float
    no_middle: float
    no_sex: float
    notes_previous_surname: float  # of those who had one
    relationships: float  # share of true relationships it states
    wrong_relationships: float


class Errors(_Frozen):
    """Error rates per record of an agency whose carelessness is 1."""

    typo: float = 0.02
    keyboard: float = 0.01
    phonetic: float = 0.02
    nickname: float = 0.03
    transliteration: float = 0.15  # of names that can be written in several ways
    plain_letters: float = 0.5  # of names with accents or other letters
    misread_letters: float = 0.01
    transposed: float = 0.005
    middle_used: float = 0.008
    middle_in_forename: float = 0.01
    previous_surname: float = 0.05  # of people who had one
    day_month: float = 0.006  # of dates whose day could be a month
    date_digit: float = 0.012
    default_date: float = 0.003
    default_date_incomer: float = 0.12
    baby_of: float = 0.6  # of those under a fortnight old
    unknown: float = 0.002
    no_surname: float = 0.003
    one_field: float = 0.003
    surname_cut: float = 0.2  # of double surnames
    number_digit: float = 0.003
    number_placeholder: float = 0.001
    number_borrowed: float = 0.001
    sex: float = 0.004
    postcode: float = 0.006
    capitals: float = 0.05


def _agency(**rates: float) -> Agency:
    return Agency.model_validate(rates)


def _agencies() -> dict[str, Agency]:
    return {
        "health": _agency(
            knows=0.985, knows_childless=0.93, knows_evasive=0.9, again_at_border=0.25, again_a_year=0.02, child=0.98,
            adult=0.92, duplicates=0.015, stale=0.06, careless=0.6, nhs_number=0.96, upn=0, no_born_on=0.002,
            no_postcode=0.01, no_middle=0.3, no_sex=0.003, notes_previous_surname=0.35, relationships=0.45,
            wrong_relationships=0.01,
        ),
        "education": _agency(
            knows=0.95, knows_childless=0, knows_evasive=0.75, again_at_border=0.35, again_a_year=0.02, child=0.95,
            adult=0.5, duplicates=0.01, stale=0.07, careless=0.7, nhs_number=0.02, upn=0.95, no_born_on=0.004,
            no_postcode=0.01, no_middle=0.35, no_sex=0.004, notes_previous_surname=0.15, relationships=0.85,
            wrong_relationships=0.02,
        ),
        "social-care": _agency(
            knows=0.13, knows_childless=0.01, knows_evasive=0.6, again_at_border=0.12, again_a_year=0.05, child=0.96,
            adult=0.8, duplicates=0.03, stale=0.1, careless=1, nhs_number=0.4, upn=0.35, no_born_on=0.02,
            no_postcode=0.03, no_middle=0.6, no_sex=0.01, notes_previous_surname=0.35, relationships=0.85,
            wrong_relationships=0.03,
        ),
        "police": _agency(
            knows=0.1, knows_childless=0.08, knows_evasive=0.45, again_at_border=0.1, again_a_year=0.04, child=0.4,
            adult=0.85, duplicates=0.05, stale=0.15, careless=1.6, nhs_number=0, upn=0, no_born_on=0.06,
            no_postcode=0.1, no_middle=0.6, no_sex=0.01, notes_previous_surname=0.2, relationships=0.5,
            wrong_relationships=0.05,
        ),
        "housing": _agency(
            knows=0.28, knows_childless=0.15, knows_evasive=0.3, again_at_border=0.08, again_a_year=0.02, child=0.8,
            adult=0.95, duplicates=0.02, stale=0.05, careless=1.3, nhs_number=0, upn=0, no_born_on=0.08,
            no_postcode=0, no_middle=0.75, no_sex=0.03, notes_previous_surname=0.1, relationships=0.9,
            wrong_relationships=0.03,
        ),
    }  # fmt: skip


def _movers() -> dict[str, Mover]:
    return {
        "ordinary": Mover(share=0.905, days=2200, border=0.12, hostel=0.002),
        "mobile": Mover(share=0.08, days=300, border=0.3, hostel=0.04),
        "evasive": Mover(
            share=0.015,
            days=140,
            border=0.8,
            hostel=0.08,
            renames=0.5,
            rename_at_border=0.06,
            new_first_names=0.3,
        ),
    }


def _cultures() -> dict[str, float]:
    shares = (0.7, 0.075, 0.05, 0.03, 0.025, 0.04, 0.025, 0.015, 0.025, 0.015)
    return dict(zip(CULTURES, shares, strict=True))


class Parameters(_Frozen):
    """What `plait.population.make` needs. The same parameters give the same bytes."""

    people: int = Field(default=10_000, ge=100)  # about: whole families are made
    seed: int = Field(default=1, ge=0)
    today: date = date(2026, 11, 1)
    years: int = Field(default=12, ge=1)  # of moves and records
    areas: int = Field(default=15, ge=2, le=15)

    cultures: dict[str, float] = Field(default_factory=_cultures)
    mixed_couples: float = 0.08
    one_name: float = 0.02  # people with a single name, in the cultures that have them
    children: tuple[float, ...] = (
        0.2,
        0.28,
        0.3,
        0.14,
        0.06,
        0.02,
    )  # share of families with 0, 1, .. 5 births
    fathers: float = 0.75
    twins: float = 0.015  # of births
    named_for_father: float = 0.03  # of sons
    married: float = 0.55  # of couples
    takes_name: float = 0.75  # of wives, where that is the custom
    separated: float = 0.25  # of couples, within the years
    new_partner: float = 0.35  # of mothers alone or separated
    step_surname: float = 0.06  # of children whose mother has a new partner
    double_barrelled: float = 0.04
    kin_carers: float = 0.025  # of families with children: an aunt or grandparent takes them in
    unborn: float = 0.02  # of families with children
    adopted: float = 0.004  # of children
    gender_recognised: float = 0.0003  # of adults
    safety_renamed: float = 0.0008  # of adults
    incomers: float = 0.2  # families that came from abroad within the years, in other cultures than British
    incomers_british: float = 0.01
    held_out: float = 0.02  # of children with a sibling: known to nobody

    movers: dict[str, Mover] = Field(default_factory=_movers)
    agencies: dict[str, Agency] = Field(default_factory=_agencies)
    errors: Errors = Errors()

    @classmethod
    def for_records(cls, records: int, seed: int = 1) -> Self:
        """The usual parameters, for about so many records."""
        return cls(people=max(100, round(records / RECORDS_PER_PERSON)), seed=seed)

    @classmethod
    def from_toml(cls, path: Path, section: str = "parameters") -> Self:
        """Read from a file with every parameter written out; what is missing has its usual value, what is unknown is an error."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))[section])
