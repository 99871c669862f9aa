"""The desk's sections: what waits, what is late, since when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.clock.queries import standing_of
from plait.base.witness.queries import open_alarms
from plait.people.access import access_reviews_for, declarations
from plait.privacy import access
from plait.privacy.models import Disposal, LookUp
from plait.privacy.queries import due_of


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing on the desk."""

    title: str
    about: str
    url: str
    count: int
    late: int = 0
    since: datetime | None = None


Maker = Callable[[Actor, datetime], Section | None]


def _late(refs: list[str], at: datetime) -> int:
    return sum(standing_of(clock, at).value == "breached" for clock in due_of(refs).values())


def _lookups(by: Actor, at: datetime) -> Section | None:
    if not access.may_review_lookups(by):
        return None
    waiting = list(access.visible_lookups(by).exclude(state=LookUp.State.SETTLED))
    return Section(
        title="Look-ups to explain",
        about="Somebody opened a record, and Plait cannot see why.",
        url=reverse("lookups"),
        count=len(waiting),
        late=_late([one.ref for one in waiting], at),
        since=waiting[0].made_at if waiting else None,
    )


def _conflicts(by: Actor, at: datetime) -> Section | None:
    if not may(by, "audit:read"):
        return None
    found = declarations(by, at=at)
    return Section(
        "People practitioners said they know", "Each is refused those records until it ends.",
        reverse("declared-conflicts"), found.count(),
    )  # fmt: skip


def _disposals(by: Actor, at: datetime) -> Section | None:
    waiting = list(access.visible_disposals(by).filter(state=Disposal.State.PROPOSED))
    return Section(
        title="How long records are kept",
        about="What is due to be disposed of, what waits for a second person, and what is held.",
        url=reverse("retention"),
        count=len(waiting),
        since=waiting[0].proposed_at if waiting else None,
    )


def _requests(by: Actor, at: datetime) -> Section | None:
    waiting = list(
        access.readable_requests(by).exclude(state__in=["released", "answered"]).order_by("received_at")
    )
    return Section(
        title="Requests",
        about="Somebody asks for a copy, a correction, or that something is erased or not used.",
        url=reverse("rights-requests"),
        count=len(waiting),
        late=_late([one.ref for one in waiting], at),
        since=waiting[0].received_at if waiting else None,
    )


def _notes(by: Actor, at: datetime) -> Section | None:
    if not access.may_review_lookups(by):
        return None
    standing = list(access.visible_notes(by))
    return Section(
        title="Disputed or held",
        about="What stands beside something an agency wrote, until it is taken away.",
        url=reverse("item-notes"),
        count=len(standing),
        since=standing[0].written_at if standing else None,
    )


def _complaints(by: Actor, at: datetime) -> Section | None:
    waiting = list(access.visible_complaints(by).filter(answered_at__isnull=True))
    return Section(
        title="Complaints",
        about="Somebody complains about how data was used. They are told soon that it came.",
        url=reverse("complaints"),
        count=len(waiting),
        late=_late([one.ref for one in waiting], at),
        since=waiting[0].received_at if waiting else None,
    )


def _sheets(by: Actor, at: datetime) -> Section | None:
    waiting = list(access.visible_sheets(by).filter(state="drafted"))
    return Section(
        title="Telling who looked",
        about="A sheet in plain words, for the one it is about.",
        url=reverse("looked-sheets"),
        count=len(waiting),
        since=waiting[0].made_at if waiting else None,
    )


def _reviews(title: str, about: str, kind: str) -> Maker:
    def made(by: Actor, at: datetime) -> Section | None:
        if not may(by, "audit:read"):
            return None
        waiting = list(access_reviews_for(by, waiting=True).filter(kind=kind))
        return Section(
            title=title,
            about=about,
            url=reverse("access-reviews"),
            count=len(waiting),
            late=sum(one.due_at < at for one in waiting),
            since=waiting[0].at if waiting else None,
        )

    return made


def _claims(by: Actor, at: datetime) -> Section | None:
    if not access.may_review_lookups(by):
        return None
    unanswered = [
        one
        for one in access.visible_claims(by, at=at)
        if one.answered_at is None and one.ends_at is not None and one.ends_at <= at
    ]
    return Section(
        title="Claimed relationships",
        about="Somebody opened a record by saying that they work with a child, and nobody confirmed it.",
        url=reverse("privacy-claims"),
        count=len(unanswered),
        since=unanswered[-1].made_at if unanswered else None,
    )


def _passed(by: Actor, at: datetime) -> Section | None:
    if not access.may_review_lookups(by):
        return None
    waiting = access.visible_passed(by, at=at)
    return Section(
        title="Shared without an agreement",
        about="A child was in danger, so it did not wait. Should an agreement say it?",
        url=reverse("passed-alone"),
        count=len(waiting),
        since=waiting[0].decided_at if waiting else None,
    )


def _own_people(by: Actor, at: datetime) -> Section | None:
    if not access.may_review_lookups(by):
        return None
    return Section(
        "How our people looked", "What people of your own agency did on one record.", reverse("own-people"), 0
    )


def _witnesses(by: Actor, at: datetime) -> Section | None:
    if not may(by, "audit:read"):
        return None
    return Section(
        title="The sealed log",
        about="What the audit says cannot be changed unseen: who witnessed it, and alarms.",
        url=reverse("witnesses"),
        count=open_alarms(),
    )


EMERGENCY = _reviews(
    "Emergency access", "Somebody opened a record in an emergency. Was it right?", "emergency"
)
REVEALED = _reviews(
    "Protected places shown", "Somebody was shown where a hidden person is, because of danger.", "danger"
)
MAKERS: list[Maker] = [
    EMERGENCY,
    REVEALED,
    _claims,
    _passed,
    _lookups,
    _requests,
    _notes,
    _complaints,
    _sheets,
    _disposals,
    _conflicts,
    _own_people,
    _witnesses,
]


def sections(by: Actor, *, at: datetime) -> list[Section]:
    """Everything this reader has to look at, in the order of how soon it matters."""
    return [made for maker in MAKERS if (made := maker(by, at)) is not None]


def count_waiting(request: HttpRequest) -> int | None:
    """For the navigation: how many look-ups wait."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    return access.visible_lookups(by).exclude(state=LookUp.State.SETTLED).count()
