"""Imported people who are linked to nothing are disposed of in their time, with a certificate that proves it and names nobody."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.people.models import DisposalCertificate, SourceRecord
from plait.people.queries import expired_people
from plait.people.store.disposing import dispose_of

MOST = 1000  # people at a time


@deed
def dispose_unlinked(*, pack: str, by: Actor, at: datetime) -> list[DisposalCertificate]:
    """Dispose of up to a thousand people whose every record has expired and who are linked to nothing (`queries.expired_people`).
    Returns one certificate for each agency; none when nobody is left. Of each record its row stays, without its number or words.
    """
    if by.kind != "process":
        raise Refused(
            no("not-by-a-person", say="Disposal runs by itself.", next_step="Ask whoever runs Plait"),
            about="page:disposal",
        )
    people = list(expired_people(on=at.date()).values_list("pk", flat=True)[:MOST])
    kept: dict[str, list[SourceRecord]] = defaultdict(list)
    for row in SourceRecord.objects.filter(person_id__in=people).order_by("agency_record"):
        kept[row.agency_id].append(row)
    certificates = []
    for agency_id, records in sorted(kept.items()):
        theirs: list[UUID] = sorted({row.person_id for row in records if row.person_id})
        seen = [row.last_seen_at for row in records]
        digests = [pseudonym(f"record:{agency_id}:{row.agency_record}") for row in records]
        counts = dispose_of(theirs, at=at)
        certificates.append(
            DisposalCertificate.objects.create(
                agency_id=agency_id, at=at, by=by.id, rule="unlinked_person_expires", pack=pack,
                people=len(theirs), records=len(records), digests=digests,
                last_seen_from=min(seen), last_seen_to=max(seen), **counts,
            )
        )  # fmt: skip
    about = [f"certificate:{one.pk}" for one in certificates] or "page:disposal"
    record(act="person:disposed", about=about, by=by, at=at, fields=("identity", "location"), pack=pack)
    return certificates
