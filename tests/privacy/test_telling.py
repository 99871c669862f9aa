"""Who looked, for the one it is about: jobs and agencies, never who told us or where, nor to somebody who must not know."""

from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.privacy.actions.tell_who_looked import decide_sheet, make_sheet
from plait.privacy.models import LookedSheet
from plait.privacy.presenters.register import as_text, register
from tests.feedback.journey import ADDRESS, Journey
from tests.privacy.test_asking import child, look

pytestmark = pytest.mark.django_db


def made(journey: Journey, recipient: str = "Theodora", for_whom: str = "self") -> LookedSheet:
    return make_sheet(
        person_id=child(journey), for_whom=for_whom, recipient=recipient, safe_because="She asked at school.",
        by=journey.who("privacy_officer"), at=journey.later(),
    )  # fmt: skip


def test_it_says_jobs_and_agencies_and_not_who_told_us(journey: Journey) -> None:
    journey.raised().accepted().asked("police").answered("police", "police")
    look(journey, "manager", child(journey))
    sheet = made(journey)
    text = str(sheet.lines)
    assert "Hub manager, Ellowmere Children’s Services" in text
    for word in ("Nia Osei", "Class teacher", "Robert Achebe", ADDRESS, "EW4"):
        assert word not in text
    assert sheet.left_out or "Alder Lane" not in text


def test_a_second_person_reads_it_before_anybody_gets_it(journey: Journey) -> None:
    journey.raised().accepted()
    sheet = made(journey)
    with pytest.raises(Refused, match="same-person"):
        decide_sheet(
            sheet_id=str(sheet.pk),
            approve=True,
            because="",
            by=journey.who("privacy_officer"),
            at=journey.later(),
        )
    decide_sheet(
        sheet_id=str(sheet.pk), approve=True, because="", by=journey.who("caldicott"), at=journey.later()
    )
    page = journey.browser("caldicott").get(f"/privacy/sheets/{sheet.pk}/").content.decode()
    assert "May be given" in page
    assert "Some people may not be on this list" in page  # said on every sheet, so that it tells nothing


def test_never_to_somebody_who_must_not_know(journey: Journey) -> None:
    journey.raised().accepted()
    with pytest.raises(Refused, match="must-not-know"):
        made(journey, "Mr D Kerrigan", "parent")
    with pytest.raises(Refused, match="protected"):
        made(journey, "Leanne", "parent")
    assert not LookedSheet.objects.exists()


def test_the_register_is_said_from_what_is_in_force(journey: Journey, pack: Any) -> None:
    parts = register(pack, at=journey.at)
    text = as_text(parts, area=pack.area.name, at=journey.at)
    for said in (
        "Adoption: 100 years",
        "Owner:",
        "paragraph 18",
        "Fenmarch Police",
        "Privacy officer of an agency",
        "None is believed here, so nothing is sent to one.",
    ):
        assert said in text
    assert len({part.title for part in parts}) == len(parts)
