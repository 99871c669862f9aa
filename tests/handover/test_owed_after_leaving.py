"""Whoever raised word of a missing family, or noted a move, leaves: the next look is owed by somebody who can take it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from plait.agencies.actions.end_account import end_account
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.actions.check_alert import check_alert
from plait.handover.actions.end_alert import end_alert
from plait.handover.actions.keep_owners import keep_owners
from plait.handover.actions.note_move import note_move
from plait.handover.handlers.alerts import WORKER
from plait.handover.models import FamilyMove, MissingAlert
from plait.handover.rules.moving import Noted
from plait.handover.rules.owning import Heir, who_owes
from plait.people.models import DeclaredConflict
from plait.referrals.actions.accept_lead import accept_lead
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.handover.known_here import db, known_here
from tests.handover.missing import fresh, out
from tests.matrix.world import undone

THEY_TOLD = Noted("notified", "They rang.", temporary=True, until=date(2026, 12, 7))


__all__ = ["db"]


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    """Theodora is worked with here, and Esther Lunn leads."""
    with known_here(area_put_back, django_db_blocker) as journey:
        journey.decided()
        accept_lead(referral_id=str(journey.referral.pk), by=journey.who("lead"), at=journey.later())
        yield journey


@pytest.fixture
def one(db: None, once: Journey) -> Iterator[Journey]:
    with undone():
        yield deepcopy(once)


def ref(one: Journey, who: str) -> str:
    return f"practitioner:{one.cast.people[who].pk}"


def leaves(one: Journey, who: str) -> None:
    person = str(one.cast.people[who].pk)
    end_account(practitioner_id=person, by=one.who("administrator"), at=one.later())


def knows(one: Journey, who: str) -> None:
    DeclaredConflict.objects.create(
        practitioner=one.cast.people[who], person_id=one.child, kind="family", declared_at=one.at
    )


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def checked(one: Journey, alert: MissingAlert, who: str) -> None:
    check_alert(alert_id=str(alert.pk), checked="Asked the school again.", by=one.who(who), at=one.later())


def test_the_weekly_word_passes_to_whoever_leads_for_the_child(one: Journey) -> None:
    alert = out(one)
    with pytest.raises(Refused):
        checked(one, alert, "lead")
    leaves(one, "screener")
    assert (fresh(alert).owner, told("missing-passed")) == (ref(one, "lead"), {ref(one, "lead")})
    assert fresh(alert).by == str(one.cast.people["screener"].pk), "who raised it is not rewritten"
    assert AuditEntry.objects.filter(act="missing:passed-on").count() == 1
    assert keep_owners(by=WORKER, at=one.later()) == 0, "twice passes nothing on"
    fire_due(at=one.at + timedelta(days=8))
    assert told("missing-still") == {ref(one, "lead")}
    assert "canary-because" in one.browser("lead").get(f"/missing-families/{alert.pk}/").content.decode()
    checked(one, alert, "lead")
    end_alert(
        alert_id=str(alert.pk), how="found", seen_by="A midwife", words="", by=one.who("lead"), at=one.later()
    )
    assert fresh(alert).state == "found"


def test_one_after_the_other_leaves_and_it_is_never_nobodys(one: Journey) -> None:
    alert = out(one)
    leaves(one, "screener")
    leaves(one, "lead")
    assert fresh(alert).owner == ref(one, "manager"), "whoever signed it"
    leaves(one, "manager")
    owner = fresh(alert).owner
    assert owner.startswith("team:") and owner == f"team:{one.cast.teams['hub'].pk}"
    fire_due(at=one.at + timedelta(days=8))
    assert owner in told("missing-still")
    checked(one, alert, "call_handler")


def test_whoever_knows_the_family_is_passed_over_and_hears_nothing(one: Journey) -> None:
    alert = out(one)
    knows(one, "lead")
    leaves(one, "screener")
    assert fresh(alert).owner == ref(one, "manager")
    assert ref(one, "lead") not in told("missing-passed") | told("missing-still")


def test_whoever_turns_out_to_know_them_is_not_asked_again(one: Journey) -> None:
    alert = out(one)
    knows(one, "screener")
    fire_due(at=one.at + timedelta(days=8))
    assert fresh(alert).owner == ref(one, "lead")
    assert told("missing-still") == {ref(one, "lead")}


def test_nothing_passes_while_somebody_else_leaves(one: Journey) -> None:
    alert = out(one)
    leaves(one, "lead")
    assert fresh(alert).owner == ref(one, "screener") and not told("missing-passed")


def test_a_move_is_looked_at_by_whoever_leads_else_by_the_hub(one: Journey) -> None:
    note_move(person_id=one.child, noted=THEY_TOLD, by=one.who("screener"), at=one.later())
    leaves(one, "screener")
    assert (FamilyMove.objects.get().owner, told("move-passed")) == (ref(one, "lead"), {ref(one, "lead")})
    leaves(one, "lead")
    hub = f"team:{one.cast.teams['hub'].pk}"
    assert FamilyMove.objects.get().owner == hub
    fire_due(at=one.at + timedelta(days=15))
    assert told("move-to-look-at") == {hub}


def test_the_first_who_is_there_may_hear_and_can_act_else_a_team() -> None:
    gone, deaf, idle = Heir("a", there=False), Heir("b", hears=False), Heir("c", acts=False)
    assert who_owes([gone, deaf, idle, Heir("d"), Heir("e")], last="team:x") == "d"
    assert who_owes([gone, deaf, idle], last="team:x") == "team:x"
