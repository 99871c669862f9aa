"""Show a protected address once, to somebody who needs it for the child, with the reason kept."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import insist_may_reveal, open_person
from plait.people.places import Revealed, is_shielded, revealed

# Why it is needed; the audit keeps the code, and the words beside it.
WHY_NEEDED = {
    "see_child": "Somebody has to go and see the child",
    "protect": "A child has to be protected now",
    "reach": "The family has to be reached, and there is no safer way",
    "check": "To check that what we have is right",
    "other": "Another reason",
}
LEAST = 10


@deed
def reveal_whereabouts(*, person_id: str, why: str, because: str, by: Actor, at: datetime) -> Revealed:
    """Address, school and telephone of somebody protected. It stays protected everywhere else.

    `why` is a code of WHY_NEEDED; `because` says it in at least ten characters. Raises Refused for a role that may not,
    no reason, and somebody who is not protected; hides from whoever may not open the person.
    """
    about = f"person:{person_id}"
    person = open_person(by, person_id, at=at, act="place:reveal")
    insist_may_reveal(by, person_id, at=at)
    if why not in WHY_NEEDED or len(because.strip()) < LEAST:
        raise Refused(
            no("no-reason", say="Say why you need the address.", next_step="Write the reason"), about=about
        )
    if not is_shielded(person):
        raise Refused(
            no("not-protected", say="This address is not protected.", next_step="Read it in the story"),
            about=about,
        )
    record(
        act="place:revealed",
        about=about,
        by=by,
        at=at,
        fields=("location",),
        reason=why,
        purpose=because.strip(),
    )
    return revealed(person)
