"""The audit's acts as plain sentences."""

from dataclasses import dataclass, replace
from datetime import datetime

from plait.base.access.doors import who_may
from plait.desk.queries.who_looked import Look
from plait.people.actions.reveal_whereabouts import WHY_NEEDED
from plait.people.queries import purpose_words

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
    "contact:protect": "Opened the concern to act at once",
    "contact:note": "Opened the concern to write a note",
    "contact:close": "Opened the concern to close it",
    "contact:close-closed-list": "Opened the concern to close it",
    "contact:accept-passed": "Opened the concern to take it on",
    "contact:passed-accepted": "Took the concern on",
    "contact:taken-back": "Took the concern back from a team",
    "contact:who-read": "Opened the concern to see who it is about",
    "contact:who-said": "Said who somebody in the concern is",
    "contact:who-undone": "Took back who somebody in the concern was said to be",
    "contact:referrer-read": "Opened who told us",
    "contact:watched": "Was reminded that nobody had opened the concern",
    "call:record": "Recorded a telephone call",
    "call:ask": "Wrote down that they asked by telephone",
    "call:answer": "Wrote down an answer given by telephone",
    "call:feedback": "Wrote down that they told somebody by telephone",
    "referral:read": "Read the referral",
    "referral:protect": "Opened the referral to act at once",
    "referral:strategy": "Opened the referral for a strategy discussion",
    "referral:close": "Opened the referral to close it",
    "referral:closed": "Closed the referral",
    "referral:step-down": "Opened the referral to step the family down",
    "stepdown:made": "Stepped the family down",
    "stepdown:read": "Read a step down",
    "stepdown:accept": "Opened a step down to accept it",
    "stepdown:accepted": "Took over a family that was stepped down",
    "stepdown:decline": "Opened a step down to decline it",
    "stepdown:declined": "Declined to hold a family that was stepped down",
    "stepdown:answer": "Opened a step down to answer it",
    "stepdown:ask-another": "Opened a step down to ask another team",
    "stepdown:asked-another": "Asked another team to hold the family",
    "stepdown:weigh": "Opened a step down to weigh what is missing",
    "stepdown:risk-weighed": "Weighed what was missing in a step down",
    "stepdown:complete": "Opened a step down to add to it",
    "stepdown:completed": "Added to a step down",
    "stepdown:still-right": "Opened a step down to say how it is",
    "stepdown:looked": "Wrote down whether a step down still holds",
    "stepdown:concern-again": "Opened a step down to say that there is a concern again",
    "stepdown:concern-again-said": "Said that there is a concern again after a step down",
    "stepdown:step-up": "Opened a step down to step up",
    "stepdown:stepped-up": "Stepped the family up again",
    "stepdown:end": "Opened a step down to end it",
    "stepdown:ended": "Ended a step down early",
    "stepdown:new-concern": "A new concern about a child who was stepped down",
    "stepdown:list": "Saw the list of those stepped down",
    "stepdown:let-go": "Let go of a family after the next lead had accepted",
    "referral:reopen": "Opened the referral to reopen it",
    "referral:reopened": "Reopened the referral",
    "strategy:read": "Read the record of a strategy discussion",
    "strategy:print": "Printed the record of a strategy discussion",
    "strategy:record": "Opened the page that records a strategy discussion",
    "strategy:recorded": "Recorded a strategy discussion",
    "strategy:action": "Opened something agreed in a strategy discussion",
    "strategy:action-done": "Said that something agreed in a strategy discussion is done",
    "strategy:action-not-done": "Said that something agreed in a strategy discussion is not done",
    "referral:action": "Opened the referral for something agreed in a strategy discussion",
    "sealed:read": "Read what only those who decide may read",
    "level:view": "Opened the page that says how their agency sees the level of need",
    "decision:dissent": "Said that their agency sees the decision differently",
    "lead:accept": "Opened the page that accepts the lead",
    "referral:accepted": "Accepted it as a referral",
    "referral:ask-partners": "Asked agencies what they know",
    "referral:decide": "Opened the page that decides",
    "referral:decided": "Decided what happens next",
    "referral:accept-lead": "Opened the referral to accept the lead",
    "referral:lead-accepted": "Accepted the lead",
    "check:read": "Read what the hub asked",
    "check:asked": "Asked an agency what it knows",
    "check:ask": "Opened the page that asks agencies",
    "check:ask-again": "Opened the question to ask again",
    "check:asked-again": "Asked an agency again",
    "check:opened": "Opened the hub’s question for the first time",
    "check:receipt": "Read the receipt of their answer",
    "check:draft": "Opened the answer they were writing",
    "check:batch": "Answered several questions together",
    "check:call": "Opened the page for an answer by telephone",
    "check:withdraw": "Opened the question to take it back",
    "item:superseded": "Set aside what their agency had answered before",
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
    "feedback:disagree": "Opened what came of it to disagree",
    "feedback:dispose": "Opened what came of it to say that they disposed of the request",
    "feedback:settle": "Opened what came of it to tell somebody",
    "disagreement:answer": "Opened a disagreement to answer it",
    "escalation:read": "Read an escalation",
    "escalation:raised": "Raised an escalation",
    "escalation:climbed": "Took an escalation to its next stage",
    "escalation:call": "Wrote down a call about an escalation",
    "escalation:answered": "Answered an escalation",
    "escalation:resolved": "Said that an escalation is settled",
    "escalation:child-outcome": "Said what an escalation did for the child",
    "escalation:prompted": "Was asked to climb, since nobody had answered in time",
    "escalation:passed-on": "Passed an escalation to whoever answers next",
    "challenge:asked": "Asked why it was decided so",
    "challenge:answered": "Answered why it was decided so",
    "challenge:recognised": "Said that it was right to ask",
    "person:restrict": "Opened the record to restrict it",
    "person:restricted": "Restricted the record",
    "person:merged": "Said that two records are of one person",
    "person:unmerged": "Took back that two records are of one person",
    "conflict:read": "Read whom a practitioner said they know",
    "involvement:duty": "Involved the team that keeps the list",
    "involvement:allocated": "Allocated somebody",
    "involvement:referred": "Became involved by telling us",
    "involvement:asked": "Involved an agency by asking it",
    "involvement:claimed": "Said that they work with this child",
    "involvement:works": "Was confirmed to work with this child",
    "involvement:all-ended": "Had every involvement ended",
    "claim:made": "Said that they work with this child",
    "claim:read": "Read that somebody says they work with this child",
    "claim:list": "Read who says that they work with a child",
    "claim:confirmed": "Confirmed that somebody works with this child",
    "claim:ended": "Ended what somebody’s claim had opened",
    "person:emergency": "Used emergency access",
    "person:purpose": "Opened the record to say what for",
    "person:purpose-said": "Said what they open it for",
    "access-review:owed": "Must be looked at afterwards",
    "access-review:read": "Read about an emergency access",
    "access-review:reviewed": "Looked at an emergency access afterwards",
    "inferred:read": "Looked at whether somebody knows this person",
    "inferred:settled": "Said whether somebody knows this person",
    "agency-notes:read": "Read their own team’s private notes",
    "agency-notes:written": "Wrote a private note of their own team",
    "involvement:end": "Opened the page that ends an involvement",
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


# By what rule it was allowed, said of the one who did it.
ALLOWED = {
    "involved": "They are involved with this child",
    "works-on-it": "They work on this concern",
    "was-asked": "Their agency was asked",
    "raised-it": "They raised the concern",
    "gateway-and-purpose": "A legal gateway and a purpose were chosen",
    "held-back-with-reason": "It was held back, with a reason",
    "safe-and-reachable": "It was safe to tell them, and they could be reached",
    **{code: words for code, words in WHY_NEEDED.items() if code != "other"},
}


# Why a page may be opened at all, said by its door. What somebody wrote as their purpose is shown as they wrote it.
PURPOSES = {
    "safeguarding": "Keeping a child safe",
    "privacy": "Checking that records are opened rightly",
    "oversight": "Seeing how promises are kept",
}


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
    because: str = ""
    given: bool = False


def rows(looks: list[Look]) -> list[Row]:
    """Each entry in a plain sentence, in the order given; what one page or deed recorded twice in the same words is one line."""
    found: dict[object, Row] = {}
    for number, kept in enumerate(looks):
        purpose, said = purpose_words(kept.purpose, at=kept.at)
        look = replace(kept, purpose=purpose)
        row = Row(
            at=look.at,
            who=look.who,
            where=", ".join(part for part in (look.job, look.agency) if part),
            what=say(look.act),
            purpose=PURPOSES.get(look.purpose, look.purpose),
            refused=look.verdict != "allowed",
            why=REASONS.get(look.reason, look.reason.replace("-", " ")) if look.verdict != "allowed" else "",
            because=_because(look),
            given=said and bool(look.purpose) and look.purpose not in PURPOSES,
        )
        one = (look.request or number, row.who, row.what, row.refused)
        if row.given or one not in found:  # what they wrote says more than what the page is for
            found[one] = row
    return list(found.values())


def _because(look: Look) -> str:
    """By what they were let in: the rule that allowed it, or else whom the page is open to, as its door says."""
    if look.verdict == "allowed" and look.reason in ALLOWED:
        return ALLOWED[look.reason]
    sentence = who_may(look.act)
    return f"Open to: {sentence[0].lower()}{sentence[1:]}" if sentence else ""


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
