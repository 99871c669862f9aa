"""What is owed about moves and missing families, and who may owe it."""

from collections.abc import Iterable
from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Practitioner, Team
from plait.base.packs import NoPack, NotInPack
from plait.handover.models import FamilyMove, MissingAlert
from plait.handover.queries.alerting import OPEN, process
from plait.handover.rules.owning import Heir, fits
from plait.people.access import may_be_opened, who_may_hear
from plait.referrals.models import Contact, Referral


def owed() -> list[MissingAlert | FamilyMove]:
    """Every alert of ours that is out or waits, and every move that is to be looked at again. There are few."""
    alerts = MissingAlert.objects.filter(side=MissingAlert.Side.OUT, state__in=OPEN)
    moves = FamilyMove.objects.filter(state=FamilyMove.State.STANDS, look_on__isnull=False)
    return [*alerts.order_by("at", "pk"), *moves.order_by("at", "pk")]


def owner_gone(one: MissingAlert | FamilyMove, *, at: datetime) -> bool:
    """Can whoever owes it not do it any more? A team can."""
    kind, _, owner = one.owner.partition(":")
    return kind != "team" and not fits(_heir(owner, one, _signers(one, at=at), at=at))


def heirs_of(one: MissingAlert | FamilyMove, *, at: datetime) -> list[Heir]:
    """Whoever wrote it; who leads for the child now; of an alert whoever signed it, then whoever else signs."""
    signers = _signers(one, at=at)
    ids = [one.by, _leads(one.contact)]
    if isinstance(one, MissingAlert):
        ids += [one.signed_by, *signers]
    return [_heir(who, one, signers, at=at) for who in dict.fromkeys(ids) if who]


def last_owner(one: MissingAlert | FamilyMove) -> str:
    """The hub team that took the concern, else the hub."""
    hub = agencies.teams_of_kind(Team.Kind.HUB)
    found = hub.filter(pk=one.contact.team_id).first() if one.contact is not None else None
    team = found or hub.first()
    return f"team:{team.pk}" if team is not None else ""


def _leads(contact: Contact | None) -> str:
    rows = Referral.objects.filter(contact=contact, lead__isnull=False).exclude(status=Referral.Status.CLOSED)
    found = rows.values_list("lead_id", flat=True).first() if contact is not None else None
    return str(found or "")


def _signers(one: MissingAlert | FamilyMove, *, at: datetime) -> list[str]:
    if not isinstance(one, MissingAlert):
        return []
    try:
        roles = process(at).signed_by
    except (NoPack, NotInPack):
        return []
    return list(dict.fromkeys(str(who.pk) for role in roles for who in agencies.holders_of(role, at=at)))


def _heir(who: str, one: MissingAlert | FamilyMove, signers: Iterable[str], *, at: datetime) -> Heir:
    ref, people = f"practitioner:{who}", _people(one)
    try:
        person = agencies.practitioner(who)
    except (Practitioner.DoesNotExist, ValueError):
        return Heir(ref, there=False)
    if agencies.shut_out(person, at=at):
        return Heir(ref, there=False)
    if who not in who_may_hear([who], people, at=at):
        return Heir(ref, hears=False)
    opens = may_be_opened(agencies.actor_for(person, at=at), [str(one.child)], at=at)
    raised = isinstance(one, MissingAlert) and who == one.by  # they read and speak for what they raised
    return Heir(ref, acts=raised or who in signers or bool(opens))


def _people(one: MissingAlert | FamilyMove) -> list[str]:
    rows = one.about if isinstance(one, MissingAlert) else one.people
    return [str(pk) for pk in rows.order_by("pk").values_list("person", flat=True)]
