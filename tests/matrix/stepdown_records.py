"""Ava's and Theo's help got less: the team that leads holds them. Nobody new is involved, so that nobody else's view changes."""

from datetime import datetime
from typing import TYPE_CHECKING

from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.step_down import Said, step_down

if TYPE_CHECKING:
    from tests.matrix.world import World


def lay_out(world: "World", *, at: datetime) -> None:
    """From protection to targeted help, held by Esther Lunn; the visit is promised."""
    made = step_down(
        referral_id=world["referral:ava"],
        said=Said(
            4, 3, str(world.cast.teams["assessment"].pk), "He is in prison.", needs=(("Speech therapy", ""),)
        ),
        by=world.actor("lead"),
        at=at,
    )
    accept_step_down(stepdown_id=str(made.pk), by=world.actor("lead"), at=at)
    world.ids["stepdown:ava"] = str(made.pk)
