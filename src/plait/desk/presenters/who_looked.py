"""The audit's acts as plain sentences."""

from dataclasses import dataclass
from datetime import datetime

from plait.desk.queries.who_looked import Look

# What was done, said of the one who did it. Other acts are said from their own words (`_said`).
ACTS = {
    "person:read": "Opened this person’s record",
    "person:story": "Read the story",
    "person:round": "Looked up who is round this child",
    "person:copy": "Copied parts of the story for their own record",
    "person:print": "Printed the story",
    "person:shield": "Opened the page that hides whereabouts",
    "person:looked": "Read who has looked at this record",
    "person:described": "Wrote down who somebody is",
    "person:related": "Wrote down how people belong together",
    "person:returned": "Was shown this person in a search for a possible match",
    "person:searched": "Searched for a person",
    "person:confirmed": "Said who this is",
    "person:confirmation-undone": "Undid a link between two descriptions",
    "place:shielded": "Hid where they are",
    "place:reveal": "Opened the page that shows a protected address",
    "place:revealed": "Was shown a protected address",
    "safety:noted": "Wrote down who must not know",
    "item:kept": "Wrote down something their agency knows",
    "concern:raised": "Raised a concern",
    "concern:sent-again": "Sent the same concern again",
    "call:recorded": "Recorded a telephone call",
    "contact:read": "Read the concern",
    "contact:own-read": "Read the concern they raised",
    "contact:receipt": "Read the receipt of their concern",
    "contact:opened": "Opened the concern for the first time",
    "contact:rate": "Opened the concern to say how urgent it is",
    "contact:identify": "Opened the concern to say who it is about",
    "contact:answer": "Opened the concern to answer it",
    "contact:pass-on": "Opened the concern to pass it on",
    "contact:take-back": "Opened the concern to take it back from a team",
    "contact:rated": "Set how urgent it is",
    "contact:accept": "Opened the concern to accept it",
    "contact:answered": "Answered without a referral",
    "contact:passed-on": "Passed it to the worker who knows the family",
    "referral:read": "Read the referral",
    "referral:accepted": "Accepted it as a referral",
    "referral:ask-partners": "Asked agencies what they know",
    "referral:decide": "Opened the page that decides",
    "referral:decided": "Decided what happens next",
    "referral:accept-lead": "Opened the referral to accept the lead",
    "referral:lead-accepted": "Accepted the lead",
    "check:read": "Read what the hub asked",
    "check:answer": "Opened the question to answer it",
    "check:answered": "Answered the hub",
    "check:withdrawn": "Took the question back",
    "sharing:ask": "Decided what to tell an agency when asking it",
    "sharing:answer": "Decided what to share in an answer",
    "sharing:feedback": "Decided what to say of what came of it",
    "sharing:copy": "Took a copy into their own agency’s record",
    "sharing:print": "Took a print",
    "sharing:hand_on": "Handed the record to the accepting lead",
    "feedback:read": "Read what came of it",
    "feedback:read-first": "Read what came of it for the first time",
    "feedback:sent": "Sent what came of it",
    "feedback:held": "Kept what came of it for a person to tell",
    "feedback:told": "Told somebody by telephone what came of it",
    "feedback:not_told": "Recorded why somebody is not told",
    "feedback:settle-read": "Opened somebody’s contact details to tell them what came of it",
    "feedback:request-disposed": "Said that they disposed of the request",
    "decision:disputed": "Said that they disagree",
    "disagreement:read": "Read a disagreement",
    "disagreement:answered": "Answered a disagreement",
    "disagreement:answer-read": "Read the answer to their disagreement",
    "involvement:duty": "Involved the team that keeps the list",
    "involvement:allocated": "Allocated somebody",
    "involvement:referred": "Became involved by telling us",
    "involvement:asked": "Involved an agency by asking it",
    "involvement:claimed": "Claimed this child",
    "involvement:emergency": "Used emergency access",
    "involvement:ended": "Ended an involvement",
    "conflict:declared": "Declared that they know somebody",
    "conflict:ended": "Ended a declaration",
    "audit:read": "Read who has looked at this record",
    "audit:person-read": "Read who has looked at this record",
    "audit:attempts-read": "Read who tried to reach this restricted record",
}

REASONS = {
    "not-involved": "not involved with this child",
    "not-theirs": "it was not for them",
    "declared-conflict": "they declared that they know somebody here",
    "restricted": "the record is restricted",
    "absent": "there is no such record",
}


# Why a page may be opened at all, said by its door. What somebody wrote as their purpose is shown as they wrote it.
PURPOSES = {"safeguarding": "Keeping a child safe", "privacy": "Checking that records are opened rightly"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page."""

    at: datetime
    who: str
    where: str
    what: str
    purpose: str
    refused: bool
    why: str


def rows(looks: list[Look]) -> list[Row]:
    """Each entry in a plain sentence, in the order given; what one page or deed recorded twice in the same words is one line."""
    found: dict[object, Row] = {}
    for number, look in enumerate(looks):
        row = Row(
            at=look.at,
            who=look.who,
            where=", ".join(part for part in (look.job, look.agency) if part),
            what=say(look.act),
            purpose=PURPOSES.get(look.purpose, look.purpose.replace("_", " ").capitalize()),
            refused=look.verdict != "allowed",
            why=REASONS.get(look.reason, look.reason.replace("-", " ")) if look.verdict != "allowed" else "",
        )
        found.setdefault((look.request or number, row.who, row.what, row.refused), row)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Looker:
    """One person of the log: how often, when last, and whether anything was refused."""

    who: str
    where: str
    times: int
    last: datetime
    refused: bool


def by_person(found: list[Row]) -> list[Looker]:
    """The lines put together by who did it, the one with the newest entry first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        groups.setdefault((row.who, row.where), []).append(row)
    return [
        Looker(who, where, len(lines), max(line.at for line in lines), any(line.refused for line in lines))
        for (who, where), lines in groups.items()
    ]


def say(act: str) -> str:
    """The act as a sentence; one that is not in the table is said from its own words ("contact:passed-on")."""
    if act in ACTS:
        return ACTS[act]
    subject, _, did = act.removeprefix("deed:").replace("_", " ").replace("-", " ").partition(":")
    return f"{subject} {did}".strip().capitalize() if did else f"Tried to {subject}"
