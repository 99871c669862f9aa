"""Less help for a family: stepping down, holding them, and what befalls them then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from plait.base.audit.actor import Actor
from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.ask_another_team import ask_another_team
from plait.stepdown.actions.concern_again import concern_again
from plait.stepdown.actions.decide_risk import decide_risk
from plait.stepdown.actions.decline_step_down import decline_step_down
from plait.stepdown.actions.end_step_down import end_step_down
from plait.stepdown.actions.look_again import look_again
from plait.stepdown.actions.step_down import Said, step_down
from plait.stepdown.actions.step_up import step_up
from plait.stepdown.models import StepDown
from plait.stepdown.queries.holding import open_clock
from tests.promises.steps import Steps
from tests.promises.year import DECIDES, HELPERS, HUB


class LessHelp(Steps):
    """Somebody holds the family, looks again, and sometimes it does not hold."""

    def _step_down(self, by: Actor, at: datetime) -> None:
        self._settle(by, at)
        full = self.chance.random() < 0.8
        self.stepdown = step_down(
            referral_id=str(self.referral.pk),
            said=Said(
                from_level=3, to_level=2, to_team_id=str(self.year.cast.teams["family_help"].pk), why="School every day.",
                contingency="She rings the hub." if full else "", needs=(("Breakfast club", "The school"),),
                family_told="yes" if full else "", family_how="At home." if full else "", services_told=("Alder Lane",),
                gateway="CA04_16LA", explained_on=at.date(),
            ),
            by=by, at=at,
        )  # fmt: skip
        self._then(at, 60, HELPERS, "take over", self._take_over, never=0.06, asked_again=True)

    def _take_over(self, by: Actor, at: datetime) -> None:
        one: dict[str, Any] = {"stepdown_id": str(self.stepdown.pk), "by": by, "at": at}
        if self.chance.random() < 0.2:
            decline_step_down(code="capacity", because="We have no room.", **one)
            self._then(at, 20, DECIDES, "weigh", self._weigh, asked_again=True)
            return
        accept_step_down(**one)
        self._then(at, 24, DECIDES, "close", self._close)
        self._looks(at)

    def _weigh(self, by: Actor, at: datetime) -> None:
        one: dict[str, Any] = {"stepdown_id": str(self.stepdown.pk), "by": by, "at": at}
        if self.chance.random() < 0.5:
            ask_another_team(
                team_id=str(self.year.cast.teams["family_help"].pk), because="There is room now.", **one
            )
            self._then(at, 50, HELPERS, "take over", self._take_over, asked_again=True)
        else:
            decide_risk(because="Nobody else can; we look ourselves.", **one)
            self._looks(at)

    def _looks(self, at: datetime) -> None:
        drawn = self.chance.random()
        for code, days in (("visit", 6), ("first_review", 35), ("held_3", 88), ("held_6", 178)):
            self._then(
                at, 24 * days, HELPERS, "look", partial(self._look, code), never=0.08, asked_again=True
            )
        if drawn < 0.12:
            self._then(at, 24 * 70, HELPERS, "step up", partial(self._ends, step_up, "It got worse."))
        elif drawn < 0.22:
            self._then(
                at,
                24 * 100,
                HUB,
                "concern again",
                partial(self._ends, concern_again, "The school is worried."),
            )
        elif drawn < 0.3:
            self._then(
                at, 24 * 120, HELPERS, "end early", partial(self._ends, end_step_down, "They have moved.")
            )

    def _ends(self, how: Callable[..., object], because: str, by: Actor, at: datetime) -> None:
        how(stepdown_id=str(self.stepdown.pk), because=because, by=by, at=at)

    def _look(self, code: str, by: Actor, at: datetime) -> None:
        self.stepdown.refresh_from_db()
        if (running := open_clock(self.stepdown, code)) is None:
            return
        if code.startswith(("held", "again")) and at < running.at_risk_at:
            again = partial(self._as, HELPERS, "look", partial(self._look, code))
            self.year.plan(running.at_risk_at + timedelta(hours=2), "look", again)
            return
        look_again(
            stepdown_id=str(self.stepdown.pk), promise=code, standing=self.chance.choice(("yes", "yes", "slipped")),
            own_records="In school every day.", together=self.chance.random() < 0.8 if code == "visit" else None, by=by, at=at,
        )  # fmt: skip
        if StepDown.objects.get(pk=self.stepdown.pk).undecided:
            self._then(at, 30, DECIDES, "decide again", self._decide_again, asked_again=True)

    def _decide_again(self, by: Actor, at: datetime) -> None:
        """It did not hold: a manager decides; and sometimes somebody looks again before the time that was promised."""
        months = self.chance.choice((None, None, 1))
        after = decide_risk(
            stepdown_id=str(self.stepdown.pk), because="Seen weekly.", months=months, by=by, at=at
        )
        if months:
            code = f"again_{after.again}"
            self._then(at, 24 * 29, HELPERS, "look", partial(self._look, code), never=0.08, asked_again=True)
