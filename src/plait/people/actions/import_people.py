"""An agency's extract comes in: who its people are, as one import that happens whole or not at all, once for each file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import islice

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.announce import announce, ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.timers import set_timer
from plait.people.actions.ask_for_review import ask_for_review
from plait.people.events import MayImport, PeopleImported
from plait.people.models import Extract, Person, ReviewItem
from plait.people.rules.mappings import Mapping
from plait.people.rules.rows import CommonNames, Row, Unread
from plait.people.store.crossings import shielded_homes
from plait.people.store.filing import file_again, file_descriptions
from plait.people.store.hiding import MAY_BE_THEM, at_home_with, doubles_of_hidden, hide_with, is_hidden
from plait.people.store.importing import write_persons
from plait.people.store.importing_pen import Pen, Told
from plait.people.store.importing_ties import write_addresses, write_identifiers, write_relationships

PIECE = 5000  # rows read and written at a time; memory does not grow with the file

Tell = Callable[[int, str, str], None]  # row number, "bad" or "doubt", the sentence

WRITERS: dict[str, Callable[[Pen, list[Row]], Told]] = {
    "persons": write_persons,
    "addresses": write_addresses,
    "relationships": write_relationships,
    "identifiers": write_identifiers,
}


@dataclass(slots=True)
class Imported:
    """What became of a file. `again` is the import that read the same file before, where there was one: nothing changed."""

    extract: Extract
    again: bool = False
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    doubts: int = 0
    to_review: int = 0
    notes: list[str] = field(default_factory=list)


def _nobody(_number: int, _kind: str, _sentence: str) -> None:
    """Nobody listens."""


@deed
def import_people(
    *,
    rows: Callable[[], Iterator[Row | Unread]],
    mapping: Mapping,
    file_name: str,
    file_digest: str,
    agency_id: str,
    agreement: str,
    dpia: str,
    expires_on: date,
    skip_bad: bool = False,
    tell: Tell = _nobody,
    progress: Callable[[int], None] | None = None,
    by: Actor,
    at: datetime,
) -> Imported:
    """Write an extract. The agency stays the controller; `agreement` (the clause, which must be in force and let it send
    these fields) and `dpia` are needed. Only identifying fields come in (`rules.mappings`).

    All or nothing: at the first bad row nothing will be kept, and the rest is still read for the report; with `skip_bad` the
    bad rows are left out. Each is told to `tell`. The same file with the same mapping again changes nothing and says so.
    A changed row of a known record is a new version; what was said before stays.
    People who are linked to nothing expire on `expires_on`.
    """
    about = f"agency:{agency_id}"
    if by.kind != "process":
        raise Refused(
            no(
                "not-by-a-person",
                say="Extracts are imported by the command.",
                next_step="Ask whoever runs Plait",
            ),
            about=about,
        )
    if not agreement.strip() or not dpia.strip():
        raise Refused(
            no(
                "no-agreement",
                say="An import needs the clause of the agreement by which it was sent, and the reference of the data protection "
                "impact assessment.",
                next_step="Give --agreement and --dpia",
            ),
            about=about,
        )
    answers = ask(MayImport(agency=agency_id, clause=agreement.strip(), groups=mapping.groups(), at=at))
    for verdict in answers or [_nobody_to_say()]:
        verdict.insist(about=about)
    digest = mapping.digest()
    before = Extract.objects.filter(
        agency_id=agency_id, file_digest=file_digest, mapping_digest=digest
    ).first()
    if before is not None:
        record(act="extract:again", about=[about, f"extract:{before.pk}"], by=by, at=at)
        return Imported(before, again=True, rows=before.rows, left_out=before.left_out)
    extract = Extract.objects.create(
        agency_id=agency_id, kind=mapping.kind, file_name=file_name[:200], file_digest=file_digest,
        mapping=mapping.as_data(), mapping_digest=digest, agreement=agreement.strip()[:200],
        dpia=dpia.strip()[:200], by=by.id, at=at,
    )  # fmt: skip
    done = _read(extract, rows(), WRITERS[mapping.kind], expires_on, skip_bad, tell, progress, by, at)
    if done.left_out and not skip_bad:
        raise Refused(
            no(
                "bad-rows",
                say=f"{done.left_out:,} of {done.rows:,} rows cannot be imported, so nothing was.",
                next_step="Mend the rows in the report and try again, or leave them out with --skip-bad",
            ),
            about=about,
        )
    extract.status = Extract.Status.PART if done.left_out else Extract.Status.DONE
    extract.rows, extract.left_out = done.rows, done.left_out
    extract.added, extract.changed, extract.unchanged = done.added, done.changed, done.unchanged
    extract.save()
    if mapping.kind == "persons":
        set_timer(
            key=f"unlinked-expires:{expires_on}",
            kind="unlinked-expires",
            subject=f"extract:{extract.pk}",
            due_at=datetime.combine(expires_on, time(3), tzinfo=UTC),
        )
    record(
        act="extract:imported",
        about=[about, f"extract:{extract.pk}"],
        by=by,
        at=at,
        fields=("identity", "location"),
    )
    return done


def _nobody_to_say() -> Verdict:
    return no(
        "no-agreement",
        say="There is nobody to say whether this agreement lets the extract in.",
        next_step="Ask whoever runs Plait",
    )


def _read(
    extract: Extract,
    rows: Iterator[Row | Unread],
    write: Callable[[Pen, list[Row]], Told],
    expires_on: date,
    skip_bad: bool,
    tell: Tell,
    progress: Callable[[int], None] | None,
    by: Actor,
    at: datetime,
) -> Imported:
    done, pen, common = Imported(extract), Pen(extract, at, expires_on, by.id), CommonNames()
    while piece := list(islice(rows, PIECE)):
        good: list[Row] = []
        for one in piece:
            done.rows += 1
            if isinstance(one, Unread):
                done.left_out += 1
                tell(one.number, "bad", one.why)
                continue
            good.append(one)
            common.saw(str(one.cells.get("forename", "")), str(one.cells.get("surname", "")))
            for note in one.notes:
                done.doubts += 1
                tell(one.number, "doubt", note)
        # What will not be kept is not written; the rest of the file is read for its report.
        if good and (skip_bad or not done.left_out):
            _write(done, pen, write(pen, good), tell, by, at)
        if progress is not None:
            progress(done.rows)
    done.notes = common.notes()
    return done


def _write(done: Imported, pen: Pen, told: Told, tell: Tell, by: Actor, at: datetime) -> None:
    done.added += told.added
    done.changed += told.changed
    done.unchanged += told.unchanged
    for number, why in told.bad:
        done.left_out += 1
        tell(number, "bad", why)
    for number, note in told.notes:
        done.doubts += 1
        tell(number, "doubt", note)
    for one, other, identifier in told.claims:
        done.to_review += 1
        ask_for_review(
            kind=ReviewItem.Kind.CLAIMED,
            one_id=one,
            other_id=other,
            evidence={"identifier": identifier},
            by=by,
            at=at,
        )
    for person, record_id, custodian in told.crossings:
        ask_for_review(
            kind=ReviewItem.Kind.SHIELD,
            one_id=person,
            record_id=record_id,
            custodian_id=custodian,
            by=by,
            at=at,
        )
    file_descriptions(told.fresh)
    file_again(told.touched)
    _keep_hidden(pen, told, by, at)
    spoken = {one.person_id for one in told.fresh} | told.touched | told.tied
    if spoken:
        announce(PeopleImported(pen.extract.pk, tuple(sorted(spoken)), at))


def _keep_hidden(pen: Pen, told: Told, by: Actor, at: datetime) -> None:
    """No feed uncovers anybody: a row that may be somebody protected, under any number or name, is hidden before anyone can see
    it, and so is whoever lives where they live by now."""
    doubles = Person.objects.filter(pk__in=doubles_of_hidden(told.fresh), address_hidden=False)
    hide_with(doubles, because=MAY_BE_THEM, by=by, at=at)
    spoken = {one.person_id for one in told.fresh} | told.touched
    hidden = Person.objects.filter(is_hidden(), pk__in=spoken).values_list("pk", flat=True)
    others = at_home_with(hidden)
    hide_with(others, by=by, at=at)
    if others or doubles:
        pen.homes = shielded_homes()
