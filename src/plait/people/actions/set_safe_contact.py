"""Write down how somebody may be reached safely. The newest holds; whatever waits to be sent to them is stopped."""

from collections.abc import Iterable
from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.people.models import SafeContact
from plait.people.queries.reaching import guarded, safe_contacts_of
from plait.people.rules.reaching import is_among
from plait.people.store.reaching import stop_family_messages

NEEDS_A_CONTACT = frozenset({"ring", "text", "email", "letter", "through"})


@deed
def set_safe_contact(
    *,
    person_id: str,
    method: str,
    contact: str = "",
    times: str = "",
    voicemail: str = "not_known",
    code_word: str = "",
    neutral: bool = True,
    not_while: str = "",
    language: str = "",
    interpreter: str = "not_known",
    unsafe: Iterable[str] = (),
    review_on: date | None = None,
    source_ref: str = "",
    by: Actor,
    at: datetime,
) -> SafeContact:
    """Keep the safe way to reach this person in place of what was said before. `unsafe` are numbers and addresses that are
    shared or watched.

    Refused: a way without a number or address, and one that is unsafe, or used by somebody from whom they are protected.
    Everybody who was joined with them has the same way from now on, also when they are taken apart.
    """
    about = f"person:{person_id}"
    open_person(by, person_id, at=at, act="person:safe-contact")
    never = tuple(dict.fromkeys(one.strip()[:200] for one in unsafe if one.strip()))
    method, contact = SafeContact.Method(method), contact.strip()[:200]
    if method in NEEDS_A_CONTACT and not contact:
        raise Refused(
            no("no-contact-given", say="Say which number or address is safe.", next_step="Write it down"),
            about=about,
        )
    if contact and (is_among(contact, never) or is_among(contact, guarded(person_id).theirs)):
        raise Refused(
            no(
                "unsafe-contact",
                say="That number or address is not safe: it is shared, watched, or used by somebody from whom they are "
                "protected.",
                next_step="Write down one that only they answer",
            ),
            about=about,
        )
    before = list(safe_contacts_of(person_id).select_for_update())
    wholes = dict.fromkeys([None, *(one.under_id for one in before)])
    SafeContact.objects.filter(pk__in=[one.pk for one in before]).update(replaced_at=at)
    kept = [
        SafeContact.objects.create(
            person_id=person_id, under_id=under, method=method, contact=contact, times=times[:120],
            voicemail=SafeContact.Known(voicemail), code_word=code_word[:60], neutral=neutral,
            not_while=not_while[:200], language=language[:80], interpreter=SafeContact.Known(interpreter),
            unsafe=list(never), review_on=review_on, source_ref=source_ref[:64] or about, by=by.id, at=at,
        )
        for under in wholes
    ]  # fmt: skip
    stop_family_messages([person_id], because="safe-way-changed", by=by, at=at)
    record(act="safety:contact-set", about=about, by=by, at=at, fields=("location",))
    return kept[0]
