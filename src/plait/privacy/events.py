"""Past facts about how long records are kept."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce.bus import Event


@dataclass(frozen=True, slots=True)
class RecordsErased(Event):
    """These records (`contact:<id>`, `referral:<id>`, `check:<id>`, …) have no words any more. What was told of them goes too."""

    refs: tuple[str, ...]
    at: datetime
