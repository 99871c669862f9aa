"""What rings when something is not opened, accepted or answered in its time. Wired in site/wiring.py.

Every letter is neutral: it says that somebody should ring, never about whom.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from plait.agencies import queries as agencies
from plait.agencies.duty import who_acts_in
from plait.agencies.queries import teams_of_kind
from plait.agencies.roles import may
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.timers import Due
from plait.people.actions.involve import involve
from plait.referrals.access import visible_checks, visible_contacts
from plait.referrals.events import ConcernRaised
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.referrals.queries.deciding import everybody_in, team_asked
from plait.referrals.queries.hub import who_know

WORKER = Actor.process("worker")
CANNOT_WAIT = "contact-cannot-wait"


def tell_who_acts_now(event: ConcernRaised) -> None:
    """A child is in danger now, and the hub is closed: the emergency duty team hears it at once, whatever the hours of the area's
    ratings are. On the closed list so does the team that keeps it, which alone can read it."""
    contact = Contact.objects.select_related("team").get(pk=event.contact)
    pack = current(at=event.at)
    if not contact.cannot_wait or pack.calendar().is_open(event.at):
        return
    told = _emergency_duty(contact, at=event.at)
    if contact.route == Contact.Route.CLOSED_LIST:
        told.append(f"team:{contact.team_id}")
    for one in told:
        post(
            key=f"{contact.ref}:{CANNOT_WAIT}:{one}",
            kind=CANNOT_WAIT,
            to=one,
            about=contact.ref,
            body_ref="now",
            context={
                "phone": contact.team.out_of_hours or contact.team.phone or pack.area.hub_phone,
                "link_path": _path(one, contact, at=event.at),
            },
            at=event.at,
        )
    record(act=f"ring:{CANNOT_WAIT}", about=contact.ref, by=WORKER, at=event.at)


def ring_about_unopened(due: Due) -> None:
    """A concern was not opened in its time: the team that owns it is told to ring whoever is on duty. Where a child is in danger
    now and the hub has closed meanwhile, the emergency duty team too."""
    contact = _unopened(due)
    if contact is None:
        return
    closed = contact.cannot_wait and not current(at=due.at).calendar().is_open(due.at)
    acting = _emergency_duty(contact, at=due.at) if closed else []
    _ring(due, contact, [f"team:{contact.team_id}", *acting])


def ring_deputies_about_unopened(due: Due) -> None:
    """Still not opened: whoever is on duty or stands in within the team that owns it, or the emergency duty team where nobody is
    there. Not its manager or the agency's lead first, who may not be able to open it: a child would wait for them."""
    contact = _unopened(due)
    if contact is not None:
        deputies = _deputies(str(contact.team_id), contact, in_team_only=True, at=due.at)
        _ring(due, contact, deputies or _emergency_duty(contact, at=due.at))


def _deputies(team_id: str, contact: Contact, *, in_team_only: bool = False, at: datetime) -> list[str]:
    """Whoever is on duty in the team or stands in for somebody of it, and is there; but for those who declared that they know
    the family: they could open nothing, and must not learn that there is something. Nobody, where everybody is away."""
    known = who_know([contact.pk]).get(str(contact.pk), frozenset())
    found = who_acts_in(agencies.team(team_id), not_these=known, in_team_only=in_team_only, at=at)
    return [f"practitioner:{one.pk}" for one in found]


def _emergency_duty(contact: Contact, *, at: datetime) -> list[str]:
    """The emergency duty teams, which from now can open the concern and protect the child. Not what stands on the closed
    list, which may be about one of them: of that they are told to ring, and no more."""
    teams = list(teams_of_kind("edt"))
    for team in teams if contact.route == Contact.Route.STANDARD else ():
        involve(
            person_ids=everybody_in(contact.pk),
            kind="emergency",
            source_kind="contact",
            source_id=contact.pk,
            team_id=str(team.pk),
            role_label="Emergency duty team: nobody had opened it",
            by=WORKER,
            at=at,
        )
    return [f"team:{team.pk}" for team in teams]


def ring_about_unaccepted(due: Due) -> None:
    """The team it was passed to has not accepted in its time: the hub owns it still, and rings them."""
    contact = Contact.objects.filter(pk=_id(due), status="with_worker", taken_on_at__isnull=True).first()
    if contact is not None:
        _ring(due, contact, [f"team:{contact.team_id}", f"team:{contact.passed_to_id}"])


def ring_about_unopened_check(due: Due) -> None:
    """An urgent question was not opened by the agency in the minutes of its rating: the hub is told to ring it."""
    check = _check(due, ["asked"])
    if check is not None:
        contact = check.referral.contact
        _ring(due, contact, [f"team:{contact.team_id}", f"team:{check.team_id}"], check=check)


def ring_deputies_about_unopened_check(due: Due) -> None:
    """Still not opened: the deputies in the team that was asked, and the hub again."""
    check = _check(due, ["asked"])
    if check is not None:
        contact = check.referral.contact
        deputies = _deputies(str(check.team_id), contact, at=due.at)
        _ring(due, contact, [*deputies, f"team:{contact.team_id}"], check=check)


def remind_of_late_check(due: Due) -> None:
    """The answer's time is over and it is still out: the agency hears it, and the hub."""
    check = _check(due, ["asked", "opened"])
    if check is not None:
        contact = check.referral.contact
        teams = [f"team:{check.team_id}", f"team:{contact.team_id}"]
        _ring(due, contact, teams, check=check, letter="due")


def ring_about_lead_not_accepted(due: Due) -> None:
    """The team that a decision asked has not accepted in the rating's time: it hears it, and the hub, which owns it."""
    referral: Referral | None = _not_closed.first(_id(due))
    team = team_asked(referral) if referral is not None else None
    if referral is None or team is None or referral.lead_team_id == team.pk:
        return
    if due.key.endswith(f":{team.pk}"):  # a later decision asked another team, which has a timer of its own
        contact = referral.contact
        _ring(due, contact, [f"team:{team.pk}", f"team:{contact.team_id}"], referral=referral, letter="due")


@Written
def _not_closed(referral_id: str) -> QuerySet[Referral]:
    return Referral.objects.select_related("contact").filter(pk=referral_id).exclude(status="closed")


def _id(due: Due) -> str:
    return due.subject.partition(":")[2]


def _unopened(due: Due) -> Contact | None:
    found: Contact | None = _not_opened.first(_id(due))
    return found


@Written
def _not_opened(contact_id: str) -> QuerySet[Contact]:
    return Contact.objects.filter(pk=contact_id, opened_at__isnull=True)


def _check(due: Due, status: list[str]) -> PartnerCheck | None:
    found: PartnerCheck | None = _checked.first(_id(due))
    return found if found is not None and found.status in status else None


@Written
def _checked(check_id: str) -> QuerySet[PartnerCheck]:
    return PartnerCheck.objects.select_related("referral__contact").filter(pk=check_id)


def _ring(
    due: Due,
    contact: Contact,
    to: Iterable[str],
    *,
    check: PartnerCheck | None = None,
    referral: Referral | None = None,
    letter: str = "ring",
) -> None:
    pack = current(at=due.at)
    about = (check or referral or contact).ref
    for one in to:
        path = _path(one, contact, check=check, referral=referral, at=due.at)
        # The same timer never mails the same reader twice, however often it is tried.
        post(
            key=f"{due.key}:{one}"[:200],
            kind=due.kind,
            to=one,
            about=about,
            body_ref=letter,
            context={"phone": pack.area.hub_phone, "link_path": path},
            at=due.at,
        )
    record(act=f"ring:{due.kind}", about=about, by=WORKER, at=due.at)


def _path(
    to: str,
    contact: Contact,
    *,
    check: PartnerCheck | None = None,
    referral: Referral | None = None,
    at: datetime,
) -> str:
    """The page on which its reader does what the letter asks; the first page for whoever can only ring."""
    kind, _, record_id = to.partition(":")
    concern = f"/hub/concerns/{contact.pk}/"
    if kind == "practitioner":
        by = agencies.actor_for(agencies.practitioner(record_id), at=at)
        if check is not None and may(by, "check:answer") and visible_checks(by, at=at).filter(pk=check.pk):
            return f"/checks/{check.pk}/"
        return concern if visible_contacts(by, at=at).filter(pk=contact.pk).exists() else "/"
    if record_id == str(contact.team_id):
        return f"/referrals/{referral.pk}/" if referral is not None else concern
    if check is not None:
        return f"/checks/{check.pk}/"
    if referral is not None:
        return f"/lead/{referral.pk}/accept/"
    if record_id == str(contact.passed_to_id):
        return "/hub/passed/"
    return concern if contact.route == Contact.Route.STANDARD else "/"
