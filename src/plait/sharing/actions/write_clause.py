"""Write a clause of a draft: a new one at its end, or another in the place of one that stands there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import Clause
from plait.sharing.rules import Condition
from plait.sharing.store.holding import hold, insist_party


@dataclass(frozen=True, slots=True)
class Given:
    """A clause as somebody wrote it, codes and agency ids; `sharing.rules.clauses` says what each part means."""

    kind: str = "permit"
    holders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    field_groups: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    lawful_basis: str = ""
    agreement_rule: str = "no"
    begins: date | None = None
    ends: date | None = None
    conditions: tuple[Condition, ...] = ()

    def as_fields(self) -> dict[str, Any]:
        """By the names under which it is kept."""
        return {
            "kind": self.kind,
            "holders": sorted(self.holders),
            "recipients": sorted(self.recipients),
            "field_groups": sorted(self.field_groups),
            "purposes": sorted(self.purposes),
            "gateways": sorted(self.gateways),
            "lawful_basis": self.lawful_basis.strip()[:120],
            "agreement_rule": self.agreement_rule,
            "begins": self.begins,
            "ends": self.ends,
            "conditions": [{"name": one.name, "number": one.number} for one in self.conditions],
        }


@deed
def write_clause(
    *, agreement_id: str, number: int | None = None, given: Given, by: Actor, at: datetime
) -> Clause:
    """Anything can be written while it is a draft; the lint says what is wrong, and stops it only at the signature.

    Raises Refused for a role that may not write, an agency that is no party, and what is no draft any more.
    """
    may(by, "agreement:write").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="write")
    insist_party(agreement, by)
    standing = agreement.clauses.filter(number=number).first() if number else None
    if number and standing is None:
        raise Refused(
            no(
                "no-such-clause",
                say="There is no clause of that number.",
                next_step="Look at the clauses again",
            ),
            about=agreement.ref,
        )
    last = agreement.clauses.order_by("-number").values_list("number", flat=True).first()
    clause = standing or Clause(agreement=agreement, number=(last or 0) + 1)
    for name, value in given.as_fields().items():
        setattr(clause, name, value)
    clause.save()
    record(act="agreement:clause-written", about=[agreement.ref, f"clause:{clause.pk}"], by=by, at=at)
    return clause
