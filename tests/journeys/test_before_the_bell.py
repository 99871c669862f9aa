"""A teacher says that a child is at school; the hub says in one click whether she can go home, before the bell rings."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from time_machine import Traveller

from tests.feedback.journey import Journey, family
from tests.journeys.desk import Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_school_hears_before_its_bell(sit: Sit, area: Any, moment: Traveller) -> None:
    journey = Journey(area, MONDAY).raised("teacher", family(in_school_now="yes"))
    moment.move_to(journey.at + timedelta(minutes=5), tick=True)
    teacher, hub = sit("teacher"), sit("screener")
    teacher.open(f"/concerns/{journey.contact.pk}/")
    teacher.sees("Can the child go home?", "The hub tells you before the bell")
    teacher.look("pickup-asked")

    hub.open(f"/hub/concerns/{journey.contact.pk}/")
    hub.sees("A child is at school: can they go home?")
    hub.look("pickup-on-concern")
    hub.press("Keep the child until we ring", then="A child is at school: can they go home?")
    hub.sees("Keep the child until we ring", "If it is otherwise by now")
    hub.look("pickup-answered")

    teacher.open(f"/concerns/{journey.contact.pk}/")
    teacher.sees("Keep the child until we ring")
    teacher.look("pickup-told")
    teacher.follow("Read the whole answer", then="Can the child go home?")
    teacher.sees("let nobody collect the child")

    # rung: that counts, and the last word does
    hub.choose("What did you say?", "The child can go home")
    hub.write("Whom did you speak with?", "Nia Osei")
    hub.press("I rang and said so", then="A child is at school: can they go home?")
    hub.sees("The child can go home", "by telephone")
    teacher.open(f"/concerns/{journey.contact.pk}/")
    teacher.sees("The child can go home")
