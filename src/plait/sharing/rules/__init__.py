"""What is decided about sharing without a database: pure, over facts handed in."""

from plait.sharing.rules.clauses import Clause, Words, read_aloud
from plait.sharing.rules.conditions import CONDITIONS, Condition, Wanted
from plait.sharing.rules.family import AgreementFacts, Process
from plait.sharing.rules.gate import Clauses, Decision, Request, decide
from plait.sharing.rules.weighing import Gateway, Line, Proposal, weigh

__all__ = [
    "CONDITIONS",
    "AgreementFacts",
    "Clause",
    "Clauses",
    "Condition",
    "Decision",
    "Gateway",
    "Line",
    "Process",
    "Proposal",
    "Request",
    "Wanted",
    "Words",
    "decide",
    "read_aloud",
    "weigh",
]
