"""Is a referral that closes one of a family that somebody should hold from here?"""

from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict, no, yes
from plait.base.packs import Pack, current
from plait.referrals.models import Decision, Referral
from plait.stepdown.life import LIVE
from plait.stepdown.models import StepDown
from plait.stepdown.queries.elsewhere import held_elsewhere
from plait.stepdown.queries.parts import lacking
from plait.stepdown.rules import WATCH, Helped, may_let_go, needs_step_down

ANSWERED = (*LIVE, "sustained")


def helped(referral: Referral, *, pack: Pack) -> Helped:
    """What was decided and led here."""
    decisions = list(Decision.objects.filter(referral=referral).order_by("at", "pk"))
    bases = {level.n: level.statutory_basis for level in pack.levels}
    return Helped(
        bases=frozenset(bases[one.level] for one in decisions if one.level in bases),
        led=referral.lead_accepted_at is not None,
        last_outcome=decisions[-1].outcome if decisions else "",
    )


def level_now(referral: Referral) -> int | None:
    """The level at which this family's help stands: as it was decided last, or as a team that accepted less of it since has it.
    None where no decision named one."""
    decided = Decision.objects.filter(referral=referral, level__isnull=False).order_by("-at", "-pk").first()
    if decided is None:
        return None
    held = StepDown.objects.filter(referral=referral, made_at__gte=decided.at, accepted_at__isnull=False)
    return min([decided.level or 0, *held.values_list("to_level", flat=True)])


def last_of(referral_id: UUID | str) -> StepDown | None:
    """The newest step down of this referral."""
    rows = StepDown.objects.filter(referral_id=referral_id).select_related("to_team__agency", "lead")
    return rows.order_by("-made_at", "-pk").first()


def weigh_closing(referral_id: UUID, *, at: datetime) -> list[Verdict]:
    """Whoever closes is asked who holds the family, where somebody led help that the pack names. Never asked of protection:
    that closes nothing. What a manager decided is enough, also that nobody needs to look again; ended early by anybody else, the
    question is open as before; never asked where another area has hold."""
    pack = current(at=at)
    last = last_of(referral_id)
    if last is not None and (last.status in ANSWERED or WATCH in last.risk_parts):
        return may_let_go(last.status, lacking(last, at=at), decided=frozenset(last.risk_parts))
    referral = Referral.objects.get(pk=referral_id)
    process = pack.stepdown
    if held_elsewhere(referral.contact_id):
        return [yes("another-area-has-hold")]
    if process is None or not needs_step_down(
        helped(referral, pack=pack),
        asked_from=process.asked_from,
        not_asked_after=process.not_asked_after,
    ):
        return [yes("nobody-to-hold")]
    return [
        no(
            "step-down-needed",
            say="Somebody led help for this family, and nothing says who holds them from here.",
            next_step="Step it down",
        )
    ]
