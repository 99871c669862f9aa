"""What several deeds about people write in the same way, and the tables the search stands on. Only actions write by these."""

from plait.people.store.conflicts import (
    follow_conflicts,
    follow_declarations,
    follow_new_declaration,
    heard_in,
)

__all__ = ["follow_conflicts", "follow_declarations", "follow_new_declaration", "heard_in"]
