"""Who may reach which page and whose record, written down by hand from the story: not from the code under test.

Every address of Plait stands here once or more. An address that nobody wrote down fails the test.
"""

from tests.matrix.oracle import afterwards, border, children, handovers, reviewing, sharing, signing_in, spine
from tests.matrix.oracle.question import QUESTIONS, Question
from tests.matrix.oracle.who import EVERYBODY_SIGNED_IN, OPENS

# Each of them writes its addresses into QUESTIONS.
TABLES = (border, signing_in, spine, afterwards, handovers, children, sharing, reviewing)

__all__ = ["EVERYBODY_SIGNED_IN", "OPENS", "QUESTIONS", "TABLES", "Question"]
