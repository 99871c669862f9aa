"""May this reader open this person? Gathers the facts, asks the rules, and audits what was opened."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from plait.agencies.roles import may, works_with_children
from plait.base.access.counting import Later
from plait.base.access.stand_ins import AS_ONE, some_ids, some_numbers
from plait.base.access.verdict import Refused, Verdict, hidden
from plait.base.access.written import Written
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.base.packs import NoPack, current
from plait.people.events import RecordsAbout
from plait.people.models import (
    DeclaredConflict,
    Description,
    Involvement,
    Person,
    Relationship,
    ReviewItem,
)
from plait.people.queries import ids_of, restricted_people, said_purpose, standing_ids, waiting_reviews
from plait.people.rules import (
    OPENS_THE_STORY,
    SELF_GIVEN,
    Standing,
    may_open_person,
    opened_for,
)

MANY_UNREACHABLE = 200  # people: so many are named in a question one by one
MOST_UNMET = 2_000  # people whom a search lays aside before it scores; of further ones it shows as little, and takes longer


def _mine(by: Actor) -> Q:
    if not _leads_to_records(by):
        return Q(pk__in=[])
    own = Q(team_id__in=by.teams)
    return own | Q(practitioner_id=by.id) if by.kind == "practitioner" else own


def _leads_to_records(by: Actor) -> bool:
    """Administrators, pack owners, privacy officers, guardians, writers of agreements: whatever team somebody puts them in,
    none of their roles leads to a child's record."""
    return by.kind != "practitioner" or works_with_children(by)


def _kept_by(by: Actor) -> frozenset[str]:
    return by.teams if _leads_to_records(by) else frozenset()


def _live(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))


def involvements_of(by: Actor, *, at: datetime) -> QuerySet[Involvement]:
    """The reader's own and their teams' involvements that hold at this moment."""
    return Involvement.objects.filter(_mine(by), _live(at))


def conflicts_of(by: Actor) -> QuerySet[DeclaredConflict]:
    """What the reader has declared and not ended."""
    if by.kind != "practitioner":
        return DeclaredConflict.objects.none()
    return DeclaredConflict.objects.filter(practitioner_id=by.id, ended_at__isnull=True)


def family_known_to(by: Actor) -> frozenset[str]:
    """Everybody whom this reader declared, or was found, to know, and everybody related to them, under every id of theirs."""
    known = {one.person_id for one in conflicts_of(by) if one.person_id is not None}
    if not known:
        return frozenset()
    ties = Relationship.objects.filter(Q(person_id__in=known) | Q(other_id__in=known))
    found = {*known, *(one for pair in ties.values_list("person_id", "other_id") for one in pair)}
    return frozenset(str(one) for one in found) | frozenset(ids_of(str(one) for one in found))


def unreachable_people(by: Actor, *, at: datetime) -> QuerySet[Person]:
    """Everyone this reader may not meet on any list: declared conflicts first, then restricted persons who are neither
    in their keeping nor theirs by name. Asked from those two lists, which are short: nobody reads through everybody."""
    declared = conflicts_of(by).filter(person__isnull=False).values("person_id")
    restricted = Person.objects.filter(_restricted_from(by, at=at)).values("pk")
    return Person.objects.filter(pk__in=declared.union(restricted))


def is_unreachable(by: Actor, *, at: datetime, through: str = "") -> Q:
    """The same rule as a condition on rows that lead to a person `through` a path such as `description__person`.

    A list filtered by it asks about each of the people on that list.
    """
    person = OuterRef(f"{through}_id" if through else "pk")
    return Q(Exists(conflicts_of(by).filter(person_id=person))) | _restricted_from(by, at=at, through=through)


def _restricted_from(by: Actor, *, at: datetime, through: str = "") -> Q:
    lead = f"{through}__" if through else ""
    person = OuterRef(f"{through}_id" if through else "pk")
    named = Involvement.objects.filter(_live(at), person_id=person, practitioner_id=_own_id(by))
    kept = Q(**{f"{lead}custodian_id__in": _kept_by(by)})
    return Q(**{f"{lead}restricted": True}) & ~Q(Exists(named)) & ~kept


def _own_id(by: Actor) -> str:
    # A mailbox or a process is nobody's name. (None would ask for "no practitioner", which every team's row answers.)
    return by.id if by.kind == "practitioner" else str(UUID(int=0))


def visible_people(by: Actor, *, at: datetime) -> QuerySet[Person]:
    """Everyone whose story this reader may open: `may_open_person` as a query (tests hold the two together)."""
    opens = involvements_of(by, at=at).filter(person_id=OuterRef("pk"), kind__in=OPENS_THE_STORY)
    return (
        Person.objects.filter(Q(Exists(opens)) | Q(restricted=True, custodian_id__in=_kept_by(by)))
        .filter(superseded_by__isnull=True)
        .exclude(pk__in=unreachable_people(by, at=at).values("pk"))
    )


def standing_of(by: Actor, person_id: str, *, at: datetime) -> Standing:
    """The facts that `may_open_person` asks for."""
    person: Person | None = _stands.first(person_id)
    ways = _ways_in.rows(by, some_ids([person_id]), at=at)
    return Standing(
        exists=person is not None,
        conflicted=bool(_declared_about.rows(by, person_id)),
        restricted=person is not None and person.restricted,
        named=by.kind == "practitioner" and any(str(whose) == by.id for *_, whose in ways),
        keeps=person is not None and str(person.custodian_id or "") in _kept_by(by),
        kinds=frozenset(kind for _, kind, *_ in ways),
    )


@Written
def _stands(person_id: str) -> QuerySet[Person]:
    return Person.objects.filter(pk=person_id, superseded_by__isnull=True)


@Written
def _declared_about(by: Actor, person_id: str) -> QuerySet[DeclaredConflict, Any]:
    return conflicts_of(by).filter(person_id=person_id).values_list("pk", flat=True)[:1]


@Written
def _ways_in(by: Actor, ids: tuple[UUID, ...], *, at: datetime) -> QuerySet[Involvement, Any]:
    rows = involvements_of(by, at=at).filter(person_id__in=ids)
    return rows.values_list("person_id", "kind", "source_kind", "practitioner_id")


def open_person(by: Actor, person_id: str, *, at: datetime, act: str = "person:read") -> Person:
    """The person, audited as read; or Refused in the words that are true of a restricted person and of none."""
    standing = standing_of(by, person_id, at=at)
    verdict = may_open_person(standing)
    if not verdict:
        raise Refused(verdict, about=f"person:{person_id}")
    record(
        act=act,
        about=f"person:{person_id}",
        by=by,
        at=at,
        fields=("identity", "content"),
        purpose=_opened_for(by, person_id, standing, at),
        reason=verdict.reason,
    )
    return Person.objects.get(pk=person_id)


def _opened_for(by: Actor, person_id: str, standing: Standing, at: datetime) -> str:
    """What the reader said today that they open it for; until they say it, what follows from how they are involved."""
    if by.kind != "practitioner":
        return ""
    said = said_purpose(by.id, person_id, on=timezone.localdate(at))
    if said:
        return opened_for(said, said=True)
    try:
        rules = current(at=at).access
    except NoPack:
        return ""
    kinds = standing.kinds | (frozenset({"custodian"}) if standing.keeps else frozenset())
    return opened_for(rules.default_purpose(kinds).code, said=False)


def self_given_only(by: Actor, person_id: str, *, at: datetime) -> bool:
    """Is a claim or emergency access the reader's only way into this record?"""
    kinds = ways_in(by, [person_id], at=at).get(person_id, frozenset()) & OPENS_THE_STORY
    return bool(kinds) and kinds <= SELF_GIVEN


def ways_in(by: Actor, person_ids: Iterable[str], *, at: datetime) -> dict[str, frozenset[str]]:
    """How the reader and their teams are involved, by person. What Plait itself gave to the emergency duty team, because
    nobody had opened a concern, is duty: nobody gave it to themselves."""
    found: dict[str, set[str]] = {}
    for person_id, kind, source, _ in _ways_in.rows(by, some_ids(person_ids), at=at):
        told = "duty" if kind == "emergency" and source == "contact" else kind
        found.setdefault(str(person_id), set()).add(told)
    return {one: frozenset(kinds) for one, kinds in found.items()}


def declarations(by: Actor, *, at: datetime) -> QuerySet[DeclaredConflict]:
    """What everybody has declared and not ended, for a privacy officer; nothing for anybody else. Audited."""
    if not may(by, "audit:read"):
        return DeclaredConflict.objects.none()
    record(act="conflict:list", about="page:declared-conflicts", by=by, at=at, fields=("identity", "sealed"))
    return (
        DeclaredConflict.objects.filter(person__isnull=True, ended_at__isnull=True)
        .select_related("practitioner__agency")
        .order_by("practitioner__agency__name", "practitioner__name", "declared_at", "pk")
    )


def open_declaration(by: Actor, conflict_id: str, *, at: datetime) -> DeclaredConflict:
    """One declaration, for a privacy officer."""
    found = declarations(by, at=at).filter(pk=conflict_id).first()
    if found is None:
        raise Refused(hidden("no-such-declaration"), about=f"conflict:{conflict_id}")
    record(
        act="conflict:read", about=f"practitioner:{found.practitioner_id}", by=by, at=at, fields=("sealed",)
    )
    return found


def records_of_restricted() -> dict[str, Person]:
    """The audit's pseudonym of every restricted person and of every record about one, with the person."""
    found: dict[str, Person] = {}
    kept = {str(person.pk): person for person in restricted_people()}
    for person in kept.values():
        found |= {pseudonym(ref): person for refs in ask(RecordsAbout(person.pk)) for ref in refs}
    # Under each id that ever stood for them: whoever tries an old link tries the record.
    return found | {pseudonym(f"person:{one}"): kept[now] for one, now in ids_of(kept).items()}


def review_queue(by: Actor, *, at: datetime) -> QuerySet[ReviewItem]:
    """Questions about identities that this reader may answer: what rests on the answer first, then the oldest (`rests`).

    Nothing about a person they may not meet, whether that one redirects by now or not; a crossing of an identity shield for the
    shield's custodians alone. Nobody sees a question without the right to say who is who, or to keep restricted records.
    """
    return _queue(by, _few_unreachable(by, at), at=at)


def count_reviews(by: Actor, *, at: datetime) -> Later:
    """How long that queue is."""
    return _queue.later(by, _few_unreachable(by, at), at=at)


@Written
def _queue(by: Actor, few: tuple[UUID, ...] | None, *, at: datetime) -> QuerySet[ReviewItem]:
    rows = waiting_reviews(at=at)
    if not may(by, "identity:confirm"):
        if not may(by, "restricted:keep"):
            return rows.none()
        rows = rows.filter(custodian__isnull=False)
    rows = rows.filter(Q(custodian__isnull=True) | Q(custodian_id__in=by.teams))
    subjects = ("one", "other", "one__superseded_by", "other__superseded_by", "record__person")
    return _about_nobody_unreachable(rows, subjects, few, by, at)


def _few_unreachable(by: Actor, at: datetime) -> tuple[UUID, ...] | None:
    """Whom this reader may not meet, asked once, since they are few; None where they are many. Written into a question about
    several people for each of them, it is five times as long."""
    few = _some_unreachable.rows(by, at=at)
    return some_ids(few) if len(few) <= MANY_UNREACHABLE else None


def unmet_by(by: Actor, *, at: datetime) -> list[UUID]:
    """Whom this reader may not meet, for a search to lay aside before it scores: they are few (`MOST_UNMET`)."""
    found: list[UUID] = _unmet.rows(by, at=at)
    return found


@Written
def _unmet(by: Actor, *, at: datetime) -> QuerySet[Person, Any]:
    return unreachable_people(by, at=at).values_list("pk", flat=True)[:MOST_UNMET]


@Written
def _some_unreachable(by: Actor, *, at: datetime) -> QuerySet[Person, Any]:
    return unreachable_people(by, at=at).values_list("pk", flat=True)[: MANY_UNREACHABLE + 1]


def _about_nobody_unreachable(
    rows: QuerySet[ReviewItem],
    subjects: Iterable[str],
    few: tuple[UUID, ...] | None,
    by: Actor,
    at: datetime,
) -> QuerySet[ReviewItem]:
    out: Any = few if few is not None else unreachable_people(by, at=at).values("pk")
    if few == ():
        return rows
    for subject in subjects:
        rows = rows.exclude(**{f"{subject}__in": out})
    return rows


def open_review(by: Actor, review_id: str, *, at: datetime, act: str = "review:read") -> ReviewItem:
    """One waiting question, audited as read of both people; or Refused in the words that are true of none."""
    found = review_queue(by, at=at).filter(pk=review_id).first()
    if found is None:
        raise Refused(hidden("no-such-review"), about=f"review:{review_id}")
    about = [f"person:{one}" for one in (found.one_id, found.other_id) if one]
    record(act=act, about=[f"review:{review_id}", *about], by=by, at=at, fields=("identity",))
    return found


def open_decided_review(by: Actor, review_id: str, *, at: datetime) -> ReviewItem:
    """One question that was answered, for undoing: by the same rule as the queue."""
    found = ReviewItem.objects.filter(pk=review_id, state=ReviewItem.State.DECIDED).first()
    out = unreachable_people(by, at=at)
    ids = [one for one in (found.one_id, found.other_id) if one] if found else []
    stand = Person.objects.filter(pk__in=ids).values_list("superseded_by_id", flat=True)
    keeps = found is not None and found.custodian_id is not None and str(found.custodian_id) in by.teams
    theirs = keeps or (found is not None and found.custodian_id is None and bool(may(by, "identity:confirm")))
    allowed = bool(may(by, "identity:confirm")) or bool(may(by, "restricted:keep"))
    if found is None or not theirs or not allowed or out.filter(pk__in=[*ids, *filter(None, stand)]).exists():
        raise Refused(hidden("no-such-review"), about=f"review:{review_id}")
    return found


def lately_decided(by: Actor, *, at: datetime) -> list[ReviewItem]:
    """Questions this reader answered in the last two weeks, the newest first: for taking an answer back."""
    rows = ReviewItem.objects.filter(
        state=ReviewItem.State.DECIDED, decided_at__gt=at - timedelta(days=14), answers__by=by.id
    )
    rows = rows.filter(Q(custodian__isnull=True) | Q(custodian_id__in=by.teams))
    subjects = ("one", "other", "one__superseded_by", "other__superseded_by")
    rows = _about_nobody_unreachable(rows, subjects, _few_unreachable(by, at), by, at)
    return list(rows.filter(answers__undone_at__isnull=True).distinct().order_by("-decided_at", "pk")[:20])


def may_review(by: Actor) -> Verdict:
    """Who answers questions about identities: whoever says who somebody is, and custodians for what is theirs."""
    return may(by, "identity:confirm") or may(by, "restricted:keep")


def may_be_named(by: Actor, person_ids: Iterable[str], *, at: datetime) -> list[str]:
    """Of these people, those whom this reader may meet beside somebody they may open."""
    ids = list(person_ids)
    gone = {str(one) for one in _unreachable_among.rows(by, some_ids(ids), at=at)}
    return [one for one in ids if one not in gone]


@Written
def _unreachable_among(by: Actor, ids: tuple[UUID, ...], *, at: datetime) -> QuerySet[Person, Any]:
    return unreachable_people(by, at=at).filter(pk__in=ids).values_list("pk", flat=True)


def may_be_opened(by: Actor, person_ids: Iterable[str], *, at: datetime) -> set[str]:
    """Of these people, those whose story this reader may open."""
    return {str(one) for one in _visible_among.rows(by, some_ids(person_ids), at=at)}


def may_open_one_of(by: Actor, person_ids: Collection[str], *, at: datetime) -> bool:
    """May this reader open the story of one of these people, under whichever id a page speaks of them?"""
    # One after the other: with an "or" between them PostgreSQL reads through everybody there is.
    return bool(may_be_opened(by, {*person_ids, *standing_ids(person_ids)}, at=at))


@Written
def _visible_among(by: Actor, ids: tuple[UUID, ...], *, at: datetime) -> QuerySet[Person, Any]:
    return visible_people(by, at=at).filter(pk__in=ids).values_list("pk", flat=True)


def described_to(by: Actor, numbers: Iterable[int], *, at: datetime) -> list[Description]:
    """Of the records with these numbers, those of people whom this reader may meet, with the person and where it came from.

    Asked in the same words whether there are any, so that a search tells nobody that it found somebody it may not show."""
    found: list[Description] = _described.rows(by, some_numbers(numbers, least=AS_ONE), at=at)
    return found


@Written
def _described(by: Actor, numbers: tuple[int, ...], *, at: datetime) -> QuerySet[Description]:
    rows = Description.objects.filter(number__in=numbers, person__superseded_by__isnull=True)
    return rows.exclude(is_unreachable(by, at=at, through="person")).select_related("person", "record")
