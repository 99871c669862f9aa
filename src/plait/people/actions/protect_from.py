"""Say from whom somebody is protected, and that it holds no longer."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from plait.agencies.queries import invitations_to, practitioners_at, teams_of_agency
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import cancel
from plait.people.access import open_person
from plait.people.actions.note_safety import note_safety
from plait.people.models import DeclaredConflict, LinkRuling, Person, ProtectedFrom, SafetyNote
from plait.people.store.reaching import stop_family_messages, stop_letters_to


@deed
def protect_from(
    *,
    person_id: str,
    name: str,
    kind: str,
    other_id: str | None = None,
    practitioner_id: str | None = None,
    agency_id: str | None = None,
    reach: Iterable[str] = (),
    order: str = "",
    order_until: date | None = None,
    because: str,
    source_ref: str = "",
    by: Actor,
    at: datetime,
) -> ProtectedFrom:
    """From now on nothing about this person reaches them: their address is hidden with everybody's at home, a practitioner who
    is the one has no way to the record, the two are never joined, and whatever waits to be sent is stopped at once.

    `reach` are telephones and addresses they use; a practitioner who signs in with one of them is the one, in every account
    that fits (somebody who works for two agencies has two). `order` is a court's
    order with its scope; it is noted, and decides nothing here: a parent with responsibility may be the one.
    """
    about = f"person:{person_id}"
    person = open_person(by, person_id, at=at, act="person:protect")
    if not (name.strip() and because.strip()):
        raise Refused(
            no("needs-reason", say="Say who it is, and why.", next_step="Add both"), about=about
        )  # fmt: skip
    if other_id == person_id:
        raise Refused(
            no("nobody-from-themselves", say="That is the same person.", next_step="Choose another"),
            about=about,
        )
    used = tuple(dict.fromkeys(one.strip()[:200] for one in reach if one.strip()))
    theirs = list(
        dict.fromkeys([*([practitioner_id] if practitioner_id else []), *map(str, practitioners_at(used))])
    )
    who = theirs[0] if theirs else None
    note = note_safety(
        person_id=person_id, kind=SafetyNote.Kind.WHERE, who=name.strip(), source_ref=source_ref[:64] or about,
        by=by, at=at,
    )  # fmt: skip
    refused = [_refuse_first(person, one, at) for one in theirs]
    if other_id:
        LinkRuling.objects.create(
            kind=LinkRuling.Kind.CANNOT, one=person, other_id=other_id, by=by.id, at=at,
            because="One is protected from the other",
        )  # fmt: skip
    kept = ProtectedFrom.objects.create(
        person=person, other_id=other_id, name=name.strip()[:200], kind=ProtectedFrom.Kind(kind),
        practitioner_id=who, agency_id=agency_id, reach=list(used), order=order.strip()[:200],
        order_until=order_until, because=because.strip()[:300], source_ref=source_ref[:64] or about, note=note,
        conflict=refused[0] if refused else None, by=by.id, at=at,
    )  # fmt: skip
    stop_family_messages(
        [person_id, *([other_id] if other_id else [])], because="protected-from", by=by, at=at
    )
    stop_letters_to(_recipients(kept, theirs), person, because="protected-from", by=by, at=at)
    cancel(
        to=[f"invitation:{one}" for one in invitations_to(used)], about=None, because="protected-from", by=by,
        at=at,
    )  # fmt: skip
    record(act="safety:protected-from", about=about, by=by, at=at, fields=("location",))
    return kept


def _refuse_first(person: Person, practitioner_id: str, at: datetime) -> DeclaredConflict:
    """The same that refuses before all else where somebody declared it themselves; they are not told."""
    return DeclaredConflict.objects.create(
        practitioner_id=practitioner_id, person=person, kind="protected_from", declared_at=at
    )


def _recipients(kept: ProtectedFrom, practitioners: Iterable[str]) -> list[str]:
    """By whose references the outbox may be about to reach them."""
    found = [f"practitioner:{one}" for one in practitioners]
    if kept.agency_id:
        teams = teams_of_agency(str(kept.agency_id)).values_list("pk", flat=True)
        found += [f"agency:{kept.agency_id}", *(f"team:{one}" for one in teams)]
    return found


@deed
def end_protection(*, protection_id: str, because: str, by: Actor, at: datetime) -> ProtectedFrom:
    """It holds no longer, with the reason. What is hidden stays hidden until two people end that (`end_hiding`).

    Needs somebody who decides for children: whoever may only open the record does not take a protection away.
    """
    kept = (
        ProtectedFrom.objects.select_for_update(of=("self",)).filter(pk=protection_id).first()
    )  # fmt: skip
    about = f"person:{kept.person_id}" if kept else "none"
    open_person(by, str(kept.person_id) if kept else protection_id, at=at, act="person:protect")
    assert kept is not None
    may(by, "decision:make").insist(about=about)
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why it has ended.", next_step="Add a reason"), about=about)
    if kept.ended_at is None:
        kept.ended_at, kept.ended_by, kept.ended_because = at, by.id, because.strip()[:300]
        kept.save(update_fields=["ended_at", "ended_by", "ended_because"])
        if kept.note is not None:
            SafetyNote.objects.filter(pk=kept.note.pk).update(ended_at=at)
        if kept.conflict is not None:
            same = Q(
                kind="protected_from", declared_at=kept.at, practitioner__in=practitioners_at(kept.reach)
            )
            DeclaredConflict.objects.filter(Q(pk=kept.conflict.pk) | same, ended_at__isnull=True).update(
                ended_at=at
            )
    record(act="safety:protection-ended", about=about, by=by, at=at, fields=("location",))
    return kept
