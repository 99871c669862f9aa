"""A concern and a referral go onto paper by a page of their own, kept in the audit; the live page prints only where that is."""

from datetime import datetime
from html import unescape
from typing import Any

import pytest

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.privacy.queries.looking import kind_of
from plait.privacy.rules import TOOK
from plait.referrals.actions.record_strategy import record_strategy
from plait.referrals.models import Referrer
from plait.referrals.rules import may_print
from plait.sharing.actions.note_item import note_item
from plait.sharing.models import InformationItem
from plait.site.demo.cast import Cast
from tests.feedback.journey import ADDRESS, Journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    journey = Journey(cast, at).raised().accepted().asked("police", "alder_lane").answered("police", "police")
    return journey.answered(
        "alder_lane", "dsl", visibility="sealed", text="Told in confidence, canary-sealed."
    )


def page(journey: Journey, path: str, who: str = "manager") -> str:
    answer = journey.browser(who).get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def both(journey: Journey) -> tuple[str, str]:
    return f"/referrals/{journey.referral.pk}/", f"/hub/concerns/{journey.contact.pk}/"


def test_the_live_page_prints_only_where_the_paper_is(journey: Journey) -> None:
    for path in both(journey):
        live = page(journey, path)
        assert 'class="plait-columns plait-noprint"' in live, path
        assert f"open {path}print/: that it was printed is recorded there" in live
        assert f'href="{path}print/"' in live
        assert "data-print" not in live


def test_the_page_for_paper_is_kept_before_it_is_shown(journey: Journey) -> None:
    for path, ref, act in zip(
        both(journey), (journey.referral.ref, journey.contact.ref), ("referral:print", "contact:print"), strict=True
    ):  # fmt: skip
        paper = page(journey, f"{path}print/")
        assert 'class="plait-columns plait-paper"' in paper
        assert "This is recorded as printed." in paper
        assert "Theodora" in paper
        assert ADDRESS not in paper
        row = AuditEntry.objects.get(act=act, subject=pseudonym(ref), verdict="allowed")
        assert kind_of(row.act, row.verdict, row.reason) == TOOK, "whoever leaves is asked about it"


def hidden(paper: str, words: str) -> bool:
    """Do these words stand in something that is kept off paper?"""
    before = paper[: paper.index(words)]
    box = before[
        max(before.rindex("<section"), before.rindex('<li class="deciding-item'), before.rindex("<article")) :
    ]
    around = before[before.rindex("<section") :]
    return any(
        name in part[: part.index(">")] for part in (box, around) for name in ("plait-noprint", "shielded")
    )


def test_what_is_sealed_or_held_stays_off_it(journey: Journey) -> None:
    path = f"/referrals/{journey.referral.pk}/print/"
    before = page(journey, path)
    assert hidden(before, "canary-sealed")
    assert not hidden(before, "canary-police")
    item = InformationItem.objects.get(text__contains="canary-police")
    note_item(
        item_id=str(item.pk), kind="restricted", text="The family objects.", by=journey.who("police_privacy"), at=journey.later()
    )  # fmt: skip
    after = page(journey, path)
    assert hidden(after, "canary-police")
    assert "An agency has been asked not to pass this on for now." in after


def test_who_told_us_stays_off_it(journey: Journey) -> None:
    Referrer.objects.update(protected=True)
    paper = page(journey, f"/hub/concerns/{journey.contact.pk}/print/")
    assert "Nia Osei" not in paper
    assert "Who told us" not in paper.replace("Who told us stays", "")
    voice = page(journey, f"/referrals/{journey.referral.pk}/print/")
    assert 'class="plait-noprint" aria-labelledby="voice"' in voice


def test_a_strategy_record_goes_onto_paper_the_same_way(journey: Journey) -> None:
    kept = record_strategy(
        referral_id=str(journey.referral.pk), held_at=journey.at, attended=[("Sgt Roe", "Police")], shared="What is known.",
        decided="An enquiry.", enquiry="single", medical="no", medical_because="", safety_tonight="With their grandmother.",
        actions=[], by=journey.who("manager"), at=journey.later(),
    )  # fmt: skip
    path = f"/referrals/{journey.referral.pk}/strategy/{kept.pk}/"
    live, paper = page(journey, path), page(journey, f"{path}print/")
    assert 'class="plait-columns plait-noprint"' in live
    assert f'href="{path}print/"' in live
    assert "data-print" not in live
    assert 'class="plait-columns plait-paper"' in paper
    assert "With their grandmother." in paper
    row = AuditEntry.objects.get(
        act="strategy:print", subject=pseudonym(journey.referral.ref), verdict="allowed"
    )
    assert kind_of(row.act, row.verdict, row.reason) == TOOK
    assert journey.browser("police").get(f"{path}print/").status_code == 404


def test_another_agency_prints_the_story(journey: Journey) -> None:
    verdict = may_print(own_file=False)
    assert not verdict
    assert "story" in verdict.next_step
    assert may_print(own_file=True)
    for path in both(journey):
        assert journey.browser("police").get(f"{path}print/").status_code == 404
