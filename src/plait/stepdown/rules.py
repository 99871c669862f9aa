"""What is decided about stepping down, from facts handed in. Pure: no Django, no clock, no database.

Nothing here stands before protection: stepping up and *concern again* ask for a sentence and for nothing else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes
from plait.stepdown.life import CARRIED, DECLINED, HELD, LIVE, OFFERED

Owner = Literal["receiving", "handing", "hub"]
ACCEPT, RISK = "accept", "risk"
MOST_MONTHS = 12  # until somebody looks again by a manager’s word
WATCH = "watch"  # that nobody looks again: a manager’s word about it stands among the parts that they weighed


@dataclass(frozen=True, slots=True)
class Step:
    """From one level of need to another, and what this area's pack says of that step."""

    from_level: int
    to_level: int
    barred: bool = False
    manager_may: bool = False
    say: str = ""
    instead: str = ""


def may_step(step: Step, *, manager: bool, because: str) -> Verdict:
    """Down, never up or along; not a step that the area bars, unless its pack lets a manager take it with a reason."""
    if step.to_level >= step.from_level:
        return no(
            "not-down",
            say="That is not less help than now.",
            next_step="Choose a lower level, or decide again on the referral",
        )
    if not step.barred:
        return yes("steps-down")
    if not step.manager_may:
        return no("barred-here", say=step.say, next_step=step.instead)
    if not manager:
        return no("barred-needs-manager", say=step.say, next_step=step.instead)
    if not because.strip():
        return no("bar-needs-reason", say=step.say, next_step="Say why this step is safe for this family")
    return yes("manager-past-the-bar")


@dataclass(frozen=True, slots=True)
class Helped:
    """What a referral says of the help that was given: the laws on which its decided levels stand, whether anybody ever
    led it, and its last outcome."""

    bases: frozenset[str]
    led: bool
    last_outcome: str = ""


def needs_step_down(helped: Helped, *, asked_from: Collection[str], not_asked_after: Collection[str]) -> bool:
    """Somebody led help on a law that the pack names, and nobody else has the family now."""
    return helped.led and bool(helped.bases & set(asked_from)) and helped.last_outcome not in not_asked_after


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to a whole step down. `agreement` is what `sharing` says now, never a copy."""

    accepted: bool
    agreement_needed: bool
    agreed: bool
    agreement_say: str
    contingency: str
    needs_without_owner: int
    family_told: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that is not there, and what to do about it."""

    code: str
    say: str
    next_step: str


def missing(parts: Parts) -> tuple[Missing, ...]:
    """A step down is whole when somebody has accepted it, the family agreed where that is needed and was told, every need has
    somebody's name, and everyone knows what happens if it gets worse."""
    found = []
    if not parts.accepted:
        found.append(Missing("lead", "No lead has accepted this family.", "Ring the team, or ask another"))
    if parts.agreement_needed and not parts.agreed:
        say = parts.agreement_say or "The family’s agreement is not recorded."
        found.append(
            Missing("agreement", say, "Ask each of them, alone and by name, or let a manager weigh the risk")
        )
    if not parts.contingency.strip():
        found.append(
            Missing(
                "contingency",
                "Nothing says what happens if it gets worse.",
                "Write: if this happens, we do that",
            )
        )
    if parts.needs_without_owner:
        count = parts.needs_without_owner
        words = "One need has" if count == 1 else f"{count} needs have"
        found.append(Missing("needs", f"{words} nobody’s name beside them.", "Say who does it"))
    if not parts.family_told:
        found.append(
            Missing(
                "told",
                "Nobody has said whether the family was told.",
                "Say how they were told, or why it is not safe",
            )
        )
    return tuple(found)


def may_let_go(status: str, lacking: Sequence[Missing], *, decided: Collection[str]) -> list[Verdict]:
    """May the referral close? Not before somebody has hold of the family. What is missing is said part by part, and a manager's
    recorded decision about just those parts is enough: nobody is kept in help because a form is not whole."""
    if status == OFFERED and "lead" not in decided:
        return [
            no(
                "step-down-waits",
                say="The team that was asked to hold this family has not answered yet.",
                next_step="Ring them, or ask another team",
            )
        ]
    if status == DECLINED and "lead" not in decided:
        return [
            no(
                "step-down-declined",
                say="The team that was asked to hold this family has declined.",
                next_step="Ask another team, or let a manager record what they decide",
            )
        ]
    open_parts = [part for part in lacking if part.code not in decided and part.code != "lead"]
    if status in LIVE and open_parts:
        return [no(f"step-down-{part.code}", say=part.say, next_step=part.next_step) for part in open_parts]
    return [yes("somebody-holds-them")]


@dataclass(frozen=True, slots=True)
class Holder:
    """What matters about somebody who answers for the team that was asked."""

    in_team: bool
    may_lead: bool
    holds_now: bool = False
    held_by_somebody_able: bool = False


def may_accept(holder: Holder) -> Verdict:
    """A member of the team that was asked, whose role leads; and nobody takes a family from a lead who can lead."""
    if not holder.in_team:
        return no(
            "not-the-team-asked",
            say="Your team was not asked to hold this family.",
            next_step="Ring whoever hands over",
        )
    if not holder.may_lead:
        return no(
            "role-does-not-lead",
            say="Your role does not lead a family’s help.",
            next_step="Ask a colleague who does",
        )
    if holder.held_by_somebody_able and not holder.holds_now:
        return no("held-already", say="A colleague holds this family.", next_step="Speak with them")
    return yes("team-asked")


def may_decline(holder: Holder, *, code: str, codes: Collection[str], because: str) -> Verdict:
    """The team may say no, in one of the pack's reasons and in words. The family stays with whoever hands over meanwhile."""
    if not holder.in_team:
        return no(
            "not-the-team-asked",
            say="Your team was not asked to hold this family.",
            next_step="Ring whoever hands over",
        )
    if code not in codes or not because.strip():
        return no(
            "needs-reason",
            say="Say why your team cannot hold this family.",
            next_step="Choose a reason and add a sentence",
        )
    return yes("declined")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a manager decides about: what is missing, whether a decision is owed, whether anybody looks again without one, and in
    how many months somebody shall (None: as it was promised)."""

    lacking: Sequence[Missing] = ()
    owed: bool = False
    looks_left: bool = True
    months: int | None = None


def may_decide_risk(found: Weighed, *, manager: bool, because: str) -> Verdict:
    """A manager of the hub, in words, about something that is missing or because it does not hold; and somebody looks again
    afterwards."""
    if not manager:
        return no(
            "needs-manager",
            say="Weighing this takes a hub manager.",
            next_step="Ask one; in danger now, ring 999",
        )
    if not found.lacking and not found.owed:
        return no(
            "nothing-missing",
            say="Nothing is missing: it can go on as it is.",
            next_step="Look at the page again",
        )
    if not because.strip():
        return no("needs-reason", say="Say why it is safe enough to go on.", next_step="Add a sentence")
    if found.months is None and not found.looks_left:
        return no(
            "needs-months",
            say="Nobody would look again.",
            next_step="Say in how many months; or step up, or end it with a reason",
        )
    if found.months is not None and not 1 <= found.months <= MOST_MONTHS:
        return no(
            "not-those-months",
            say="That is not a time in which somebody looks again.",
            next_step=f"Choose from one month to {MOST_MONTHS}",
        )
    return yes("risk-weighed")


@dataclass(frozen=True, slots=True)
class Looked:
    """What is written when somebody looks whether it still holds."""

    standing: str
    standings: Collection[str]
    own_records: str
    partners: str = ""
    gateway_explained: bool = False
    gateway_in_force: bool = False
    open_promise: bool = True
    too_soon: bool = False
    joint: bool = False
    together: bool | None = None


def may_look(said: Looked) -> Verdict:
    """Our own records first; of a joint visit also whether both went. Partners are asked only under the gateway that was
    explained to the family at the step down."""
    if not said.open_promise:
        return no(
            "not-open",
            say="That has been answered, or is not asked any more.",
            next_step="Look at what was said",
        )
    if said.too_soon:
        return no(
            "too-soon",
            say="It asks how things are then, and it is too soon to know.",
            next_step="Come back when it is near; if you are worried now, say “Concern again”",
        )
    if said.standing not in said.standings:
        return no("no-standing", say="Say how it stands.", next_step="Choose one of those shown")
    if not said.own_records.strip():
        return no(
            "own-records-first",
            say="Say what your own records show.",
            next_step="Look there first, then write what you found",
        )
    if said.joint and said.together is None and said.standing != "not_seen":
        return no(
            "who-went",
            say="It is a joint visit.",
            next_step="Say whether whoever hands over and whoever holds the family both went",
        )
    if said.partners.strip() and not said.gateway_explained:
        return no(
            "no-gateway-explained",
            say="The family was not told that partners may be asked, so nothing from partners belongs here.",
            next_step="Explain it to the family and say so on this page; if you are worried, say “Concern again”",
        )
    if said.partners.strip() and not said.gateway_in_force:
        return no(
            "gateway-not-in-force",
            say="The power that was explained to the family is not in force now.",
            next_step="Ask your adviser which one is",
        )
    return yes("looked")


def owner_of(promise: str, status: str, *, receiving: bool, handing: bool) -> Owner:
    """Whose promise is it? The receiving team answers whether it accepts, and holds what it has accepted. After a no whoever
    hands over finds another way; that it does not hold is for a manager of the hub to decide; everything else is the business
    of whoever hands over. A team that is no more leaves it to the hub, which is always there."""
    if promise == RISK and status != DECLINED:
        return "hub"
    first: Owner = "receiving" if promise == ACCEPT or status == HELD else "handing"
    second: Owner = "handing" if first == "receiving" else "hub"
    there = {"receiving": receiving, "handing": handing, "hub": True}
    return next(one for one in (first, second, "hub") if there[one])


def promises_of(
    status: str, *, begun: bool, looks: Sequence[str], answered: Collection[str], undecided: bool = False
) -> tuple[str, ...]:
    """What is owed in this state; while somebody answers for the family, never nothing. Looks that have begun go on through
    every hand the family passes: none begins anew. `undecided`: somebody looked, it did not hold as it should, and no manager has
    decided since. Once all looks are answered and it is not over, somebody must decide too."""
    if status not in LIVE:
        return ()
    own = (ACCEPT,) if status == OFFERED else ()
    risk = (RISK,) if undecided or status == DECLINED else ()
    watched = begun or status in (HELD, CARRIED)
    open_looks = tuple(look for look in looks if look not in answered) if watched else ()
    return (*own, *risk, *open_looks) or (RISK,)


def is_over(
    promise: str, standing: str, *, looks: Sequence[str], left: Collection[str], undecided: bool
) -> bool:
    """Does the watch end with this answer? With the last look of the pack (`looks`), when it holds; or with one that a manager
    asked for, when it holds and none is left. Never while it did not hold before and no manager has decided (`undecided`)."""
    if undecided or standing != "yes":
        return False
    return promise == looks[-1] or (promise not in looks and not left)


def promise_of(key: str) -> str:
    """Which promise a clock of a step down is about, by its key."""
    return key.split(":")[2]


def rung_of(fired: int) -> Literal["owner", "deputies", "managers"]:
    """Who hears next of a promise that is late: its owner, then the deputies, then the managers, who hear it again and again."""
    return ("owner", "deputies", "managers")[min(fired, 2)]


@dataclass(frozen=True, slots=True)
class Earlier:
    """One step down of a child of whom a new concern speaks."""

    status: str
    made_on: date
    until: date


def answers_register(earlier: Earlier, *, on: date) -> bool:
    """Is a concern of that day one about a child who was stepped down: while somebody watches, and for as long as the pack
    says after it?"""
    return earlier.made_on <= on <= earlier.until


def may_end(status: str, *, holds: bool, manager: bool, because: str, undecided: bool = False) -> Verdict:
    """The watch ends early only for a stated reason: by whoever holds the family, or by a manager of the hub. Where no lead holds
    them, or it did not hold and no manager has decided since, only by a manager: else one sentence of anybody would go round
    the decision that is theirs."""
    if not manager and undecided:
        return no(
            "end-is-undecided",
            say="Somebody saw that it did not hold, and no manager has decided since.",
            next_step="Ask a hub manager to decide; if you are worried, say “Concern again”",
        )
    if not manager and not (holds and status == HELD):
        return no(
            "end-needs-manager",
            say="Ending this takes whoever holds the family or, where nobody does, a hub manager.",
            next_step="Ask a hub manager; if you are worried, say “Concern again”",
        )
    if not because.strip():
        return no("needs-reason", say="Say why nobody needs to look again.", next_step="Add a sentence")
    return yes("ended")


def days_between(made_on: date, on: date) -> int:
    """Days to the new concern, as the register counts them."""
    return max(0, (on - made_on).days)
