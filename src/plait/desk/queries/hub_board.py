"""The 08:30 board: what is red, what turns red by noon, and who can be rung about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.agencies.duty import Duty, duty_now
from plait.agencies.models import Membership, Team
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.desk.queries.hub_promises import SHOWN, Section, Window, read_through, running, section_of
from plait.desk.queries.hub_protected import Protected, Protecting
from plait.desk.queries.hub_reopened import Reopened, reopened_now
from plait.desk.queries.hub_unled import Unled, unled_now
from plait.referrals.access import visible_contacts
from plait.referrals.models import CallNote, Contact, PartnerCheck, Referrer
from plait.referrals.queries.hub import last_calls, rings_due, who_know


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What is red, what turns red by then, what was not opened in its time, and who can be rung about each."""

    danger: list[Contact]
    reopened: list[Reopened]
    unled: list[Unled]
    protected: list[Protected]
    red: Section
    turning: Section
    unopened: list[Contact]
    due: dict[str, RunningClock]
    unopened_checks: list[PartnerCheck]
    people: dict[str, list[Membership]]
    duty: Duty
    known: dict[str, frozenset[str]]
    teams: dict[str, Team]
    rang: dict[str, CallNote]
    schools: dict[str, Referrer]


def board_facts(by: Actor, *, at: datetime, until: datetime) -> BoardFacts:
    """Every promise about the reader's concerns that is broken now or will be by `until`, whoever owns it."""
    visible = visible_contacts(by, at=at)
    new = list(
        visible.filter(
            team_id__in=list(by.teams), status=Contact.Status.RECEIVED, opened_at__isnull=True
        ).order_by("received_at")[:SHOWN]
    )
    asked = Window(running().filter(rule="partner_return").order_by("due_at", "pk"))
    out = section_of(asked.read, read_through([asked], visible))
    checks = [row.check for row in out.rows if row.check and row.check.status == "asked"]
    rings = rings_due([*(one.ref for one in new), *(one.ref for one in checks)], at=at)
    danger = list(
        visible.filter(team_id__in=list(by.teams), status=Contact.Status.RECEIVED, danger_now="yes").order_by(
            "received_at", "pk"
        )[:SHOWN]
    )
    reopened = reopened_now(visible)
    again = {one.contact.pk for one in reopened}
    unled = [one for one in unled_now(visible) if one.contact.pk not in again]
    elsewhere = again | {one.contact.pk for one in unled}
    protected = [one for one in Protecting.now(visible, at=at).waiting if one.contact.pk not in elsewhere]
    # What stands on top, as not opened or as protected, is not said a second time below.
    above = {one.referral.ref for one in protected} | {one.referral.ref for one in reopened}
    told = rings | above | {one.ref for one in danger}
    red = Window(running().filter(due_at__lt=at).order_by("-due_at", "pk"), told)
    turning = Window(running().filter(due_at__gte=at, due_at__lte=until).order_by("due_at", "pk"), told)
    by_subject = read_through([red, turning], visible)
    sections = [section_of(window.read, by_subject, besides=told) for window in (red, turning)]
    owners = {one.clock.owner.removeprefix("team:") for one in protected if one.clock}
    owners |= {row.clock.owner.removeprefix("team:") for section in sections for row in section.rows}
    owners |= {str(one.team.pk) for one in reopened if one.team}
    owners |= {str(one.contact.team_id) for one in reopened} | {str(one.team_id) for one in danger}
    owners |= {str(one.team.pk if one.team else one.contact.team_id) for one in unled}
    owners |= {str(one.ring.pk) for one in protected if one.ring}
    owners |= {str(contact.team_id) for contact in new} | {str(check.team_id) for check in checks}
    spoken_of = {one.pk for one in (*danger, *new)}
    spoken_of |= {one.contact.pk for one in protected} | {one.contact.pk for one in reopened}
    spoken_of |= {one.contact.pk for one in unled}
    spoken_of |= {one.referral.contact_id for one in checks}
    spoken_of |= {row.contact.pk for section in sections for row in section.rows}
    teams = {str(team.pk): team for team in Team.objects.filter(pk__in=_ids(owners)).select_related("agency")}
    shown = {row.clock.subject for section in sections for row in section.rows} | told
    shown |= {one.ref for one in new} | {one.ref for one in checks} | {one.referral.ref for one in unled}
    return BoardFacts(
        danger=danger,
        reopened=reopened,
        unled=unled,
        protected=protected,
        red=sections[0],
        turning=sections[1],
        unopened=[one for one in new if one.ref in rings and one.danger_now != "yes"],
        due={clock.subject: clock for clock in reversed([*reversed(red.read), *turning.read])},
        unopened_checks=[one for one in checks if one.ref in rings],
        people=_people_in(list(teams), at=at),
        duty=duty_now(teams, at=at),
        known=who_know(spoken_of),
        teams=teams,
        rang=last_calls(shown),
        schools=_schools((*red.read, *turning.read), spoken_of),
    )


def waits_at_school(clock: RunningClock) -> bool:
    """Is it whoever told us who waits for a word, and is to be rung: the school that has the child?"""
    return clock.key.rpartition(":")[2] in ("pickup", "ring-back")


def _schools(clocks: Iterable[RunningClock], spoken_of: Iterable[UUID]) -> dict[str, Referrer]:
    """Who told us, by concern, where they wait for a word and their name may be read aloud."""
    waiting = {one.subject.removeprefix("contact:") for one in clocks if waits_at_school(one)}
    ids = [one for one in spoken_of if str(one) in waiting]
    found = (
        Referrer.objects.filter(contact_id__in=ids, protected=False).select_related("agency") if ids else ()
    )
    return {str(one.contact_id): one for one in found}


def _ids(owners: Iterable[str]) -> list[str]:
    return [one for one in owners if ":" not in one]


def _people_in(team_ids: Sequence[str], *, at: datetime) -> dict[str, list[Membership]]:
    rows = (
        Membership.objects.filter(team_id__in=team_ids, from_at__lte=at, practitioner__left_at__isnull=True)
        .exclude(to_at__lte=at)
        .select_related("practitioner__deputy")
        .order_by("practitioner__name")
    )
    found: dict[str, list[Membership]] = {}
    for row in rows:
        found.setdefault(str(row.team_id), []).append(row)
    return found
