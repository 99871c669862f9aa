"""The hub's desk, as sentences: open it, say who they are, rate, accept, ask, and write down a call."""

from tests.journeys.desk import Desk

PARTNERS = (
    "Fenmarch Police",
    "Alder Lane Primary School",
    "Ellowmere Health Visiting",
    "Brook Street Surgery",
    "Ellowmere Homes",
)


def when_the_call_is_settled(hub: Desk) -> None:
    """The neighbour's call: a child whom nobody knows yet, so a record of her own."""
    hub.open("/hub/")
    hub.is_at("The hub’s desk")
    hub.follow("Ava Marlow", then="Ava Marlow")
    hub.follow("Who is it? (Ava Marlow)", then="Who is it?")
    hub.look("hub-who-before")
    hub.press("Somebody new to us", then="Ava Marlow")
    hub.sees("New to us")


def when_it_is_opened_from_the_desk(hub: Desk) -> None:
    """Red things first: who must not know stands above everything."""
    hub.open("/hub/")
    hub.look("hub-desk-new")
    hub.press("Morning board", then="What turns red")
    hub.look("hub-board-new")
    hub.open("/hub/")
    hub.follow("Ava Marlow, Theo Kerrigan", then="Ava Marlow, Theo Kerrigan")
    hub.sees("Before anything else", "Dean Kerrigan", "“He found our new house.")
    hub.look("hub-concern-new")


def when_somebody_says_who_they_are(hub: Desk) -> None:
    """Ava is known by the neighbour's call; of the others nobody knows anything."""
    hub.follow("Who is it? (Ava Marlow)", then="Who is it?")
    hub.press("Look")
    hub.sees("1 person who may be the same")
    hub.look("hub-who-found")
    hub.choose("This is", "Ava Marlow")
    hub.press("Say who it is")
    hub.page.get_by_role("alert").wait_for()
    hub.look("hub-who-why")
    hub.choose("This is", "Ava Marlow")
    hub.write("How do you know?", "The same name and age, and the same street as in the neighbour’s call")
    hub.press("Say who it is", then="Ava Marlow, Theo Kerrigan")
    hub.sees("Known to us")
    for name in ("Theo Kerrigan", "Leanne Marlow", "Dean Kerrigan"):
        hub.follow(f"Who is it? ({name})", then="Who is it?")
        hub.press("Look")
        hub.choose("This is", "Somebody new to us")
        hub.press("Say who it is", then="Ava Marlow, Theo Kerrigan")


def when_it_is_rated_and_accepted(hub: Desk) -> None:
    hub.press("Rate it", then="How urgent is it?")
    hub.look()
    hub.choose("Urgency", "Red")
    hub.write("Why?", "A mark on her arm, her own words, and he may know the address")
    hub.press("Keep this rating", then="Ava Marlow, Theo Kerrigan")
    hub.press("Accept as a referral", then="Accept as a referral")
    hub.look()
    hub.write("Why do you accept it?", "Reasonable cause to think that she may be at risk")
    hub.press("Accept as a referral", then="Ava Marlow, Theo Kerrigan")


def when_five_partners_are_asked(hub: Desk) -> None:
    """Two steps: whom and what for, then exactly what each will read. The secret itself never leaves."""
    hub.press("Ask partners", then="Ask partners what they know")
    hub.look("hub-ask-whom")
    for name in PARTNERS:
        hub.tick(name)
    hub.write("What is it about, in your words?", "Worry about harm to two children at home.")
    hub.press("See what each will read", then="What each will read")
    hub.look("hub-ask-preview")
    for words in ("4 Mill Row", "must not learn", "He found our new house"):
        hub.does_not_see(words)
    hub.press("Send to 5 agencies", then="Ava Marlow, Theo Kerrigan")
    hub.sees("Asked 5 agencies")
    hub.look("hub-concern-asked")


def when_the_late_one_is_rung(hub: Desk) -> None:
    """Housing has not answered; the hub rings, and what was said counts."""
    hub.open("/hub/board/")
    hub.look("hub-board-late")
    hub.open("/hub/")
    hub.look("hub-desk-late")
    hub.follow("Ava Marlow, Theo Kerrigan")
    hub.press("Who knows what, and decide", then="What is known, and what happens next")
    hub.look("referral-late")
    hub.follow("Write down what they said (Ellowmere Homes)", then="I rang")
    hub.look("rang-hub")
    hub.choose("What was the call for?", "Asking, or chasing")
    hub.write("Whom did you speak with?", "Ines Calder")
    hub.write("What was said?", "She will look this afternoon.")
    hub.press("Write it down", then="What is known, and what happens next")
    hub.sees("Ines Calder")


def when_the_disagreement_is_answered(decided: Desk) -> None:
    """By whoever decided it."""
    decided.open("/feedback/to-settle/")
    decided.look()
    decided.follow("See who disagrees", then="Who disagrees")
    decided.look()
    decided.open("/escalations/")
    decided.page.locator("main").get_by_role("table").wait_for()
    decided.press(reference_of(decided), then="A question that must be answered", role="link")
    decided.press("Answer", then="Answer the question")
    decided.write(
        "Your answer, with reasons", "They are with their grandmother tonight. Ring Esther Lunn tomorrow."
    )
    decided.press("Send the answer", then="A question that must be answered")
    decided.look("disagreement-answered")


def reference_of(desk: Desk) -> str:
    """The first reference in the table of this page."""
    return desk.page.locator("main table a").first.inner_text()
