"""Another area misses a family: whoever may read it here reads it while it lives, and nothing is left of it after."""

from datetime import timedelta
from typing import Any

import pytest

from plait.base.federation.models import Incident, Outgoing
from plait.handover.jobs.alerts import look_after_alerts
from plait.handover.models import MissingAlert
from plait.handover.wire.missing import Gone
from plait.people.models import Person
from tests.feedback.journey import CHILD, SURNAME, Journey
from tests.handover.known_here import db, once
from tests.handover.missing import ANA, fresh, gone_to_north, north_says, out, theirs

__all__ = ["db", "once", "one"]


from tests.handover.test_missing_families import ended, one, reads, told


def test_theirs_is_the_hubs_to_read_and_is_gone_when_it_ends(one: Journey) -> None:
    assert north_says(theirs(), at=one.later(), number=1).state == "received"
    alert = MissingAlert.objects.get()
    assert (alert.state, alert.quiet) == ("live", False)
    assert reads(one, "call_handler") == [alert] and reads(one, "dsl") == reads(one, "custodian") == []
    assert ANA.surname in one.browser("screener").get(f"/missing-families/{alert.pk}/").content.decode()
    north_says(theirs("found", 2), at=one.later(), number=2)
    alert.refresh_from_db()
    assert (alert.state, alert.people, alert.seen_by) == ("found", [], "A midwife")
    assert [str(alert.number)] == [gone.alert for gone in gone_to_north(one.at)]


def test_late_twice_and_out_of_order_undo_nothing(one: Journey) -> None:
    north_says(theirs("found", 2), at=one.later(), number=1)
    north_says(theirs(), at=one.later(), number=2)
    north_says(theirs("ended", 2), at=one.later(), number=3)
    north_says(theirs("found", 2), at=one.later(), number=4)
    alert = MissingAlert.objects.get()
    assert (
        alert.state,
        alert.people,
        Outgoing.objects.filter(kind__startswith="family-missing-disposed").count(),
    ) == ("found", [], 1)


def test_theirs_ends_here_by_itself_whatever_they_say(one: Journey) -> None:
    north_says(theirs(ends_on="2026-11-30"), at=one.later(), number=1)
    look_after_alerts(one.at + timedelta(days=9))
    alert = MissingAlert.objects.get()
    assert (alert.state, alert.people, len(gone_to_north(one.at))) == ("ended", [], 1)


@pytest.mark.parametrize("kept", ["restricted", "address_hidden"])
def test_about_somebody_kept_here_it_is_the_custodians_alone(one: Journey, kept: str) -> None:
    """An area may be misled, or worse: it looks for a mother who fled to us."""
    Person.objects.filter(pk=one.child).update(**{kept: True})
    them = [ANA.model_copy(update={"forename": CHILD, "surname": SURNAME})]
    north_says(theirs(people=them), at=one.later(), number=1)
    alert = MissingAlert.objects.get()
    assert alert.quiet and reads(one, "custodian") == [alert]
    assert [reads(one, who) for who in ("screener", "manager", "edt", "dsl")] == [[], [], [], []]
    assert {one for one in told("missing-family") if one.startswith("team:")} == {
        f"team:{team.pk}" for key, team in one.cast.teams.items() if team.kind == "custodian"
    }


def test_an_area_that_misses_everybody_is_an_incident(one: Journey, monkeypatch: Any) -> None:
    monkeypatch.setattr("plait.handover.queries.alerting.MOST_IN_A_DAY", 1)
    north_says(theirs(), at=one.later(), number=1)
    north_says(theirs(alert="00000000-0000-0000-0000-0000000000c2"), at=one.later(), number=2)
    assert [a.people == [] for a in MissingAlert.objects.order_by("at")] == [False, True]
    assert Incident.objects.filter(kind="asks-about-many", code="north").exists()


def test_an_area_that_stops_looking_while_they_are_missing_is_rung_and_whoever_owes_it_hears(
    one: Journey,
) -> None:
    """North had twenty of ours in a day and erased this one as it came."""
    alert = out(one)
    gone = Gone(alert=str(alert.number), on="2026-11-23")
    assert north_says(gone, at=one.later(), number=7).state == "received"
    assert north_says(gone, at=one.later(), number=8).state == "received"
    assert (fresh(alert).state, fresh(alert).people != []) == ("live", True), "it goes on with all others"
    assert Incident.objects.get(kind="looks-no-more", code="north").times == 1
    assert told("missing-not-there") == {fresh(alert).owner}
    page = one.browser("manager").get(f"/missing-families/{alert.pk}/").content.decode()
    assert "Looks out no more: ring them" in page
    ended(one, alert)
    assert Incident.objects.count() == 1
