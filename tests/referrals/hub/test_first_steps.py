"""Opening, rating, accepting and answering a concern."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce.bus import Event
from plait.base.audit.models import AuditEntry
from plait.base.clock.events import ClockRuns
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.timers.models import Timer
from plait.referrals.actions.accept_passed import accept_passed
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.ask_partners import ask_partners
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.say_what_was_done import say_what_was_done
from plait.referrals.actions.take_back import take_back
from plait.referrals.events import (
    ConcernRaised,
    ContactAnswered,
    ContactOpened,
    ContactRated,
    PassedConcernDone,
    PassedToWorker,
)
from plait.referrals.handlers import watch_new_concern
from plait.referrals.models import Contact, Referral
from plait.referrals.presenters.hub import concern_page
from plait.referrals.queries.asking import Ask
from plait.referrals.queries.hub import concern_facts
from plait.site.demo.cast import Cast
from tests.referrals.hub.story import THEO, Who

RED: dict[str, Any] = {"rating": "red", "because": "A bruise in the shape of a hand"}


def refused(reason: str) -> Any:
    return pytest.raises(Refused, match=reason)


def audited(act: str, verdict: str = "allowed") -> bool:
    return AuditEntry.objects.filter(act=act, verdict=verdict).exists()


def test_a_new_concern_is_watched_as_if_it_were_of_the_most_urgent_rating(
    contact: Contact, at: datetime
) -> None:
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    timers = {one.kind: one.due_at for one in Timer.objects.filter(subject=contact.ref)}
    assert timers == {
        "contact-not-opened": at + timedelta(minutes=30),
        "contact-not-opened-deputy": at + timedelta(minutes=45),
    }


def test_the_hub_opens_it_once(contact: Contact, who: Who, at: datetime, told: list[Event]) -> None:
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    later = at + timedelta(minutes=5)
    assert note_opened(contact_id=str(contact.pk), by=who("call_handler"), at=later)
    assert not note_opened(contact_id=str(contact.pk), by=who("screener"), at=later + timedelta(minutes=1))
    contact.refresh_from_db()
    assert (contact.opened_at, contact.opened_by) == (later, who("call_handler").id)
    assert [event for event in told if isinstance(event, ContactOpened)] == [
        ContactOpened(contact.pk, who("call_handler").id, later)
    ]
    assert set(Timer.objects.values_list("state", flat=True)) == {"cancelled"}
    assert audited("contact:opened")


def test_nobody_without_an_involvement_opens_it(contact: Contact, who: Who, at: datetime) -> None:
    for key in ("teacher", "police", "police_ex_partner", "lead"):
        with refused("not-involved"):
            note_opened(contact_id=str(contact.pk), by=who(key), at=at)


def test_rating_starts_its_clock_from_when_it_was_received(
    contact: Contact, who: Who, at: datetime, told: list[Event]
) -> None:
    later = at + timedelta(minutes=40)
    given = rate_contact(contact_id=str(contact.pk), by=who("screener"), at=later, **RED)
    contact.refresh_from_db()
    assert (contact.status, contact.rating, given.was, given.rated_at) == ("rated", "red", "", None)
    assert contact.opened_at == later  # who rates has opened
    promise = clock(f"{contact.ref}:rating")
    assert promise is not None
    assert promise.started_at == contact.received_at
    assert promise.due_at == at + timedelta(hours=4)
    steps = [type(event) for event in told if not isinstance(event, ClockRuns)]
    assert steps[-2:] == [ContactOpened, ContactRated]
    assert audited("contact:rated")


def test_rating_again_changes_the_time_and_resets_nothing(contact: Contact, who: Who, at: datetime) -> None:
    rate_contact(
        contact_id=str(contact.pk), rating="green", because="A first look", by=who("screener"), at=at
    )
    again, truly = at + timedelta(hours=5), at + timedelta(hours=1)
    for wrong, reason in (
        (at - timedelta(hours=1), "before-it-came"),
        (again + timedelta(hours=1), "in-future"),
    ):
        with refused(f"decided-{reason}"):
            rate_contact(contact_id=str(contact.pk), rated_at=wrong, by=who("screener"), at=again, **RED)
    rate_contact(contact_id=str(contact.pk), rated_at=truly, by=who("screener"), at=again, **RED)
    promise = clock(f"{contact.ref}:rating")
    assert promise is not None
    assert promise.due_at == at + timedelta(hours=4)  # already late, and it says so
    assert [change.what for change in promise.changes.all()] == ["started", "rerated"]
    assert [(one.was, one.rating, one.at, one.rated_at) for one in contact.ratings.order_by("at")] == [
        ("", "green", at, None),
        ("green", "red", again, truly),
    ]


def test_rated_up_everybody_who_owes_something_hears_and_has_less_time(
    contact: Contact, calm: Contact, who: Who, cast: Cast, at: datetime
) -> None:
    """Green asks for a day and rings nobody who does not open; Red for two hours, and rings. Back down, the time is back too."""
    screener, assessment = who("screener"), str(cast.teams["assessment"].pk)
    green: dict[str, Any] = {"rating": "green", "because": "A first look", "by": screener}
    rate_contact(contact_id=str(contact.pk), at=at, **green)
    referral = accept_referral(contact_id=str(contact.pk), because="x", by=screener, at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    (check,) = ask_partners(referral_id=str(referral.pk), asks=asks, purpose="Safety", by=screener, at=at)
    decide_next_step(
        referral_id=str(referral.pk), outcome="section_47", level=4, because="x", next_team_id=assessment,
        read_version=referral.version, by=who("manager"), at=at,
    )  # fmt: skip
    pass_to_worker(contact_id=str(calm.pk), team_id=assessment, by=screener, at=at)
    later = at + timedelta(minutes=30)
    for one in (contact, calm):
        if one is calm:  # passed on unrated it had the shortest time there is
            rate_contact(contact_id=str(one.pk), at=later - timedelta(minutes=10), **green)
        rate_contact(contact_id=str(one.pk), by=screener, at=later, **RED)
    police = f"team:{cast.teams['police_safeguarding'].pk}"
    owed = {
        f"{check.ref}:answer": (2, police, f"/checks/{check.pk}/"),
        f"{referral.ref}:lead-accepts": (1, f"team:{assessment}", f"/lead/{referral.pk}/accept/"),
        f"{calm.ref}:worker-accepts": (1, f"team:{assessment}", "/hub/passed/"),
    }
    for key, (hours, team, path) in owed.items():
        running = clock(key)
        assert running is not None and running.due_at == at + timedelta(hours=hours), key
        assert {one.due_at for one in Timer.objects.filter(key__startswith=key)} == {running.due_at}, key
        told = Message.objects.filter(kind="rated-anew", to_ref=team, context__link_path=path)
        assert told.exists() and all(one.about == running.subject for one in told), key
    unopened = Timer.objects.get(kind="check-not-opened", state="waiting")
    assert (unopened.subject, unopened.due_at) == (check.ref, later + timedelta(minutes=30))
    rate_contact(contact_id=str(contact.pk), at=later, **green | {"because": "All is well"})
    assert not Timer.objects.filter(kind="check-not-opened", state="waiting").exists()
    back = clock(f"{check.ref}:answer")
    assert back is not None and back.due_at > at + timedelta(hours=24)
    Timer.objects.filter(key=back.key).update(state="fired")
    rate_contact(contact_id=str(contact.pk), by=screener, at=later, **RED)
    once_more = Timer.objects.get(key__startswith=f"{back.key}:rated-")
    assert (once_more.kind, once_more.due_at) == ("check-late", at + timedelta(hours=2)), (
        "told again if late again"
    )
    take_back(contact_id=str(calm.pk), because="Nobody there", by=screener, at=later)
    theirs = clock(f"{calm.ref}:rating")
    assert theirs is not None and str(theirs.target) == str(current(at=later).rating("red").decision_target)


def test_the_same_rating_posted_twice_is_given_once(contact: Contact, who: Who, at: datetime) -> None:
    first = rate_contact(contact_id=str(contact.pk), by=who("screener"), at=at, **RED)
    assert rate_contact(contact_id=str(contact.pk), by=who("screener"), at=at, **RED) == first
    with refused("rated-so-already"):
        rate_contact(
            contact_id=str(contact.pk), rating="red", because="Other words", by=who("screener"), at=at
        )


@pytest.mark.parametrize(
    ("key", "rating", "because", "reason"),
    [
        ("call_handler", "red", "Because", "no-role-contact:rate"),
        ("screener", "red", "  ", "needs-reason"),
        ("screener", "purple", "Because", "no-such-rating"),
        ("teacher", "red", "Because", "no-role-contact:rate"),
    ],
)
def test_ratings_that_are_refused(
    contact: Contact, who: Who, at: datetime, key: str, rating: str, because: str, reason: str
) -> None:
    with refused(reason):
        rate_contact(contact_id=str(contact.pk), rating=rating, because=because, by=who(key), at=at)
    assert audited("deed:rate_contact", "refused")
    contact.refresh_from_db()
    assert contact.status == "received"


def test_a_qualified_worker_accepts_a_referral(contact: Contact, who: Who, at: datetime) -> None:
    """Plait was down; she accepted at once, and writes it down two days later: the 45 days run from then."""
    later = at + timedelta(days=2)
    with refused("decided-before-it-came"):
        accept_referral(
            contact_id=str(contact.pk), because="Harm", accepted_at=at - timedelta(days=1), by=who("screener"), at=later
        )  # fmt: skip
    truly = at + timedelta(minutes=20)
    referral = accept_referral(
        contact_id=str(contact.pk), because="Harm", accepted_at=truly, by=who("screener"), at=later
    )
    contact.refresh_from_db()
    assert (contact.status, referral.accepted_at, referral.truly_accepted_at) == ("accepted", later, truly)
    assessment, decision = clock(f"{referral.ref}:assessment"), clock(f"{contact.ref}:decision")
    assert assessment is not None
    assert str(assessment.target) == "45 working days"
    assert decision is not None
    assert assessment.started_at == truly
    assert (decision.state, decision.stopped_at) == ("stopped", truly)
    assert audited("referral:accepted")
    assert (
        accept_referral(contact_id=str(contact.pk), because="Harm", by=who("screener"), at=later) == referral
    )
    with refused("concern-is-accepted"):
        accept_referral(contact_id=str(contact.pk), because="Harm", by=who("manager"), at=later)


def test_accepting_is_refused(contact: Contact, who: Who, at: datetime, cast: Cast) -> None:
    from dataclasses import replace

    unqualified = replace(who("screener"), qualified=False)
    for by, because, reason in (
        (who("call_handler"), "Harm", "no-role-referral:accept"),
        (unqualified, "Harm", "not-qualified"),
        (who("screener"), " ", "needs-reason"),
    ):
        with refused(reason):
            accept_referral(contact_id=str(contact.pk), because=because, by=by, at=at)
    assert not Referral.objects.exists()
    assert audited("deed:accept_referral", "refused")


def test_nobody_accepts_or_answers_what_they_raised(who: Who, at: datetime) -> None:
    own = raise_concern(concern=THEO, draft_id=None, by=who("screener"), at=at)
    with refused("own-referral"):
        accept_referral(contact_id=str(own.pk), because="Harm", by=who("screener"), at=at)
    with refused("own-referral"):
        answer_contact(contact_id=str(own.pk), outcome="nfa", because="x", by=who("screener"), at=at)
    made = accept_referral(contact_id=str(own.pk), because="Harm", by=who("manager"), at=at)
    assert made.contact == own


def test_a_concern_is_answered_with_advice(
    contact: Contact, who: Who, at: datetime, told: list[Event]
) -> None:
    for _ in range(2):
        answer_contact(
            contact_id=str(contact.pk), outcome="advice", because="Asked only", by=who("screener"), at=at
        )
    contact.refresh_from_db()
    assert (contact.status, contact.answered_with) == ("answered", "advice")
    assert sum(isinstance(event, ContactAnswered) for event in told) == 1
    decision = clock(f"{contact.ref}:decision")
    assert decision is not None
    assert decision.state == "stopped"
    with refused("concern-is-answered"):
        rate_contact(contact_id=str(contact.pk), by=who("screener"), at=at, **RED)


def test_protection_is_no_answer_to_a_contact(contact: Contact, who: Who, at: datetime) -> None:
    with refused("not-for-a-contact"):
        answer_contact(
            contact_id=str(contact.pk), outcome="section_47", because="x", by=who("screener"), at=at
        )
    with refused("needs-reason"):
        answer_contact(contact_id=str(contact.pk), outcome="nfa", because="", by=who("screener"), at=at)
    with refused("no-role"):
        answer_contact(contact_id=str(contact.pk), outcome="nfa", because="x", by=who("call_handler"), at=at)


def test_open_already_the_hub_owns_it_until_the_team_accepts(
    contact: Contact, who: Who, at: datetime, cast: Cast, told: list[Event]
) -> None:
    team = str(cast.teams["assessment"].pk)
    rate_contact(contact_id=str(contact.pk), by=who("screener"), at=at, **RED)
    for _ in range(2):
        pass_to_worker(contact_id=str(contact.pk), team_id=team, by=who("screener"), at=at)
    promise = clock(f"{contact.ref}:worker-accepts")
    assert promise is not None
    assert (promise.owner, promise.due_at) == (f"team:{contact.team_id}", at + timedelta(hours=1))
    assert sum(isinstance(event, PassedToWorker) for event in told) == 1
    with refused("no-role-lead:accept"):
        accept_passed(contact_id=str(contact.pk), by=who("screener"), at=at)
    with refused("not-involved"):
        accept_passed(contact_id=str(contact.pk), by=who("family_helper"), at=at)
    for _ in range(2):
        accept_passed(contact_id=str(contact.pk), by=who("lead"), at=at + timedelta(minutes=20))
    promise.refresh_from_db()
    assert promise.state == "stopped"
    owes = clock(f"{contact.ref}:1:done")
    assert owes is not None and owes.owner == f"team:{team}" and owes.state == "running"
    with refused("not-involved"):
        say_what_was_done(contact_id=str(contact.pk), because="x", by=who("family_helper"), at=at)
    with refused("needs-reason"):
        say_what_was_done(contact_id=str(contact.pk), because=" ", by=who("lead"), at=at)
    for _ in range(2):
        say_what_was_done(
            contact_id=str(contact.pk), because="Seen.", by=who("lead"), at=at + timedelta(days=1)
        )
    owes.refresh_from_db()
    contact.refresh_from_db()
    assert (contact.status, owes.state) == ("answered", "stopped")
    assert sum(isinstance(event, PassedConcernDone) for event in told) == 1


def test_it_is_passed_only_to_a_team_that_holds_cases(
    contact: Contact, who: Who, at: datetime, cast: Cast
) -> None:
    with refused("not-a-casework-team"):
        pass_to_worker(
            contact_id=str(contact.pk),
            team_id=str(cast.teams["police_safeguarding"].pk),
            by=who("screener"),
            at=at,
        )
    with refused("no-role"):
        pass_to_worker(
            contact_id=str(contact.pk),
            team_id=str(cast.teams["assessment"].pk),
            by=who("call_handler"),
            at=at,
        )


def test_what_no_team_accepts_the_hub_takes_back_and_may_pass_to_another(
    contact: Contact, who: Who, at: datetime, cast: Cast
) -> None:
    key, screener = str(contact.pk), who("screener")
    first, other = str(cast.teams["assessment"].pk), str(cast.teams["family_help"].pk)
    rate_contact(contact_id=key, by=screener, at=at, **RED)
    decision = clock(f"{contact.ref}:decision")
    assert decision is not None
    due = decision.due_at
    pass_to_worker(contact_id=key, team_id=first, by=screener, at=at)
    later = at + timedelta(minutes=70)
    with refused("needs-reason"):
        take_back(contact_id=key, because=" ", by=screener, at=later)
    with refused("no-role"):
        take_back(contact_id=key, because="x", by=who("lead"), at=later)
    for _ in range(2):
        take_back(contact_id=key, because="Nobody there answers", by=screener, at=later)
    contact.refresh_from_db()
    assert (contact.status, contact.passed_to) == ("rated", None)
    with refused("not-involved"):
        accept_passed(contact_id=key, by=who("lead"), at=later)
    decision.refresh_from_db()
    assert decision.state == "running" and decision.due_at >= due
    assert decision.changes.latest("order").because == "Taken back: Nobody there answers"
    # The seventy minutes with that team do not count, and the page of the concern says so with both times and the reason.
    page = concern_page(concern_facts(contact, at=later), pack=current(at=later), by=screener, at=later)
    (stood,) = next(one.stood for one in page.ticking if one.label == "Decide what happens next")
    assert (stood.from_at, stood.to_at) == (at, later)
    assert "passed to the allocated worker" in stood.why and "Nobody there answers" in stood.why
    promise = clock(f"{contact.ref}:worker-accepts")
    assert promise is not None and promise.state == "stopped"
    assert Timer.objects.get(key=promise.key).state == "cancelled"
    assert AuditEntry.objects.filter(act="contact:taken-back").count() == 1

    pass_to_worker(contact_id=key, team_id=other, by=screener, at=later)
    second = clock(f"{contact.ref}:2:worker-accepts")
    assert second is not None and second.due_at == later + timedelta(hours=1)
    accept_passed(contact_id=key, by=who("family_helper"), at=later)
    second.refresh_from_db()
    assert second.state == "stopped"
    with refused("accepted-already"):
        take_back(contact_id=key, because="x", by=screener, at=later)


def test_what_was_never_rated_is_taken_back_as_received(
    contact: Contact, who: Who, at: datetime, cast: Cast
) -> None:
    key = str(contact.pk)
    with refused("concern-is-received"):
        take_back(contact_id=key, because="x", by=who("screener"), at=at)
    pass_to_worker(contact_id=key, team_id=str(cast.teams["assessment"].pk), by=who("screener"), at=at)
    with refused("not-theirs|no-role"):
        take_back(contact_id=key, because="x", by=who("lead"), at=at)
    assert take_back(contact_id=key, because="Wrong team", by=who("screener"), at=at).status == "received"
