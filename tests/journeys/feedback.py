"""What came of it, as sentences: she is told, sees it differently, and is answered."""

from tests.journeys.desk import Desk
from tests.journeys.hub import reference_of

TOLD = "What came of the concern you raised"


def then_she_is_told(teacher: Desk) -> None:
    """What her part needs, and no more."""
    teacher.open("/feedback/")
    teacher.look("feedback-new")
    teacher.follow(TOLD, then=TOLD)
    teacher.look("feedback-told")
    teacher.does_not_see("threats by", "She draws houses", "Ellowmere Homes")


def when_she_disagrees(teacher: Desk) -> None:
    """One page asks what she wants, and says who would have it by when."""
    teacher.follow("We see it differently", then="We see it differently")
    teacher.sees("owes you the answer by")
    teacher.look("feedback-differently")
    teacher.choose("What do you want?", "Answer me with reasons")
    teacher.press("Continue", then="Ask why")
    teacher.press("Ask", then="Ask why")
    teacher.page.get_by_role("alert").wait_for()
    teacher.look("feedback-faults")
    teacher.write("What do you ask?", "Nobody has rung me, and he was seen again. Why?")
    teacher.choose("How urgent is it?", "It can wait its turn")
    teacher.press("Ask", then="A question that must be answered")
    teacher.sees("Waits for an answer")
    teacher.look("feedback-disagreed")


def then_she_has_an_answer(teacher: Desk) -> None:
    teacher.open("/escalations/")
    teacher.sees("You: there is an answer")
    teacher.press(reference_of(teacher), then="A question that must be answered", role="link")
    teacher.sees("Answered", "They are with their grandmother tonight.")
    teacher.look("feedback-answered")
