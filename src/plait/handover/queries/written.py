"""What was written about a family's moves, and while it was missed, for a copy that one of them asks for.

Nothing of a family of whom anybody hides, or ever fled: a copy is handed to whoever asks, and that may be the one they left.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.models import Practitioner
from plait.handover.models import AlertOf, AskReceived, FamilyAsk, FamilyMove, MissingAlert, MoveOf, OnceFled
from plait.handover.queries.alerting import safety_of_all
from plait.handover.rules.alerting import Gathered, may_be_copied
from plait.handover.rules.moving import flees
from plait.people.events import Held
from plait.people.queries import ids_of
from plait.people.rules.moves import HARMLESS
from plait.referrals.models import Contact, Referrer

OPEN_ROUTE = Q(contact__isnull=True) | Q(contact__route=Contact.Route.STANDARD)


def written_about(person_ids: Iterable[str]) -> list[Held]:
    """Each agency's own words of moves and of our alerts, as far as `may_be_copied` lets them go. Never where to, nor who said
    so, nor what was asked about fleeing, nor another area's name; nothing by an agency that told us with its name protected. Of
    another area's alert there is nothing: it is of nobody here, and who looks for somebody is told to nobody."""
    ids = list(person_ids)
    found: list[Held] = []
    for move in _moves(ids):
        if may_be_copied(_gathered([one.person for one in move.people.all()])):
            found += _of_move(move)
    for alert in _alerts(ids):
        people = [one.person for one in alert.about.all()]
        if may_be_copied(_gathered(people, signed=alert.signed_at is not None)):
            found += _of_alert(alert)
    shut = _protected(ids)
    return [one for one in found if one.agency and one.agency not in shut and one.text.strip()]


def _moves(ids: Sequence[str]) -> QuerySet[FamilyMove]:
    they = MoveOf.objects.filter(move=OuterRef("pk"), person__in=ids)
    rows = FamilyMove.objects.filter(OPEN_ROUTE, Exists(they)).prefetch_related("people", "looks")
    return rows.order_by("at", "pk")


def _alerts(ids: Sequence[str]) -> QuerySet[MissingAlert]:
    they = AlertOf.objects.filter(alert=OuterRef("pk"), person__in=ids)
    rows = MissingAlert.objects.filter(OPEN_ROUTE, Exists(they), side=MissingAlert.Side.OUT)
    return rows.prefetch_related("about", "checks", "copies").order_by("at", "pk")


def _gathered(people: Iterable[UUID], *, signed: bool = True) -> Gathered:
    them = list(ids_of(str(one) for one in people))
    return Gathered(safety=safety_of_all(them), fled=_fled(them), signed=signed)


def _fled(them: Sequence[str]) -> bool:
    """Did anybody ever note it, ask or be asked about them quietly, or was an alert ended because they had begun to hide?"""
    moves = FamilyMove.objects.filter(Exists(MoveOf.objects.filter(move=OuterRef("pk"), person__in=them)))
    hid = AlertOf.objects.filter(person__in=them, alert__hid=True)
    asked = FamilyAsk.objects.filter(person__in=them, fleeing=FamilyAsk.Fleeing.YES)
    came = AskReceived.objects.filter(Q(person__in=them) | Q(kept__in=them), quiet=True)
    noted = any(flees(tuple(why)) for why in moves.values_list("why", flat=True))
    once = OnceFled.objects.filter(person__in=them)
    return noted or hid.exists() or asked.exists() or came.exists() or once.exists()


def _protected(ids: Sequence[str]) -> set[str]:
    """Agencies that told us about these people with their name protected: nothing of theirs may tell that it was they."""
    rows = Referrer.objects.filter(contact__people__description__person_id__in=ids, protected=True)
    return {str(one) for one in rows.exclude(agency=None).values_list("agency_id", flat=True)}


def _of_move(move: FamilyMove) -> Iterator[Held]:
    if not move.told:  # its words are gone
        return
    reasons = dict(HARMLESS)
    text = _parts(
        ("How it is known", move.get_known_display()),
        ("Moved on", _day(move.moved_on)),
        ("For a time, until", _day(move.until) if move.temporary else ""),
        ("What moved them", "; ".join(reasons[code] for code in move.why if code in reasons)),
        ("Written", move.words),
    )
    yield Held(move.ref, _agency_of(move.by), "A move that was noted", text, move.at)
    for look in sorted(move.looks.all(), key=lambda one: (one.at, str(one.pk))):
        said = _parts(
            ("Found", look.get_found_display()), ("Until", _day(look.until)), ("Written", look.words)
        )
        yield Held(
            f"move-look:{look.pk}", _agency_of(look.by), "A move that was looked at again", said, look.at
        )


def _of_alert(alert: MissingAlert) -> Iterator[Held]:
    if not alert.because:  # its words are gone: that it was is in nobody's copy either
        return
    told = sorted(one.name for one in alert.copies.all() if one.agency and one.sent_at)
    areas = any(one.peer_id and one.sent_at for one in alert.copies.all())
    text = _parts(("Why", alert.because), ("Told", "; ".join([*told, *["services of another area"] * areas])))
    yield Held(
        alert.ref, _agency_of(alert.by), "When it was told that they were missing", text, alert.signed_at or alert.at
    )  # fmt: skip
    for check in sorted(alert.checks.all(), key=lambda one: (one.at, str(one.pk))):
        yield Held(
            f"missing-check:{check.pk}", _agency_of(check.by), "Looked at again while they were missing", check.checked,
            check.at,
        )  # fmt: skip
    if alert.ended_at is not None and alert.ended_by:
        seen = _day(alert.seen_on) if alert.seen_by else ""
        end = _parts(("Safe and seen by", alert.seen_by), ("On", seen), ("Written", alert.end_words))
        yield Held(
            f"missing-end:{alert.pk}", _agency_of(alert.ended_by), "How looking for them ended", end, alert.ended_at
        )  # fmt: skip


def _agency_of(practitioner_id: str) -> str:
    try:
        rows = Practitioner.objects.filter(pk=UUID(practitioner_id))
    except ValueError:
        return ""
    return str(rows.values_list("agency_id", flat=True).first() or "")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _parts(*parts: tuple[str, str]) -> str:
    return "\n\n".join(f"{label}: {said}" for label, said in parts if said.strip())
