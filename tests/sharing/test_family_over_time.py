"""What happens to an agreement as time goes by and the work goes on, and when two things come at once."""

import threading
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from plait.base.access.verdict import Refused
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.sharing import handlers
from plait.sharing.actions.end_with_episode import end_with_episode
from plait.sharing.actions.prompt_review import prompt_review
from plait.sharing.actions.review_agreement import review_agreement
from plait.sharing.actions.withdraw_agreement import withdraw_agreement
from plait.sharing.models import AgreementReview, AgreementWithdrawal, FamilyAgreement, SharingDecision
from tests.sharing.home import Home


def asked(agreement: FamilyAgreement) -> set[str]:
    return set(AgreementReview.objects.filter(agreement=agreement).values_list("why", flat=True))


def test_its_day_comes_then_its_end_and_each_asks_once(home: Home) -> None:
    made = home.agrees()
    for _ in range(2):
        fire_due(at=home.at + timedelta(days=91))
    assert asked(made) == {"due"}
    for _ in range(2):
        fire_due(at=home.at + timedelta(days=370))
    assert asked(made) == {"due", "expired"}
    assert Message.objects.filter(kind="agreement-review").count() == 2


def test_a_birthday_that_changes_nothing_asks_nothing(home: Home) -> None:
    made = home.agrees(about=("amal",), child="amal")
    fire_due(at=home.at + timedelta(days=300))
    assert "birthday" not in asked(made), "fourteen changes nothing"


def test_twelve_asks(home: Home) -> None:
    from plait.people.models import Description

    Description.objects.filter(person_id=home.people["theo"]).update(born_on=date(2015, 1, 10))
    made = home.agrees()
    fire_due(at=home.at + timedelta(days=60))
    assert asked(made) == {"birthday"}


def test_a_partner_that_was_named_asks_nothing_and_a_new_one_does(home: Home) -> None:
    made = home.agrees()
    for agency, why in (("housing", set()), ("probation", {"new_partner"})):
        prompt_review(
            why="new_partner", event=f"agency:{agency}", people=[home.people["theo"]], agency_id=home.agency(agency),
            by=handlers.WORKER, at=home.later(),
        )  # fmt: skip
        assert asked(made) == why


def test_events_of_the_spine_ask(home: Home, monkeypatch: Any) -> None:
    from plait.sharing.events import Meant

    made = home.agrees()
    meant = Meant((home.people["theo"],), home.agency("probation"))
    monkeypatch.setattr(handlers, "ask", lambda _question: [meant])
    said: Any = SimpleNamespace(
        referral=uuid4(),
        decision=uuid4(),
        check=uuid4(),
        lead=home.cast.people["lead"].pk,
        at=home.later(),
        outcome="section_47",
    )
    handlers.look_again_after_decision(said)
    handlers.look_again_with_new_worker(said)
    handlers.look_again_with_new_partner(said)
    assert asked(made) == {"step_up", "new_worker", "new_partner"}
    assert Message.objects.filter(to_ref=f"practitioner:{home.cast.people['lead'].pk}").exists()


def test_a_review_settles_what_was_asked(home: Home) -> None:
    made = home.agrees()
    fire_due(at=home.at + timedelta(days=91))
    next_on = home.at.date() + timedelta(days=200)
    home.at += timedelta(days=92)
    review_agreement(
        agreement_id=str(made.pk),
        outcome="stands",
        said="With her, alone.",
        next_on=next_on,
        by=home.who("screener"),
        at=home.later(),
    )
    assert not AgreementReview.objects.filter(settled_at__isnull=True).exists()
    for wrong in (None, home.at.date(), made.expires_on + timedelta(days=1)):
        with pytest.raises(Refused):
            review_agreement(
                agreement_id=str(made.pk),
                outcome="stands",
                said="Again.",
                next_on=wrong,
                by=home.who("screener"),
                at=home.later(),
            )


def test_closing_ends_it_and_nothing_brings_it_back(home: Home) -> None:
    made = home.agrees()
    assert end_with_episode(episode=made.episode, by=handlers.WORKER, at=home.later()) == 1
    with pytest.raises(Refused, match="agreement-closed"):
        home.shares()
    with pytest.raises(Refused):
        review_agreement(
            agreement_id=str(made.pk),
            outcome="stands",
            said="x",
            next_on=None,
            by=home.who("screener"),
            at=home.later(),
        )


# --- at once
def at_once(*works: Any) -> list[Exception]:
    start = threading.Barrier(len(works))
    faults: list[Exception] = []

    def run(work: Any) -> None:
        try:
            start.wait()
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once_are_one_and_a_share_is_before_or_refused(home: Home) -> None:
    made = home.agrees()
    hub, at = home.who("screener"), home.later()

    def withdraws() -> None:
        withdraw_agreement(agreement_id=str(made.pk), said_on=at.date(), how="phone", by=hub, at=at)

    faults = at_once(withdraws, withdraws, home.shares)
    assert AgreementWithdrawal.objects.count() == 1
    assert Message.objects.filter(kind="agreement-withdrawn").count() == 3
    sent = SharingDecision.objects.filter(source_ref="test:share").count()
    assert [type(one) for one in faults] == ([] if sent else [Refused]), faults
    with pytest.raises(Refused, match="agreement-withdrawn"):
        home.shares()
