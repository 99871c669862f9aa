"""Running the worked examples of a pack against its own rules."""

from datetime import datetime

from plait.base.clock import LONDON, ClockRefused, Target, due_at
from plait.base.packs.pack import NotInPack, Pack
from plait.base.packs.said import find
from plait.base.packs.schema.examples import (
    ClockExample,
    DiscoveryExample,
    EscalationExample,
    Example,
    GatewayExample,
    LevelExample,
    OutcomeExample,
    PromptExample,
    RatingExample,
    SearchExample,
    StepDownExample,
)
from plait.base.packs.schema.prompts import RULES


def wrong(example: Example, pack: Pack) -> str:
    """One sentence saying how the example does not hold, or nothing."""
    try:
        match example:
            case ClockExample():
                target = pack.clock(example.clock)
                return _due(pack, target, example.start, example.due, beyond=example.beyond_calendar)
            case RatingExample():
                rating = pack.rating(example.rating)
                target = {
                    "decision": rating.decision_target,
                    "partner_return": rating.partner_return_target,
                    "accept": rating.accept_target,
                }[example.what]
                return _due(pack, target, example.start, example.due, beyond=False)
            case LevelExample():
                return _level(example, pack)
            case OutcomeExample():
                return _outcome(example, pack)
            case GatewayExample():
                return _gateway(example, pack)
            case EscalationExample():
                return _escalation(example, pack)
            case StepDownExample():
                return _stepdown(example, pack)
            case SearchExample():
                return _search(example, pack)
            case PromptExample():
                return _prompt(example, pack)
            case DiscoveryExample():
                return _discovery(example, pack)
    except (NotInPack, ClockRefused) as refusal:
        return str(refusal)


def _due(pack: Pack, target: Target, start: datetime, due: datetime, *, beyond: bool) -> str:
    found = due_at(start=start.replace(tzinfo=LONDON), target=target, calendar=pack.calendar())
    local = found.at.astimezone(LONDON).replace(tzinfo=None)
    if local != due:
        return f"{target} from {start:%a %d %b %Y %H:%M} is due {local:%a %d %b %Y %H:%M}, not {due:%a %d %b %Y %H:%M}."
    if found.beyond_calendar != beyond:
        return "It goes beyond the calendar." if found.beyond_calendar else "The calendar reaches that far."
    return ""


def _discovery(example: DiscoveryExample, pack: Pack) -> str:
    nothing = pack.asking_areas().gives_nothing(
        in_an_hour=example.in_an_hour, in_a_day=example.in_a_day, in_one_name=example.in_one_name
    )
    if nothing == example.answered:
        return "It is answered by nothing." if nothing else "It is answered."
    return ""


def _level(example: LevelExample, pack: Pack) -> str:
    indicator = next((one for one in pack.indicators() if one.code == example.indicator), None)
    if indicator is None:
        return f"There is no indicator “{example.indicator}”."
    if indicator.level != example.level:
        return f"It speaks for level {indicator.level}."
    basis = pack.level(example.level).statutory_basis
    return "" if basis == example.statutory_basis else f"Level {example.level} stands on {basis}."


def _search(example: SearchExample, pack: Pack) -> str:
    texts = [one.text for one in pack.level_scheme.indicators]
    if example.finds not in texts:
        return ""  # an area words its own indicators
    found = [texts[fit.place] for fit in find(example.said, texts, pack.synonyms)]
    if example.finds in found:
        return ""
    return f"“{example.said}” finds {len(found)} indicators, and not that one."


def _outcome(example: OutcomeExample, pack: Pack) -> str:
    outcome = pack.outcome(example.outcome)
    told = outcome.tell(
        example.recipient,
        hub_name=pack.area.hub_name,
        hub_phone=pack.area.hub_phone,
        edt_phone=pack.area.edt_phone,
    )
    if example.says not in told:
        return f"The {example.recipient} is told: {told}"
    if outcome.never_blocked != example.never_blocked:
        return "It is never blocked." if outcome.never_blocked else "It can be blocked."
    return ""


def _gateway(example: GatewayExample, pack: Pack) -> str:
    open_now = pack.gateways_for(
        example.holder,
        example.recipient,
        example.on,
        holder_under_contract=example.holder_under_contract,
        recipient_under_contract=example.recipient_under_contract,
    )
    found = {gateway.code: gateway for gateway in open_now}
    for code in (*example.open, *example.must, *example.agreement):
        if code not in found:
            return f"{code} is not open on {example.on}."
    for code in example.shut:
        if code in found:
            return f"{code} is open on {example.on}."
    for code in example.must:
        if found[code].asks_of_holder not in ("must", "must_if_asked"):
            return f"{code} is no duty of the holder."
    needing = [code for code in example.agreement if found[code].consent_required != "yes"]
    return f"{needing[0]} needs no agreement." if needing else ""


def _escalation(example: EscalationExample, pack: Pack) -> str:
    ladder = pack.ladders().ladder_for(example.scope, example.about)
    if ladder is None:
        return f"There is no ladder “{example.scope}” for it."
    if example.stage > len(ladder.stages):
        return f"“{ladder.label}” has {len(ladder.stages)} stages."
    stage = ladder.stages[example.stage - 1]
    if (stage.ours, stage.theirs) != (example.ours, example.theirs):
        return f"“{stage.name}” is owned by {stage.ours} and {stage.theirs}."
    target = pack.clock(stage.clocks.of(example.urgency))
    return _due(pack, target, example.start, example.due, beyond=False)


def _stepdown(example: StepDownExample, pack: Pack) -> str:
    above, below = pack.level(example.from_level), pack.level(example.to_level)
    if above.n <= below.n:
        return f"Level {below.n} is not below level {above.n}."
    bar = pack.stepping_down().barred(above.statutory_basis, below.statutory_basis)
    if bar is None:
        return "" if example.open else "Nothing bars this step."
    if example.open:
        return f"It is barred: {bar.say}"
    if example.says not in bar.say:
        return f"It says: {bar.say}"
    if bar.manager_may != example.manager_may:
        return "A manager may." if bar.manager_may else "A manager may not."
    return ""


def _prompt(example: PromptExample, pack: Pack) -> str:
    """Does it speak of facts that this rule may look at? Whether it asks is run where the rules are: by the suite."""
    if pack.prompts is None or pack.prompts.rule(example.rule) is None:
        return f"There is no rule “{example.rule}”."
    strange = [one.kind for one in example.facts if one.kind not in RULES[example.rule].looks_at]
    return f"“{example.rule}” does not look at “{strange[0]}”." if strange else ""
