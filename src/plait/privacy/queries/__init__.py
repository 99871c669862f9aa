"""What the reviewer's desk reads."""

from plait.privacy.queries.lookups import (
    due_of,
    entries_of,
    flags_due,
    kept_upto,
    lookup_counts,
    to_explain,
)

__all__ = ["due_of", "entries_of", "flags_due", "kept_upto", "lookup_counts", "to_explain"]
