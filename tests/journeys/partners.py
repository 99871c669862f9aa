"""Whoever was asked, as sentences: items, the same for all children, nothing relevant from the morning list, a view."""

from tests.journeys.desk import Desk


def when_the_police_answer(police: Desk) -> None:
    """One item for each child, seen as the hub will see it before it leaves."""
    police.open("/checks/")
    police.look("checks-police")
    police.follow("Ava Marlow", then="What the hub asks Fenmarch Police")
    police.does_not_see("4 Mill Row", "Dean Kerrigan must not", "Nia Osei")
    police.sees("Speak to the hub before any contact")
    police.look("check-police")
    police.choose("Your answer", "Here is what we know")
    police.choose("Your answer", "Not known to us", nth=1)
    police.press("Continue", then="Your answer to the hub")
    police.look("check-answer-items")
    police.press("See what the hub will see", then="Your answer to the hub")
    police.page.get_by_role("alert").wait_for()
    police.look("check-answer-faults")
    police.write(
        "What you know", "Two calls to the home this year: threats by Dean Kerrigan, who is on bail."
    )
    police.date("When it happened", "3", "10", "2026")
    police.press("See what the hub will see", then="What the hub will see")
    police.look("check-preview")
    police.press("Send this answer", then="Your answer is with the hub")
    police.look("check-receipt")


def when_the_school_answers_once_for_both(dsl: Desk) -> None:
    """One answer for all the children, and how the school sees the level."""
    dsl.open("/checks/")
    dsl.follow("Ava Marlow", then="What the hub asks Alder Lane Primary School")
    dsl.choose("Your answer", "Here is what we know")
    dsl.tick("The same answer for both children")
    dsl.press("Continue", then="Your answer to the hub")
    dsl.write("What you know", "Late four times in November. She draws houses with no doors.")
    dsl.write("Or about when", "this month")
    dsl.choose("How you know it", "We saw or heard it ourselves")
    dsl.press("See what the hub will see", then="What the hub will see")
    dsl.sees("Late four times in November")
    dsl.press("Send this answer", then="Your answer is with the hub")


def when_the_school_says_which_level_it_sees(dsl: Desk) -> None:
    dsl.open("/checks/")
    dsl.follow("Ava Marlow", then="What the hub asks Alder Lane Primary School")
    dsl.follow("Say which level of need you see", then="Which level of need does your agency see?")
    dsl.look("check-level")
    dsl.tick("An injury that is not explained")
    dsl.choose("Which level of need do you see?", "4: Statutory protection")
    dsl.press("Keep our view")
    dsl.sees("kept")


def when_nothing_relevant_is_known(somebody: Desk) -> None:
    """Ticked on the morning list, looked at once more, sent."""
    somebody.open("/checks/")
    somebody.tick("Tick C-")
    somebody.choose("One answer for every check you ticked", "Known to us, nothing relevant")
    somebody.press("Look once more, then send", then="nothing relevant")
    somebody.look("checks-batch")
    somebody.press("Send 1 answer", then="What the hub has asked you")
    somebody.sees("Nothing waits for an answer")
    somebody.look("checks-answered")
