"""The demo’s school disagrees and is heard at the third stage, by the same actions that the screens use."""

from datetime import datetime
from typing import Any

import pytest

from plait.escalation.models import Challenge, Escalation, GoodChallenge
from plait.site.demo.cast import Cast
from plait.site.demo.disagreement import disagree_and_be_heard
from plait.site.demo.story import play

pytestmark = pytest.mark.django_db


def test_the_school_is_heard(cast: Cast, pack: Any, at: datetime) -> None:
    told = [*play(cast, at=at), *disagree_and_be_heard(cast, at=at)]
    found = Escalation.objects.get()
    stages = list(found.stages.order_by("order"))
    assert [(one.order, one.name) for one in stages] == [
        (1, "Talk with each other"), (2, "Safeguarding lead and line manager"), (3, "Heads of service"),
    ]  # fmt: skip
    owners = {stage.order: one.name for stage in stages for one in stage.owners.filter(side="theirs")}
    assert "Robert Achebe" not in owners[2], "whoever decided is passed over"
    assert "Miriam Cole" in owners[2] and "Ada Finch" in owners[3]
    assert (found.status, found.outcomes.count(), GoodChallenge.objects.count()) == ("resolved", 2, 1)
    assert Challenge.objects.get().status == "asked"
    assert any("third stage" in one.did for one in told)
    assert found.contact.telling_raises_risk == "not_sure", (
        "as the teacher says of herself: the hub reads the doubt"
    )
