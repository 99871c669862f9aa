"""What is decided about sharing without a database: pure, over facts handed in."""

from plait.sharing.rules.weighing import Gateway, Line, Proposal, weigh

__all__ = ["Gateway", "Line", "Proposal", "weigh"]
