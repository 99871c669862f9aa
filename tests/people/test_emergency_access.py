"""Emergency access: one record, an hour, a reason; somebody looks afterwards; never over a conflict."""

from datetime import timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock.models import RunningClock
from plait.base.outbox.models import Message
from plait.base.timers import Due
from plait.base.timers.models import Timer
from plait.people.access import access_reviews_for, visible_people
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.restrict_person import restrict_person
from plait.people.actions.review_access import review_access
from plait.people.actions.use_emergency_access import use_emergency_access
from plait.people.jobs import remind_of_review
from plait.people.models import AccessReview, Involvement
from tests.feedback.journey import Journey

WHAT = "She is here with a burn and says she may not go home."


@pytest.fixture
def told(journey: Journey) -> Journey:
    return journey.raised("teacher").accepted()


def enter(journey: Journey, who: str = "nurse", *, person: str = "", because: str = WHAT) -> AccessReview:
    return use_emergency_access(
        person_id=person or journey.child,
        why="arrived",
        because=because,
        by=journey.who(who),
        at=journey.later(1),
    )


def test_it_opens_the_named_record_for_an_hour_and_shuts_by_itself(told: Journey) -> None:
    nurse = told.who("nurse")
    assert not visible_people(nurse, at=told.at).exists()
    review = enter(told)
    assert [str(one.pk) for one in visible_people(nurse, at=told.at)] == [told.child]
    assert review.until is not None
    assert not visible_people(nurse, at=review.until).exists()
    assert visible_people(nurse, at=review.until - timedelta(seconds=1)).exists()


def test_privacy_officers_hear_at_once_and_it_is_owed_by_the_next_working_day(told: Journey) -> None:
    review = enter(told)
    officer = told.cast.people["privacy_officer"]
    letter = Message.objects.get(to_ref=f"practitioner:{officer.pk}", kind="access-review")
    assert letter.context["link_path"] == "/audit/reviews/"
    assert WHAT not in str(letter.context)
    clock = RunningClock.objects.get(key=review.ref)
    assert (clock.rule, clock.due_at) == ("access_review", review.due_at)
    assert review.due_at.date() == (told.at + timedelta(days=1)).date()
    row = AuditEntry.objects.filter(act="person:emergency").latest("id")
    assert (row.reason, row.purpose) == ("arrived", WHAT)


def test_pressed_twice_it_is_one_use(told: Journey) -> None:
    assert enter(told).pk == enter(told).pk
    assert Involvement.objects.filter(kind="emergency").count() == 1


@pytest.mark.parametrize(("why", "because"), [("arrived", "Too short to say."), ("because", WHAT), ("", "")])
def test_without_a_reason_nothing_opens(told: Journey, why: str, because: str) -> None:
    with pytest.raises(Refused, match="no-reason"):
        use_emergency_access(
            person_id=told.child, why=why, because=because, by=told.who("nurse"), at=told.later()
        )
    assert AuditEntry.objects.filter(verdict="refused", reason="no-reason").exists()


@pytest.mark.parametrize("who", ["teacher", "administrator", "privacy_officer", "pack_owner", "call_handler"])
def test_a_role_without_it_is_told_whom_to_ring(told: Journey, who: str) -> None:
    with pytest.raises(Refused, match="no-role-emergency"):
        enter(told, who)


def test_a_conflict_is_the_same_as_nobody(told: Journey) -> None:
    declare_conflict(
        forename="Theodora", surname="Marlowe-Canary", born_on=None, kind="partner",
        by=told.who("police_ex_partner"), at=told.later(),
    )  # fmt: skip
    with pytest.raises(Refused) as conflicted:
        enter(told, "police_ex_partner")
    with pytest.raises(Refused) as absent:
        enter(told, "police_ex_partner", person="00000000-0000-4000-8000-000000000000")
    assert conflicted.value.verdict.reason == "declared-conflict"
    assert conflicted.value.verdict.hides
    assert absent.value.verdict.hides
    assert conflicted.value.verdict.say == absent.value.verdict.say


def test_a_restricted_record_opens_to_emergency_duty_alone_and_its_keepers_hear(told: Journey) -> None:
    restrict_person(
        person_id=told.child, custodian_team_id=str(told.cast.teams["custodians"].pk),
        because="A colleague's child", by=told.who("manager"), at=told.later(),
    )  # fmt: skip
    with pytest.raises(Refused, match="restricted") as refused:
        enter(told)
    assert refused.value.verdict.hides
    enter(told, "edt")
    assert visible_people(told.who("edt"), at=told.at).filter(pk=told.child).exists()
    keeper = told.cast.people["custodian"]
    assert Message.objects.filter(kind="restricted-emergency", to_ref=f"practitioner:{keeper.pk}").exists()


def three_unreviewed(told: Journey, who: str) -> None:
    for _ in range(3):
        enter(told, who)
        told.later(61)


def test_the_fourth_that_nobody_has_looked_at_is_refused_with_a_way_on(told: Journey) -> None:
    three_unreviewed(told, "nurse")
    with pytest.raises(Refused, match="emergency-not-reviewed") as refused:
        enter(told)
    assert "Ring the hub" in refused.value.verdict.next_step
    looked_at = AccessReview.objects.order_by("at").first()
    assert looked_at is not None
    review_access(
        review_id=str(looked_at.pk), outcome="in_order", said="The ward confirmed it.",
        by=told.who("privacy_officer"), at=told.later(),
    )  # fmt: skip
    enter(told)


def test_emergency_duty_is_never_stopped_by_what_nobody_has_looked_at(told: Journey) -> None:
    restrict_person(
        person_id=told.child, custodian_team_id=str(told.cast.teams["custodians"].pk),
        because="A colleague's child", by=told.who("manager"), at=told.later(),
    )  # fmt: skip
    three_unreviewed(told, "edt")
    enter(told, "edt")


def test_what_is_open_already_needs_no_emergency(told: Journey) -> None:
    with pytest.raises(Refused, match="open-already"):
        enter(told, "screener")


def test_nobody_looks_at_their_own_and_only_privacy_officers_look(told: Journey) -> None:
    review = enter(told)
    for who in ("nurse", "manager", "administrator"):
        with pytest.raises(Refused, match=r"no-role-audit:read|own-access"):
            review_access(
                review_id=str(review.pk),
                outcome="in_order",
                said="It was all right.",
                by=told.who(who),
                at=told.later(),
            )
    AccessReview.objects.filter(pk=review.pk).update(practitioner=told.cast.people["privacy_officer"])
    with pytest.raises(Refused, match="own-access"):
        review_access(
            review_id=str(review.pk), outcome="in_order", said="It was all right.",
            by=told.who("privacy_officer"), at=told.later(),
        )  # fmt: skip


@pytest.mark.parametrize("forename", ["Leanne"])  # the mother: known through the child
def test_whoever_knows_the_family_neither_hears_of_it_nor_reads_nor_settles_it(
    told: Journey, forename: str
) -> None:
    """What was written there may say where they are: a privacy officer who is the former partner is refused first too."""
    review, officer = enter(told), told.who("privacy_officer")
    assert access_reviews_for(officer, waiting=True).count() == 1
    declare_conflict(
        forename=forename, surname="Marlowe-Canary", born_on=None, kind="partner", by=officer, at=told.later()
    )
    assert not access_reviews_for(officer).exists()
    page, gone = told.browser("privacy_officer"), "0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77"
    refused, absent = (page.get(f"/audit/reviews/{one}/") for one in (review.pk, gone))
    assert (refused.status_code, refused.content) == (404, absent.content)
    with pytest.raises(Refused, match="declared-conflict"):
        review_access(
            review_id=str(review.pk),
            outcome="in_order",
            said="It was all right.",
            by=officer,
            at=told.later(),
        )
    letters = Message.objects.filter(kind__startswith="access-review")
    before = letters.filter(to_ref=f"practitioner:{officer.id}").count()
    late = Timer.objects.get(key=f"{review.ref}:late")
    remind_of_review(
        Due(key=late.key, kind=late.kind, subject=late.subject, due_at=late.due_at, at=late.due_at)
    )
    assert letters.filter(to_ref=f"practitioner:{officer.id}").count() == before
    assert letters.filter(kind="access-review-late").exists(), (
        "somebody else hears: the hub, where there is no other officer"
    )


def test_not_in_order_shuts_what_is_still_open_and_is_settled_once(told: Journey) -> None:
    review, officer = enter(told), told.who("privacy_officer")
    with pytest.raises(Refused, match="no-outcome"):
        review_access(review_id=str(review.pk), outcome="in_order", said="ok", by=officer, at=told.later())
    review_access(
        review_id=str(review.pk),
        outcome="not_in_order",
        said="She was not on shift.",
        by=officer,
        at=told.later(),
    )
    assert not visible_people(told.who("nurse"), at=told.at).exists()
    assert RunningClock.objects.get(key=review.ref).state == "stopped"
    assert Timer.objects.get(key=f"{review.ref}:late").state == "cancelled"
    with pytest.raises(Refused, match="reviewed-already"):
        review_access(
            review_id=str(review.pk), outcome="in_order", said="Changed my mind.", by=officer, at=told.later()
        )


def test_one_that_nobody_looked_at_is_called_for_again(told: Journey) -> None:
    review = enter(told)
    timer = Timer.objects.get(key=f"{review.ref}:late")
    assert timer.due_at == review.due_at
    due = Due(key=timer.key, kind=timer.kind, subject=timer.subject, due_at=timer.due_at, at=timer.due_at)
    remind_of_review(due)
    remind_of_review(due)
    assert Message.objects.filter(kind="access-review-late").count() == 1


def test_whoever_knows_the_mother_does_not_reach_her_through_the_child(told: Journey) -> None:
    """He declared the mother alone. Her child is not his by name; the way to her would be."""
    declare_conflict(
        forename="Leanne", surname="Marlowe-Canary", born_on=None, kind="partner",
        by=told.who("police_ex_partner"), at=told.later(),
    )  # fmt: skip
    with pytest.raises(Refused, match="declared-conflict"):
        enter(told, "police_ex_partner")
