"""Restricted equals absent, and a list is what its details say. (security.md 6.4, T04; sabotage 3, 4 and 13)"""

import re
import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.feedback.access import (
    feedback_to_settle,
    may_settle,
    my_feedback,
    open_disagreement,
    open_feedback,
    open_task_to_settle,
    unread,
    visible_disagreements,
)
from plait.feedback.models import Disagreement, FeedbackTask
from plait.people.access import open_person, standing_of, visible_people
from plait.people.models import Person
from plait.people.rules import may_open_person
from plait.referrals.access import (
    open_check,
    open_contact,
    open_own_contact,
    open_referral,
    own_contacts,
    visible_checks,
    visible_contacts,
    visible_referrals,
)
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.referrals.views.checks.desk import count_waiting
from tests.matrix.asking import ask, face
from tests.matrix.world import CAST, NOW, World

# One address for each kind of record; the door in front of it lets everybody of the pairs below come as far as the record.
PERSON_PAGES = ("story/", "round/", "looked/", "shield/")
RESTRICTED, CONFLICTED, CLOSED, STRANGER = (
    "restricted",
    "declared conflict",
    "closed list",
    "no business of theirs",
)
PAIRS = [
    *((RESTRICTED, who, f"/people/{{person:ruby}}/{page}") for who in ("screener", "other_teacher") for page in PERSON_PAGES),
    *((CONFLICTED, "police_ex_partner", f"/people/{{person:leanne}}/{page}") for page in PERSON_PAGES),
    *((STRANGER, "police", f"/people/{{person:ava}}/{page}") for page in PERSON_PAGES),
    *((CLOSED, "manager", f"/people/{{person:footballer}}/{page}") for page in PERSON_PAGES),
    (RESTRICTED, "screener", "/hub/concerns/{contact:ruby}/"),
    (RESTRICTED, "call_handler", "/hub/concerns/{contact:ruby}/"),
    (RESTRICTED, "screener", "/hub/concerns/{contact:ruby}/rate/"),
    (RESTRICTED, "screener", "/referrals/of/{contact:ruby}/protect/"),
    (CLOSED, "manager", "/hub/concerns/{contact:closed}/"),
    (CLOSED, "dsl", "/concerns/{contact:closed}/"),
    (CONFLICTED, "police_ex_partner", "/checks/{check:ava-police}/"),
    (CONFLICTED, "police_ex_partner", "/checks/{check:ava-police}/answer/"),
    (CONFLICTED, "police_ex_partner", "/checks/{check:ava-police}/answered/"),
    (CONFLICTED, "police_ex_partner", "/checks/{check:ava-police}/level/"),
    (CONFLICTED, "police_ex_partner", "/feedback/{feedback:police}/"),
    (STRANGER, "other_teacher", "/checks/{check:ava-alder_lane}/"),
    (STRANGER, "other_teacher", "/concerns/{contact:ava}/"),
    (STRANGER, "police", "/referrals/{referral:ava}/"),
    (STRANGER, "gp", "/feedback/{feedback:ava-teacher}/"),
    (STRANGER, "dsl", "/concerns/drafts/{draft:half}/check/"),
]  # fmt: skip


def filled(path: str, world: World, *, instead: str = "") -> str:
    return re.sub(r"\{([^}]+)\}", lambda found: instead or world[found[1]], path)


def shape(sql: str) -> str:
    """A statement without its values: what a stopwatch or a query count could tell apart."""
    sql = re.sub(r"'(?:[^']|'')*'", "?", sql)
    sql = re.sub(r"\b[0-9a-f]{32}\b", "?", sql)
    sql = re.sub(r"(?<![\w\".])-?\d+(?:\.\d+)?\b", "?", sql)
    # How wide the numbers of a list are, and the space before what is less than nothing, are no part of what is asked.
    sql = re.sub(r"\s*\?(?:::\w+\[\](?=::))?", "?", sql)
    return re.sub(
        r"\"s\d+_x\d+\"", "savepoint", re.sub(r"(?:SAVEPOINT|RELEASE|ROLLBACK TO).*", "savepoint", sql)
    )


@pytest.mark.parametrize(("why", "who", "path"), PAIRS, ids=str)
def test_may_not_know_and_not_there_are_the_same(world: World, why: str, who: str, path: str) -> None:
    """Same status, headers and bytes, by the same statements: there is no other way to tell."""
    faces, statements = [], []
    ask(world, who, filled(path, world, instead=str(uuid.uuid4())))  # templates and lookups are warm for both
    for one in (filled(path, world), filled(path, world, instead=str(uuid.uuid4()))):
        with CaptureQueriesContext(connection) as caught:
            got = ask(world, who, one)
        assert got.outcome == "nothing", (why, got.response.status_code)
        faces.append(face(got.response))
        statements.append([shape(query["sql"]) for query in caught.captured_queries])
    assert faces[0] == faces[1]
    assert statements[0] == statements[1]


@pytest.mark.parametrize("who", CAST)
def test_visible_people_are_those_who_may_be_opened(world: World, who: str) -> None:
    by = world.actor(who)
    listed = set(visible_people(by, at=NOW).values_list("pk", flat=True))
    opens = {
        person.pk
        for person in Person.objects.all()
        if may_open_person(standing_of(by, str(person.pk), at=NOW))
    }
    assert listed == opens


Opens = Callable[[Actor, str], object]
LISTS: dict[str, tuple[type[Model], Callable[[Actor], QuerySet[Model]], Opens]] = {
    "people": (Person, lambda by: visible_people(by, at=NOW), lambda by, pk: open_person(by, pk, at=NOW)),
    "concerns": (Contact, lambda by: visible_contacts(by, at=NOW), lambda by, pk: open_contact(by, pk, at=NOW)),
    "own concerns": (Contact, lambda by: own_contacts(by, at=NOW), lambda by, pk: open_own_contact(by, pk, at=NOW)),
    "referrals": (Referral, lambda by: visible_referrals(by, at=NOW), lambda by, pk: open_referral(by, pk, at=NOW)),
    "checks": (PartnerCheck, lambda by: visible_checks(by, at=NOW), lambda by, pk: open_check(by, pk, at=NOW)),
    "feedback": (FeedbackTask, lambda by: my_feedback(by, at=NOW), lambda by, pk: open_feedback(by, pk, at=NOW)),
}  # fmt: skip


def opened(open_one: Opens, by: Actor, pk: object) -> bool:
    try:
        open_one(by, str(pk))
    except Refused:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("which", LISTS)
@pytest.mark.parametrize("who", CAST)
def test_a_list_is_what_its_details_say(world: World, who: str, which: str) -> None:
    """Every id on a list opens, and every record that opens is on the list: so no count tells of anything else."""
    model, listed, open_one = LISTS[which]
    by = world.actor(who)
    on_list = {str(pk) for pk in listed(by).values_list("pk", flat=True)}
    every = [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]
    assert on_list == {pk for pk in every if opened(open_one, by, pk)}
    assert listed(by).count() == len(on_list)


@pytest.mark.slow
@pytest.mark.parametrize("who", CAST)
def test_what_the_hub_settles_is_what_it_may_open(world: World, who: str) -> None:
    by = world.actor(who)
    held = {str(one.pk) for one in feedback_to_settle(by, at=NOW)} if may_settle(by) else set()
    for task in FeedbackTask.objects.filter(status=FeedbackTask.Status.HELD):
        assert (str(task.pk) in held) == opened(
            lambda by, pk: open_task_to_settle(by, pk, at=NOW), by, task.pk
        )
    told = {str(one.pk) for one in visible_disagreements(by, at=NOW)} if may_settle(by) else set()
    for one in Disagreement.objects.all():
        assert (str(one.pk) in told) == opened(lambda by, pk: open_disagreement(by, pk, at=NOW), by, one.pk)


def links(html: str, kind: str) -> set[str]:
    """The ids of the records that a page leads to."""
    return set(re.findall(rf'href="/{kind}/([0-9a-f-]{{36}})/', html))


# list page, kind of link on it, who reads it
PAGES = (
    ("/hub/", "hub/concerns", ("call_handler", "screener", "manager", "edt", "designated_officer")),
    ("/hub/board/", "hub/concerns", ("call_handler", "screener", "manager", "edt")),
    ("/hub/passed/", "hub/concerns", ("lead", "family_helper", "edt")),
    ("/lead/", "referrals", ("lead", "family_helper", "edt")),
    ("/checks/", "checks", ("dsl", "police", "police_ex_partner", "other_teacher", "housing", "camhs")),
    ("/concerns/mine/", "concerns", ("teacher", "dsl", "other_teacher", "camhs", "nurse", "youth_worker", "screener")),
    ("/feedback/", "feedback", ("teacher", "dsl", "police", "police_ex_partner", "other_teacher", "mailbox")),
    ("/feedback/to-settle/", "feedback/to-settle", ("screener", "manager", "call_handler")),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("path", "kind", "readers"), PAGES, ids=str)
def test_every_link_of_a_list_opens(world: World, path: str, kind: str, readers: tuple[str, ...]) -> None:
    found = 0
    for who in readers:
        html = ask(world, who, path, audit=False).response.content.decode()
        for pk in sorted(links(html, kind))[:6]:
            found += 1
            assert ask(world, who, f"/{kind}/{pk}/", audit=False).outcome == "in", (who, pk)
    assert found, "no list led anywhere, so nothing was tested"


# By hand from the story: asked and not answered, and feedback not read yet.
WAITING = {
    "police": 1,
    "police_ex_partner": 1,
    "dsl": 1,
    "housing": 1,
    "camhs": 1,
    "gp": 1,
    "other_teacher": 0,
    "idva": 0,
}
UNREAD = {"police": 1, "police_ex_partner": 0, "other_teacher": 0, "idva": 0}


def test_counts_are_counted_after_the_rule(world: World) -> None:
    for who, number in WAITING.items():
        assert count_waiting(SimpleNamespace(actor=world.actor(who), at=NOW)) == number, who  # type: ignore[arg-type]
    for who, number in UNREAD.items():
        assert unread(world.actor(who), at=NOW) == number, who


def test_ids_are_random(world: World) -> None:
    """Version 4: neither a sequence nor a clock can be read from them."""
    for model in apps.get_models():
        if model.__module__.startswith("plait.") and model._meta.pk.get_internal_type() == "UUIDField":
            for pk in model._default_manager.values_list("pk", flat=True)[:200]:
                assert pk.version == 4, f"{model.__name__} {pk}"
