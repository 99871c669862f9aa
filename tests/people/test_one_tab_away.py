"""What one page of a protected child hides, every page of theirs hides; and nobody is sent to ring what they may not read.

The mother is hidden with her daughter. The social worker who leads, and the helper whose team was asked to hold the family,
work with the daughter alone: they are not shown which agencies know the mother.
"""

import re
from datetime import datetime
from typing import Any

import pytest
import time_machine

from plait.site.demo.cast import Cast
from tests.feedback.journey import SCHOOL
from tests.stepdown.family import Family

pytestmark = pytest.mark.django_db
HUB = "01632 960100"


@pytest.fixture
def family(cast: Cast, pack: Any, at: datetime) -> Family:
    """Led by the social worker, with the school asked and silent."""
    made = Family(cast, at).led()
    made.asked("alder_lane")
    return made


def main_of(page: str) -> str:
    found = re.search(r"<main\b.*?</main>", page, re.DOTALL)
    assert found
    return found[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def pages(family: Family, who: str, *paths: str) -> list[str]:
    with time_machine.travel(family.later(), tick=False):
        browser = family.browser(who)
        answers = [browser.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return [main_of(answer.content.decode()) for answer in answers]


@pytest.mark.parametrize("who", ["lead", "family_helper"])
def test_whoever_may_not_read_the_school_on_the_story_does_not_read_it_one_tab_away(
    family: Family, who: str
) -> None:
    family.stepped_down()
    if who == "family_helper":  # until somebody of the team accepts, it reads neither (decision 61)
        family.held()
    story, around = pages(family, who, f"/people/{family.child}/story/", f"/people/{family.child}/round/")
    for page in (story, around):
        assert SCHOOL not in page and "Nia Osei" not in page and "[protected]" in page
    # The hub's social worker may be shown where both of them are, and reads it on either.
    for page in pages(family, "screener", f"/people/{family.child}/story/", f"/people/{family.child}/round/"):
        assert SCHOOL in page


def test_a_list_of_all_agencies_marks_none_of_them(family: Family) -> None:
    """It is the same whoever the page is about; the one name missing from it would be the one that knows them."""
    mother = family.contact.people.get(role="adult").description.person_id
    offers = (
        f"/people/{family.child}/missing/",
        f"/referrals/{family.referral.pk}/step-down/",
        f"/people/{family.child}/family-agreement/ask/{mother}/",
    )
    for page in pages(family, "lead", *offers):
        assert SCHOOL in page and "[protected]" not in page


def test_the_lead_is_told_whom_to_ask_where_the_number_is_hidden(family: Family) -> None:
    (page,) = pages(family, "lead", f"/referrals/{family.referral.pk}/")
    assert 'href="tel:' in page and "01632 960130" not in page and 'href="#main"' not in page
    assert f"Ring through the hub, {HUB}" in words(page)


def test_what_the_referrer_said_of_safety_stands_where_one_looks_for_the_safe_way(family: Family) -> None:
    (page,) = pages(family, "lead", f"/people/{family.child}/reaching/")
    said = words(page)
    assert "Ring her at work, before noon Told by whoever raised the concern" in said
    assert "Dean Kerrigan Told by whoever raised the concern" in said
    assert "Nobody has said how" not in said and "Nobody was named" not in said
    assert "Nia Osei" not in said
