"""*I work with this child*: opens for a day where it names one record for sure, and is a question to somebody otherwise."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.outbox.models import Message
from plait.people.access import claims_to_answer, visible_people
from plait.people.actions.answer_claim import answer_claim
from plait.people.actions.claim_child import claim_child
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.end_involvement import end_involvement
from plait.people.actions.restrict_person import restrict_person
from plait.people.actions.reveal_whereabouts import reveal_whereabouts
from plait.people.models import Claim, Involvement
from tests.feedback.journey import CHILD, SURNAME, Journey

BORN = date(2019, 4, 3)


@pytest.fixture
def told(journey: Journey) -> Journey:
    return journey.raised("teacher").accepted()


def claim(journey: Journey, who: str = "camhs", *, link: bool = True, **said: Any) -> Claim:
    given = {
        "forename": CHILD, "surname": SURNAME, "born_on": BORN, "role_label": "Her therapist",
        "because": "I see her every Thursday.", "reference": f"person:{journey.child}" if link else "", **said,
    }  # fmt: skip
    return claim_child(**given, by=journey.who(who), at=journey.later(1))


def opens(journey: Journey, who: str = "camhs", *, at: datetime | None = None) -> bool:
    at = at or journey.at
    return visible_people(journey.cast.actor(who, at=at), at=at).filter(pk=journey.child).exists()


def test_one_that_names_the_record_opens_for_a_day_and_the_hub_hears(told: Journey) -> None:
    made = claim(told)
    assert made.state == Claim.State.OPEN
    assert made.ends_at == told.at + timedelta(hours=24)
    assert opens(told)
    assert not opens(told, at=told.at + timedelta(hours=24))
    assert Message.objects.filter(kind="claim", to_ref=f"team:{told.cast.teams['hub'].pk}").exists()


def test_the_code_on_a_receipt_names_it_too(told: Journey) -> None:
    assert claim(told, reference=told.contact.reference.lower().replace("-", " ")).state == Claim.State.OPEN
    for typed in (told.contact.pk.hex, str(told.contact.pk).upper(), f"{{{told.contact.pk}}}"):
        assert claim(told, reference=f"contact:{typed}").state == Claim.State.OPEN


def test_the_child_s_worker_hears_where_there_is_one(told: Journey) -> None:
    told.decided("section_47")
    claim(told)
    letters = Message.objects.filter(kind="claim").values_list("to_ref", flat=True)
    assert set(letters) == {f"team:{told.cast.teams['assessment'].pk}"}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (
            "camhs",
            {"link": False},
        ),  # a name and a birthday: whoever can guess them would learn that she is known
        ("camhs", {"forename": "Somebody"}),
        ("camhs", {"born_on": date(2011, 1, 1)}),
        ("camhs", {"reference": "person:00000000-0000-4000-8000-000000000000"}),
        ("camhs", {"reference": "person:nonsense"}),
        ("camhs", {"reference": "ZZZZ-ZZZZ"}),
        ("youth_worker", {}),  # whose role is asked about first
    ],
)
def test_everything_else_is_a_question_to_the_hub(told: Journey, who: str, said: dict[str, Any]) -> None:
    made = claim(told, who, **said)
    assert made.state == Claim.State.ASKED
    assert not opens(told, who)
    assert made in claims_to_answer(told.who("screener"), at=told.at)


def test_a_restricted_child_s_claim_is_the_hub_s_question_like_any_other_and_its_keepers(
    told: Journey,
) -> None:
    restrict_person(
        person_id=told.child, custodian_team_id=str(told.cast.teams["custodians"].pk),
        because="A colleague's child", by=told.who("manager"), at=told.later(),
    )  # fmt: skip
    made, nobody = claim(told), claim(told, forename="Nobody", reference="")
    assert (made.state, made.person_id) == (nobody.state, nobody.person_id) == (Claim.State.ASKED, None)
    assert {made, nobody} <= set(claims_to_answer(told.who("screener"), at=told.at))
    assert claims_to_answer(told.who("custodian"), at=told.at) == [made]
    answer_claim(claim_id=str(made.pk), confirm=False, by=told.who("screener"), at=told.later())
    assert claims_to_answer(told.who("custodian"), at=told.at) == [made], "the hub does not answer for them"
    answer_claim(
        claim_id=str(made.pk), confirm=True, person_id=told.child, by=told.who("custodian"), at=told.later()
    )
    assert opens(told)


def test_never_over_a_conflict_not_even_confirmed_by_the_hub(told: Journey) -> None:
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=BORN,
        kind="own_family",
        by=told.who("camhs"),
        at=told.later(),
    )
    made = claim(told)
    assert made.state == Claim.State.ASKED
    with pytest.raises(Refused, match="claimant-conflicted"):
        answer_claim(
            claim_id=str(made.pk),
            confirm=True,
            person_id=told.child,
            by=told.who("screener"),
            at=told.later(),
        )
    assert not opens(told)


def test_confirmed_it_lasts_and_has_an_end(told: Journey) -> None:
    made = claim(told)
    answer_claim(claim_id=str(made.pk), confirm=True, by=told.who("screener"), at=told.later())
    assert opens(told, at=told.at + timedelta(days=30))
    assert not opens(told, at=told.at + timedelta(days=181))
    kinds = Involvement.objects.filter(source_kind="claim", to_at__gt=told.at).values_list("kind", flat=True)
    assert list(kinds) == ["works"]


def test_ended_it_is_shut_at_once(told: Journey) -> None:
    made = claim(told)
    answer_claim(claim_id=str(made.pk), confirm=False, by=told.who("screener"), at=told.later())
    assert not opens(told)
    assert claims_to_answer(told.who("screener"), at=told.at) == []


def test_nobody_answers_their_own_and_nobody_who_was_not_asked(told: Journey) -> None:
    made = claim(told, "screener", link=False)
    for who in ("screener", "teacher", "police", "call_handler", "privacy_officer", "administrator"):
        assert claims_to_answer(told.who(who), at=told.at) == [], who
        with pytest.raises(Refused, match="no-such-claim"):
            answer_claim(claim_id=str(made.pk), confirm=True, by=told.who(who), at=told.later())


def test_the_hub_says_who_is_meant_before_anything_opens(told: Journey) -> None:
    made = claim(told, link=False, forename="Dora")
    with pytest.raises(Refused, match="nobody-chosen"):
        answer_claim(claim_id=str(made.pk), confirm=True, by=told.who("screener"), at=told.later())
    answer_claim(
        claim_id=str(made.pk), confirm=True, person_id=told.child, by=told.who("screener"), at=told.later()
    )
    assert opens(told)


def test_a_claim_shows_no_protected_address_whatever_the_role(told: Journey) -> None:
    Involvement.objects.filter(team=told.cast.teams["hub"]).update(to_at=told.at)
    assert not opens(told, "screener")
    claim(told, "screener")
    assert opens(told, "screener")
    with pytest.raises(Refused, match="own-way-in-shows-no-protected-address"):
        reveal_whereabouts(
            person_id=told.child,
            why="see_child",
            because="Going there now",
            by=told.who("screener"),
            at=told.later(),
        )


def test_so_many_a_day_and_then_somebody_is_rung(told: Journey) -> None:
    for number in range(6):
        claim(told, forename=f"Guess{number}", link=False)
    with pytest.raises(Refused, match="too-many-claims"):
        claim(told)


@pytest.mark.parametrize("who", ["administrator", "privacy_officer", "pack_owner", "call_handler"])
def test_whoever_works_with_no_child_claims_none(told: Journey, who: str) -> None:
    with pytest.raises(Refused, match="no-role-involvement:claim"):
        claim(told, who)


def test_one_s_own_involvement_and_a_colleague_s_can_be_ended(told: Journey) -> None:
    first = claim(told)
    way_in = str(first.involvement_id)
    with pytest.raises(Refused, match="no-reason"):
        end_involvement(
            person_id=told.child, involvement_id=way_in, because="", by=told.who("camhs"), at=told.later()
        )
    with pytest.raises(Refused, match="not-involved"):
        end_involvement(
            person_id=told.child, involvement_id=way_in, because="No more", by=told.who("gp"), at=told.later()
        )
    end_involvement(
        person_id=told.child,
        involvement_id=way_in,
        because="Works elsewhere",
        by=told.who("screener"),
        at=told.later(),
    )
    assert not opens(told)
    again = claim(told)
    end_involvement(
        person_id=told.child, involvement_id=str(again.involvement_id), because="Discharged",
        by=told.who("camhs"), at=told.later(),
    )  # fmt: skip
    assert not opens(told)
