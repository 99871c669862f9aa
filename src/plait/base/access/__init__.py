"""May this person do this? Verdicts, doors, deeds and field classes. Imports no app."""

from plait.base.access.classes import FieldClass, FieldGroup
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes

__all__ = ["FieldClass", "FieldGroup", "Refused", "Verdict", "hidden", "no", "yes"]
