"""Somebody says that two people are one, or are not: it beats every score, for a time or lastingly."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.models import LinkRuling, Person, SourceRecord
from plait.people.rules.identity import crosses
from plait.people.store.identity import ids_under, shields_in_force


@deed
def must_link(
    *, one_id: str, other_id: str, because: str, until: datetime | None = None, by: Actor, at: datetime
) -> LinkRuling:
    """These two are one person, whatever the engine makes of them. It joins nobody by itself: `merge_people` does, and an
    identity shield stands above it."""
    _insist(one_id, other_id, because, until, by, at)
    if crosses(shields_in_force(), ids_under(one_id), ids_under(other_id)):
        raise _gone(one_id)
    return _keep(
        LinkRuling(kind=LinkRuling.Kind.MUST, one_id=one_id, other_id=other_id), because, until, by, at
    )


@deed
def cannot_link(
    *,
    one_id: str,
    other_id: str = "",
    record_id: str = "",
    because: str,
    until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> LinkRuling:
    """These two are not one person; or, with `record_id`, that record is not of this person. Father and son of one name, say."""
    if record_id:
        _insist(one_id, "", because, until, by, at)
        if not SourceRecord.objects.filter(pk=record_id).exists():
            raise _gone(one_id)
        ruling = LinkRuling(kind=LinkRuling.Kind.CANNOT, one_id=one_id, record_id=record_id)
    else:
        _insist(one_id, other_id, because, until, by, at)
        ruling = LinkRuling(kind=LinkRuling.Kind.CANNOT, one_id=one_id, other_id=other_id)
    return _keep(ruling, because, until, by, at)


@deed
def lift_ruling(*, ruling_id: str, because: str, by: Actor, at: datetime) -> LinkRuling:
    """What was said of the two holds no longer. The row stays, with who lifted it and why."""
    may(by, "identity:confirm").insist(about=f"ruling:{ruling_id}")
    ruling = LinkRuling.objects.filter(pk=ruling_id).first()
    out = unreachable_people(by, at=at)
    told = [one for one in (ruling.one_id, ruling.other_id) if one] if ruling else []
    if ruling is None or ruling.lifted_at is not None or out.filter(pk__in=told).exists():
        raise _gone(f"ruling:{ruling_id}")
    if not because.strip():
        raise _needs_reason(str(ruling.one_id))
    ruling.lifted_by, ruling.lifted_at, ruling.lifted_because = by.id, at, because.strip()
    ruling.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
    record(act="person:ruling-lifted", about=_about(ruling), by=by, at=at, fields=("identity",))
    return ruling


def _insist(
    one_id: str, other_id: str, because: str, until: datetime | None, by: Actor, at: datetime
) -> None:
    may(by, "identity:confirm").insist(about=f"person:{one_id}")
    if not because.strip():
        raise _needs_reason(one_id)
    ids = {one_id, other_id} - {""}
    known = Person.objects.filter(pk__in=ids).exclude(pk__in=unreachable_people(by, at=at).values("pk"))
    if known.count() != len(ids) or one_id == other_id or (until is not None and until <= at):
        raise _gone(one_id)


def _keep(ruling: LinkRuling, because: str, until: datetime | None, by: Actor, at: datetime) -> LinkRuling:
    ruling.by, ruling.at, ruling.because, ruling.until = by.id, at, because.strip(), until
    ruling.save()
    record(act=f"person:{ruling.kind}-link", about=_about(ruling), by=by, at=at, fields=("identity",))
    return ruling


def _about(ruling: LinkRuling) -> list[str]:
    return [f"person:{one}" for one in (ruling.one_id, ruling.other_id) if one]


def _needs_reason(person_id: str) -> Refused:
    return Refused(no("needs-reason", say="Say why.", next_step="Add a reason"), about=f"person:{person_id}")


def _gone(person_id: str) -> Refused:
    return Refused(
        no(
            "candidate-gone",
            say="That cannot be chosen any more.",
            next_step="Look again, or leave the two as they are",
        ),
        about=f"person:{person_id}",
    )
