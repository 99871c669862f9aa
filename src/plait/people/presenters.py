"""What is declared, in words for the screen."""

from plait.people.forms import HOW_KNOWN
from plait.people.models import DeclaredConflict


def how_known(conflict: DeclaredConflict) -> str:
    """In what way somebody is known, as it was declared."""
    return dict(HOW_KNOWN).get(conflict.kind, conflict.kind.replace("_", " ").capitalize())
