"""Deciding, leading and closing, as sentences."""

from tests.journeys.desk import Desk

KNOWN = "What is known, and what happens next"


def to_the_referral(hub: Desk) -> None:
    hub.open("/hub/")
    hub.follow("Ava Marlow, Theo Kerrigan")
    hub.press("Who knows what, and decide", then=KNOWN)


def when_the_hub_says_which_level_it_sees(hub: Desk) -> None:
    hub.follow("Give our view of the level", then="Which level of need does your agency see?")
    hub.look("levels-hub")
    hub.choose("Which level of need do you see?", "3: Targeted family help")
    hub.write("Why?", "Her mother protects them")
    hub.press("Keep our view", then=KNOWN)
    hub.sees("Targeted family help", "Statutory protection")


def when_the_manager_decides(manager: Desk) -> None:
    """Everything on one page. Housing is still out, and a strategy discussion does not wait for it."""
    to_the_referral(manager)
    manager.sees(
        "Ellowmere Homes",
        "threats by Dean Kerrigan",
        "She draws houses with no doors",
        "Nothing on this page holds these back",
    )
    manager.look("referral-full")
    manager.press("Decide what happens next", then="Decide what happens next")
    manager.look("decide")
    manager.choose("What happens next?", "No further action")
    manager.press("Decide and tell everyone who helped", then="Decide what happens next")
    manager.page.get_by_role("alert").wait_for()
    manager.look("decide-faults")
    manager.choose("What happens next?", "Strategy discussion")
    manager.choose("Which level of need?", "4: Statutory protection")
    manager.write(
        "Why is this the right next step?",
        "She may be suffering significant harm, and he may know where they live.",
    )
    manager.write("What are we worried about?", "An unexplained mark. He may have the address.")
    manager.write("What is going well?", "Leanne asks for help.")
    manager.press("Decide and tell everyone who helped", then=KNOWN)
    manager.sees("Strategy discussion", "She may be suffering significant harm")
    manager.look("referral-decided")


def when_the_strategy_discussion_is_written_down(manager: Desk) -> None:
    manager.follow("Write down a strategy discussion", then="Write down a strategy discussion")
    manager.look("strategy")
    for place, name in enumerate(("Robert Achebe", "Karen Pike", "Joy Mbeki")):
        manager.write("Name", name, nth=place)
    manager.write("What was shared?", "Police told of two calls; the school of her drawings.")
    manager.write("What was decided, and why?", "A joint enquiry begins today.")
    manager.choose("Is there a section 47 enquiry?", "Yes, jointly with the police")
    manager.choose("Is a medical needed?", "Not known yet")
    manager.write(
        "How is each child safe tonight?", "Both sleep at their grandmother’s; Leanne is with them."
    )
    manager.write("Who", "Karen Pike")
    manager.write("Does what", "Speaks to Dean Kerrigan")
    manager.write("By what time", "18:00")
    manager.press("Keep the record")
    manager.sees("A joint enquiry begins today.", "Speaks to Dean Kerrigan")
    manager.look("strategy-record")


def when_the_lead_accepts(lead: Desk) -> None:
    lead.open("/lead/")
    lead.look("lead-waiting")
    lead.follow("Ava Marlow", then="Accept as lead")
    lead.sees("Dean Kerrigan", "Speaks to Dean Kerrigan")
    lead.look("lead-accept")
    lead.press("Accept as lead")
    lead.page.wait_for_url(lambda url: not url.endswith("/accept/"))
    lead.open("/lead/")
    lead.sees("Ava Marlow")
    lead.look("lead-leads")


def when_the_childs_story_is_read(lead: Desk) -> None:
    """One timeline; less of it; who is round her; a copy for our own record; paper."""
    lead.follow("Ava Marlow", then=KNOWN)
    lead.follow("The story so far (Ava Marlow)", then="The story so far")
    lead.sees("This may not be everything that is known")
    lead.look("story")
    lead.tick("Decisions")
    lead.press("Show", then="The story so far")
    lead.sees("Strategy discussion")
    lead.look("story-decisions")
    lead.follow("Who is round them", then="Who is round this child")
    lead.sees("Esther Lunn", "Fenmarch Police", "The hub")
    lead.look("round")
    lead.follow("Who has looked", then="Who has looked at this record, and why")
    lead.look("looked")
    lead.follow("Story", then="The story so far")
    lead.tick(", choose for our own record")
    lead.press("Copy what is ticked", then="Copy for our own record")
    lead.look("copy")
    lead.follow("The story", then="The story so far")


def then_the_paper_keeps_the_secret(lead: Desk) -> None:
    lead.press("Print the story", then="This may show who told us")
    lead.look("print-source")
    lead.tick("I have read these words")
    lead.press("Print the story", then="The story so far")
    lead.look("print")
    on_paper = lead.print_shows()
    assert "Printed by Esther Lunn" in on_paper
    assert "The hub asks" not in on_paper and "Sign out" not in on_paper
    assert "Mill Row" not in on_paper


def when_the_lead_asks_to_close(lead: Desk) -> None:
    """Protection was begun: two people close it."""
    lead.open("/lead/")
    lead.follow("Ava Marlow", then=KNOWN)
    lead.follow("Close", then="Close this referral")
    lead.sees("Two people close this", "Speaks to Dean Kerrigan")
    lead.look("close-asked")
    lead.write("Why does it close?", "The other area has written that it leads now.")
    lead.press("Ask a hub manager to close it", then=KNOWN)
    lead.sees("Not closed yet")


def when_it_closes_although_somebody_objects(manager: Desk) -> None:
    to_the_referral(manager)
    manager.sees("Esther Lunn asks to close this")
    manager.follow("Close", then="Close this referral")
    manager.look("close")
    manager.sees("This holds it open")
    manager.choose("How does it end?", "Moved to another local authority’s services")
    manager.write(
        "Why does it close?", "The children have moved with their mother to another area, which leads now."
    )
    manager.press("Close the referral", then="Close this referral")
    manager.page.get_by_role("alert").wait_for()
    manager.look("close-objected")
    manager.write(
        "Why must it close although somebody objects?", "The other area has accepted them in writing."
    )
    manager.press("Close the referral", then=KNOWN)
    manager.sees("Closed")
    manager.look("referral-closed")


def when_it_opens_again(manager: Desk) -> None:
    manager.press("Open it again", then="Open it again")
    manager.look("reopen")
    manager.write("What has happened?", "They are back at their home.")
    manager.press("Open it again", then=KNOWN)
    manager.sees("Open again, with its history")
    manager.look("referral-reopened")
