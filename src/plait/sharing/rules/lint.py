"""What is wrong with an agreement before anybody signs it: each fault with its clause and a sentence. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from plait.base.access.classes import FieldGroup
from plait.sharing.rules.clauses import ANY, RULES, Clause, group_words, listed
from plait.sharing.rules.conditions import CONDITIONS
from plait.sharing.rules.weighing import Gateway

GROUPS = frozenset(FieldGroup) - {FieldGroup.SOURCE_IDENTITY}  # who told us is nobody's to agree about


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to name. `agencies`: every party's id with the names it is called by (its kind and wider ones). `areas`:
    those of them that are another area."""

    agencies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    gateways: Mapping[str, Gateway] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, code: str) -> str:
        """The name of an agency, a kind, a gateway or a purpose, for a sentence."""
        return self.names.get(code, f"“{code}”")

    def who(self, names: frozenset[str]) -> frozenset[str]:
        """The parties that these names stand for."""
        return frozenset(
            one for one, called in self.agencies.items() if ANY in names or one in names or called & names
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. A `fault` stops the agreement from being offered for signature; a warning is read and weighed."""

    rule: str
    clause: str
    say: str
    fault: bool = True


def lint(clauses: Sequence[Clause], known: Known) -> list[Finding]:
    """Everything wrong with the clauses of one agreement, in their order."""
    found: list[Finding] = []
    for clause in clauses:
        found += _names(clause, known)
        found += _parties(clause, known)
        found += _abroad(clause, known) if known.areas else ()
        found += _days(clause)
        found += _gateways(clause, known)
    found += _contradictions(clauses, known)
    if not any(clause.permits for clause in clauses):
        found.append(Finding("nothing", "", "No clause lets anything be shared yet."))
    return found


def _names(clause: Clause, known: Known) -> Iterator[Finding]:
    for what, names, there in (
        ("field group", clause.fields, GROUPS),
        ("purpose", clause.purposes, known.purposes),
        ("legal basis", clause.gateways, frozenset(known.gateways)),
        (
            "agency or kind of agency",
            clause.holders | clause.recipients,
            known.kinds | set(known.agencies) | {ANY},
        ),
        ("rule about the family’s agreement", frozenset({clause.agreement_rule}), frozenset(RULES)),
        ("condition", frozenset(one.name for one in clause.conditions), frozenset(CONDITIONS)),
    ):
        for name in sorted(names - there):
            yield Finding("unknown", clause.id, f"There is no {what} “{name}”.")
    for condition in clause.conditions:
        named = CONDITIONS.get(condition.name)
        if named and named.takes_number and condition.number < 1:
            yield Finding("no-number", clause.id, "Say how many months, at least one.")
    if clause.permits:
        for part, chosen in (
            ("who may share", clause.holders),
            ("with whom", clause.recipients),
            ("what", clause.fields),
            ("what for", clause.purposes),
            ("on which legal basis", clause.gateways),
        ):
            if not chosen:
                yield Finding(
                    "never", clause.id, f"This can never let anything through: it does not say {part}."
                )


def _parties(clause: Clause, known: Known) -> Iterator[Finding]:
    holders, recipients = known.who(clause.holders), known.who(clause.recipients)
    if clause.holders and not holders:
        yield Finding(
            "never", clause.id, "This can never match: nobody who would share is a party to the agreement."
        )
    if clause.permits and clause.recipients and not recipients:
        yield Finding(
            "never", clause.id, "This can never match: nobody who would receive is a party to the agreement."
        )
    if clause.permits and holders and holders == recipients and len(holders) == 1:
        yield Finding("never", clause.id, "This can never match: an agency needs no agreement with itself.")
    for side, names in (
        ("share", clause.holders),
        ("receive", clause.recipients if clause.permits else frozenset()),
    ):
        for name in sorted(names - {ANY}):
            if (name in known.kinds or name in known.agencies) and not known.who(frozenset({name})):
                say = f"{known.called(name)} would {side}, but is no party to the agreement."
                yield Finding("no-party", clause.id, say, fault=False)


def _abroad(clause: Clause, known: Known) -> Iterator[Finding]:
    """With another area: it speaks of what goes between the two alone, and turns on nothing that is known on one side only."""
    if not clause.permits:
        out = bool(clause.recipients) and clause.recipients <= known.areas
        home = bool(clause.holders) and clause.holders <= known.areas
        if not out and not home:
            say = "This would forbid your agency to share with agencies here too: no other area decides that."
            yield Finding("reaches-home", clause.id, say)
    if any(one.name in ("open_to_holder", "open_to_recipient") for one in clause.conditions):
        yield Finding(
            "not-known-there", clause.id, "Nobody here knows which children are open to another area."
        )
    if clause.agreement_rule != "no":
        say = "No family’s agreement to a service of another area is kept here, so this can never let anything through."
        yield Finding("not-known-there", clause.id, say)


def _days(clause: Clause) -> Iterator[Finding]:
    if clause.begins and clause.ends and clause.ends < clause.begins:
        say = f"It ends on {_day(clause.ends)}, before it begins on {_day(clause.begins)}."
        yield Finding("ends-first", clause.id, say)


def _open(names: frozenset[str], kinds: frozenset[str], known: Known) -> bool:
    """Does the gateway (for these kinds; none: for everybody) reach anybody whom these names stand for?"""
    if not kinds or names & kinds:
        return True
    return any(known.agencies[one] & kinds for one in known.who(names))


def _gateways(clause: Clause, known: Known) -> Iterator[Finding]:
    gateways = [known.gateways[code] for code in sorted(clause.gateways) if code in known.gateways]
    for gateway in gateways:
        name = known.called(gateway.code)
        if clause.holders and not _open(clause.holders, gateway.holders, known):
            yield Finding(
                "not-theirs", clause.id, f"{name} is not a legal basis for any agency that would share."
            )
        if clause.recipients and not _open(clause.recipients, gateway.recipients, known):
            yield Finding("not-to-them", clause.id, f"{name} does not reach any agency that would receive.")
        ends, begins = gateway.effective_to, gateway.effective_from
        if ends and clause.begins and ends < clause.begins:
            say = f"{name} ended on {_day(ends)}, before this begins on {_day(clause.begins)}."
            yield Finding("gateway-over", clause.id, say)
        elif ends and (clause.ends is None or ends < clause.ends):
            say = f"{name} ends on {_day(ends)}, before this does: from the next day it lets nothing through."
            yield Finding("gateway-ends", clause.id, say, fault=False)
        if begins and clause.ends and clause.ends < begins:
            say = f"{name} begins on {_day(begins)}, after this has ended on {_day(clause.ends)}."
            yield Finding("gateway-not-yet", clause.id, say)
    if len(gateways) == len(clause.gateways) and gateways and clause.permits:
        for side, names, reached in (
            ("shares", clause.holders, [gateway.holders for gateway in gateways]),
            ("receives", clause.recipients, [gateway.recipients for gateway in gateways]),
        ):
            for name in sorted(names - {ANY}):
                one = frozenset({name})
                if known.who(one) and not any(_open(one, kinds, known) for kinds in reached):
                    say = f"None of its legal bases is open to {known.called(name)}, which {side} by it."
                    yield Finding("not-open", clause.id, say)


def _contradictions(clauses: Sequence[Clause], known: Known) -> Iterator[Finding]:
    for permit, bar in product(
        [one for one in clauses if one.permits], [one for one in clauses if not one.permits]
    ):
        pairs = [
            (known.who(permit.holders), known.who(bar.holders) if bar.holders else frozenset(known.agencies)),
            (
                known.who(permit.recipients),
                known.who(bar.recipients) if bar.recipients else frozenset(known.agencies),
            ),
            (permit.fields, bar.fields or permit.fields),
            (permit.purposes, bar.purposes or permit.purposes),
            (permit.gateways, bar.gateways or permit.gateways),
        ]
        if not all(mine & theirs for mine, theirs in pairs) or not _meet(permit, bar):
            continue
        swallowed = (
            all(mine <= theirs for mine, theirs in pairs) and not bar.conditions and _within(permit, bar)
        )
        other = bar.label or bar.id
        if swallowed:
            say = f"It contradicts {other}, which forbids all of it: this can never let anything through."
            yield Finding("contradicts", permit.id, say)
        else:
            what = group_words(permit.fields & (bar.fields or permit.fields))
            say = f"{other} forbids part of it ({what}) for some of the same agencies and purposes; the prohibition wins."
            yield Finding("overlaps", permit.id, say, fault=False)


def _meet(one: Clause, other: Clause) -> bool:
    begins = max(one.begins or date.min, other.begins or date.min)
    return begins <= min(one.ends or date.max, other.ends or date.max)


def _within(one: Clause, other: Clause) -> bool:
    begins, ends = other.begins or date.min, other.ends or date.max
    return begins <= (one.begins or date.min) and (one.ends or date.max) <= ends


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def faults_in_words(findings: Sequence[Finding]) -> str:
    """The faults that stop it, in one line."""
    return listed([one.say.rstrip(".") for one in findings if one.fault], "and")
