"""What came of it, as sentences: she is told, disagrees, and is answered."""

from tests.journeys.desk import Desk

TOLD = "What came of the concern you raised"


def then_she_is_told(teacher: Desk) -> None:
    """What her part needs, and no more."""
    teacher.open("/feedback/")
    teacher.look("feedback-new")
    teacher.follow(TOLD, then=TOLD)
    teacher.look("feedback-told")
    teacher.does_not_see("threats by", "She draws houses", "Ellowmere Homes")


def when_she_disagrees(teacher: Desk) -> None:
    teacher.press("Send to the hub", then=TOLD)
    teacher.page.get_by_role("alert").wait_for()
    teacher.look("feedback-faults")
    teacher.write("What do you disagree with?", "Nobody has rung me, and he was seen again.")
    teacher.write("What should happen instead?", "Ring me today.")
    teacher.press("Send to the hub", then=TOLD)
    teacher.sees("The hub has it")
    teacher.look("feedback-disagreed")


def then_she_has_an_answer(teacher: Desk) -> None:
    teacher.open("/feedback/")
    teacher.follow(TOLD, then=TOLD)
    teacher.sees("Answered", "They are with their grandmother tonight.")
    teacher.look("feedback-answered")
