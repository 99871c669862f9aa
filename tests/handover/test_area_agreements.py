"""An agreement that binds two areas: signed on both sides in the same words, obeyed by the gate, ended by either at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import RoleGrant, Team
from plait.base.access.verdict import Refused
from plait.base.federation.models import Incident, Peer
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.notices.models import Notice
from plait.people.models import Person
from plait.privacy.presenters.register import register
from plait.sharing.actions.offer_agreement import offer_agreement, take_back_agreement
from plait.sharing.actions.revoke_agreement import revoke_agreement
from plait.sharing.models import SharingAgreement, SharingDecision
from plait.sharing.queries import gateway_facts
from plait.sharing.queries.agreements import digest_to_sign, ruling, to_sign
from plait.sharing.rules import Decision, Line, Proposal, between
from plait.sharing.wire.agreement import digest_of_terms, signed_bytes, terms_of, write_word
from tests.feedback.journey import ADDRESS, Journey
from tests.handover.agreeing import (
    ENQUIRY,
    THEIR_ID,
    agreed,
    bars,
    drafted,
    north_says,
    signed,
    signed_here,
    term,
    their_text,
    their_word,
    words_to_north,
)
from tests.handover.asking_areas import asked_by_north, question
from tests.handover.known_here import db, once
from tests.handover.requesting import WANTED, answers, known_in_north, told_north, wanted_by_north, wants
from tests.matrix.world import undone

DUTY = replace(WANTED, gateway="CA04_16LA")
WHY = "The review found it too wide."


__all__ = ["db", "once"]


@pytest.fixture
def came(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield replace(once)


def weighed(
    came: Journey, *groups: str, purpose: str = "enquiry", gateway: str = "CA04_16LA", on: date | None = None
) -> Decision:
    """What the gate says today of telling North so."""
    by, at = came.who("screener"), came.at
    asks = Proposal(
        purpose="To see whether she is safe.", purpose_code=purpose, gateway=gateway_facts(current(at=at), gateway),
        on=on or at.date(), holder_kind=by.agency_kind, recipient_kind="LA_CSC",
        lines=tuple(Line(one) for one in groups or ("concern",)), outcome="share", holder=by.agency,
        recipient=str(Peer.objects.get(code="north").pk),
    )  # fmt: skip
    return ruling(asks, by=by, at=at)


# --- agreeing
def test_what_the_duty_lets_us_ask_waits_for_both_signatures_and_then_goes(came: Journey) -> None:
    asked = known_in_north(came)
    with pytest.raises(Refused) as refused:
        wants(came, asked, wanted=DUTY)
    assert "No agreement with Northmere lets Ellowmere" in refused.value.verdict.say
    assert "can write an agreement" in refused.value.verdict.next_step

    made = signed_here(came)
    (word,) = words_to_north(came.at)
    assert (word.says, word.by.name, word.agreement.second) == ("signed", "Nadia Bloom", "north")
    assert not weighed(came).allowed, "one side alone binds nobody"

    assert north_says(their_word(word.agreement), at=came.later()).state == "received"
    made.refresh_from_db()
    assert made.state == "in_force"
    theirs = made.signatures.get(side="second")
    assert (theirs.signed_name, theirs.agency_name) == ("Nora Canary-Field", "Northmere Council")
    assert theirs.digest == made.signatures.get(side="first").digest == digest_to_sign(made)

    ours = wants(came, asked, wanted=DUTY)
    decision = SharingDecision.objects.get(pk=ours.decision_id)
    assert decision.clauses == [str(made.clauses.get().pk)]
    assert (decision.agreement_versions, decision.obligations) == (["NORTH-1 version 1"], [])


def test_what_they_ask_under_the_duty_is_answered_by_it(came: Journey) -> None:
    ask = asked_by_north(question(), at=came.later())
    request = wanted_by_north(ask, at=came.later(), gateway="CA04_16LA")
    with pytest.raises(Refused, match="no-agreement"):
        answers(came, request, gateway="CA04_16LA")
    agreed(came)
    answers(came, request, gateway="CA04_16LA")
    assert [line.text for told in told_north(came.at) for line in told.lines] == [
        "She comes to school each day."
    ]


def test_nothing_of_this_area_is_in_the_words_that_leave(came: Journey) -> None:
    made = signed_here(came, (replace(ENQUIRY, holders=(came.who("ig_lead").agency,)),))
    (word,) = words_to_north(came.at)
    raw = write_word(word).decode()
    assert f"area:{word.agreement.first}" in raw
    for one in made.parties.all():
        assert one.agency_id not in raw
    assert digest_of_terms(terms_of(word.agreement)) == digest_to_sign(made)


def test_what_they_wrote_is_read_and_signed_here(came: Journey) -> None:
    lead = came.who("ig_lead")
    before = to_sign(lead)
    assert north_says(their_word(their_text()), at=came.later()).state == "received"
    made = SharingAgreement.objects.get(pk=THEIR_ID)
    assert (made.state, to_sign(lead)) == ("waiting", before + 1)
    assert not weighed(came).allowed
    with pytest.raises(Refused, match="they-have-it"):
        take_back_agreement(agreement_id=THEIR_ID, by=lead, at=came.later())
    signed(came, made)
    made.refresh_from_db()
    assert made.state == "in_force" and weighed(came).clauses == (str(made.clauses.get().pk),)
    (ours,) = words_to_north(came.at)
    assert (ours.says, ours.agreement) == ("signed", their_text())


def written_to(kind: str) -> list[tuple[str, object]]:
    rows = Message.objects.filter(kind=kind).order_by("posted_at", "pk")
    return [(one.to_ref, one.context["link_path"]) for one in rows]


def test_whoever_may_sign_is_told_what_came_and_what_they_ended(came: Journey) -> None:
    """By name, of our side alone, once however often it comes; and they read it in Plait."""
    lead = came.who("ig_lead")
    text = their_text(clauses=[term(1), term(2)])
    told = [(f"practitioner:{lead.id}", f"/agreements/{THEIR_ID}/")]
    for number in (100, 101):
        north_says(their_word(text), at=came.later(), number=number)
    assert written_to("agreement-to-sign") == told and not written_to("agreement-ended-there")
    notice = Notice.objects.get(practitioner_id=lead.id, kind="agreement-to-sign")
    assert notice.path == f"/agreements/{THEIR_ID}/"
    for number in (102, 103):
        north_says(their_word(text, "revoked", clause=1), at=came.later(), number=number)
    assert written_to("agreement-ended-there") == told
    for number in (104, 105):
        north_says(their_word(text, "revoked"), at=came.later(), number=number)
    assert written_to("agreement-ended-there") == [*told, *told]
    assert written_to("agreement-to-sign") == told


def test_what_was_ended_before_it_came_is_not_to_be_signed(came: Journey) -> None:
    text = their_text()
    north_says(their_word(text, "revoked"), at=came.later(), number=100)
    north_says(their_word(text), at=came.later(), number=101)
    assert not written_to("agreement-to-sign") and len(written_to("agreement-ended-there")) == 1


def test_where_nobody_may_sign_the_hub_of_that_agency_is_told(came: Journey) -> None:
    lead = came.who("ig_lead")
    RoleGrant.objects.filter(practitioner_id=lead.id, role="information_governance").update(to_at=came.at)
    north_says(their_word(their_text()), at=came.later())
    hubs = Team.objects.filter(kind="hub", agency_id=lead.agency)
    assert [to for to, _ in written_to("agreement-to-sign")] == [f"team:{one.pk}" for one in hubs]


def test_what_they_wrote_and_we_cannot_follow_is_not_signed(came: Journey) -> None:
    text = their_text(clauses=[term(gateways=["NORTHERN_LAW"])])
    assert north_says(their_word(text), at=came.later()).state == "received"
    with pytest.raises(Refused) as refused:
        signed(came, SharingAgreement.objects.get(pk=THEIR_ID))
    assert "NORTHERN_LAW" in refused.value.verdict.say and "Northmere" in refused.value.verdict.next_step


@pytest.mark.parametrize("beside", ["police", "surgery"])
def test_no_other_agency_stands_in_it(came: Journey, beside: str) -> None:
    with pytest.raises(Refused, match="two-areas-alone"):
        drafted(came, beside=[str(came.cast.agencies[beside].pk)])


def test_nobody_but_the_agency_of_the_hub_writes_one(came: Journey) -> None:
    with pytest.raises(Refused, match="two-areas-alone"):
        drafted(came, who="police_ig_lead")


def test_what_nobody_could_read_there_is_not_offered(came: Journey) -> None:
    made = drafted(came, text="x" * 20_001)
    with pytest.raises(Refused, match="cannot-be-written"):
        offer_agreement(agreement_id=str(made.pk), by=came.who("ig_lead"), at=came.later())


def test_what_they_would_forbid_here_is_not_signed(came: Journey) -> None:
    text = their_text(
        clauses=[term(), term(2, kind="prohibit", holders=[], recipients=[], field_groups=["health"])]
    )
    assert north_says(their_word(text), at=came.later()).state == "received"
    with pytest.raises(Refused) as refused:
        signed(came, SharingAgreement.objects.get(pk=THEIR_ID))
    assert "no other area decides that" in refused.value.verdict.say


# --- the gate
def test_only_what_a_clause_names_goes(came: Journey) -> None:
    agreed(came, (ENQUIRY, bars()))
    assert weighed(came, "concern", "identity").allowed
    assert "forbids" in weighed(came, "health").say
    for refused, words in (
        (weighed(came, "education"), "not school and learning"),
        (weighed(came, purpose="handover"), "but not for"),
        (weighed(came, gateway="COMMONLAW"), "another legal basis"),
    ):
        assert not refused.allowed and words in refused.say


def test_its_last_day_is_its_last(came: Journey) -> None:
    ends = came.at.date() + timedelta(days=30)
    agreed(came, ends=ends)
    assert weighed(came, on=ends).allowed
    after = weighed(came, on=ends + timedelta(days=1))
    assert not after.allowed and "it ended on" in after.say


def test_it_rests_while_they_are_not_believed(came: Journey) -> None:
    agreed(came, (ENQUIRY, bars()))
    Peer.objects.update(state=Peer.State.SUSPENDED)
    rests = weighed(came)
    assert not rests.allowed and "Northmere is not believed here at present" in rests.say
    assert "forbids" in weighed(came, "health").say, "what is forbidden does not rest"
    Peer.objects.update(state=Peer.State.TRUSTED)
    assert weighed(came).allowed


def test_whoever_hides_is_given_away_by_no_agreement(came: Journey) -> None:
    agreed(came)
    asked = known_in_north(came, fleeing="yes")
    Person.objects.filter(pk=came.child).update(address_hidden=True)
    with pytest.raises(Refused, match="gives-away"):
        wants(came, asked, wanted=replace(DUTY, questions=(f"Was {ADDRESS} her home?",)))


# --- what is not taken in
def test_their_second_version_follows_the_first(came: Journey) -> None:
    north_says(their_word(their_text()), at=came.later())
    signed(came, SharingAgreement.objects.get(pk=THEIR_ID))
    second = THEIR_ID.replace("c1", "c2")
    text = their_text(id=second, version=2)
    assert north_says(their_word(text, follows=THEIR_ID), at=came.later(), number=91).state == "received"
    signed(came, SharingAgreement.objects.get(pk=second))
    assert SharingAgreement.objects.get(pk=THEIR_ID).state == "ended"
    third = their_text(id=THEIR_ID.replace("c1", "c3"), version=2, reference="N-78")
    assert (
        north_says(their_word(third, follows=THEIR_ID), at=came.later(), number=92).error
        == "followed-already"
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"first": "south"}, "not-between-us"),
        ({"second": "north"}, "not-between-us"),
        ({"reference": "PARTNERSHIP-1"}, "reference-taken"),
    ],
)
def test_what_is_not_between_us_is_refused_and_somebody_rings(came: Journey, changed: Any, why: str) -> None:
    assert north_says(their_word(their_text(**changed)), at=came.later()).error == why
    assert Incident.objects.get().why == why
    assert not SharingAgreement.objects.filter(pk=THEIR_ID).exists()


def test_no_more_wait_than_somebody_can_read(came: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(between, "MOST_WAITING", 1)
    assert north_says(their_word(their_text()), at=came.later()).state == "received"
    other = their_text(id=THEIR_ID.replace("c1", "c2"), reference="N-78")
    assert north_says(their_word(other), at=came.later(), number=91).error == "too-many"
    revoke_agreement(agreement_id=THEIR_ID, because=WHY, by=came.who("ig_lead"), at=came.later())
    assert north_says(their_word(other), at=came.later(), number=92).state == "received"


def test_other_words_under_the_same_number_are_taken_from_nobody(came: Journey) -> None:
    made = signed_here(came)
    (word,) = words_to_north(came.at)
    wider = word.agreement.model_copy(update={"title": "Everything for everybody"})
    assert north_says(their_word(wider), at=came.later()).error == "other-words"
    made.refresh_from_db()
    assert made.state == "waiting" and made.signatures.count() == 1


def test_our_own_agreements_are_none_of_theirs(came: Journey) -> None:
    local = SharingAgreement.objects.get(reference="PARTNERSHIP-1")
    ends = their_word(their_text(id=str(local.pk)), "revoked")
    assert north_says(ends, at=came.later()).error == "not-theirs"
    local.refresh_from_db()
    assert local.state == "in_force"


def test_they_lift_no_prohibition_and_follow_nothing_that_is_not_here(came: Journey) -> None:
    made = agreed(came, (ENQUIRY, bars()))
    text = words_to_north(came.at)[0].agreement
    lifts = their_word(text, "revoked", clause=2)
    assert north_says(lifts, at=came.later(), number=91).error == "no-such-clause"
    assert made.clauses.get(number=2).revoked_at is None
    orphan = their_word(their_text(version=2), follows=THEIR_ID.replace("c1", "c9"))
    assert north_says(orphan, at=came.later(), number=92).error == "follows-nothing"
    elsewhere = their_word(their_text())
    assert north_says(elsewhere, at=came.later(), number=93, about=str(made.pk)).error == "another-agreement"


# --- on its pages
def test_it_is_written_signed_and_read_on_the_pages_that_there_are(came: Journey) -> None:
    with time_machine.travel(came.at + timedelta(hours=1), tick=True):
        peer = Peer.objects.get(code="north")
        lead, night = came.browser("ig_lead"), came.browser("edt")
        for one in (lead, night):
            assert one.post("/account/again/", {"password": "three-odd-words-together"}).status_code == 302
        area = f"/areas/{peer.pk}/"
        assert "No agreement is in force" in read(night, area)
        form = read(lead, "/agreements/new/")
        assert "Northmere (another area)" in form and "alone on its side" in form
        assert "(another area)" not in read(came.browser("police_ig_lead"), "/agreements/new/")

        made = drafted(came)
        here = f"/agreements/{made.pk}/"
        assert "Sign it for our side: then it goes to Northmere." in sent(lead, f"{here}offer/")
        assert "Take it back to a draft" in read(lead, here)
        assert "is sent to Northmere" in read(lead, f"{here}sign/")
        assert "It is in force when Northmere has signed." in sent(lead, f"{here}sign/", read="on")
        waiting = read(lead, here)
        assert "It waits for Northmere." in waiting and "Take it back to a draft" not in waiting
        assert "A party leaves" not in waiting

        (word,) = words_to_north(came.at)
        assert north_says(their_word(word.agreement), at=came.later()).state == "received"
        assert read(lead, here).count("Stands as it was signed") == 2
        as_signed = lead.get(f"{here}cedar/?as=signed").content
        assert sha256(as_signed).hexdigest() == digest_to_sign(made) and as_signed == signed_bytes(
            terms_of(word.agreement)
        )
        assert "No agreement is in force" not in read(night, area) and "Families who move" in read(
            night, area
        )
        assert f'href="{here}"' in read(lead, area) and f'href="{here}"' not in read(night, area)

        Peer.objects.update(state=Peer.State.SUSPENDED)
        assert "nothing goes by it" in read(lead, here)
        assert "while this area is not believed" in read(night, area)
        assert "Northmere is told at once" in read(lead, f"{here}revoke/")


def read(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def sent(browser: Client, path: str, **said: Any) -> str:
    return browser.post(path, said, follow=True).content.decode()


def test_the_register_of_processing_names_the_area_that_is_believed(came: Journey) -> None:
    said = register(current(at=came.at), at=came.at)
    lines = next(part.lines for part in said if part.title == "Other areas")
    assert [one.partition(":")[0] for one in lines] == [Peer.objects.get().name]
