"""Whoever is there does it: what every part of a family's year stands on, and how each promise and referral ends."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from plait.agencies.models import Membership, Practitioner
from plait.agencies.queries import actor_for
from plait.base.audit.actor import Actor
from plait.base.packs import current
from plait.escalation.models import Owner
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.settle_promise import settle_promise
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.closing import open_promises
from plait.stepdown.models import StepDown
from tests.promises.year import DAY, TELLERS, Year


class Steps:
    """One concern, and who does something about it."""

    def __init__(self, year: Year, number: int) -> None:
        self.year, self.number, self.chance = year, number, year.chance
        self.contact: Contact = None  # type: ignore[assignment]
        self.referral: Referral = None  # type: ignore[assignment]
        self.stepdown: StepDown = None  # type: ignore[assignment]
        self.teller = self.chance.choice(TELLERS)

    def _as(
        self,
        among: tuple[str, ...],
        what: str,
        deed: Callable[[Actor, datetime], object],
        at: datetime,
        *,
        tries: int = 6,
    ) -> None:
        """Whoever is there does it; nobody there: again tomorrow, for some days."""
        by = self.year.whoever(among, at)
        if by is not None:
            deed(by, at)
        elif tries:
            self.year.plan(at + DAY, what, partial(self._as, among, what, deed, tries=tries - 1))

    def _then(
        self,
        at: datetime,
        hours: float,
        among: tuple[str, ...],
        what: str,
        deed: Callable[[Actor, datetime], object],
        **said: Any,
    ) -> None:
        self.year.after(at, hours, what, partial(self._as, among, what, deed), **said)

    def _settle(self, by: Actor, at: datetime) -> None:
        self.referral.refresh_from_db()
        for one in open_promises(self.referral, pack=current(at=at)):
            settle_promise(
                referral_id=str(self.referral.pk), clock_id=str(one.pk), happened=self.chance.random() < 0.9, note="Done.",
                by=by, at=at,
            )  # fmt: skip

    def _close(self, by: Actor, at: datetime) -> None:
        close_referral(
            referral_id=str(self.referral.pk),
            outcome="RC6",
            because="The plan is done.",
            despite="The rest can wait.",
            by=by,
            at=at,
        )

    def _person(self, pk: UUID | str, at: datetime) -> Actor | None:
        person = Practitioner.objects.select_related("agency").get(pk=pk)
        return None if person.left_at else actor_for(person, at=at)

    def _owner(self, owner: Owner | None, at: datetime) -> Actor | None:
        if owner is None:
            return None
        if owner.practitioner_id:
            return self._person(owner.practitioner_id, at)
        if owner.team_id:
            held = Membership.objects.filter(
                team_id=owner.team_id, to_at__isnull=True, practitioner__left_at__isnull=True
            )
            first = held.order_by("practitioner__name").first()
            return self._person(first.practitioner_id, at) if first else None
        return None
