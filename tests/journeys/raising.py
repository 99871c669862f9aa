"""Being worried, as sentences: the teacher's pages one after the other, and the hub's page for a call."""

from tests.journeys.desk import Desk


def given_a_neighbour_rang(hub: Desk) -> None:
    """One page, written while they speak."""
    hub.follow("Record a call", then="Record a call")
    hub.look()
    hub.choose("Is anyone in danger now?", "Not sure")
    hub.choose("Who is ringing?", "A neighbour, friend or childminder")
    hub.tick("They do not want to be named")
    hub.choose("Is there anyone who must not learn where they are", "Not sure")
    hub.write(
        "What did they see or hear themselves?",
        "Shouting at night, and a child crying. A man banged on the door.",
    )
    hub.write("Child’s name, as heard", "Ava Marlow")
    hub.write("Age or date of birth", "about 7")
    hub.choose("Is it about somebody who works", "No")
    hub.press("Record this call", then="Call recorded")
    hub.look()


def when_she_says_what_comes_first(teacher: Desk, *, look: bool = True) -> None:
    """Danger, and who must not know."""
    teacher.follow("Raise a concern", then="Before you start")
    if look:
        teacher.look()
    teacher.press("Save and continue", then="Before you start")
    teacher.page.get_by_role("alert").wait_for()
    if look:
        teacher.look("concerns-start-faults")
    teacher.choose("Is a child in danger now?", "No")
    teacher.choose("Is this about somebody who works", "No")
    teacher.press("Save and continue", then="Who must not know")
    if look:
        teacher.look()
    teacher.choose("Is there anyone who must not learn where they are?", "Yes")
    teacher.write("Who must not learn where they are?", "Dean Kerrigan, Theo’s father")
    teacher.choose("Is there anyone who must not learn that you told us?", "Yes")
    teacher.write("Who must not learn that you told us?", "Dean Kerrigan")
    teacher.write(
        "Is there a safe way and time", "Ring Leanne’s mobile between 9 and 11, never leave a message"
    )
    teacher.choose("Would telling the family about this raise the risk", "Not sure")
    teacher.press("Save and continue", then="Add a child")


def when_she_says_who_they_are(teacher: Desk, *, look: bool = True) -> None:
    """Two children and two adults."""
    if look:
        teacher.look()
    teacher.write("First name", "Ava")
    teacher.write("Last name", "Marlow")
    teacher.date("Date of birth", "14", "5", "2019")
    teacher.write("Where does the child live?", "4 Mill Row, Ellowmere")
    teacher.write("Postcode", "EW3 2PL")
    teacher.write("School or nursery", "Alder Lane Primary School")
    teacher.choose("Sex", "Female")
    teacher.press("Save and continue", then="The child or children")
    teacher.press("Add another child", then="Add a child")
    teacher.write("First name", "Theo")
    teacher.write("Last name", "Kerrigan")
    teacher.write("About how old?", "3")
    teacher.press("Save and continue", then="The child or children")
    if look:
        teacher.look("concerns-children-two")
    teacher.press("That is everyone: continue", then="Adults around them")
    if look:
        teacher.look("concerns-adults-none")
    for first, last, who, lives in (
        ("Leanne", "Marlow", "mother", "Yes"),
        ("Dean", "Kerrigan", "father of Theo", "No"),
    ):
        teacher.press("Add", then="Add an adult")
        teacher.write("First name", first)
        teacher.write("Last name", last)
        teacher.write("Who are they to the child?", who)
        teacher.choose("Do they live with the child?", lives)
        teacher.press("Save and continue", then="Adults around them")
    if look:
        teacher.look("concerns-adults-two")
    teacher.press("That is everyone: continue", then="What worries you")


def when_she_says_what_worries_her(teacher: Desk, *, look: bool = True) -> None:
    """Seen, said, reported and thought: apart. Then what helps, and what the family knows."""
    if look:
        teacher.look()
    teacher.write(
        "What did you see or hear yourself?",
        "She flinched when the classroom door banged. A mark on her arm.",
    )
    teacher.write("What did the child say", "“He found our new house. Mummy made us hide in the bathroom.”")
    teacher.write("What did others tell you?", "Her grandmother has seen Dean at the shop twice this week.")
    teacher.write("What do you think is happening?", "I think Ava is frightened.")
    teacher.press("Save and continue", then="What helps, and what you want")
    if look:
        teacher.look()
    teacher.write("What is going well?", "Leanne brings both children every day.")
    teacher.write("What do you want to happen?", "Somebody to see them safely today.")
    teacher.press("Save and continue", then="The family, and you")
    if look:
        teacher.look()
    teacher.choose("Have you told the family", "No, not yet")
    teacher.choose("Is a child at school or nursery now?", "Yes")
    teacher.press("Save and continue", then="Check what you say, then send it")


def then_she_has_her_receipt(teacher: Desk, *, look: bool = True) -> None:
    """At once; and the record of what she sent."""
    if look:
        teacher.look()
    teacher.sees("She flinched when the classroom door banged", "Dean Kerrigan, Theo’s father")
    teacher.press("Send this concern", then="The hub has your concern")
    if look:
        teacher.look()
    teacher.press("Record of what you sent", then="What you sent, and what came of it")
    if look:
        teacher.look()
    teacher.follow("My concerns", then="My concerns")
    if look:
        teacher.look()
