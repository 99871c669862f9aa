"""May these lines go from this agency to that one, for this purpose, today? Pure: clauses and facts go in, a Decision comes out.

Any clause permits, any prohibition wins, and what nobody permits stays. Immediate protection alone passes on its legal basis
without a clause; then what is missing is an obligation for the reviewer, never a refusal.

Each clause is one bit, and each thing a clause can name is a number with the bits of the clauses that name it. A question is
a handful of ANDs, so a thousand clauses cost about what twenty do; and what is missing is the one AND that, left out, would
have let it through.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from plait.sharing.rules.clauses import ANY, RULES, Clause, group_words
from plait.sharing.rules.conditions import Wanted, holds, in_words


@dataclass(frozen=True, slots=True)
class Request:
    """Who would share what with whom. `holder` and `recipient` hold every name of the agency: id, kind, wider names.

    `agreed`: what the family said yes to (`service`, `consent`). `facts`: what is known for named conditions.
    `alone`: why the gateway alone suffices (`protection`: a child in danger; `own`: it stays within one agency).
    The four last are only for the sentences.
    """

    holder: frozenset[str]
    recipient: frozenset[str]
    purpose: str
    gateway: str
    on: date
    lines: tuple[Wanted, ...]
    agreed: frozenset[str] = frozenset()
    facts: Mapping[str, bool] = field(default_factory=dict)
    alone: Literal["", "protection", "own"] = ""
    holder_name: str = "This agency"
    recipient_name: str = "that agency"
    purpose_name: str = "this"
    abroad: bool = False  # the recipient is another area


@dataclass(frozen=True, slots=True)
class Missing:
    """What lacks for one group of fields: `lacks` names the parts of a clause, `say` says it in a sentence."""

    field: str
    lacks: tuple[str, ...]
    say: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's answer, kept with the record of the decision. `lines` answers each line asked for, in its order."""

    allowed: bool
    allowed_fields: frozenset[str]
    lines: tuple[bool, ...]
    gateway: str
    clauses: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    prohibitions: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    obligations: tuple[str, ...] = ()

    @property
    def say(self) -> str:
        """What is missing or forbidden, in sentences for the screen."""
        return " ".join(dict.fromkeys(one.say for one in self.missing))


class Clauses:
    """Clauses laid out so that asking is quick. Made afresh from what is in force; kept no longer than the question."""

    __slots__ = ("_day", "_fields", "_gateways", "_holders", "_left", "_parties", "_purposes", "_recipients",
                 "_rules", "all", "permits")  # fmt: skip

    def __init__(self, clauses: Iterable[Clause] = ()) -> None:
        self.all: tuple[Clause, ...] = tuple(clauses)
        self.permits = 0
        self._holders: dict[str, int] = {}
        self._recipients: dict[str, int] = {}
        self._fields: dict[str, int] = {}
        self._purposes: dict[str, int] = {}
        self._gateways: dict[str, int] = {}
        self._rules: dict[str, int] = {}
        self._parties: dict[str, int] = {}
        self._left: dict[str, int] = {}
        self._day: tuple[date | None, int] = (None, 0)
        for number, clause in enumerate(self.all):
            bit = 1 << number
            # What a prohibition leaves open it forbids for everybody; what a permit leaves open it permits for nobody.
            open_end = (ANY,) if not clause.permits else ()
            if clause.permits:
                self.permits |= bit
            for table, names in (
                (self._holders, clause.holders or open_end),
                (self._recipients, clause.recipients or open_end),
                (self._fields, clause.fields or open_end),
                (self._purposes, clause.purposes or open_end),
                (self._gateways, clause.gateways or open_end),
                (self._rules, (clause.agreement_rule if clause.permits else "no",)),
                (self._parties, clause.parties),
                (self._left, clause.left),
            ):
                for name in names:
                    table[name] = table.get(name, 0) | bit

    def __len__(self) -> int:
        return len(self.all)

    def asks(self, conditions: frozenset[str]) -> bool:
        """Does any of them turn on one of these conditions?"""
        return any(one.name in conditions for clause in self.all for one in clause.conditions)

    def running(self, on: date) -> int:
        """The clauses between their first and last day."""
        day, bits = self._day
        if day != on:
            bits = 0
            for number, clause in enumerate(self.all):
                if clause.runs(on):
                    bits |= 1 << number
            self._day = (on, bits)
        return bits

    def parts(self, request: Request) -> tuple[int, int, int, int, int, int, int]:
        """For each part of a clause but the fields, the clauses whose part fits: parties, holder, recipient, purpose,
        gateway, day, family agreement."""
        get_holder, get_recipient, get_party, get_left = (
            self._holders.get, self._recipients.get, self._parties.get, self._left.get,
        )  # fmt: skip
        holder, bound, gone = get_holder(ANY, 0), get_party(ANY, 0), 0
        recipient = get_recipient(ANY, 0)
        bound_too = bound | ~self.permits  # a prohibition binds its parties towards everybody
        for name in request.holder:
            holder |= get_holder(name, 0)
            bound |= get_party(name, 0)
            gone |= get_left(name, 0)
        for name in request.recipient:
            recipient |= get_recipient(name, 0)
            bound_too |= get_party(name, 0)
            gone |= get_left(name, 0) & self.permits
        rules = self._rules.get("no", 0)
        for rule in request.agreed:
            rules |= self._rules.get(rule, 0)
        return (
            bound & bound_too & ~gone,
            holder,
            recipient,
            self._purposes.get(request.purpose, 0) | self._purposes.get(ANY, 0),
            self._gateways.get(request.gateway, 0) | self._gateways.get(ANY, 0),
            self.running(request.on),
            rules,
        )

    def speaking_of(self, name: str) -> int:
        """The clauses that name this group of fields."""
        return self._fields.get(name, 0) | self._fields.get(ANY, 0)

    def of(self, bits: int) -> Iterator[Clause]:
        """The clauses of these bits, in order."""
        while bits:
            low = bits & -bits
            yield self.all[low.bit_length() - 1]
            bits ^= low


def decide(request: Request, clauses: Clauses) -> Decision:
    """Each line by itself; the whole is allowed when every line is. Clauses that were relied on or that forbid are named."""
    parts = clauses.parts(request)
    bound, holder, recipient, purpose, gateway, day, rules = parts
    fits = bound & holder & recipient & purpose & gateway & day & rules
    permits = fits & clauses.permits
    forbids = fits ^ permits
    answers: list[bool] = []
    known: dict[Wanted, bool] = {}
    used: dict[str, Clause] = {}
    against: dict[str, Clause] = {}
    missing: list[Missing] = []
    facts = request.facts
    for line in request.lines:
        answer = known.get(line)
        if answer is None:
            speaking = clauses.speaking_of(line.field)
            barrier = _first(clauses, forbids & speaking, facts, line, sure=False) if forbids else None
            if barrier is not None:
                against[barrier.id] = barrier
                missing.append(_forbidden(request, line, barrier))
                answer = False
            else:
                way = _first(clauses, permits & speaking, facts, line, sure=True)
                if way is not None:
                    used[way.id] = way
                    answer = True
                else:
                    answer = bool(request.alone)
                    if request.alone != "own":
                        missing.append(_missing(request, clauses, parts, line, permits & speaking))
            known[line] = answer
        answers.append(answer)
    refused = {line.field for line, answer in known.items() if not answer}
    unmet = tuple(one for one in missing if one.field not in refused)
    return Decision(
        allowed=not refused,
        allowed_fields=frozenset([line.field for line in known if line.field not in refused]),
        lines=tuple(answers),
        gateway=request.gateway,
        clauses=tuple(used),
        versions=tuple({one.version: None for one in used.values()}) if used else (),
        prohibitions=tuple(against),
        missing=tuple(one for one in missing if one.field in refused),
        obligations=tuple(f"For the reviewer, after protection: {_owed(request, one)}" for one in unmet),
    )


def _owed(request: Request, one: Missing) -> str:
    """What a reviewer reads long afterwards. The area may be where somebody hides: neither it nor its agreement is named."""
    if not request.abroad:
        return one.say
    what, who = group_words([one.field]), request.holder_name
    return f"No agreement lets {who} share {what} with that area for “{request.purpose_name}”."


def _first(
    clauses: Clauses, bits: int, facts: Mapping[str, bool], line: Wanted, *, sure: bool
) -> Clause | None:
    """The first of these whose conditions hold. A permit must be `sure`; a prohibition stands unless a condition surely
    does not hold."""
    while bits:
        low = bits & -bits
        clause = clauses.all[low.bit_length() - 1]
        if not clause.conditions:
            return clause
        if sure and all(holds(one, facts, line) is True for one in clause.conditions):
            return clause
        if not sure and not any(holds(one, facts, line) is False for one in clause.conditions):
            return clause
        bits ^= low
    return None


def _forbidden(request: Request, line: Wanted, clause: Clause) -> Missing:
    what = group_words([line.field])
    say = f"{clause.label or clause.id} forbids {request.holder_name} to share {what} with {request.recipient_name}."
    return Missing(line.field, ("prohibition",), say, clause.id)


# In the order in which they are worth saying: a clause between these two agencies first.
_PARTS = ("field", "purpose", "gateway", "agreement", "day", "party", "recipient", "holder")


def _missing(
    request: Request, clauses: Clauses, parts: tuple[int, ...], line: Wanted, fitting: int
) -> Missing:
    """The one thing that, were it otherwise, would let the line through; else the parts that no clause has together."""
    what = group_words([line.field])
    who, whom = request.holder_name, request.recipient_name
    clause = next(clauses.of(fitting), None)
    if clause is not None:
        lacking = next(one for one in clause.conditions if holds(one, request.facts, line) is not True)
        say = (
            f"{clause.label or clause.id} lets {who} share {what} with {whom} only where {in_words(lacking)}."
        )
        return Missing(line.field, ("condition",), say, clause.id)
    party, holder, recipient, purpose, gateway, day, rules = parts
    masks = [clauses.speaking_of(line.field), purpose, gateway, rules, day, party, recipient, holder]
    size = len(masks)
    after = [0] * size + [clauses.permits]
    for i in range(size - 1, -1, -1):
        after[i] = after[i + 1] & masks[i]
    before = clauses.permits
    for i in range(size):
        near = before & after[i + 1]
        if near:
            clause = clauses.all[(near & -near).bit_length() - 1]
            return Missing(line.field, (_PARTS[i],), _nearly(request, _PARTS[i], what, clause), clause.id)
        before &= masks[i]
    if not holder & recipient & party & clauses.permits:
        say = f"No agreement lets {who} share anything with {whom}."
        return Missing(line.field, ("holder", "recipient"), say)
    say = f"No agreement lets {who} share {what} with {whom} for “{request.purpose_name}”."
    return Missing(line.field, ("field", "purpose"), say)


def _nearly(request: Request, part: str, what: str, clause: Clause) -> str:
    who, whom, name = request.holder_name, request.recipient_name, clause.label or clause.id
    if part == "party" and clause.away & (request.holder | request.recipient):
        return f"{name} would let {what} be shared, but {whom} is not believed here at present: two people must pin it again."
    if part == "party" and request.abroad and not clause.parties & request.recipient:
        return f"No agreement with {whom} lets {who} share {what} for “{request.purpose_name}”."
    if part == "party":
        return f"{name} would let {what} be shared, but {who} and {whom} are not both parties to it now."
    if part in ("recipient", "holder"):  # a clause between others tells whoever reads this nothing
        return f"No agreement lets {who} share {what} with {whom} for “{request.purpose_name}”."
    if part == "purpose":
        return f"{name} lets {who} share {what} with {whom}, but not for “{request.purpose_name}”."
    if part == "gateway":
        return f"{name} lets {who} share {what} with {whom} on another legal basis."
    if part == "day":
        ended = clause.ends is not None and clause.ends < request.on
        day = clause.ends if ended else clause.begins
        when = f"ended on {day.day} {day:%B %Y}" if ended and day else ""
        when = when or (f"begins on {day.day} {day:%B %Y}" if day else "is not in force")
        return f"{name} would let {who} share {what} with {whom}, but it {when}."
    if part == "agreement":
        return f"{name} lets {who} share {what} with {whom} only where {RULES[clause.agreement_rule]}."
    return f"{name} lets {who} share other things with {whom} for this, not {what}."
