"""Who acts when somebody cannot: the rule, the rota, absences, and everyone on leave."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from plait.agencies.actions.name_adviser import name_adviser
from plait.agencies.actions.name_deputy import name_deputy
from plait.agencies.actions.put_on_duty import name_manager, put_on_duty, take_off_duty
from plait.agencies.actions.record_absence import end_absence, record_absence
from plait.agencies.actions.take_away import leave_team
from plait.agencies.duty import duty_team, is_away, who_acts_for, who_acts_in
from plait.agencies.models import Absence, DutyShift, Practitioner
from plait.agencies.rules import StandIn, Why, is_a_shift, is_a_time_away, may_act, who_acts
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.now import now
from plait.site.demo.cast import Cast

WHYS: list[Why] = ["self", "absence", "deputy", "duty", "manager", "lead"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# --- the rule alone
stand_ins = st.builds(
    StandIn,
    ref=st.sampled_from([f"practitioner:{one}" for one in "abcdef"]),
    why=st.sampled_from(WHYS),
    gone=st.booleans(),
    away=st.booleans(),
    knows=st.booleans(),
)


@given(st.lists(stand_ins))
def test_there_is_always_somebody_and_never_one_who_may_not(asked: list[StandIn]) -> None:
    last = StandIn("team:edt", "duty-team")
    found = who_acts(asked, last=last)
    if found is last:
        assert not any(may_act(one) for one in asked)
    else:
        assert may_act(found)
        assert not any(may_act(one) for one in asked[: asked.index(found)])
        assert not (found.gone or found.away or found.knows)


def test_an_absence_and_a_shift_have_a_length(at: datetime) -> None:
    assert is_a_time_away(from_at=at - DAY, to_at=at + DAY, at=at)
    assert is_a_time_away(from_at=at + DAY, to_at=at, at=at).reason == "ends-before-it-begins"
    assert is_a_time_away(from_at=at - DAY, to_at=at, at=at).reason == "over-already"
    assert is_a_time_away(from_at=at, to_at=at + 500 * DAY, at=at).reason == "too-long"
    assert is_a_shift(from_at=at, to_at=at + HOUR, at=at)
    assert is_a_shift(from_at=at, to_at=at, at=at).reason == "no-shift"
    assert is_a_shift(from_at=at, to_at=at + 25 * HOUR, at=at).reason == "no-shift"
    assert is_a_shift(from_at=at - 2 * HOUR, to_at=at, at=at).reason == "over-already"


# --- with the cast
class Rota:
    """The cast's hub and school, in a few words."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at = cast, at

    def who(self, key: str) -> Actor:
        return self.cast.actor(key, at=self.at)

    def id(self, key: str) -> str:
        return str(self.cast.people[key].pk)

    def away(self, key: str, *, deputy: str = "", by: str = "", days: int = 2) -> Absence:
        return record_absence(
            practitioner_id=self.id(key), from_at=self.at - HOUR, to_at=self.at + days * DAY,
            deputy_id=self.id(deputy) if deputy else None, by=self.who(by or key), at=self.at,
        )  # fmt: skip

    def on_duty(self, key: str, *, team: str = "hub", by: str = "manager") -> DutyShift:
        return put_on_duty(
            team_id=str(self.cast.teams[team].pk), practitioner_id=self.id(key), from_at=self.at - HOUR,
            to_at=self.at + 8 * HOUR, by=self.who(by), at=self.at,
        )  # fmt: skip

    def acts_for(self, key: str, *, knows: tuple[str, ...] = ()) -> tuple[str, str]:
        person = Practitioner.objects.select_related("agency", "deputy").get(pk=self.id(key))
        found = who_acts_for(person, not_these=frozenset(self.id(one) for one in knows), at=self.at)
        return found.why, found.name

    def rung_in(self, team: str, *, knows: tuple[str, ...] = ()) -> list[str]:
        found = who_acts_in(
            self.cast.teams[team], not_these=frozenset(self.id(one) for one in knows), at=self.at
        )
        return [one.name for one in found]


@pytest.fixture
def rota(cast: Cast, pack: Any, at: datetime) -> Rota:
    return Rota(cast, at)


def test_one_after_the_other(rota: Rota) -> None:
    """The screener; then whom she named; then her deputy; then whoever is on duty; then nobody of the hub is left."""
    assert rota.acts_for("screener") == ("self", "Miriam Cole")
    gone = rota.away("screener", deputy="lead")
    assert rota.acts_for("screener") == ("absence", "Esther Lunn")
    assert rota.acts_for("screener", knows=("lead",)) == ("deputy", "Robert Achebe")
    rota.away("manager")
    rota.on_duty("call_handler", by="administrator")
    assert rota.acts_for("screener", knows=("lead",)) == ("duty", "Dana Whitlock")
    end_absence(absence_id=str(gone.pk), by=rota.who("screener"), at=rota.at)
    assert rota.acts_for("screener") == ("self", "Miriam Cole")


def test_then_the_manager_and_the_safeguarding_lead(rota: Rota) -> None:
    name_manager(
        team_id=str(rota.cast.teams["surgery_safeguarding"].pk), practitioner_id=rota.id("gp"),
        by=Actor.process("test"), at=rota.at,
    )  # fmt: skip
    rota.away("deputy_dsl")
    assert rota.acts_for("deputy_dsl") == ("manager", "Tom Ferris")
    name_adviser(
        agency_id=str(rota.cast.agencies["alder_lane"].pk), kind="safeguarding_lead",
        practitioner_id=rota.id("teacher"), by=Actor.process("test"), at=rota.at,
    )  # fmt: skip
    rota.away("dsl")
    assert rota.acts_for("deputy_dsl") == ("lead", "Nia Osei")
    assert rota.rung_in("alder_lane_safeguarding") == ["Nia Osei"]


def test_everyone_on_leave_is_the_duty_team_by_its_name(rota: Rota) -> None:
    for key in rota.cast.people:
        rota.away(key)
    why, name = rota.acts_for("teacher")
    assert (why, name) == ("duty-team", "Emergency duty team, Ellowmere Children’s Services")
    assert rota.rung_in("alder_lane_safeguarding") == []
    assert duty_team(at=rota.at).phone


def test_while_the_hub_is_there_it_is_the_hub(rota: Rota) -> None:
    for key in ("teacher", "dsl", "deputy_dsl"):
        rota.away(key)
    assert rota.acts_for("dsl") == ("duty-team", "The hub, Ellowmere Children’s Services")


def test_nobody_who_knows_the_family_is_rung(rota: Rota) -> None:
    """Lee Farrow is the sergeant's deputy, and used to live with the mother."""
    assert rota.rung_in("police_safeguarding") == ["Lee Farrow"]
    assert rota.rung_in("police_safeguarding", knows=("police_ex_partner",)) == ["Karen Pike"]
    rota.on_duty("police_ex_partner", team="police_safeguarding", by="police")
    assert rota.rung_in("police_safeguarding", knows=("police_ex_partner",)) == ["Karen Pike"]
    assert rota.acts_for("police_ex_partner", knows=("police_ex_partner",)) == ("manager", "Karen Pike")


def test_whoever_left_the_team_is_on_its_rota_no_more(rota: Rota) -> None:
    rota.on_duty("screener")
    assert rota.rung_in("hub") == ["Miriam Cole", "Robert Achebe"]
    leave_team(
        practitioner_id=rota.id("screener"), team_id=str(rota.cast.teams["hub"].pk),
        by=rota.who("administrator"), at=rota.at,
    )  # fmt: skip
    assert rota.rung_in("hub") == ["Robert Achebe"]  # its manager: nobody in it has a deputy any more


def test_said_twice_is_said_once_and_taken_off_counts_no_more(rota: Rota) -> None:
    assert rota.away("screener").pk == rota.away("screener").pk
    shift = rota.on_duty("screener")
    assert rota.on_duty("screener").pk == shift.pk
    for _ in range(2):
        take_off_duty(shift_id=str(shift.pk), by=rota.who("manager"), at=rota.at)
    assert rota.on_duty("screener").pk != shift.pk
    assert is_away(rota.id("screener"), at=rota.at)


@pytest.mark.parametrize(
    ("by", "reason"),
    [("call_handler", "not-their-manager"), ("teacher", "not-their-manager"), ("lead", "not-their-manager")],
)
def test_only_they_and_their_manager_say_that_they_are_away(rota: Rota, by: str, reason: str) -> None:
    for allowed in ("screener", "manager", "administrator"):
        assert rota.away("screener", by=allowed).practitioner == rota.cast.people["screener"]
    with pytest.raises(Refused) as refused:
        rota.away("screener", by=by)
    assert refused.value.verdict.reason == reason


@pytest.mark.parametrize("deputy", ["screener", "teacher"])
def test_a_deputy_is_a_colleague_and_not_oneself(rota: Rota, deputy: str) -> None:
    with pytest.raises(Refused) as refused:
        rota.away("screener", deputy=deputy)
    assert refused.value.verdict.reason == "no-such-deputy"
    assert AuditEntry.objects.filter(verdict="refused", reason="no-such-deputy").exists()
    for by, why in (("screener", "no-such-deputy"), ("dsl", "not-their-manager")):
        with pytest.raises(Refused, match=why):
            name_deputy(
                practitioner_id=rota.id("screener"), deputy_id=rota.id(deputy), by=rota.who(by), at=rota.at
            )


@pytest.mark.parametrize(("by", "reason"), [("screener", "not-the-manager"), ("dsl", "absent")])
def test_only_the_manager_keeps_the_rota(rota: Rota, by: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        rota.on_duty("screener", by=by)
    assert refused.value.verdict.reason == reason
    with pytest.raises(Refused) as refused:
        rota.on_duty("lead")
    assert refused.value.verdict.reason == "not-in-the-team"
    with pytest.raises(Refused):
        name_manager(
            team_id=str(rota.cast.teams["hub"].pk), practitioner_id=rota.id("dsl"),
            by=rota.who("administrator"), at=rota.at,
        )  # fmt: skip


# --- the pages
@pytest.fixture
def signed_in(rota: Rota) -> Any:
    def sign_in(key: str) -> Client:
        browser = Client()
        browser.force_login(
            Practitioner.objects.get(pk=rota.id(key)).user,  # type: ignore[arg-type]
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return browser

    return sign_in


def _day(name: str, day: datetime) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_a_week_of_the_hub(rota: Rota, signed_in: Any) -> None:
    """The manager puts Miriam on a night shift; she says that she is away; a colleague reads both and can change nothing."""
    today, hub = now(), rota.cast.teams["hub"].pk
    robert, miriam, gary = signed_in("manager"), signed_in("screener"), signed_in("edt")
    sent = {"practitioner": rota.id("screener"), "begins": "20:00", "ends": "8am", **_day("day", today)}
    assert robert.post(f"/duty/{hub}/", sent).status_code == 302
    page = gary.get(f"/duty/{hub}/").content.decode()
    assert "20:00 to 08:00" in page and "Put somebody on duty" not in page and "Robert Achebe" in page
    assert gary.post(f"/duty/{hub}/", sent).status_code == 403

    own = "/account/deputy/"
    assert f'href="{own}">Change' in miriam.get("/account/").content.decode()
    assert miriam.post(own, {"deputy": rota.id("dsl")}).status_code == 200, "of another agency: not a choice"
    assert miriam.post(own, {"deputy": rota.id("edt")}).status_code == 302
    assert Practitioner.objects.get(pk=rota.id("screener")).deputy_id == rota.cast.people["edt"].pk
    assert AuditEntry.objects.filter(act="practitioner:deputy-named", who_kind="practitioner").count() == 2
    assert "Your standing deputy is" in miriam.get("/account/away/").content.decode()
    gone = {**_day("first", today), **_day("last", today + DAY), "deputy": rota.id("manager")}
    assert miriam.post("/account/away/", gone).status_code == 302
    assert "Robert Achebe</span> acts" in miriam.get("/account/away/").content.decode()
    assert "Away now" in gary.get(f"/duty/{hub}/").content.decode()
    assert "Nobody is named for now" in gary.get("/duty/").content.decode()
    absence = Absence.objects.get(ended_at__isnull=True)
    assert gary.post(f"/account/away/{absence.pk}/end/").status_code == 404
    assert miriam.post(f"/account/away/{absence.pk}/end/").status_code == 302


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"first_day": "2", "last_day": "1"}, "must not be before"),
        ({"first_year": "2020", "last_year": "2020"}, "over already"),
        ({"first_year": "2099", "last_year": "2099"}, "too far away"),
        ({"last_year": "2099"}, "at most a year"),
    ],
)
def test_what_is_no_time_away_is_said_in_words(
    rota: Rota, signed_in: Any, said: dict[str, str], complaint: str
) -> None:
    later = (now() + 40 * DAY).replace(day=1)
    sent = {**_day("first", later), **_day("last", later.replace(day=2)), "deputy": "", **said}
    assert complaint in signed_in("teacher").post("/account/away/", sent).content.decode()
    assert not Absence.objects.exists()


def test_the_manager_says_it_for_somebody_and_names_the_manager(rota: Rota, signed_in: Any) -> None:
    hub, robert, fay = rota.cast.teams["hub"].pk, signed_in("manager"), signed_in("administrator")
    sent = {"practitioner": rota.id("screener"), "deputy": "", **_day("first", now()), **_day("last", now())}
    assert robert.post(f"/duty/{hub}/away/", sent).status_code == 302
    assert Absence.objects.get().recorded_by == rota.id("manager")
    assert "Who manages this team" in fay.get(f"/duty/{hub}/").content.decode()
    assert fay.post(f"/duty/{hub}/manager/", {"practitioner": rota.id("screener")}).status_code == 302
    assert robert.post(f"/duty/{hub}/away/", sent).status_code == 403
    for week in ("x", "0001-01-01", "9999-12-31", "2026-13-01"):
        assert robert.get(f"/duty/{hub}/?week={week}").status_code == 200
