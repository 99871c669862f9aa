"""Reading alerts of missing families. Whoever calls has passed `access.alerting`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies import queries as agencies
from plait.agencies.models import Agency
from plait.base.clock import LONDON
from plait.base.federation.models import Peer
from plait.base.packs import Pack, current
from plait.base.packs.schema.alert import AlertFile
from plait.handover.models import AlertCopy, AlertOf, MissingAlert
from plait.handover.queries.discovery import somebody
from plait.handover.queries.hiding import hides, shares_home
from plait.handover.queries.looking import safety_of
from plait.handover.queries.two_lines import numbers_of
from plait.handover.rules.alerting import Heard
from plait.handover.rules.discovery import Safety
from plait.handover.wire.missing import Person as Named
from plait.handover.wire.missing import Ring
from plait.people.models import AddressPeriod, Description, Person, Relationship
from plait.people.queries import ids_of
from plait.referrals.models import Contact, ContactPerson

OPEN = (MissingAlert.State.WAITING, MissingAlert.State.LIVE)
MOST_IN_A_DAY = 20  # of one area: no area misses more families than that in a day


def _hides_at_home(
    people: QuerySet[Any, Any],
) -> tuple[QuerySet[Person], *tuple[QuerySet[Any], ...]]:
    """Of these people those who hide themselves (`hiding.hides`), and those who live with somebody who does, or at one address.
    Each way by itself: with an "or" between them PostgreSQL reads through everybody there is."""
    together = Relationship.objects.filter(lives_with="yes")
    return (
        Person.objects.filter(hides()).filter(Q(pk__in=people) | Q(supersedes__in=people)),
        together.filter(hides("other__"), person__in=people),
        together.filter(hides("person__"), other__in=people),
        shares_home(AddressPeriod.objects.filter(person__in=people)),
    )


def today(at: datetime) -> date:
    """The day in the area."""
    return at.astimezone(LONDON).date()


def process(at: datetime) -> AlertFile:
    """How word of a missing family is sent here. Raises NotInPack."""
    return current(at=at).alerting()


def safety_of_all(people: Iterable[str]) -> Safety:
    """What stands here of whom these people, and whoever lives with them, may be hiding from. Nobody has said yet that they flee:
    that they are asked is the rule's."""
    found = [safety_of(one, fleeing="no") for one in people]
    return Safety(
        fleeing="no",
        hidden=any(one.hidden for one in found),
        protected=any(one.protected for one in found),
        must_not_learn=any(one.must_not_learn for one in found),
        shared_home=any(one.shared_home for one in found),
        restricted=any(one.restricted for one in found),
        abuse=any(one.abuse for one in found),
    )


def named(people: Iterable[str], *, born: str) -> list[Named]:
    """What is told of them: the name in use, and the year of birth if the pack says so."""
    found = []
    for one in people:
        known = somebody(one)
        year = known.born_on.year if known.born_on and born == "year" else None
        found.append(Named(forename=known.forename, surname=known.surname, born=year))
    return [one for one in found if one.forename or one.surname]


def whom_to_ring(pack: Pack) -> Ring:
    """The hub by day, the duty team at any time. The same for every family."""
    own = numbers_of(pack)
    return Ring(who=own.hub_name, phone=own.hub_phone, at_night=own.duty_name, at_night_phone=own.duty_phone)


def partners(*, but: str) -> QuerySet[Agency]:
    """The agencies here that may be told; not the raiser's own, which knows."""
    return agencies.agencies().filter(ended_at__isnull=True).exclude(pk=but).order_by("name")


def standing_about(people: Iterable[str]) -> bool:
    """Is word of one of them out, or about to be?"""
    about = AlertOf.objects.filter(person__in=list(ids_of(people)), alert__state__in=OPEN)
    return about.exists()


def hides_now() -> Q:
    """Of alerts of ours: one of them, or whoever lives with them, hides by now (`hiding.hides`)."""
    they = AlertOf.objects.filter(alert=OuterRef(OuterRef("pk"))).values("person")
    return Q(*map(Exists, _hides_at_home(they)), _connector=Q.OR)


def newest_contact(child: str) -> Contact | None:
    """The newest concern about this child: with it the words go, when its time has come."""
    about = ContactPerson.objects.filter(description__person_id__in=list(ids_of([child])))
    return Contact.objects.filter(pk__in=about.values("contact_id")).order_by("-received_at", "pk").first()


def people_of(alert: MissingAlert) -> list[str]:
    """Whom it is about, by id; nobody, of another area's."""
    return [str(one) for one in alert.about.order_by("pk").values_list("person", flat=True)]


def live_over_time(on: date) -> QuerySet[MissingAlert]:
    """Those whose last day is over, ours and others'."""
    return MissingAlert.objects.filter(state=MissingAlert.State.LIVE, ends_on__lt=on)


def none_is_kept() -> bool:
    """Was no family ever missed here? Asked in every round."""
    return not MissingAlert.objects.exists()


def open_ones() -> QuerySet[MissingAlert]:
    """Ours that wait or live. There are few."""
    return MissingAlert.objects.filter(side="out", state__in=OPEN).order_by("at", "pk")


def read_by_the_hub() -> QuerySet[MissingAlert]:
    """Other areas' that live and are not the custodians' alone."""
    rows = MissingAlert.objects.filter(side="in", state=MissingAlert.State.LIVE, quiet=False)
    return rows.order_by("at", "pk")


def told_of(alert: MissingAlert) -> list[Named]:
    """Whom another area's alert names."""
    return [Named(**one) for one in alert.people]


def old(at: datetime, *, days: int) -> QuerySet[MissingAlert]:
    """Those that ended so long ago that nothing needs their words any more."""
    ended = MissingAlert.objects.filter(ended_at__lt=at - timedelta(days=days))
    return ended.exclude(because="", end_words="", check_found="", seen_by="")


def heard(peer: Peer, number: str) -> Heard:
    """What stands here of an alert of that area."""
    one = MissingAlert.objects.filter(side="in", peer=peer, number=number).first()
    if one is None:
        return Heard()
    return Heard(one.last_word, one.state == MissingAlert.State.LIVE, there=True)


def alerts_since(peer: Peer, *, at: datetime) -> int:
    """How many families that area has said it misses since yesterday."""
    rows = MissingAlert.objects.filter(side="in", peer=peer, at__gt=at - timedelta(days=1))
    return rows.count()


def may_be_kept_here(people: Sequence[Named]) -> bool:
    """May one of them be somebody who is kept here, or lives with one? A name and a year are enough to think so: rather one too
    many is for custodians alone than one too few. As many questions, however many they are."""
    they = Q(pk__in=[])
    for one in people:
        name = Q(surname__iexact=one.surname) if one.surname else Q(pk__in=[])
        if one.forename:
            name |= Q(forename__iexact=one.forename)
        if one.born:
            name &= Q(born_on__year=one.born) | Q(born_on__isnull=True)
        they |= name
    rows = Description.objects.filter(they).values("person_id")
    return bool(they) and any(found.exists() for found in _hides_at_home(rows))


def copies_of(alert: MissingAlert) -> list[AlertCopy]:
    """Who was told, by name."""
    return list(alert.copies.select_related("peer").order_by("name", "pk"))


def refs_about(person_id: str) -> list[str]:
    """Alerts of ours about this person."""
    rows = AlertOf.objects.filter(person__in=list(ids_of([person_id]))).values_list("alert_id", flat=True)
    return [f"missing:{one}" for one in dict.fromkeys(rows)]
