"""Questions read: what stands about a child now, what changed since it was asked last, and how each rule does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.packs import current
from plait.base.prompts.detectors import detectors
from plait.base.prompts.events import Evidence, FactsAbout, InSight
from plait.base.prompts.models import Disposition, Prompt
from plait.base.prompts.rules import Earlier, Question, Rate, Story, is_news, questions

OPEN = (Prompt.State.ASKED, Prompt.State.LATER)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new to ask about a child, and which questions their facts no longer bear out."""

    ask: tuple[Question, ...] = ()
    end: tuple[Prompt, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ask or self.end)


@dataclass(frozen=True, slots=True)
class Seen:
    """A question as one reader sees it: with all of its evidence in their sight."""

    prompt: Prompt
    evidence: tuple[Evidence, ...]

    @property
    def mandatory(self) -> bool:
        """Must it be answered, and stands first?"""
        return self.prompt.mandatory

    @property
    def place(self) -> int:
        """Where its rule stands in the area's order."""
        return self.prompt.place

    @property
    def asked_on(self) -> date:
        """Since when."""
        return self.prompt.asked_on

    @property
    def twin(self) -> str:
        """The same for the same question about a brother or sister."""
        return self.prompt.twin


def changes_about(known_as: Iterable[str], *, at: datetime) -> Changes:
    """Look again: everything the rules find about this child now, beside what was asked before. Writes nothing."""
    file = current(at=at).prompts
    if file is None:
        return Changes()
    ids, on = tuple(known_as), timezone.localdate(at)
    facts = [one for some in ask(FactsAbout(ids, at)) for one in some]
    story = Story(on, tuple(sorted(facts, key=lambda one: (one.day, one.kind, one.ref))))
    stand = questions(story, file, detectors())
    before = list(Prompt.objects.filter(person_id__in=ids).order_by("asked_at", "pk"))
    said = {
        one.prompt_id: one
        for one in Disposition.objects.filter(prompt__in=before).exclude(kind="later").order_by("at", "pk")
    }
    earlier = [
        Earlier(
            one.rule,
            frozenset(one.evidence),
            one.custodian,
            open=one.state in OPEN,
            answer=said[one.pk].kind if one.pk in said else "",
            answered_on=timezone.localdate(said[one.pk].at) if one.pk in said else None,
        )
        for one in before
    ]
    quiet = {rule.code: rule.quiet_days for rule in file.rules}
    new = [one for one in stand if is_news(one, earlier, quiet_days=quiet[one.rule], on=on)]
    holds = {(one.rule, one.custodian): set(one.evidence) for one in stand}
    gone = [
        one
        for one in before
        if one.state in OPEN and not _borne_out(one, holds.get((one.rule, one.custodian)))
    ]
    return Changes(tuple(new), tuple(gone))


def _borne_out(prompt: Prompt, holds: set[str] | None) -> bool:
    """Some of what it rests on stands still, and nothing besides; with more, the question is asked anew."""
    return holds is not None and bool(holds) and holds <= set(prompt.evidence)


def open_prompts(person_ids: Iterable[str], *, by: Actor, at: datetime) -> list[Seen]:
    """Every question about these people that stands today and whose evidence this reader may see whole; one whose evidence
    they may not see is not there."""
    rows = Prompt.objects.filter(person_id__in=list(person_ids), state__in=OPEN)
    return in_sight(rows, by=by, at=at)


def answers_in_sight(person_ids: Iterable[str], *, rule: str, by: Actor, at: datetime) -> list[Disposition]:
    """What was said to one rule's questions about these people, the newest first, where the reader may see what each rests on."""
    mine = Q(custodian="") | Q(custodian__in=by.teams)
    asked = list(Prompt.objects.filter(mine, person_id__in=list(person_ids), rule=rule))
    seen = evidence_for(asked, by=by, at=at)
    shown = [
        one.pk for one in asked if one.evidence and all(ref in seen for ref in (_child(one), *one.evidence))
    ]
    rows = Disposition.objects.filter(prompt__in=shown).exclude(kind=Disposition.Kind.LATER)
    return list(rows.select_related("prompt").order_by("-at", "pk"))


def in_sight(rows: QuerySet[Prompt], *, by: Actor, at: datetime) -> list[Seen]:
    """Of these questions, those that are asked today and are there for this reader."""
    today = Q(state=Prompt.State.ASKED) | Q(state=Prompt.State.LATER, again_on__lte=timezone.localdate(at))
    mine = Q(custodian="") | Q(custodian__in=by.teams)
    found = list(rows.filter(today, mine).order_by("place", "asked_at", "pk"))
    seen = evidence_for(found, by=by, at=at)
    return [
        Seen(one, tuple(seen[ref] for ref in one.evidence))
        for one in found
        if one.evidence and all(ref in seen for ref in (_child(one), *one.evidence))
    ]


def evidence_for(prompts: Iterable[Prompt], *, by: Actor, at: datetime) -> dict[str, Evidence]:
    """What of the evidence of these questions this reader may see; and `child:<id>`, where they may open the child's story."""
    refs = tuple(sorted({ref for one in prompts for ref in (_child(one), *one.evidence)}))
    if not refs:
        return {}
    return {ref: line for some in ask(InSight(refs, by, at)) for ref, line in some.items()}


def _child(prompt: Prompt) -> str:
    return f"child:{prompt.person_id}"


def prompt(prompt_id: str) -> Prompt | None:
    """One question, whatever became of it. Whoever calls has asked whether it is there for its reader."""
    return Prompt.objects.filter(pk=prompt_id).first()


def said_to(prompt_ids: Iterable[str]) -> QuerySet[Disposition]:
    """What was said to these questions, the oldest first."""
    return Disposition.objects.filter(prompt_id__in=list(prompt_ids)).order_by("at", "pk")


def rates(*, since: datetime) -> list[Rate]:
    """How each rule did since then. Rules are measured, and people never: there is nothing here by whom."""
    asked = dict(
        Prompt.objects.filter(asked_at__gte=since).values_list("rule").annotate(n=Count("pk")).order_by()
    )
    said: dict[str, dict[str, int]] = {}
    rows = Disposition.objects.filter(prompt__asked_at__gte=since).exclude(kind="later")
    for rule, kind, count in rows.values_list("prompt__rule", "kind").annotate(n=Count("pk")).order_by():
        said.setdefault(rule, {})[kind] = count
    return [
        Rate(
            rule, asked[rule], sum(said.get(rule, {}).values()),
            not_so=said.get(rule, {}).get("not_so", 0), known=said.get(rule, {}).get("known", 0),
            acted=said.get(rule, {}).get("acted", 0), taken=said.get(rule, {}).get("supervision", 0),
        )
        for rule in sorted(asked)
    ]  # fmt: skip


def refs_about(person_ids: Iterable[str]) -> list[str]:
    """`prompt:<id>` of every question that was ever asked about this person."""
    rows = Prompt.objects.filter(person_id__in=list(person_ids))
    return [f"prompt:{pk}" for pk in rows.values_list("pk", flat=True)]
