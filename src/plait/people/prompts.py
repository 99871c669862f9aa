"""What is noticed about who people are and where they live: moves, homes, schools, two records that may be one, and somebody
feared at the same address. Nothing of it about anybody whose whereabouts are protected, but to the team that keeps them."""

import hashlib
import itertools
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from plait.agencies.queries import teams_of_kind
from plait.base.packs.schema.prompts import PromptRule
from plait.base.prompts.events import Evidence, FactsAbout, InSight
from plait.base.prompts.refs import ids_by_kind
from plait.base.prompts.rules import Detector, Fact, Found, Story, found_on
from plait.people.access import may_be_named, may_be_opened, review_queue
from plait.people.models import AddressPeriod, Description, Person, ProtectedFrom, ReviewItem
from plait.people.places import is_shielded
from plait.people.queries.moving import moving_questions
from plait.people.rules.shared_homes import many_live_there
from plait.people.rules.veiling import address_key

KEPT = ("contact", "record", "description", "person")


def moves(story: Story, rule: PromptRule) -> Found | None:
    """Something about the family's moves is worth a question: never how often, and never a score."""
    asked = story.of("move-question")
    return found_on(*(one.ref for one in asked), count=len({one.code for one in asked}))


def two_homes_said(story: Story, rule: PromptRule) -> Found | None:
    """Two sources say lately that the child lives now, one here and one there: which is the newest that somebody checked?"""
    told = story.of("home", days=rule.numbers["days"])
    return found_on(*(one.ref for one in told)) if len({one.code for one in told}) > 1 else None


def new_school_after_concern(story: Story, rule: PromptRule) -> Found | None:
    """Another school is named for the child than before, soon after a concern."""
    named = story.of("school")
    for was, now in itertools.pairwise(named):
        before = [one for one in story.of("concern") if 0 <= (now.day - one.day).days <= rule.numbers["days"]]
        if now.code != was.code and before:
            return found_on(now.ref, *(one.ref for one in before))
    return None


def may_be_two(story: Story, rule: PromptRule) -> Found | None:
    """Two records may be of one child, and nobody has said so for some days."""
    return found_on(
        *(one.ref for one in story.of("may-be-two") if (story.on - one.day).days >= rule.numbers["days"])
    )


def feared_at_home(story: Story, rule: PromptRule) -> Found | None:
    """Somebody from whom the child is protected is said to live where the child lives."""
    return found_on(*(one.ref for one in story.of("home-of-feared")))


DETECTORS: dict[str, Detector] = {
    "moves": moves,
    "two-homes-said": two_homes_said,
    "new-school-after-concern": new_school_after_concern,
    "may-be-two": may_be_two,
    "feared-at-home": feared_at_home,
}


def facts_about(question: FactsAbout) -> list[Fact]:
    """The answer to `base.prompts.FactsAbout`."""
    person = Person.objects.filter(pk__in=question.known_as, superseded_by__isnull=True).first()
    if person is None:
        return []
    facts = [*_feared(person, question.at), *_reviews(person)]
    if not is_shielded(person):
        facts += [*_moves(person, question.at), *_homes(person), *_schools(person)]
    return facts


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _moves(person: Person, at: datetime) -> Iterator[Fact]:
    for one in moving_questions(person, shielded=False, at=at):
        for ref in one.evidence:
            kept = ref if ref.partition(":")[0] in KEPT else f"person:{person.pk}"
            yield Fact("move-question", _day(at), kept, code=one.code)


def _current(person: Person) -> list[AddressPeriod]:
    rows = AddressPeriod.objects.filter(person=person, to_on__isnull=True).select_related("place")
    return [one for one in rows.order_by("pk") if one.place.line or one.place.postcode]


def _home(period: AddressPeriod) -> tuple[str, str]:
    return address_key(period.place.line), "".join(period.place.postcode.upper().split())


def _homes(person: Person) -> Iterator[Fact]:
    for one in _current(person):
        if one.from_on is not None:
            yield Fact("home", one.from_on, f"address:{one.pk}", code=_blind("|".join(_home(one))))


def _schools(person: Person) -> Iterator[Fact]:
    rows = Description.objects.filter(person=person).exclude(school="").order_by("stated_at", "pk")
    for one in rows:
        name = " ".join(one.school.casefold().replace(".", "").split())
        yield Fact("school", _day(one.stated_at), f"description:{one.pk}", code=_blind(name))


def _reviews(person: Person) -> Iterator[Fact]:
    rows = ReviewItem.objects.filter(Q(one=person) | Q(other=person)).exclude(state=ReviewItem.State.DECIDED)
    for one in rows.order_by("at", "pk"):
        sealed = str(one.custodian_id or "")
        yield Fact("may-be-two", _day(one.at), f"review:{one.pk}", sealed_for=sealed)


def _feared(person: Person, at: datetime) -> Iterator[Fact]:
    """Told to the team that keeps the record; where none does, to the custodians of the area."""
    from_whom = ProtectedFrom.objects.filter(person=person, ended_at__isnull=True, other__isnull=False)
    homes = {_home(one) for one in _current(person) if not many_live_there(one.place.line)}
    homes = {one for one in homes if all(one)}
    for one in from_whom.select_related("other").order_by("pk") if homes else ():
        assert one.other is not None
        if homes & {_home(period) for period in _current(one.other)}:
            teams = (
                [person.custodian_id]
                if person.custodian_id
                else [team.pk for team in teams_of_kind("custodian")]
            )
            for team in teams:
                yield Fact("home-of-feared", _day(at), f"protected:{one.pk}", sealed_for=str(team))


def _blind(text: str) -> str:
    """Tells two apart and names neither."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def in_sight(question: InSight) -> dict[str, Evidence]:
    """What of these records of people a reader may see: of nobody whom they may not meet and, of a protected person, never
    where. `child:<id>`: may they open this child's story at all?"""
    ids, by, at = ids_by_kind(question.refs), question.by, question.at
    people: dict[str, tuple[str, str]] = {}  # reference → whose it is, and the line
    for pk in ids.get("person", ()):
        people[f"person:{pk}"] = (pk, "What stands in this child’s or adult’s record")
    for described in Description.objects.filter(pk__in=ids.get("description", ())):
        people[f"description:{described.pk}"] = (
            str(described.person_id), f"How they were described on {_on(described.stated_at)}"
        )  # fmt: skip
    for period in AddressPeriod.objects.filter(pk__in=ids.get("address", ())).select_related("person"):
        if not is_shielded(period.person):
            since = f"{period.from_on.day} {period.from_on:%B %Y}" if period.from_on else "a day not known"
            people[f"address:{period.pk}"] = (
                str(period.person_id),
                f"An address told as theirs since {since}",
            )
    met = set(may_be_named(by, {one for one, _ in people.values()}, at=at)) if people else set()
    shown = {ref: Evidence(words) for ref, (who, words) in people.items() if who in met}
    if ids.get("child"):
        rows = Person.objects.filter(pk__in=ids["child"]).only("pk", "superseded_by_id")
        stands = {str(one.pk): str(one.superseded_by_id or one.pk) for one in rows}
        opens = may_be_opened(by, set(stands.values()), at=at)
        shown |= {f"child:{was}": Evidence("") for was, now in stands.items() if now in opens}
    if ids.get("review"):
        for item in review_queue(by, at=at).filter(pk__in=ids["review"]):
            shown[f"review:{item.pk}"] = Evidence(f"The question who is who of {_on(item.at)}")
    keeps = ProtectedFrom.objects.filter(pk__in=ids.get("protected", ())).select_related("person")
    for one in keeps:
        if may_be_named(by, [str(one.person_id)], at=at):
            shown[f"protected:{one.pk}"] = Evidence(
                f"Somebody they are protected from, written down {_on(one.at)}"
            )
    return shown


def _on(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"
