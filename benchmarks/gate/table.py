"""The gate a second time, as a table of questions answered row by row, written from the sentences of the design and not from
the gate's code: slow, plain, and without an index. It is what the gate must agree with."""

from plait.sharing.rules import Clause, Request, Wanted

FACTUAL = ("observed", "child", "record")


def table_of(clauses: tuple[Clause, ...], request: Request, line: Wanted) -> tuple[bool, set[str], set[str]]:
    """May this line go? With the clauses that would let it, and those that forbid it."""
    letting, barring = set(), set()
    for clause in clauses:
        if clause.kind == "permit" and _lets(clause, request, line):
            letting.add(clause.id)
        if clause.kind == "prohibit" and _bars(clause, request, line):
            barring.add(clause.id)
    if barring:
        return False, letting, barring
    return bool(letting) or request.alone != "", letting, barring


def _lets(clause: Clause, request: Request, line: Wanted) -> bool:
    rows = [
        _names(request.holder, clause.parties),
        _names(request.recipient, clause.parties),
        not (request.holder & clause.left),
        not (request.recipient & clause.left),
        not ((request.holder | request.recipient) & clause.away),
        _names(request.holder, clause.holders),
        _names(request.recipient, clause.recipients),
        line.field in clause.fields,
        request.purpose in clause.purposes,
        request.gateway in clause.gateways,
        not (clause.begins and request.on < clause.begins),
        not (clause.ends and request.on > clause.ends),
        clause.agreement_rule == "no" or clause.agreement_rule in request.agreed,
    ]
    return all(rows) and all(_says(one.name, one.number, request, line) == "yes" for one in clause.conditions)


def _bars(clause: Clause, request: Request, line: Wanted) -> bool:
    rows = [
        _names(request.holder, clause.parties),
        not (request.holder & clause.left),
        not clause.holders or _names(request.holder, clause.holders),
        not clause.recipients or _names(request.recipient, clause.recipients),
        not clause.fields or line.field in clause.fields,
        not clause.purposes or request.purpose in clause.purposes,
        not clause.gateways or request.gateway in clause.gateways,
        clause.begins is None or clause.begins <= request.on,
        clause.ends is None or request.on <= clause.ends,
    ]
    return all(rows) and all(_says(one.name, one.number, request, line) != "no" for one in clause.conditions)


def _names(called: frozenset[str], named: frozenset[str]) -> bool:
    return "ANY" in named or any(name in named for name in called)


def _says(name: str, number: int, request: Request, line: Wanted) -> str:
    """yes, no, or not known."""
    if name in ("open_to_recipient", "open_to_holder"):
        if name not in request.facts:
            return "not known"
        return "yes" if request.facts[name] else "no"
    if name == "fact_only":
        if line.assertion == "":
            return "not known"
        return "yes" if line.assertion in FACTUAL else "no"
    if name == "not_older_than":
        if line.months_old is None:
            return "not known"
        return "yes" if line.months_old <= number else "no"
    return "not known"
