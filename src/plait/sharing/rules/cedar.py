"""An agreement as Cedar policies: to read, to exchange, and to replay with an engine that is not ours. Pure text.

The agency that would receive is the principal, the purpose is the action, the group of fields is the resource. The context
holds every name of both agencies, the gateway, the day as a number (20261127), what the family agreed to, and the facts.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from plait.sharing.rules.clauses import ANY, Clause, Words, read_aloud
from plait.sharing.rules.conditions import FACTS, Condition, Wanted
from plait.sharing.rules.gate import Request

SCHEMA = """entity Agency;
entity FieldGroup;
action "purpose" appliesTo {
  principal: [Agency], resource: [FieldGroup],
  context: {
    holder: Set<String>, recipient: Set<String>, purpose: String, gateway: String, on: Long, agreed: Set<String>,
    alone: String, open_to_recipient?: Bool, open_to_holder?: Bool, assertion?: String, months_old?: Long,
  },
};
"""
# Within one agency, and to protect a child now, no clause is needed. A prohibition still holds.
ALONE = """@id("no clause needed")
permit (principal, action, resource)
when { context.alone != "" };
"""


def to_cedar(clauses: Sequence[Clause], words: Words | None = None) -> str:
    """The policies of these clauses, in their order. With `words`, each stands under the sentence that is read aloud."""
    return "\n".join([*(_policy(clause, words) for clause in clauses), ALONE])


def digest_of(clauses: Sequence[Clause]) -> str:
    """SHA-256 of the policies in hex: what two sides signed."""
    return hashlib.sha256(to_cedar(clauses).encode()).hexdigest()


def _policy(clause: Clause, words: Words | None) -> str:
    permit = clause.permits
    terms = []  # what is quickest to tell first: an engine stops at the first that does not hold
    if clause.purposes or permit:
        terms.append(f"{_set(clause.purposes)}.contains(context.purpose)")
    if clause.gateways or permit:
        terms.append(f"{_set(clause.gateways)}.contains(context.gateway)")
    if clause.fields or permit:
        entities = ", ".join(f"FieldGroup::{_text(one)}" for one in sorted(clause.fields))
        terms.append(f"[{entities}].contains(resource)")
    if clause.begins:
        terms.append(f"context.on >= {as_number(clause.begins)}")
    if clause.ends:
        terms.append(f"context.on <= {as_number(clause.ends)}")
    if clause.holders or permit:
        terms.append(_among("context.holder", clause.holders))
    if clause.recipients or permit:
        terms.append(_among("context.recipient", clause.recipients))
    terms.append(_among("context.holder", clause.parties))
    if permit:
        terms.append(_among("context.recipient", clause.parties))
    if clause.left:
        terms.append(f"!({_among('context.holder', clause.left)})")
        if permit:
            terms.append(f"!({_among('context.recipient', clause.left)})")
    if permit and clause.agreement_rule != "no":
        terms.append(f"context.agreed.contains({_text(clause.agreement_rule)})")
    terms += [_condition(one, permit=permit) for one in clause.conditions]
    heading = f"// {read_aloud(clause, words)}\n" if words else ""
    notes = [("id", clause.id), ("agreement", clause.version), ("basis", clause.lawful_basis)]
    annotations = "".join(f"@{name}({_text(value)})\n" for name, value in notes if value)
    body = " &&\n  ".join(terms)
    return f"{heading}{annotations}{'permit' if permit else 'forbid'} (principal, action, resource)\nwhen {{\n  {body}\n}};\n"


def _condition(condition: Condition, *, permit: bool) -> str:
    """A permit needs the fact; a prohibition stands unless the fact says otherwise."""
    if condition.name == "fact_only":
        name, test = "assertion", f"{_set(FACTS)}.contains(context.assertion)"
    elif condition.name == "not_older_than":
        name, test = "months_old", f"context.months_old <= {condition.number}"
    elif condition.name in ("open_to_recipient", "open_to_holder"):
        name, test = condition.name, f"context.{condition.name}"
    else:
        return "false" if permit else "true"
    return f"(context has {name} && {test})" if permit else f"(!(context has {name}) || {test})"


def _among(names: str, wanted: frozenset[str]) -> str:
    if ANY in wanted:
        return "true"
    return f"{names}.containsAny({_set(wanted)})"


def _set(values: frozenset[str]) -> str:
    return f"[{', '.join(_text(one) for one in sorted(values))}]"


def _text(value: str) -> str:
    """A string of Cedar: JSON's escapes are Cedar's, but for those by number."""
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\\u00", "\\x")
        .replace("\\b", "\\x08")
        .replace("\\f", "\\x0c")
    )


def as_number(day: date) -> int:
    """20261127 for 27 November 2026."""
    return day.year * 10_000 + day.month * 100 + day.day


def question(request: Request, line: Wanted) -> dict[str, Any]:
    """One line of a request as Cedar is asked it."""
    context: dict[str, Any] = {
        "holder": sorted(request.holder),
        "recipient": sorted(request.recipient),
        "purpose": request.purpose,
        "gateway": request.gateway,
        "on": as_number(request.on),
        "agreed": sorted(request.agreed),
        "alone": request.alone,
    }
    context |= {
        name: held for name, held in request.facts.items() if name in ("open_to_recipient", "open_to_holder")
    }
    if line.assertion:
        context["assertion"] = line.assertion
    if line.months_old is not None:
        context["months_old"] = line.months_old
    return {
        "principal": 'Agency::"recipient"',
        "action": 'Action::"purpose"',
        "resource": f"FieldGroup::{_text(line.field)}",
        "context": context,
    }
