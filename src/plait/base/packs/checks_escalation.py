"""What must fit together about ladders: every moment has one rule, every stage an owner, and somebody decides at the top."""

import re
from collections.abc import Iterator

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack
from plait.base.packs.schema.escalation import ABOUT, ARBITRATOR, BEGINS, SCOPES, ByUrgency, Stage

# "24 h where there is risk of harm": whatever an area decides of the rest, no stage may take longer then.
HARM_HOURS = 24


def escalation_faults(source: SourceFile, pack: Pack, invented: re.Pattern[str]) -> Iterator[Fault]:
    """Everything that does not fit in escalation.toml."""
    file = pack.escalation
    if file is None:
        return
    yield from _one_rule_for_each_moment(source, pack)
    known = {role.code for role in file.roles} | {BEGINS, ARBITRATOR}
    for index, ladder in enumerate(file.ladders):
        for number, stage in enumerate(ladder.stages):
            place = ("ladders", index, "stages", number)
            for side in ("ours", "theirs"):
                for role in stage.owners(side):
                    if role not in known:
                        sentence = f"Nobody owns this: there is no role “{role}”."
                        yield source.fault(sentence, *place, side)
            yield from _times(source, stage.clocks, pack, place)
        yield from _top(source, ladder.stages[-1], index)
    yield from _times(source, file.challenge, pack, ("challenge",))
    for key in ("reply", "child_outcome"):
        if getattr(file, key) not in pack.clocks:
            yield source.fault(f"There is no clock “{getattr(file, key)}”.", key)
    phone = file.arbitrator.phone
    if pack.fictional and phone and not invented.fullmatch(phone):
        yield source.fault(
            "A fictional pack uses numbers kept for fiction (01632 960…, 07700 900…).", "arbitrator", "phone"
        )


def _one_rule_for_each_moment(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    assert pack.escalation is not None
    seen: dict[tuple[str, str], str] = {}
    for index, ladder in enumerate(pack.escalation.ladders):
        for about in ladder.about or ("everything else",):
            first = seen.setdefault((ladder.scope, about), ladder.code)
            if first != ladder.code:
                sentence = (
                    f"Two rules for one moment: “{first}” is already the ladder “{ladder.scope}” for {about}."
                )
                yield source.fault(sentence, "ladders", index)
    for scope in SCOPES:
        for about in ABOUT:
            if pack.escalation.ladder_for(scope, about) is None:
                yield source.fault(f"No ladder “{scope}” for a dispute about a {about}.", "ladders")


def _times(
    source: SourceFile, clocks: ByUrgency, pack: Pack, place: tuple[str | int, ...]
) -> Iterator[Fault]:
    for urgency in ("harm", "soon", "usual"):
        code = clocks.of(urgency)
        if code not in pack.clocks:
            yield source.fault(f"There is no clock “{code}”.", *place)
        elif urgency == "harm":
            target = pack.clock(code)
            if target.kind != "hours" or target.amount > HARM_HOURS:
                sentence = (
                    f"Where there is a risk of harm a stage takes at most {HARM_HOURS} hours, not {target}."
                )
                yield source.fault(sentence, *place)


def _top(source: SourceFile, last: Stage, index: int) -> Iterator[Fault]:
    if ARBITRATOR not in last.owners("theirs"):
        sentence = "Nobody decides at the top: the last stage of a ladder names the arbitrator."
        yield source.fault(sentence, "ladders", index)
