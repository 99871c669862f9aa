"""Moves and missing families in words for the screen, and what their forms offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.queries import teams_of_kind
from plait.agencies.roles import may
from plait.base.access.verdict import Verdict
from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.base.packs import current
from plait.base.ui.fields import offered
from plait.handover.access import alerting as access
from plait.handover.models import FamilyMove, MissingAlert
from plait.handover.queries import alerting, family_moves
from plait.handover.rules.alerting import CHECKS, MAYBE, SAID_BY, Signing, may_sign, unsafe
from plait.handover.rules.moving import what_may_be_found
from plait.handover.wire.missing import Person as Named
from plait.people.access import may_be_named, may_be_opened
from plait.people.models import Person
from plait.people.places import household_of
from plait.people.queries import names_of, standing_ids
from plait.people.rules.moves import HARMLESS
from plait.referrals.models import Referral
from plait.referrals.queries.deciding import children_of

SIGNS = {
    "waiting": ("clock", "blue", "Waits for a senior to sign"),
    "live": ("late", "red", "Missing"),
    "found": ("tick", "green", "Safe and seen"),
    "ended": ("ring", "grey", "Ended"),
}


def household_choices(person: Person, by: Actor, *, at: datetime) -> list[tuple[str, str]]:
    """Who lives with the child now, of whom the reader may open."""
    home = may_be_opened(by, [str(one.pk) for one in household_of(person)], at=at)
    names = names_of(sorted(home)) if home else {}
    return sorted(names.items(), key=lambda one: one[1])


def raise_choices(person: Person, by: Actor, *, at: datetime) -> dict[str, Any]:
    """What the form offers to whoever raises it."""
    return {
        "household": household_choices(person, by, at=at),
        "agencies": [(str(one.pk), offered(one.name)) for one in alerting.partners(but=by.agency)],
        "areas": [(one.code, one.name) for one in border.believed()],
    }


def ring_instead(at: datetime) -> dict[str, Any]:
    """Whom to ring where no word may go out."""
    process = alerting.process(at)
    keeps = teams_of_kind("custodian").order_by("name", "pk").first()
    hub = alerting.whom_to_ring(current(at=at))
    return {
        "custodian": keeps.name if keeps else hub.who,
        "custodian_phone": (keeps.phone if keeps else "") or hub.phone,
        "unit": process.unit_name,
        "unit_phone": process.unit_phone,
    }


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One move: how it is known, whose area as far as it may be said, and what was found since."""

    move: FamilyMove
    who: str
    told: str  # who said so: for the hub, and whoever noted it
    authority: str
    why: tuple[str, ...]
    looks: tuple[Any, ...]


def moves_shown(rows: Iterable[FamilyMove], by: Actor, *, at: datetime) -> list[ShownMove]:
    """The newest first. Whose area stands only where nobody of them hides, today."""
    reasons, found, hub = dict(HARMLESS), [], bool(may(by, "hub:desk"))
    for one in rows:
        people = [str(of.person) for of in one.people.all()]
        met = may_be_named(by, people, at=at) if people else []
        names = names_of(met) if met else {}
        told = one.told if hub or one.by == by.id else ""
        area = "" if one.authority and unsafe(alerting.safety_of_all(people)) else one.authority
        why = tuple(reasons[code] for code in one.why if code in reasons)
        found.append(
            ShownMove(
                one, ", ".join(sorted(names.values())), told, area, why, tuple(one.looks.order_by("at", "pk"))
            )
        )
    return found


def to_look_at(rows: Iterable[FamilyMove]) -> tuple[FamilyMove, tuple[str, ...]] | None:
    """The newest that stands, and what may be said of it."""
    for one in rows:
        if one.state == FamilyMove.State.STANDS:
            return one, what_may_be_found(one.known, temporary=one.temporary)
    return None


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """One alert as this reader may read it."""

    alert: MissingAlert
    words: str
    sign: str
    colour: str
    people: tuple[tuple[str, int | None], ...]
    title: str
    own: bool  # the reader speaks for it: what was answered before it went is theirs to read
    signs: bool
    tells: bool
    answers: tuple[tuple[str, str], ...] = ()
    copies: tuple[Any, ...] = ()
    checks: tuple[Any, ...] = ()
    about: tuple[str, ...] = ()  # their records here, by id


def row(alert: MissingAlert) -> ShownAlert:
    """As it stands on the list."""
    sign, colour, words = SIGNS[alert.state]
    people = tuple((one.name, one.born) for one in map(Named.model_validate, alert.people))
    title = ", ".join(name for name, _ in people) or f"Missing family {alert.reference}"
    return ShownAlert(alert, words, sign, colour, people, title, own=False, signs=False, tells=False)


def shown(alert: MissingAlert, by: Actor, *, at: datetime) -> ShownAlert:
    """The whole of it, with what this reader can do."""
    base = replace(row(alert), about=tuple(str(one.person) for one in alert.about.all()))
    if not access.speaks(by, alert, at=at):
        return base
    signing = Signing(alert.state, alert.by == by.id, by.roles, alerting.process(at).signed_by)
    signs: Verdict = may_sign(signing)
    answers = (
        ("Who says so", dict(SAID_BY).get(alert.said_by, "")),
        ("May they be the one they flee from?", MAYBE.get(alert.may_be_fled, "")),
        ("Is anybody fleeing?", MAYBE.get(alert.fleeing, "")),
        ("Check for domestic abuse", CHECKS.get(alert.abuse_check, "")),
        ("Made by", alert.check_by),
        ("What came of it", alert.check_found),
        ("Why they are thought to be missing", alert.because),
    )
    return ShownAlert(
        alert, base.words, base.sign, base.colour, base.people, base.title, own=True, signs=bool(signs),
        tells=alert.state == MissingAlert.State.LIVE, answers=tuple(one for one in answers if one[1]),
        copies=tuple(alerting.copies_of(alert)), checks=tuple(alert.checks.order_by("-at", "pk")),
        about=base.about,
    )  # fmt: skip


def person_link(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `person-pages` (given `person_id`): for whoever works with children."""
    by = getattr(request, "actor", None)
    if by is None or not access.may_raise(by):
        return None
    return render_to_string("handover/moves_link.html", {"person_id": context.get("person_id")})


def on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `responsibility` (given `subject`, a referral): the way to the family's moves."""
    by, referral = getattr(request, "actor", None), context.get("subject")
    if by is None or not isinstance(referral, Referral) or referral.status == Referral.Status.CLOSED:
        return None
    people = standing_ids(children_of(referral.contact_id))
    if not people or not access.may_raise(by):
        return None
    return render_to_string("handover/moves_on_referral.html", {"person_id": people[0]})


def moves_of(person: Person) -> list[FamilyMove]:
    """Everything noted about where this person's family went."""
    return list(family_moves.moves_of_person(str(person.pk)))
