"""Note whether telling one person was safe, and whether they were told."""

from dataclasses import dataclass
from datetime import date, datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs import current
from plait.people.queries import standing_id
from plait.sharing.access import open_family
from plait.sharing.models import Transparency
from plait.sharing.queries.family import episode_of
from plait.sharing.rules.family_without import Telling, is_told_whole


@dataclass(frozen=True, slots=True)
class Told:
    """One person, and what is noted of telling them."""

    person_id: str
    safe: str
    told: str
    what: str = ""
    on: date | None = None
    told_by: str = ""
    how: str = ""
    why_not: str = ""
    why_not_said: str = ""
    review_on: date | None = None


@deed
def note_transparency(*, child_id: str, said: Told, by: Actor, at: datetime) -> Transparency:
    """Keep one note on the child's story; an earlier one about the same person stays, and this one stands. It is no agreement,
    and changes none."""
    about = f"person:{child_id}"
    may(by, "family:ask").insist(about=about)
    family = {one.id for one in open_family(by, child_id, at=at, act="family:told")}
    child, person = standing_id(child_id), standing_id(said.person_id)
    if person not in family:
        raise Refused(hidden("not-of-this-family"), about=about)
    reasons = {one.code for one in current(at=at).agreement().reasons_not_told}
    telling = Telling(
        safe=said.safe,
        told=said.told,
        told_on=said.on,
        told_by=said.told_by,
        why_not=said.why_not,
        reasons=reasons,
        review_on=said.review_on,
        today=at.astimezone(LONDON).date(),
    )
    is_told_whole(telling).insist(about=about)
    yes = said.told == "yes"
    made = Transparency.objects.create(
        episode=episode_of(child),
        child_id=child,
        person_id=person,
        safe=said.safe,
        told=said.told,
        what=said.what.strip(),
        told_on=said.on if yes else None,
        told_by=said.told_by.strip()[:120] if yes else "",
        how=said.how.strip()[:120] if yes else "",
        why_not="" if yes else said.why_not,
        why_not_said="" if yes else said.why_not_said.strip(),
        review_on=None if yes else said.review_on,
        by=by.id,
        by_name=by.name[:120],
        at=at,
    )
    record(act="agreement:told", about=[about, f"person:{person}"], by=by, at=at, reason=said.told)
    return made
