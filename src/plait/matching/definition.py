"""What is compared, level by level: the one list that batch (Splink on DuckDB or Spark) and online scoring both follow.

A level's place in its list is what the two share. `sql` speaks of the columns of `splink_table` with `_l` and `_r`, in words
that DuckDB and Spark both know; `levels.py` says the same of a query and columns of candidates. Whoever changes the one
changes the other; the parity test holds them together.
"""

from dataclasses import dataclass

VERSION = 1
ROWS_LEAST_TF = 1e-5  # a name rarer than this adds no more than this


@dataclass(frozen=True, slots=True)
class Level:
    """One way two values can stand to each other. `kind` names how Splink builds it; words are for the screen."""

    name: str
    words: str
    sql: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One subject. `null` says in SQL when nothing can be said; `frequency` is the column whose commonness counts at the top.

    `one_in_people`: the numbers that name one person agree by chance once in as many pairs as there are people, which no random
    sample shows, so u is set by hand. `household`: evidence that a household shares, counted once for a family.
    """

    name: str
    words: str
    null: str
    levels: tuple[Level, ...]
    frequency: str = ""
    one_in_people: bool = False
    household: bool = False


def _distance(function: str, column: str) -> str:
    return f"{function}({column}_l, {column}_r)"


FORENAME = Comparison(
    "forename",
    "first name",
    # Where the names are changed over, the surname's level says so; said twice it would count twice.
    "forename_l is null or forename_r is null"
    " or (forename_l = surname_r and surname_l = forename_r and forename_l <> forename_r)",
    (
        Level("exact", "the same", "forename_l = forename_r"),
        Level(
            "alike",
            "short for the other, or sounds the same",
            "SHARED_ROOT or forename_sound_l = forename_sound_r",
        ),
        Level("close", "nearly the same letters", "JARO(forename) >= 0.88"),
        Level("middle", "is the other's middle name", "forename_l = middle_r or middle_l = forename_r"),
        Level("similar", "somewhat alike", "JARO(forename) >= 0.75"),
        Level("differs", "different", "ELSE"),
    ),
    frequency="forename",
)
SURNAME = Comparison(
    "surname",
    "surname",
    "surname_l is null or surname_r is null",
    (
        Level("exact", "the same", "surname_l = surname_r"),
        Level(
            "swapped",
            "first name and surname changed over",
            "surname_l = forename_r and forename_l = surname_r",
        ),
        Level("previous", "is a previous surname", "surname_l = previous_r or previous_l = surname_r"),
        Level(
            "part",
            "part of a double name",
            "surname_first_l = surname_first_r or surname_last_l = surname_last_r"
            " or surname_first_l = surname_last_r or surname_last_l = surname_first_r",
        ),
        Level(
            "alike",
            "sounds the same, or nearly the same letters",
            "surname_sound_l = surname_sound_r or JARO(surname) >= 0.92",
        ),
        Level("similar", "somewhat alike", "JARO(surname) >= 0.82"),
        Level("differs", "different", "ELSE"),
    ),
    frequency="surname",
)
BORN = Comparison(
    "born",
    "date of birth",
    "born_l is null or born_r is null",
    (
        Level("exact", "the same", "born_l = born_r and substr(born_l, 6, 5) <> '01-01'"),
        Level(
            "default",
            "the same year, and 1 January stands for the rest",
            "substr(born_l, 1, 4) = substr(born_r, 1, 4)"
            " and (substr(born_l, 6, 5) = '01-01' or substr(born_r, 6, 5) = '01-01')",
        ),
        Level("swapped", "day and month changed over", "born_l = born_swapped_r"),
        Level("slip", "one digit off", "EDITS(born) <= 1"),
        Level(
            "two_parts",
            "two of day, month and year the same",
            "substr(born_l, 6, 5) = substr(born_r, 6, 5) or substr(born_l, 1, 7) = substr(born_r, 1, 7)",
        ),
        Level("slips", "two digits off", "EDITS(born) <= 2"),
        Level("year", "the same year only", "substr(born_l, 1, 4) = substr(born_r, 1, 4)"),
        Level("differs", "different", "ELSE"),
    ),
)
PLACE = Comparison(
    "place",
    "address",
    "postcode_l is null or postcode_r is null",
    (
        Level("address", "the same", "address_l = address_r"),
        Level("postcode", "the same postcode", "postcode_l = postcode_r"),
        Level("sector", "a few streets away", "sector_l = sector_r"),
        Level("outcode", "the same part of town", "outcode_l = outcode_r"),
        Level("differs", "somewhere else", "ELSE"),
    ),
    household=True,
)
NHS = Comparison(
    "nhs",
    "NHS number",
    "nhs_l is null or nhs_r is null",
    (Level("exact", "the same", "nhs_l = nhs_r"), Level("differs", "different", "ELSE")),
    one_in_people=True,
)
UPN = Comparison(
    "upn",
    "pupil number",
    "upn_l is null or upn_r is null",
    (Level("exact", "the same", "upn_l = upn_r"), Level("differs", "different", "ELSE")),
    one_in_people=True,
)
SEX = Comparison(
    "sex",
    "sex",
    "sex_l is null or sex_r is null",
    (Level("exact", "the same", "sex_l = sex_r"), Level("differs", "different", "ELSE")),
)

COMPARISONS = (FORENAME, SURNAME, BORN, PLACE, NHS, UPN, SEX)

# Which pairs a batch compares. The same facts as the online keys, without near spellings.
BLOCKING = (
    "l.nhs = r.nhs",
    "l.upn = r.upn",
    "l.born = r.born and l.forename_sound = r.forename_sound",
    "l.born = r.born and l.surname_sound = r.surname_sound",
    "l.forename = r.forename and l.surname = r.surname and l.year = r.year",
    "l.forename_sound = r.forename_sound and l.surname_sound = r.surname_sound and l.outcode = r.outcode",
    "l.postcode = r.postcode and l.forename_sound = r.forename_sound",
    "l.address = r.address and l.year = r.year",
    "l.forename = r.forename and l.surname_sound = r.surname_sound and l.birthday = r.birthday",
    "l.born_swapped = r.born and l.forename_sound = r.forename_sound",
    "l.forename = r.surname and l.surname = r.forename and l.year = r.year",
)
# Where EM is run. Never inside a block shaped like a household (postcode and surname): siblings pass for matches there.
TRAINING_BLOCKS = (
    "l.nhs = r.nhs",
    "l.upn = r.upn",
    "l.born = r.born and l.forename = r.forename and l.sex = r.sex",
)
# Pairs that are nearly all true, from which the share of matching pairs is estimated, and how many of the true pairs they hold.
SURE_PAIRS = (
    "l.nhs = r.nhs",
    "l.upn = r.upn",
    "l.forename = r.forename and l.surname = r.surname and l.born = r.born",
)
SURE_RECALL = 0.75
# Whatever the training data show, this share of true pairs may disagree in anything: somebody's number was typed wrongly.
LEAST_M = 0.0005
