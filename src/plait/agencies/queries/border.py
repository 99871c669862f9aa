"""Who rings another area when something goes wrong between the two."""

from datetime import datetime

from plait.agencies import queries


def who_rings(*, at: datetime) -> list[str]:
    """The hub's managers by name; where there are none, the emergency duty team and the hub."""
    managers = [f"practitioner:{one.pk}" for one in queries.holders_of("hub_manager", at=at)]
    return managers or [f"team:{one.pk}" for kind in ("edt", "hub") for one in queries.teams_of_kind(kind)]
