"""What is decided about sharing without a database: pure, over facts handed in."""

from plait.sharing.rules.family import AgreementFacts, Process
from plait.sharing.rules.weighing import Gateway, Line, Proposal, weigh

__all__ = ["AgreementFacts", "Gateway", "Line", "Process", "Proposal", "weigh"]
