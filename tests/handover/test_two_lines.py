"""Who leads the plan, and who acts tonight: the same for most, and parted when a family moves."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from plait.handover.queries.two_lines import homes_of, lead_for, numbers_elsewhere, numbers_of
from plait.handover.rules.two_lines import Handed, Home, Lead, Line, Numbers, who_acts_tonight, who_leads
from plait.people.models import AddressPeriod, Person, Place
from tests.feedback.journey import POSTCODE, Journey, family

ELL = Numbers("Ellowmere Council", "Ellowmere Hub", "01632 960100", "Ellowmere EDT", "01632 960199")
HAR = Numbers("Harrowfen Council", "Harrowfen Hub", "01632 960200", "Harrowfen EDT", "01632 960299")
HERE, THERE = Home(authority=ELL.authority), Home(authority=HAR.authority)
NOWHERE, UNLISTED = Home(known=False), Home(authority="")


@pytest.mark.parametrize(
    ("lead", "who", "phone", "because"),
    [
        (Lead("Esther Lunn", "Family help", "Council", "01632 960150"), "Esther Lunn, Family help, Council", "01632 960150", ""),
        (Lead("Esther Lunn"), "Esther Lunn", ELL.hub_phone, ""),
        (Lead("Esther Lunn", holds=True), "Esther Lunn", ELL.hub_phone, "Holds the family; their help got less."),
        (Lead(asked="Family help"), ELL.hub_name, ELL.hub_phone, "Until Family help accepts."),
        (Lead(), ELL.hub_name, ELL.hub_phone, "Until somebody accepts the lead."),
        (None, ELL.hub_name, ELL.hub_phone, "Ring to ask who leads, if anybody does."),
    ],
)  # fmt: skip
def test_who_leads(lead: Lead | None, who: str, phone: str, because: str) -> None:
    assert who_leads(lead, own=ELL) == Line(who, phone, because)


@pytest.mark.parametrize(
    ("homes", "numbers"),
    [
        ([HERE], [ELL.duty_phone]),
        ([UNLISTED], [ELL.duty_phone]),
        ([NOWHERE], [ELL.duty_phone]),
        ([], [ELL.duty_phone]),
        ([THERE], [HAR.duty_phone]),
        ([THERE, THERE], [HAR.duty_phone]),
        ([HERE, THERE], [ELL.duty_phone, HAR.duty_phone]),
        ([NOWHERE, THERE], [HAR.duty_phone, ELL.duty_phone]),
        ([UNLISTED, THERE, HERE], [ELL.duty_phone, HAR.duty_phone, ELL.duty_phone]),
        ([THERE, Home(protected=True)], [ELL.duty_phone]),
    ],
)
def test_who_acts_tonight(homes: list[Home], numbers: list[str]) -> None:
    assert [one.phone for one in who_acts_tonight(homes, own=ELL, others=[HAR])] == numbers


def test_what_the_line_says() -> None:
    (moved,) = who_acts_tonight([THERE], own=ELL, others=[HAR])
    assert moved.because == (
        "They live in Harrowfen Council now. Ellowmere Council answers for them until the other area says that it took over."
    )
    (unknown,) = who_acts_tonight([THERE], own=ELL, others=[])
    assert (unknown.phone, "ask for that area’s duty team" in unknown.because) == (ELL.duty_phone, True)
    (half,) = who_acts_tonight([Home(known=False, written=True)], own=ELL, others=[])
    assert "without a postcode" in half.because and "Nobody" not in half.because, "it is written down"
    (nobody,) = who_acts_tonight([NOWHERE], own=ELL, others=[])
    assert "Ask, and write it down" in nobody.because
    (unlisted,) = who_acts_tonight([UNLISTED], own=ELL, others=[HAR])
    assert "not in this area" in unlisted.because
    assert who_acts_tonight([HERE], own=ELL, others=[HAR]) == [Line(ELL.duty_name, ELL.duty_phone)]
    here, _ = who_acts_tonight([HERE, THERE], own=ELL, others=[HAR])
    assert here.because == "For those who live here."


@pytest.mark.parametrize("homes", [[], [NOWHERE], [UNLISTED], [THERE]])
def test_whoever_took_a_family_over_acts_also_before_the_new_home_is_written_down(homes: list[Home]) -> None:
    came = Handed(out=False, accepted=True, area="Harrowfen")
    (ours,) = who_acts_tonight(homes, own=ELL, others=[HAR], handed=came)
    assert (ours.phone, "Ask, and write it down" in ours.because) == (ELL.duty_phone, True)
    assert who_acts_tonight([HERE], own=ELL, others=[HAR], handed=came) == [
        Line(ELL.duty_name, ELL.duty_phone)
    ]
    assert who_acts_tonight([Home(protected=True)], own=ELL, others=[HAR], handed=came) == who_acts_tonight(
        [Home(protected=True)], own=ELL, others=[HAR]
    )


@pytest.mark.parametrize("others", [[Home(protected=True)], [HERE], [THERE], [NOWHERE]])
def test_a_protected_child_is_told_of_in_words_true_of_any_place(others: list[Home]) -> None:
    """Wherever they and the others are, the same bytes."""
    said = who_acts_tonight([Home(protected=True), *others], own=ELL, others=[HAR])
    assert said == who_acts_tonight([Home(protected=True)], own=ELL, others=[])
    assert "Harrowfen" not in repr(said)


# --- on the pages


@pytest.fixture
def journey(cast: Any, pack: Any, at: Any) -> Journey:
    return Journey(cast, at)


def moves_to(journey: Journey, postcode: str) -> None:
    """Somebody writes down a newer home."""
    place = Place.objects.create(line="9 Newcomers Row", town="Harrowfen", postcode=postcode)
    AddressPeriod.objects.create(
        person_id=journey.child, place=place, from_on=journey.at.date(), source_ref="record:test"
    )


@pytest.fixture
def opened(journey: Journey) -> Callable[[str, str], str]:
    def page(who: str, path: str) -> str:
        answer = journey.browser(who).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    return page


@pytest.mark.django_db
def test_on_every_page_of_the_childs_record(journey: Journey, opened: Callable[[str, str], str]) -> None:
    journey.raised(concern=family(shielded=False)).accepted()
    for path in (f"/people/{journey.child}/story/", f"/people/{journey.child}/"):
        page = opened("screener", path)
        assert "Leads the plan" in page and "Acts tonight" in page
        assert "Until somebody accepts the lead." in page
    moves_to(journey, "HW2 1AA")
    for path in (f"/people/{journey.child}/story/", f"/referrals/{journey.referral.pk}/"):
        page = opened("screener", path)
        assert "They live in Harrowfen County (invented) now." in page
    assert "Leads the plan" not in opened("screener", f"/referrals/{journey.referral.pk}/")


@pytest.mark.django_db
def test_on_the_childs_other_pages_and_on_paper(journey: Journey, opened: Callable[[str, str], str]) -> None:
    journey.raised(concern=family(shielded=False)).accepted()
    moves_to(journey, "HW2 1AA")
    moved = "They live in Harrowfen County (invented) now."
    for page in ("reaching", "other-areas", "family-agreement"):
        assert moved in opened("screener", f"/people/{journey.child}/{page}/"), page
    there = f"/people/{journey.child}/story/print/"
    paper = journey.browser("screener").post(there, {"source_checked": "on"}).content.decode()
    assert "A story for paper" in paper and moved in paper


@pytest.mark.django_db
def test_a_team_that_may_not_open_the_record_reads_no_lines_beside_its_notes(
    journey: Journey, opened: Callable[[str, str], str]
) -> None:
    journey.raised(concern=family(shielded=False)).accepted().asked("police")
    moves_to(journey, "HW2 1AA")
    page = opened("police", f"/people/{journey.child}/our-notes/")
    assert "Acts tonight" not in page and "Harrowfen" not in page


@pytest.mark.django_db
def test_where_a_protected_child_went_stands_nowhere(
    journey: Journey, opened: Callable[[str, str], str]
) -> None:
    journey.raised().accepted()
    before = [
        line
        for line in opened("manager", f"/people/{journey.child}/story/").splitlines()
        if "Acts tonight" in line
    ]
    moves_to(journey, "HW2 1AA")
    after = opened("manager", f"/people/{journey.child}/story/")
    assert [line for line in after.splitlines() if "Acts tonight" in line] == before
    assert "Where they are is protected." in after
    assert "Harrowfen" not in after
    assert "HW2 1AA" not in after and "HW21AA" not in after  # three letters a token against forgery may spell
    assert "Harrowfen" not in opened("manager", f"/referrals/{journey.referral.pk}/")
    assert homes_of([journey.child], at=journey.at) == [Home(protected=True)]


@pytest.mark.django_db
def test_a_reader_who_may_not_open_the_referral_hears_what_is_always_true(journey: Journey) -> None:
    journey.raised(concern=family(shielded=False)).accepted()
    assert lead_for(journey.child, by=journey.who("screener"), at=journey.at) == Lead()
    assert lead_for(journey.child, by=journey.who("teacher"), at=journey.at) is None
    nobody = Person.objects.create(made_at=journey.at)
    assert lead_for(str(nobody.pk), by=journey.who("screener"), at=journey.at) is None


@pytest.mark.django_db
def test_whoever_accepted_leads_and_nobody_once_they_have_left(journey: Journey) -> None:
    journey.raised(concern=family(shielded=False)).accepted()
    lead = journey.cast.people["lead"]
    journey.referral.status, journey.referral.lead = "with_lead", lead
    journey.referral.lead_team = journey.cast.teams["hub"]
    journey.referral.save()
    by = journey.who("screener")
    found = lead_for(journey.child, by=by, at=journey.at)
    assert found is not None and found.name == lead.name
    lead.left_at = timezone.now()
    lead.save()
    found = lead_for(journey.child, by=by, at=journey.at)
    assert found is not None and found.name == ""


@pytest.mark.django_db
def test_the_authority_is_the_newest_homes(journey: Journey, pack: Any) -> None:
    journey.raised(concern=family(shielded=False))
    own = numbers_of(pack)
    assert POSTCODE.startswith("EW")
    assert homes_of([journey.child], at=journey.at) == [Home(authority=own.authority)]
    moves_to(journey, "HW2 1AA")
    (other,) = numbers_elsewhere(at=journey.at, own=own)
    assert homes_of([journey.child], at=journey.at) == [Home(authority=other.authority)]
    moves_to(journey, "ZZ9 9ZZ")
    AddressPeriod.objects.filter(place__postcode="HW2 1AA").update(to_on=journey.at.date())
    assert homes_of([journey.child], at=journey.at) == [Home(authority="")]
    assert Home(known=False) in homes_of([str(Person.objects.create(made_at=journey.at).pk)], at=journey.at)


BOTH = "Each area has offered them to the other, so whoever led before goes on leading."
TAKEN = Handed(True, True, "Northmere", "Jo Marsh", "01632 960711", "Northmere night team", "01632 960799")


@pytest.mark.parametrize(
    ("handed", "who", "because"),
    [
        (TAKEN, "Jo Marsh, Northmere", "They have taken responsibility."),
        (replace(TAKEN, out=False, accepted=False), "Jo Marsh, Northmere", f"Until {ELL.authority} has said that it took over."),
        (replace(TAKEN, accepted=False), "Esther Lunn", ""),
        (replace(TAKEN, out=False), "Esther Lunn", ""),
        (Handed(True, True), ELL.hub_name, "Another area leads. Ring to ask how it is reached."),
        (
            replace(TAKEN, accepted=False, both=True), "Esther Lunn",
            BOTH + " Ring Northmere, 01632 960711, and agree who keeps hold.",
        ),
    ],
)  # fmt: skip
def test_who_leads_a_family_between_two_areas(handed: Handed, who: str, because: str) -> None:
    line = who_leads(Lead("Esther Lunn"), own=ELL, handed=handed)
    assert (line.who, line.because) == (who, because)


def test_who_acts_tonight_once_the_other_area_has_hold() -> None:
    (line,) = who_acts_tonight([THERE], own=ELL, others=[HAR], handed=TAKEN)
    assert (line.who, line.phone) == ("Northmere night team", "01632 960799")
    both = who_acts_tonight([THERE, HERE], own=ELL, others=[HAR], handed=TAKEN)
    assert [one.phone for one in both] == ["01632 960799", ELL.duty_phone]
    for accepted, home in product((True, False), (Home(protected=True), THERE, HERE)):
        handed = Handed(
            True, accepted
        )  # no area: of some of them, a parent say, nothing may lead to where they are
        (hidden,) = who_acts_tonight([home], own=ELL, others=[HAR], handed=handed)
        assert hidden.phone == ELL.duty_phone and HAR.authority not in str(hidden)
    (not_ours_yet,) = who_acts_tonight(
        [THERE], own=ELL, others=[HAR], handed=replace(TAKEN, out=False, accepted=False)
    )
    assert "Northmere answers for them until Ellowmere Council has said" in not_ours_yet.because
    (waiting,) = who_acts_tonight([THERE], own=ELL, others=[HAR], handed=replace(TAKEN, accepted=False))
    assert "answers for them until" in waiting.because
