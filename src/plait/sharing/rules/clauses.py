"""A clause of an agreement between agencies: a row that a person can read aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plait.sharing.rules.conditions import Condition, in_words

ANY = "ANY"  # every party
RULES = {
    "no": "no agreement of the family is needed",
    "service": "the family agrees to the service",
    "consent": "the person consents",
}
GROUP_WORDS = {
    "identity": "who they are",
    "contact_details": "how to reach them",
    "location": "where they live",
    "family": "who belongs to the family",
    "concern": "what somebody is worried about",
    "child_voice": "the child’s own words",
    "health": "health",
    "police": "what the police know",
    "education": "school and learning",
    "safety": "what keeps people safe",
    "source_identity": "who told us",
    "work": "what was done and decided",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """*Holder* may (or may not) share *fields* with *recipients* for *purposes* on *gateways*, while it holds.

    `holders` and `recipients` are agencies by id or kinds of agency. What a permit does not name it does not allow; what a
    prohibition does not name it forbids altogether. `parties` are who is bound (ids or kinds), `left` those who are not any
    more; `away` those of them who are areas that are not believed at present, for the sentence. `begins` and `ends` are the
    first and the last day.
    """

    id: str
    kind: str = "permit"  # permit | prohibit
    holders: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    gateways: frozenset[str] = frozenset()
    lawful_basis: str = ""
    agreement_rule: str = "no"
    begins: date | None = None
    ends: date | None = None
    conditions: tuple[Condition, ...] = ()
    parties: frozenset[str] = frozenset({ANY})
    left: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    label: str = ""  # "EW-2026-1, clause 3"
    version: str = ""  # "EW-2026-1 version 2"

    @property
    def permits(self) -> bool:
        """Does it let something through? Otherwise it forbids."""
        return self.kind == "permit"

    def runs(self, on: date) -> bool:
        """Is that day between its first and its last?"""
        return (self.begins is None or self.begins <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class Words:
    """What codes are called: agencies and their kinds, purposes, gateways."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)
    gateways: Mapping[str, str] = field(default_factory=dict)


def listed(words: Sequence[str], last: str = "and") -> str:
    """“a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def group_words(groups: Sequence[str] | frozenset[str]) -> str:
    """Field groups in plain words, in the order of the glossary."""
    known = [words for code, words in GROUP_WORDS.items() if code in groups]
    return listed([*known, *(f"“{code}”" for code in sorted(set(groups) - set(GROUP_WORDS)))])


def read_aloud(clause: Clause, words: Words) -> str:
    """The clause as one sentence, the way it is read out before it is signed."""

    def named(codes: frozenset[str], names: Mapping[str, str], nobody: str, last: str = "and") -> str:
        if ANY in codes:
            return "every party"
        return listed(sorted(names.get(code, f"“{code}”") for code in codes), last) or nobody

    permit = clause.permits
    blank = "(nobody yet)" if permit else "anybody"
    holder = named(clause.holders, words.agencies, "(nobody yet)" if permit else "every party")
    what = group_words(clause.fields) or ("(nothing yet)" if permit else "anything")
    recipient = named(clause.recipients, words.agencies, blank, "or")
    aim = listed(sorted(f"“{words.purposes.get(code, code)}”" for code in clause.purposes), "or")
    law = listed(sorted(words.gateways.get(code, code) for code in clause.gateways), "or")
    parts = [
        f"{holder} {'may share' if permit else 'must not share'} {what} with {recipient}",
        f"for {aim}" if aim else ("for (no purpose yet)" if permit else "for any purpose"),
        f"on the legal basis of {law}" if law else ("on (no legal basis yet)" if permit else ""),
        f"where {RULES.get(clause.agreement_rule, clause.agreement_rule)}"
        if permit and clause.agreement_rule != "no"
        else "",
        f"as long as {listed([in_words(one) for one in clause.conditions])}" if clause.conditions else "",
        f"from {_day(clause.begins)}" if clause.begins else "",
        f"until {_day(clause.ends)}" if clause.ends else "",
    ]
    sentence = " ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
