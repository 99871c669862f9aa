"""Step a family down: less help, and a team that is asked to hold them from here."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from plait.agencies.models import Team
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.references import new_reference
from plait.base.outbox import post
from plait.base.packs import NotInPack, Pack, current
from plait.people.actions.involve import involve
from plait.referrals.access import open_referral
from plait.referrals.models import Referral
from plait.referrals.queries.closing import may_ask_to_close
from plait.referrals.queries.deciding import children_of
from plait.stepdown.events import SteppedDown
from plait.stepdown.life import LIVE
from plait.stepdown.models import Need, StepDown, Told
from plait.stepdown.queries.closing import level_now
from plait.stepdown.queries.parts import step_of, teams_that_may_hold
from plait.stepdown.rules import may_step
from plait.stepdown.store.moves import keep_move
from plait.stepdown.store.promises import settle


@dataclass(frozen=True, slots=True)
class Said:
    """What is said when a family is stepped down. A part that is missing keeps nobody from saying the rest."""

    from_level: int
    to_level: int
    to_team_id: str
    why: str
    contingency: str = ""
    needs: tuple[tuple[str, str], ...] = ()  # what is still needed, and who does it
    family_told: str = ""  # yes | not_safe; empty: not yet
    family_how: str = ""
    services_told: tuple[str, ...] = ()
    gateway: str = ""
    explained_on: date | None = None
    bar_because: str = ""


@deed
def step_down(
    *, referral_id: str, said: Said, stepdown_id: str | None = None, by: Actor, at: datetime
) -> StepDown:
    """Ask the team, which has the time of the pack to answer. Whoever leads keeps hold until then. `stepdown_id` names it
    beforehand, so that a form posted twice steps down once. Raises Refused."""
    seen = open_referral(by, referral_id, at=at, act="referral:step-down")
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    referral.contact = seen.contact
    if stepdown_id and (known := StepDown.objects.filter(pk=stepdown_id, referral=referral).first()):
        return known
    pack = current(at=at)
    people = children_of(referral.contact_id)
    _may(referral, said, pack=pack, by=by).insist(about=referral.ref)
    team = _team(said.to_team_id, people, referral)
    made = StepDown.objects.create(
        id=uuid.UUID(stepdown_id) if stepdown_id else uuid.uuid4(),
        reference=new_reference("S"),
        referral=referral,
        from_team=referral.lead_team or referral.contact.team,
        to_team=team,
        from_level=said.from_level,
        from_label=pack.level(said.from_level).label[:160],
        to_level=said.to_level,
        to_label=pack.level(said.to_level).label[:160],
        why=said.why.strip(),
        contingency=said.contingency.strip(),
        bar_because=said.bar_because.strip(),
        gateway=said.gateway,
        explained_on=said.explained_on if said.gateway else None,
        made_by=by.id,
        made_by_name=by.name,
        made_at=at,
        pack=str(pack.release_id),
    )
    _keep_parts(made, said, by=by, at=at)
    keep_move(made, "step down", was="", because=made.why, by=by, at=at)
    _bring_in(made, people, by=by, at=at)
    settle(made, pack=pack, by=by, at=at)
    ask_team(made, turn=0, at=at)
    record(
        act="stepdown:made",
        about=[made.ref, referral.ref, *(f"person:{one}" for one in people)],
        by=by,
        at=at,
        fields=("content",),
        pack=str(pack.release_id),
    )
    announce(SteppedDown(made.pk, referral.pk, by.id, at))
    return made


def ask_team(stepdown: StepDown, *, turn: int, at: datetime) -> None:
    """A neutral letter: something waits. Never about whom."""
    post(
        key=f"{stepdown.ref}:asked:{turn}:{stepdown.to_team_id}",
        kind="stepdown-asked",
        to=f"team:{stepdown.to_team_id}",
        about=stepdown.ref,
        context={"link_path": f"/step-down/{stepdown.pk}/", "phone": current(at=at).area.hub_phone},
        at=at,
    )


def _may(referral: Referral, said: Said, *, pack: Pack, by: Actor) -> Verdict:
    works = may_ask_to_close(referral, by=by)
    if not works:
        return works
    if referral.status == Referral.Status.CLOSED:
        return no(
            "closed", say="This referral is closed.", next_step="Open it again first, if there is a concern"
        )
    if StepDown.objects.filter(referral=referral, status__in=LIVE).exists():
        return no(
            "stepped-down-already",
            say="This family is being stepped down already.",
            next_step="Look at that step down",
        )
    if not said.why.strip():
        return no("no-reason", say="Say why less help is right now.", next_step="Add a sentence")
    if said.gateway and said.gateway not in pack.stepping_down().explains:
        return no(
            "no-such-gateway",
            say="That power is not one that is explained here.",
            next_step="Choose one of those shown",
        )
    if said.gateway and said.explained_on is None:
        return no(
            "explained-when", say="Say on which day it was explained to the family.", next_step="Add the day"
        )
    try:
        step = step_of(pack, from_level=said.from_level, to_level=said.to_level)
    except NotInPack:
        return no(
            "no-such-level",
            say="That is not a level of this area.",
            next_step="Choose one of the levels shown",
        )
    stands = level_now(referral)
    if stands is not None and said.from_level < stands:
        # Else a step that the area bars would be taken by saying that it begins lower.
        return no(
            "not-the-level-decided",
            say=f"This family’s help was decided at level {stands}.",
            next_step="Step down from that level, or decide again on the referral",
        )
    return may_step(step, manager=bool(may(by, "decision:override")), because=said.bar_because)


def _team(team_id: str, people: list[str], referral: Referral) -> Team:
    team = next((one for one in teams_that_may_hold(people) if str(one.pk) == team_id), None)
    if team is None:
        raise Refused(
            no(
                "not-that-team",
                say="That team cannot hold this family.",
                next_step="Choose one of those shown",
            ),
            about=referral.ref,
        )
    return team


def _keep_parts(made: StepDown, said: Said, *, by: Actor, at: datetime) -> None:
    Need.objects.bulk_create(
        Need(stepdown=made, what=what.strip()[:300], who=who.strip()[:160], at=at)
        for what, who in said.needs
        if what.strip()
    )
    note_told(made, family=said.family_told, how=said.family_how, services=said.services_told, by=by, at=at)


def note_told(
    stepdown: StepDown, *, family: str, how: str, services: tuple[str, ...], by: Actor, at: datetime
) -> None:
    """Keep who was told, or why the family is not safe to tell. Nothing said, nothing kept."""
    if family:
        Told.objects.create(
            stepdown=stepdown,
            whom=Told.Whom.FAMILY,
            told=family == "yes",
            how=how.strip(),
            by_name=by.name,
            at=at,
        )
    Told.objects.bulk_create(
        Told(
            stepdown=stepdown,
            whom=Told.Whom.SERVICE,
            name=one.strip()[:160],
            told=True,
            by_name=by.name,
            at=at,
        )
        for one in services
        if one.strip()
    )


def _bring_in(made: StepDown, people: list[str], *, by: Actor, at: datetime) -> None:
    """Both teams may read the step down; the children's story only whoever hands over, though the referral closes, until
    somebody has hold. A team that may yet say no reads what is asked of it, and not where they live."""
    for team_id, label, kind in (
        (made.from_team_id, "Hands over", "allocated"),
        (made.to_team_id, "Asked to hold", "allocated" if made.to_team_id == made.from_team_id else "asked"),
    ):
        involve(
            person_ids=people,
            kind=kind,
            source_kind="stepdown",
            source_id=made.pk,
            team_id=str(team_id),
            role_label=f"{label}: {made.to_label}"[:120],
            by=by,
            at=at,
        )
