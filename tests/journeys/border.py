"""Two areas and a family between them, as sentences: asking the other, handing over, a question and its answer, taking over."""

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.desk import Desk

KNOWN = "What is known, and what happens next"
BEFORE_THIS = ("9 Cooper Yard", "31 Tanner Street")  # where they lived, in the area that they left
FLED_BECAUSE = "She came at night and speaks of a man who would come after them."


def when_the_first_school_says_what_it_knows(dsl: Desk) -> None:
    """The hub of the area they left had asked; one answer for both children."""
    dsl.open("/checks/")
    dsl.follow("Jonah Pell", then="What the hub asks Alder Lane Primary School")
    dsl.choose("Your answer", "Here is what we know")
    dsl.tick("The same answer for both children")
    dsl.press("Continue", then="Your answer to the hub")
    dsl.write("What you know", "They left on a Friday and said goodbye to nobody.")
    dsl.write("Or about when", "last week")
    dsl.choose("How you know it", "We saw or heard it ourselves")
    dsl.press("See what the hub will see", then="What the hub will see")
    dsl.press("Send this answer", then="Your answer is with the hub")


def when_they_are_looked_for_here(hub: Desk, names: str) -> None:
    """Nobody here knows them: each is somebody new."""
    hub.open("/hub/")
    hub.follow(names, then=names)
    for name in unknown(hub):
        hub.follow(f"Who is it? ({name})", then="Who is it?")
        hub.press("Somebody new to us", then=names)


def unknown(hub: Desk) -> list[str]:
    """Of a concern, who was not looked at yet."""
    hub.page.wait_for_load_state()  # the heading comes before the last of the cards
    cards = hub.page.locator("main .plait-card", has_text="Not looked at yet")
    return [str(one) for one in cards.get_by_role("heading", level=3).all_inner_texts()]


def when_the_other_area_is_asked(
    hub: Desk, name: str, *, fleeing: str, because: str, looks: str = ""
) -> None:
    """From the child's story."""
    hub.follow(f"The story so far ({name})", then="The story so far")
    hub.follow("Other areas", then="Other areas")
    if looks:
        hub.look(looks)
    hub.choose("Is anybody in this family hiding from somebody?", fleeing)
    hub.tick("Ellowmere")
    hub.write(
        "Areas where they did not live: who said what of them?",
        "The family speaks of it, and of friends there.",
    )
    hub.write("Why do you ask?", because)
    hub.press("Ask", then="Asked between areas")
    hub.sees("Has not answered yet")


def when_somebody_looks_whether_it_is_they(manager: Desk) -> None:
    """Plait was not sure: told by a notice, a person looks, and theirs is the word that counts."""
    stands(manager, "Another area asks about a family: is it one known here?", at="/notices/")
    manager.press("Another area asks about a family: is it one known here?", then="Do you know this family?")
    manager.sees("Milo Sutton", "May be", "Milo Reeve", "He speaks of a house by the weir.")
    manager.look("border-possible")
    manager.choose("Is it this family?", "Yes")
    manager.write("How do you know?", "Hannah Reeve told us of a Mr Sutton, and Weir Close is by the weir.")
    manager.press("Tell the other area", then="Asked between areas")


def then_it_is_known_who_asked(manager: Desk) -> None:
    """Openly: whoever works with the child sees which area asked, who, and why."""
    to_them(manager)
    manager.follow("The story so far (Ottilie Pell)", then="The story so far")
    manager.follow("Other areas", then="Other areas")
    stands(manager, "Carol Whitby")
    manager.sees(
        "They know that this family is known here", "Carol Whitby", "She says that they lived there before."
    )


def stands(desk: Desk, words: str, *, at: str = "") -> None:
    """Whoever has something to do hears some rounds of the worker after the answer: they look again until it stands there."""
    until = time.monotonic() + 40
    desk.open(at or desk.page.url)
    while words not in desk.page.content() and time.monotonic() < until:
        time.sleep(1)
        desk.page.reload()


def to_them(desk: Desk, where: str = "/hub/") -> None:
    desk.open(where)
    desk.follow("Jonah Pell")


def when_it_is_offered(manager: Desk) -> str:
    """The package as the other area will see it, then offered. Gives the address of the handover."""
    to_them(manager)
    manager.press("Who knows what, and decide", then=KNOWN)
    manager.follow("Hand over to another area", then="Hand this family over to another area")
    manager.select("Which area are they in now, or going to?", "Harrowfen")
    manager.select("On what does their help stand?", "A child protection plan")
    manager.write("Why did they move?", "Their mother’s sister has taken them in.")
    manager.choose("Was it planned?", "No")
    manager.choose("How sure is it that they are there?", "They are there")
    manager.press("Go on", then="Hand this family over to another area")
    manager.sees("As they will see it", "They left on a Friday and said goodbye to nobody.", *BEFORE_THIS)
    manager.press("Offer it to Harrowfen", then="Jonah Pell")
    manager.sees("Ellowmere", "answers for this family now")
    return manager.page.url


def when_a_question_is_asked(manager: Desk) -> str:
    """It stands on the list of the area they came to. Gives its address there."""
    manager.open("/handovers/")
    manager.follow("Jonah Pell", then="Jonah Pell")
    manager.sees("answers for this family now", *BEFORE_THIS)
    manager.choose("What do you answer?", "We have a question")
    manager.write("In your own words", "Who has seen Ottilie since the move?")
    manager.press("Tell the other area", then="Jonah Pell")
    manager.sees("Who has seen Ottilie since the move?")
    return manager.page.url


def when_it_is_answered(manager: Desk, where: str) -> None:
    """As a supplement to the part where it belongs."""
    manager.open(where)
    manager.sees("The question that waits", "Who has seen Ottilie since the move?")
    manager.choose("What do you tell them?", "This answers their question")
    manager.select("To which part does it belong?", "What happened")
    manager.write("In your own words", "Our social worker saw both children at their aunt’s on Thursday.")
    manager.press("Tell the other area", then="Jonah Pell")


def when_the_conference_is_set(manager: Desk, where: str) -> None:
    manager.open(where)
    manager.sees("saw both children at their aunt’s on Thursday")
    manager.look("border-added")
    day = datetime.now(tz=UTC).date() + timedelta(days=9)
    manager.choose("What do you answer?", "The conference is on the day below")
    manager.date("on which day?", str(day.day), str(day.month), str(day.year))
    manager.press("Tell the other area", then="Jonah Pell")
    manager.sees("The conference is on")


def when_the_hub_takes_them_in(manager: Desk) -> None:
    """As any concern: who they are, how urgent, a referral, and a team that is asked to lead."""
    both = "Jonah Pell, Ottilie Pell"
    manager.open("/hub/")
    manager.follow(both, then=both)
    for name in unknown(manager):
        manager.follow(f"Who is it? ({name})", then="Who is it?")
        if name == "Jonah Pell":
            manager.press("Somebody new to us", then=both)
            continue
        manager.press("Look")
        manager.choose("This is", name)
        manager.write(
            "How do you know?", "The school told of them an hour ago, and the other area has confirmed it"
        )
        manager.press("Say who it is", then=both)
    manager.press("Rate it", then="How urgent is it?")
    manager.choose("Urgency", "Priority 2")
    manager.write("Why?", "A plan that must not lapse")
    manager.press("Keep this rating", then=both)
    manager.press("Accept as a referral", then="Accept as a referral")
    manager.write("Why do you accept it?", "The other area hands them over")
    manager.press("Accept as a referral", then=both)
    manager.press("Who knows what, and decide", then=KNOWN)
    manager.press("Decide what happens next", then="Decide what happens next")
    manager.choose("What happens next?", "Strategy discussion")
    manager.choose("Which level of need?", "5: Significant harm")
    manager.write("Why is this the right next step?", "They are here, and their plan goes on.")
    manager.press("Decide and tell everyone who helped", then=KNOWN)


def when_somebody_leads(lead: Desk) -> None:
    lead.open("/lead/")
    lead.follow("Jonah Pell", then="Accept as lead")
    lead.press("Accept as lead")
    lead.page.wait_for_url(lambda url: not url.endswith("/accept/"))


def when_responsibility_is_taken(manager: Desk, where: str) -> None:
    manager.open(where)
    manager.choose("What do you answer?", "We take responsibility")
    manager.write("In your own words", "Agreed by telephone with Robert Achebe, before the conference.")
    manager.press("Tell the other area", then="Jonah Pell")
    manager.sees("Took responsibility", "Harrowfen", "answers for this family now")


def then_both_lines_say_who_leads(desk: Desk, leads: str, acts: str, *, desk_at: str = "/hub/") -> None:
    """Who leads the plan, who acts tonight: above the child's story."""
    to_them(desk, desk_at)
    desk.follow("The story so far (Ottilie Pell)", then="The story so far")
    lines = desk.page.locator("main .plait-two-lines > div")
    expect(lines.first).to_contain_text("Leads the plan")
    expect(lines.first).to_contain_text(leads)
    expect(lines.last).to_contain_text(acts)


def then_the_first_school_hears(dsl: Desk) -> None:
    """That another area leads now, in words that do not say which."""
    dsl.open("/feedback/")
    dsl.follow("Another area leads now")
    dsl.sees("another area")
    dsl.does_not_see("Harrowfen", "Carol Whitby")


def when_it_passes_its_file_on(dsl: Desk) -> None:
    """Its own leg alone, reached from the notice that it got when the family was taken over."""
    dsl.open("/notices/")
    dsl.press("Something of your service goes with a family that moves", then="School to school")
    dsl.look("border-leg")
    dsl.choose("What happened?", "It was passed on")
    dsl.write("Who has it there, by name and job?", "Leon Bright, safeguarding lead")
    dsl.select("How was it passed on?", "By secure mail")
    dsl.press("Keep this, and tell the other area", then="School to school")
    dsl.sees("Passed on", "Leon Bright")


def then_the_head_is_witnessed(reviewer: Desk, *, by: str) -> None:
    reviewer.open("/privacy/witnesses/")
    table = reviewer.page.get_by_role("table", name="Who co-signed our heads")
    expect(table.get_by_role("row", name=by)).to_contain_text("rows")
    reviewer.does_not_see("Alarm")
