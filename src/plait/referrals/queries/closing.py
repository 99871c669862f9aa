"""Who objects to closing, and what closing touches."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from plait.agencies.roles import may
from plait.base.access.verdict import Verdict, no, yes
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_about
from plait.base.packs import Pack, current
from plait.referrals.events import BeforeClosing
from plait.referrals.models import Decision, PartnerCheck, Referral, StrategyAction, StrategyRecord
from plait.referrals.queries.deciding import WAITING, last_decision


def objections_to_closing(referral: Referral, *, at: datetime) -> list[Verdict]:
    """Every refusal, our own first: nothing decided, a team that has not accepted, checks still out, what was
    promised and is not settled; then what others hold back (feedback not given)."""
    asked = ask(BeforeClosing(referral.pk, referral.contact_id, at))
    own = _own(referral) + _promised(referral, current(at=at))
    return own + [verdict for answer in asked for verdict in answer if not verdict.allowed]


def _own(referral: Referral) -> list[Verdict]:
    found = []
    decision = last_decision(referral.pk)
    if decision is None:
        found.append(
            no("nothing-decided", say="Nothing has been decided yet.", next_step="Decide what happens next")
        )
    elif decision.next_team is not None and referral.lead_team_id != decision.next_team_id:
        found.append(
            no(
                "no-accepting-lead",
                say=f"{decision.next_team.name} ({decision.next_team.agency.name}) has not accepted yet.",
                next_step="Ring them, or decide again",
            )
        )
    out = PartnerCheck.objects.filter(referral=referral, status__in=WAITING).select_related("agency")
    if names := ", ".join(sorted(check.agency.name for check in out)):
        found.append(
            no(
                "checks-out",
                say=f"These checks are still out: {names}.",
                next_step="Ring them, or withdraw the check",
            )
        )
    return found


PROMISED = {
    "s47_icpc": (
        "The child protection conference that is promised by {due} has not been held.",
        "Hold it, or say why it is not required",
    ),
    "strategy_discussion": (
        "The strategy discussion that is promised by {due} has not been held.",
        "Write down its record, or say why it is not required",
    ),
    "assessment_max": (
        "The assessment that is promised by {due} is not finished.",
        "Finish it, or say why it is not required",
    ),
}


def open_promises(referral: Referral, *, pack: Pack) -> list[RunningClock]:
    """Steps of protection and of assessment that a decision promised, and that nobody has settled yet; the soonest first.

    The assessment's own clock runs for every referral: it is promised only where a decision began it.
    """
    found = clocks_about(referral.ref)
    wanted = promised_among(found, Decision.objects.filter(referral=referral), pack)
    return [one for one in found if one.pk in wanted]


def promised_among(clocks: Iterable[RunningClock], decisions: Iterable[Decision], pack: Pack) -> set[UUID]:
    """Which of these clocks are such promises, from rows that were read already."""
    known = {one.outcome for one in decisions} & set(pack.outcomes)
    begun = {rule for code in known for rule in pack.outcome(code).starts}
    stopped = RunningClock.State.STOPPED
    return {one.pk for one in clocks if one.state != stopped and one.rule in PROMISED and one.rule in begun}


def open_promise_of(referral: Referral, clock_id: object, *, pack: Pack) -> RunningClock | None:
    """One of them, by its id."""
    return next((one for one in open_promises(referral, pack=pack) if str(one.pk) == str(clock_id)), None)


def _promised(referral: Referral, pack: Pack) -> list[Verdict]:
    """What strategy discussions and decisions promised and nobody has settled: each by its name."""
    found = []
    for running in open_promises(referral, pack=pack):
        say, next_step = PROMISED[running.rule]
        day = timezone.localtime(running.due_at)
        words = say.format(due=f"{day:%a} {day.day} {day:%b %Y}")
        found.append(no(f"promised-{running.rule}", say=words, next_step=next_step))
    actions = StrategyAction.objects.filter(record__referral=referral, done__isnull=True)
    found.extend(
        no(
            "agreed-not-done",
            say=f"Nobody has said whether it is done: {action.who}: {action.what} ({action.by_when}).",
            next_step="Say that it is done, or why not",
        )
        for action in actions.order_by("due_on", "pk")
    )
    begun = (
        StrategyRecord.objects.filter(referral=referral).exclude(enquiry="none").order_by("-held_at").first()
    )
    if begun and not Decision.objects.filter(referral=referral, outcome="section_47").exists():
        found.append(
            no(
                "enquiry-not-decided",
                say="A strategy discussion began a section 47 enquiry, and it was not decided here.",
                next_step="Decide it, so that its conference has a clock",
            )
        )
    return found


def protection_was_begun(referral: Referral, *, pack: Pack) -> bool:
    """Was any outcome decided that nothing may hold back, or a strategy discussion held? Then two people close it."""
    codes = [one.code for one in pack.outcomes.values() if one.never_blocked]
    return (
        Decision.objects.filter(referral=referral, outcome__in=codes).exists()
        or StrategyRecord.objects.filter(referral=referral).exists()
    )


def needs_second_person(referral: Referral, *, by: Actor, pack: Pack) -> bool:
    """Protection was begun, and nobody but this person has asked for it to be closed, or they are no hub manager."""
    if not protection_was_begun(referral, pack=pack):
        return False
    return referral.close_asked_by in ("", by.id) or not may(by, "decision:override")


def may_ask_to_close(referral: Referral, *, by: Actor) -> Verdict:
    """The lead, and whoever decides."""
    leads = str(referral.lead_id) == by.id and bool(may(by, "lead:accept"))
    return yes("leads") if leads else may(by, "decision:make")


def check_ids(referral_id: UUID, *, waiting: bool = False) -> list[UUID]:
    """Every check of a referral, or only those whose answer is still out."""
    found = PartnerCheck.objects.filter(referral_id=referral_id)
    if waiting:
        found = found.filter(status__in=WAITING)
    return list(found.order_by("asked_at", "pk").values_list("pk", flat=True))


def clock_subjects(referral: Referral) -> list[str]:
    """Everything about this referral that a clock may run for."""
    checks = [f"check:{check_id}" for check_id in check_ids(referral.pk)]
    return [referral.ref, f"contact:{referral.contact_id}", *checks]
