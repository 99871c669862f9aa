"""Decide what happens next on a referral."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from plait.agencies.models import Team
from plait.agencies.roles import may
from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no, yes
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import Pack
from plait.base.packs.schema.outcomes import Outcome
from plait.people.actions.end_involvements import end_involvements
from plait.people.actions.involve import involve
from plait.referrals.access import open_referral
from plait.referrals.events import ReferralDecided
from plait.referrals.models import Decision, Referral
from plait.referrals.queries.closing import clock_subjects
from plait.referrals.queries.deciding import children_of, cited, mandatory_out, teams_that_may_accept, told_by
from plait.referrals.rules import Outstanding, may_decide, may_decide_now, may_enter_later
from plait.referrals.store.clocks import start_after_decision, stop_at_decision
from plait.referrals.store.moves import make_move
from plait.referrals.store.reopening import open_again

RULE = "referrals.may_decide_now"


class Stale(Refused):
    """Somebody changed the referral after this page was read. Nothing was decided and nothing typed is lost; the screen
    shows what has happened since `read_version`."""

    def __init__(self, referral: Referral, *, read_version: int) -> None:
        super().__init__(
            no(
                "changed-meanwhile",
                say="Somebody changed this referral after you opened it.",
                next_step="Look at what changed, then decide",
            ),
            about=referral.ref,
        )
        self.read_version = read_version
        self.version = referral.version


@deed
def decide_next_step(
    *,
    referral_id: str,
    outcome: str,
    level: int | None,
    because: str,
    worries: str = "",
    strengths: str = "",
    unknowns: str = "",
    child_voice: str = "",
    gateway: str = "",
    override_because: str = "",
    reason_code: str = "",
    next_team_id: str | None = None,
    sealed_considered: bool = False,
    rests_on: Sequence[str] = (),
    read_version: int,
    decision_id: str | None = None,
    decided_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """The decision, kept with the pack's release, the rule and the words of its day; everyone who helped is told.

    Protection first: an outcome that the pack marks `never_blocked` waits for no check, no second reader of a changed
    page and no other decision-maker; what was out at that moment is kept with it. `rests_on` are ids of questions whose answers
    it cites: each agency is told what its answer helped to see; what is no answer on this referral is left out. `decision_id`
    names the decision beforehand, so that a form posted twice decides once. `decided_at` is its true time
    where it is entered later (Plait was down): clocks count from then. Raises Refused, and Stale when `read_version` is
    not the referral's version.
    """
    seen = open_referral(by, referral_id, at=at, act="referral:decide")
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    referral.contact = seen.contact
    if decision_id and (done := Decision.objects.filter(pk=decision_id, referral=referral, by=by.id).first()):
        return done
    pack = packs.current(at=at)
    chosen = _chosen(pack, outcome, referral)
    out = mandatory_out(referral, pack)
    verdict = _may(referral, chosen, by=by, override_because=override_because, out=out)
    if not verdict:
        raise Refused(verdict, about=referral.ref)
    if not chosen.never_blocked and read_version != referral.version:
        raise Stale(referral, read_version=read_version)
    team = _next_team(referral, chosen, next_team_id)
    level_label = _level_label(pack, level, referral)
    may_enter_later(decided_at, since=referral.contact.received_at, at=at).insist(about=referral.ref)
    if not because.strip():
        raise Refused(
            no("no-reason", say="Say why this is the right next step.", next_step="Add your reason"),
            about=referral.ref,
        )
    reason_label = next((one.label for one in chosen.reasons if one.code == reason_code), "")
    if referral.status == Referral.Status.CLOSED and chosen.never_blocked:
        why = "Protection was needed."
        open_again(referral, clock_subjects(referral), because=why, pack=pack, by=by, at=at)
    make_move(referral, "decide", because=chosen.label, happened_at=decided_at, by=by, at=at)
    release = str(pack.release_id)
    decision = Decision.objects.create(
        id=uuid.UUID(decision_id) if decision_id else uuid.uuid4(),
        referral=referral,
        outcome=chosen.code,
        outcome_label=chosen.label[:160],
        reason_code=reason_code if reason_label else "",
        reason_label=reason_label[:300],
        level=level,
        level_label=level_label,
        because=because.strip(),
        worries=worries,
        strengths=strengths,
        unknowns=unknowns,
        child_voice=child_voice,
        gateway=gateway,
        sealed_considered=sealed_considered,
        checks_out=[check.agency_name for check in out],
        rests_on=cited(referral, rests_on),
        override_because=override_because.strip() if verdict.reason == "manager-override" else "",
        next_team=team,
        by=by.id,
        by_name=by.name,
        at=at,
        decided_at=decided_at,
        pack=release,
        rule=f"{RULE}:{verdict.reason}"[:60],
    )
    _hand_to(referral, team, chosen, by=by, at=at)
    truly = decided_at or at
    stop_at_decision(referral, truly=truly, by=by, at=at)
    start_after_decision(referral, chosen, team=team, pack=pack, truly=truly, by=by, at=at)
    record(
        act="referral:decided",
        about=[referral.ref, f"decision:{decision.pk}"],
        by=by,
        at=at,
        fields=("content",),
        reason=verdict.reason,
        pack=release,
    )
    announce(ReferralDecided(referral.pk, decision.pk, chosen.code, by.id, at))
    return decision


def _chosen(pack: Pack, outcome: str, referral: Referral) -> Outcome:
    if outcome not in pack.outcomes:
        raise Refused(
            no(
                "no-such-outcome",
                say="That is not one of this area’s outcomes any more.",
                next_step="Choose one of those shown",
            ),
            about=referral.ref,
        )
    return pack.outcome(outcome)


def _may(
    referral: Referral, chosen: Outcome, *, by: Actor, override_because: str, out: list[Outstanding]
) -> Verdict:
    makes = may(by, "decision:make")
    if chosen.never_blocked:
        if not (makes or by.qualified):
            return makes
        own = not may_decide(actor=by, told_by=told_by(referral.contact_id))
        return yes("protection-first-own" if own else "protection-first")
    if not makes:
        return makes
    not_own = may_decide(actor=by, told_by=told_by(referral.contact_id))
    if not not_own:
        return not_own
    return may_decide_now(
        outcome=chosen.code,
        never_blocked=False,
        outstanding=out,
        override_because=override_because,
        may_override=bool(may(by, "decision:override")),
    )


def _level_label(pack: Pack, level: int | None, referral: Referral) -> str:
    if level is None:
        return ""
    found = next((one.label for one in pack.levels if one.n == level), None)
    if found is None:
        raise Refused(
            no(
                "no-such-level",
                say="That is not a level of this area.",
                next_step="Choose one of the levels shown",
            ),
            about=referral.ref,
        )
    return found[:160]


def _next_team(referral: Referral, chosen: Outcome, team_id: str | None) -> Team | None:
    """The team that must accept: the one chosen, else the only one the outcome can mean. Protection waits for neither."""
    able = teams_that_may_accept(chosen)
    if team_id:
        team = Team.objects.select_related("agency").filter(pk=team_id).first()
        if team is None or (able and team not in able):
            raise Refused(
                no(
                    "not-that-team",
                    say="That team cannot take this outcome.",
                    next_step="Choose one of the teams shown",
                ),
                about=referral.ref,
            )
        return team
    if not chosen.accepting_team or not able:
        return None
    if len(able) > 1 and not chosen.never_blocked:
        raise Refused(
            no("no-team", say="Say which team should accept this.", next_step="Choose a team"),
            about=referral.ref,
        )
    return able[0]


def _hand_to(referral: Referral, team: Team | None, chosen: Outcome, *, by: Actor, at: datetime) -> None:
    """The next team is involved from now. Whoever leads already keeps hold until the next has accepted."""
    if referral.lead_id is None:
        end_involvements(
            source_kind="contact",
            source_id=referral.contact_id,
            kinds=frozenset({"allocated"}),
            besides_team=str(team.pk) if team else None,
            by=by,
            at=at,
        )
    if team is not None:
        involve(
            person_ids=children_of(referral.contact_id),
            kind="allocated",
            source_kind="contact",
            source_id=referral.contact_id,
            team_id=str(team.pk),
            role_label=f"Asked to lead: {chosen.label}"[:120],
            by=by,
            at=at,
        )
