"""Show a protected address once, to somebody who needs it for the child, with the reason kept."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import insist_may_reveal, open_person
from plait.people.actions.use_emergency_access import owe_review
from plait.people.models import AccessReview
from plait.people.places import Revealed, is_shielded, revealed
from plait.people.rules import DANGER

# Why it is needed; the audit keeps the code, and the words beside it.
WHY_NEEDED = {
    DANGER: "A child is in danger now",
    "see_child": "Somebody has to go and see the child",
    "protect": "A child has to be protected now",
    "reach": "The family has to be reached, and there is no safer way",
    "check": "To check that what we have is right",
    "other": "Another reason",
}
LEAST = 10
LEAST_IN_DANGER = 20  # nobody is asked before, so somebody looks after: by these words


@deed
def reveal_whereabouts(*, person_id: str, why: str, because: str, by: Actor, at: datetime) -> Revealed:
    """Address, school and telephone of somebody protected. It stays protected everywhere else.

    `why` is a code of WHY_NEEDED; `because` says it in at least ten characters, in danger twenty. Because of danger it is
    shown to whoever decides for a child, by emergency access too; a privacy officer hears at once and looks afterwards. Raises
    Refused for a role that may not,
    no reason, and somebody who is not protected; hides from whoever may not open the person.
    """
    about = f"person:{person_id}"
    person = open_person(by, person_id, at=at, act="place:reveal")
    insist_may_reveal(by, person_id, at=at, danger=why == DANGER)
    least = LEAST_IN_DANGER if why == DANGER else LEAST
    if why not in WHY_NEEDED or len(because.strip()) < least:
        raise Refused(
            no("no-reason", say="Say why you need the address.", next_step="Write the reason"), about=about
        )
    if not is_shielded(person):
        raise Refused(
            no("not-protected", say="This address is not protected.", next_step="Read it in the story"),
            about=about,
        )
    if why == DANGER:
        owe_review(kind=AccessReview.Kind.DANGER, person_id=person_id, why=why, because=because, by=by, at=at)
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
