"""An agreement between two areas comes to its end: revoked, followed by its next version, or given up for theirs."""

from dataclasses import replace
from itertools import permutations

import pytest

from plait.base.access.verdict import Refused
from plait.base.federation.models import Outgoing, Peer
from plait.sharing.actions.leave_agreement import leave_agreement
from plait.sharing.actions.next_version import next_version
from plait.sharing.actions.offer_agreement import offer_agreement, take_back_agreement
from plait.sharing.actions.revoke_agreement import revoke_agreement, revoke_clause
from plait.sharing.models import SharingAgreement
from plait.sharing.queries.agreements import digest_to_sign
from plait.sharing.wire.agreement import FORMAT
from tests.feedback.journey import Journey
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
from tests.handover.test_area_agreements import WHY, came, db, once, weighed
from tests.matrix.world import undone

__all__ = ["came", "db", "once"]


def test_revoked_here_it_is_gone_at_once_and_they_are_told(came: Journey) -> None:
    made = agreed(came, (ENQUIRY, bars()))
    lead = came.who("ig_lead")
    with pytest.raises(Refused, match="two-areas-alone"):
        leave_agreement(
            agreement_id=str(made.pk), agency_id=lead.agency, because=WHY, by=lead, at=came.later()
        )
    with pytest.raises(Refused, match="agreement-in_force"):
        take_back_agreement(agreement_id=str(made.pk), by=lead, at=came.later())
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=lead, at=came.later())
    assert not weighed(came).allowed
    assert "forbids" in weighed(came, "health").say, "what two forbade one does not open"
    word = words_to_north(came.at)[-1]
    assert (word.says, word.clause, word.because) == ("revoked", 0, WHY)


def test_one_clause_revoked_here_is_told_by_its_number(came: Journey) -> None:
    made = agreed(came, (ENQUIRY, replace(ENQUIRY, purposes=("handover",))))
    clause = made.clauses.get(number=1)
    revoke_clause(clause_id=str(clause.pk), because=WHY, by=came.who("ig_lead"), at=came.later())
    assert not weighed(came).allowed and weighed(came, purpose="handover").allowed
    assert words_to_north(came.at)[-1].clause == 1
    assert made.signatures.order_by("pk")[0].digest == digest_to_sign(made), "it is still what was signed"


def test_it_is_revoked_even_where_nothing_can_be_sent_and_never_told_before_it_left(came: Journey) -> None:
    made = agreed(came)
    Peer.objects.update(state=Peer.State.SUSPENDED)
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=came.who("ig_lead"), at=came.later())
    assert Outgoing.objects.filter(kind=FORMAT, state="held").count() == 1, (
        "it goes when they are believed again"
    )
    Outgoing.objects.filter(state="held").delete()
    Peer.objects.update(state=Peer.State.TRUSTED)
    assert not weighed(came).allowed and len(words_to_north(came.at)) == 1
    follows = next_version(agreement_id=str(made.pk), by=came.who("ig_lead"), at=came.later())
    offer_agreement(agreement_id=str(follows.pk), by=came.who("ig_lead"), at=came.later())
    with pytest.raises(Refused, match="not-sent-yet"):
        revoke_agreement(agreement_id=str(follows.pk), because=WHY, by=came.who("ig_lead"), at=came.later())
    take_back_agreement(agreement_id=str(follows.pk), by=came.who("ig_lead"), at=came.later())
    assert Outgoing.objects.filter(kind=FORMAT).count() == 1


def test_nothing_is_signed_while_they_are_not_believed(came: Journey) -> None:
    made = drafted(came)
    offer_agreement(agreement_id=str(made.pk), by=came.who("ig_lead"), at=came.later())
    Peer.objects.update(state=Peer.State.SUSPENDED)
    with pytest.raises(Refused, match="area-not-believed"):
        signed(came, made)
    assert not made.signatures.exists()


def test_their_words_in_any_order_and_twice_end_the_same(came: Journey) -> None:
    """Signed, one clause revoked, all of it revoked: in six ways, the first again at the end, and never in force again."""
    clauses = [term(1), term(2, kind="prohibit", holders=["area:north"])]
    text = their_text(clauses=clauses)
    words = [their_word(text), their_word(text, "revoked", clause=1), their_word(text, "revoked")]
    seen = set()
    for order in permutations(words):
        with undone():
            for number, word in enumerate((*order, order[0]), start=100):
                assert north_says(word, at=came.later(), number=number).state == "received"
            made = SharingAgreement.objects.get(pk=THEIR_ID)
            clause = made.clauses.get(number=1)
            seen.add((made.state, made.signatures.count(), clause.revoked_at is not None, made.over_because))
            with pytest.raises(Refused, match="agreement-revoked"):
                signed(came, made)
    assert seen == {("revoked", 1, True, "Northmere: Our lawyers stopped it.")}


def test_their_signature_after_we_revoked_brings_nothing_back(came: Journey) -> None:
    made = signed_here(came, (ENQUIRY, bars()))
    (word,) = words_to_north(came.at)
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=came.who("ig_lead"), at=came.later())
    assert north_says(their_word(word.agreement), at=came.later()).state == "received"
    made.refresh_from_db()
    assert made.state == "revoked" and not weighed(came).allowed
    assert "forbids" in weighed(came, "health").say, "both signed what is forbidden"


def test_the_next_version_takes_the_place_of_the_one_before_it_on_both_sides(came: Journey) -> None:
    made = agreed(came)
    follows = next_version(agreement_id=str(made.pk), by=came.who("ig_lead"), at=came.later())
    offer_agreement(agreement_id=str(follows.pk), by=came.who("ig_lead"), at=came.later())
    signed(came, follows)
    word = words_to_north(came.at)[-1]
    assert (word.agreement.version, word.follows) == (2, str(made.pk))
    assert weighed(came).versions == ("NORTH-1 version 1",)
    said = their_word(word.agreement, follows=word.follows)
    assert north_says(said, at=came.later(), number=91).state == "received"
    made.refresh_from_db()
    assert made.state == "ended" and weighed(came).versions == ("NORTH-1 version 2",)


def test_no_clause_is_revoked_of_what_they_have_not_seen_and_each_of_what_they_have_is_told(
    came: Journey,
) -> None:
    lead = came.who("ig_lead")
    made = drafted(came)
    offer_agreement(agreement_id=str(made.pk), by=lead, at=came.later())
    with pytest.raises(Refused, match="not-sent-yet"):
        revoke_clause(clause_id=str(made.clauses.get().pk), because=WHY, by=lead, at=came.later())

    text = their_text(clauses=[term(1), term(2), term(3)])
    assert north_says(their_word(text, "revoked", clause=1), at=came.later()).state == "received"
    theirs = SharingAgreement.objects.get(pk=THEIR_ID)  # their signature is on the way
    revoke_clause(clause_id=str(theirs.clauses.get(number=2).pk), because=WHY, by=lead, at=came.later())
    assert [(one.says, one.clause) for one in words_to_north(came.at)] == [("revoked", 2)]


def test_a_clause_that_was_revoked_between_agencies_here_is_not_offered_to_an_area(came: Journey) -> None:
    made = drafted(came, (ENQUIRY, replace(ENQUIRY, purposes=("handover",))))
    made.clauses.filter(number=2).update(revoked_at=came.at)
    with pytest.raises(Refused, match="clause-revoked"):
        offer_agreement(agreement_id=str(made.pk), by=came.who("ig_lead"), at=came.later())


def next_signed(came: Journey, made: SharingAgreement) -> SharingAgreement:
    """Our next version, signed for our side."""
    lead = came.who("ig_lead")
    follows = next_version(agreement_id=str(made.pk), by=lead, at=came.later())
    offer_agreement(agreement_id=str(follows.pk), by=lead, at=came.later())
    return signed(came, follows)


def refused_there(came: Journey, made: SharingAgreement) -> None:
    """North will not take these words, and they are revoked here."""
    Outgoing.objects.filter(about=str(made.pk)).update(state=Outgoing.State.REFUSED)
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=came.who("ig_lead"), at=came.later())


def test_a_first_version_that_they_refused_is_followed_by_one_that_follows_nothing(came: Journey) -> None:
    made = signed_here(came)
    refused_there(came, made)
    follows = next_signed(came, made)
    word = words_to_north(came.at)[-1]
    assert (word.agreement.version, word.follows) == (2, "")
    assert north_says(their_word(word.agreement), at=came.later()).state == "received"
    follows.refresh_from_db()
    assert follows.state == "in_force"


def test_what_they_never_had_stands_between_no_two_versions(came: Journey) -> None:
    """The second was refused there: the third follows the first, ends it, and lifts what it forbade."""
    made = agreed(came, (ENQUIRY, bars()))
    refused_there(came, second := next_signed(came, made))
    third = next_version(agreement_id=str(second.pk), by=came.who("ig_lead"), at=came.later())
    third.clauses.filter(kind="prohibit").delete()
    next_ = offer_agreement(agreement_id=str(third.pk), by=came.who("ig_lead"), at=came.later())
    signed(came, next_)
    word = words_to_north(came.at)[-1]
    assert (word.agreement.version, word.follows) == (3, str(made.pk))
    with undone():
        north_says(their_word(word.agreement, follows=word.follows), at=came.later(), number=91)
        made.refresh_from_db()
        assert made.state == "ended" and weighed(came).versions == ("NORTH-1 version 3",)
    revoke_agreement(agreement_id=str(made.pk), because=WHY, by=came.who("ig_lead"), at=came.later())
    assert "forbids" in weighed(came, "health").say
    north_says(their_word(word.agreement, follows=word.follows), at=came.later(), number=91)
    assert "forbids" not in weighed(came, "health").say, "both signed a version without it"


@pytest.mark.parametrize("offered", [False, True])
def test_our_draft_gives_way_to_their_next_version(came: Journey, offered: bool) -> None:
    made, lead = agreed(came), came.who("ig_lead")
    draft = next_version(agreement_id=str(made.pk), by=lead, at=came.later())
    if offered:
        offer_agreement(agreement_id=str(draft.pk), by=lead, at=came.later())
    text = words_to_north(came.at)[0].agreement.model_copy(update={"id": THEIR_ID, "version": 2})
    said = their_word(text, follows=str(made.pk))
    assert north_says(said, at=came.later(), number=91).state == "received"
    draft.refresh_from_db()
    assert (draft.state, draft.version, str(draft.supersedes_id)) == ("draft", 3, THEIR_ID)
    with pytest.raises(Refused, match="before-waits"):
        offer_agreement(agreement_id=str(draft.pk), by=lead, at=came.later())
    signed(came, SharingAgreement.objects.get(pk=THEIR_ID))
    assert weighed(came).versions == ("NORTH-1 version 2",)
    offer_agreement(agreement_id=str(draft.pk), by=lead, at=came.later())


def test_two_who_wrote_the_next_version_at_once_find_a_way_on(came: Journey) -> None:
    made = agreed(came)
    ours = next_signed(came, made)
    text = words_to_north(came.at)[0].agreement.model_copy(update={"id": THEIR_ID, "version": 3})
    said = their_word(text, follows=str(made.pk))
    assert north_says(said, at=came.later(), number=91).error == "followed-already"
    refused_there(came, ours)
    assert north_says(said, at=came.later(), number=92).state == "received"
    signed(came, SharingAgreement.objects.get(pk=THEIR_ID))
    made.refresh_from_db()
    assert made.state == "ended" and weighed(came).versions == ("NORTH-1 version 3",)
