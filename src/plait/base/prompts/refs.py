"""References of records, as the audit names them (`contact:<id>`)."""

from collections.abc import Iterable
from uuid import UUID


def ids_by_kind(refs: Iterable[str]) -> dict[str, frozenset[str]]:
    """The ids of these references by kind; what is none is left out."""
    found: dict[str, set[str]] = {}
    for ref in refs:
        kind, _, record_id = ref.partition(":")
        try:
            found.setdefault(kind, set()).add(str(UUID(record_id)))
        except ValueError:
            continue
    return {kind: frozenset(ids) for kind, ids in found.items()}
