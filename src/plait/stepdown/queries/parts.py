"""What belongs to a step down and is there or missing, and whom it is about."""

from datetime import datetime

from plait.agencies.models import Team
from plait.base.clock import LONDON
from plait.base.packs import NotInPack, Pack, current
from plait.people.queries.reaching import barred_agencies
from plait.referrals.models import Referral
from plait.referrals.queries.deciding import children_of
from plait.sharing.queries import agreed_by, process_of
from plait.sharing.rules import AgreementFacts
from plait.stepdown.models import StepDown, Told
from plait.stepdown.rules import Missing, Parts, Step, missing


def children_in(stepdown: StepDown) -> list[str]:
    """Person ids of the children of the concern behind it, in its order."""
    return children_of(stepdown.referral.contact_id)


def closed(stepdown: StepDown) -> bool:
    """Has the referral behind it been closed, so that this was the last work with the family?"""
    return stepdown.referral.status == Referral.Status.CLOSED


def agreement_now(stepdown: StepDown, *, pack: Pack, at: datetime) -> AgreementFacts:
    """What the family says of the service that is to hold them, by `sharing` and for today."""
    return agreed_by(
        children_in(stepdown),
        agency_id=str(stepdown.to_team.agency_id),
        on=at.astimezone(LONDON).date(),
        process=process_of(pack),
    )


def agreement_needed(stepdown: StepDown, *, pack: Pack) -> bool:
    """Does help at this level stand on the family's agreement? A level that is no more is as careful as one that does."""
    try:
        return pack.level(stepdown.to_level).agreement_needed
    except NotInPack:
        return True


def parts_of(stepdown: StepDown, *, pack: Pack, at: datetime) -> Parts:
    """What is there, for `rules.missing`."""
    facts = agreement_now(stepdown, pack=pack, at=at)
    return Parts(
        accepted=stepdown.lead_id is not None,
        agreement_needed=agreement_needed(stepdown, pack=pack),
        agreed=facts.stands,
        agreement_say=facts.say,
        contingency=stepdown.contingency,
        needs_without_owner=stepdown.needs.filter(who="").count(),
        family_told=stepdown.told.filter(whom=Told.Whom.FAMILY).exists(),
    )


def lacking(stepdown: StepDown, *, at: datetime) -> tuple[Missing, ...]:
    """What is missing now."""
    return missing(parts_of(stepdown, pack=current(at=at), at=at))


def step_of(pack: Pack, *, from_level: int, to_level: int) -> Step:
    """The step with what this area's pack says of it. Raises NotInPack for a level that is not there."""
    above, below = pack.level(from_level), pack.level(to_level)
    bar = pack.stepping_down().barred(above.statutory_basis, below.statutory_basis)
    if bar is None:
        return Step(above.n, below.n)
    return Step(above.n, below.n, True, bar.manager_may, bar.say, bar.instead)


def teams_that_may_hold(people: list[str]) -> list[Team]:
    """Casework teams, and the safeguarding teams of schools, health and others; none from whom anybody in the family is
    protected."""
    barred = barred_agencies(people)
    found = Team.objects.filter(kind__in=[Team.Kind.CASEWORK, Team.Kind.SAFEGUARDING], agency__ended_at=None)
    return list(found.exclude(agency_id__in=barred).select_related("agency").order_by("agency__name", "name"))
