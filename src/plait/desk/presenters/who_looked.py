"""The audit's acts as plain sentences."""

from dataclasses import dataclass, replace
from datetime import datetime

from plait.base.access.doors import who_may
from plait.desk.presenters.acts import ACTS
from plait.desk.queries.who_looked import Look
from plait.people.actions.reveal_whereabouts import WHY_NEEDED
from plait.people.queries import purpose_words

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
