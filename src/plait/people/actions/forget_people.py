"""People about whom nothing is kept any more are disposed of: their words go, their row stays, and a certificate proves it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.people.models import DisposalCertificate, Person, SourceRecord
from plait.people.store.forgetting import leave_stubs, still_tied

RULE = "linked_to_nothing"


@deed
def forget_people(
    *, person_ids: Sequence[str], agency_id: str, pack: str, by: Actor, at: datetime
) -> list[str]:
    """Forget those of these people whom nothing ties any more: no shield, restriction, work, note, open question, record sent by
    an agency, or tie to somebody who stays. Whoever calls has seen that no record of theirs holds words about them. Answers
    their ids.

    The concern in which they stood leads to their row, so it stays, with no name; the certificate holds keyed hashes."""
    by_itself(by).insist(about="page:disposal")
    wanted = [UUID(one) for one in person_ids]
    rows = Person.objects.select_for_update().filter(pk__in=wanted, superseded_by__isnull=True)
    found = sorted(rows.values_list("pk", flat=True))
    tied = still_tied(found)
    gone = [one for one in found if one not in tied]
    if not gone:
        record(act="person:disposed", about="page:disposal", by=by, at=at, pack=pack)
        return []
    kept = SourceRecord.objects.filter(person_id__in=gone)
    seen = list(kept.values_list("last_seen_at", flat=True)) or [at]
    records = kept.count()
    certificate = DisposalCertificate.objects.create(
        agency_id=agency_id, at=at, by=by.id, rule=RULE, pack=pack, people=len(gone), records=records,
        digests=sorted(pseudonym(f"person:{one}") for one in gone), last_seen_from=min(seen), last_seen_to=max(seen),
        **leave_stubs(gone, at=at),
    )  # fmt: skip
    about = [f"certificate:{certificate.pk}", *(f"person:{one}" for one in gone)]
    record(act="person:disposed", about=about, by=by, at=at, fields=("identity", "location"), pack=pack)
    return [str(one) for one in gone]
