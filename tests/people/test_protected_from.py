"""From whom somebody is protected: what waits is stopped at once, and what is sent is held against it again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plait.agencies.actions.accept_invitation import accept_invitation
from plait.agencies.actions.invite_practitioner import Invited, invite_practitioner
from plait.agencies.models import Invitation, MailboxLink, Practitioner
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.outbox import deliver_due
from plait.base.outbox.events import MayStillLeave
from plait.base.outbox.models import Message
from plait.people.access import open_person
from plait.people.actions.describe_person import describe_person
from plait.people.actions.involve import involve
from plait.people.actions.merge_people import merge_people
from plait.people.actions.protect_from import end_protection, protect_from
from plait.people.actions.reach_family import (
    drop_family_message,
    prepare_family_message,
    send_family_message,
)
from plait.people.actions.set_safe_contact import set_safe_contact
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.handlers import may_message_still_leave
from plait.people.models import FamilyMessage, Involvement, Person, ProtectedFrom, SafeContact
from plait.people.places import is_shielded
from plait.people.queries import safety_notes_of
from plait.people.queries.reaching import safe_way_to_reach
from plait.people.rules import Described
from tests.feedback.journey import ADDRESS, POSTCODE, Journey, family

HOME = f"{ADDRESS}, {POSTCODE}"


@pytest.fixture
def known(journey: Journey) -> Journey:
    """A family that nobody has hidden, and the hub on duty for it."""
    return journey.raised("teacher", family(shielded=False)).accepted()


def protect(known: Journey, **told: Any) -> ProtectedFrom:
    said = {"name": "Dean Kerrigan", "kind": "harmed", "because": "He hurt her.", **told}
    return protect_from(person_id=known.child, by=known.who("screener"), at=known.later(), **said)


def letter(
    known: Journey, to: str = HOME, means: str = "letter", words: str = "Please ring us."
) -> FamilyMessage:
    return prepare_family_message(
        person_id=known.child, means=means, to=to, words=words, by=known.who("screener"), at=known.later()
    )


# ---------------------------------------------------------------- what waits is stopped in the same transaction
def test_what_waits_is_stopped_when_somebody_is_hidden_protected_or_reached_otherwise(known: Journey) -> None:
    hub = known.who("screener")
    guards: tuple[Callable[[], object], ...] = (
        lambda: shield_whereabouts(
            person_id=known.child, because="Seen.", review_on=None, by=hub, at=known.later()
        ),
        lambda: set_safe_contact(
            person_id=known.child, method="letter", contact="Care of Mo Hart, EW5 1AA", by=hub, at=known.later()
        ),
        lambda: protect(known),
    )  # fmt: skip
    for number, guard in enumerate(guards):
        waits = letter(known, to=HOME if number == 0 else "Care of Mo Hart, EW5 1AA") if number != 1 else None
        guard()
        if waits is None:
            continue
        waits.refresh_from_db()
        assert (waits.state, waits.to) == ("cancelled", "")
        assert AuditEntry.objects.filter(act="message:cancelled").count() > 0
        with pytest.raises(Refused, match="message-cancelled"):
            send_family_message(message_id=str(waits.pk), by=hub, at=known.later())


def test_a_letter_is_held_against_the_safe_way_when_it_is_sent(known: Journey) -> None:
    """Nothing cancelled it (an import closed the address since): the moment of sending decides, not the draft."""
    hub = known.who("screener")
    waits = letter(known)
    Person.objects.filter(pk=known.child).update(address_hidden=True)
    with pytest.raises(Refused, match="no-safe-way"):
        send_family_message(message_id=str(waits.pk), by=hub, at=known.later())
    set_safe_contact(person_id=known.child, method="ring", contact="07700 900142", by=hub, at=known.later())
    call = letter(known, "07700 900142", "call")
    assert send_family_message(message_id=str(call.pk), by=hub, at=known.later()).state == "sent"
    assert send_family_message(
        message_id=str(call.pk), by=hub, at=known.later()
    ).sent_at == known.at - timedelta(minutes=5)
    dropped = letter(known, "07700 900142", "call")
    assert drop_family_message(message_id=str(dropped.pk), by=hub, at=known.later()).to == ""


def test_words_that_say_where_anybody_protected_is_do_not_leave(known: Journey) -> None:
    protect(known)
    hub = known.who("screener")
    set_safe_contact(person_id=known.child, method="ring", contact="07700 900142", by=hub, at=known.later())
    with pytest.raises(Refused, match="gives-away"):
        letter(known, "07700 900142", "call", f"We come to {ADDRESS} on Monday.")


def test_what_waits_in_the_outbox_for_them_is_stopped_too(known: Journey) -> None:
    """Feedback that waits for the referrer, who turns out to be the one: stopped with the deed, and never sent later."""
    known.asked("police").answered("police", "police").decided()
    teacher = f"practitioner:{known.cast.people['teacher'].pk}"
    assert Message.objects.filter(to_ref=teacher, state="queued").count() == 1
    protect(known, practitioner_id=str(known.cast.people["teacher"].pk))
    stopped = Message.objects.get(to_ref=teacher)
    assert (stopped.state, stopped.last_error) == ("cancelled", "protected-from")
    deliver_due(at=known.later())
    stopped.refresh_from_db()
    assert stopped.sent_at is None
    assert Message.objects.exclude(to_ref=teacher).filter(state="sent").exists(), "nobody else waits for it"


def test_recipients_are_asked_about_when_it_is_sent_and_not_when_it_was_written(known: Journey) -> None:
    known.asked("police").answered("police", "police").decided()
    teacher = known.cast.people["teacher"]
    kept = protect(known, practitioner_id=str(teacher.pk))
    Message.objects.filter(to_ref=f"practitioner:{teacher.pk}").update(state="queued", last_error="")
    done = deliver_due(at=known.later())
    assert done.stopped == 1
    assert Message.objects.get(to_ref=f"practitioner:{teacher.pk}").last_error == "protected-from"
    assert ProtectedFrom.objects.get(pk=kept.pk).ended_at is None


def test_a_team_is_asked_about_too_when_its_mail_is_sent(known: Journey) -> None:
    """The police are asked, and then it turns out that he reads their mailbox: the notice stops, the hub's own mail leaves."""
    known.asked("police", "housing")
    protect(known, agency_id=str(known.cast.agencies["police"].pk))
    team = f"team:{known.checks['police'].team_id}"
    Message.objects.filter(to_ref=team).update(state="queued", last_error="")
    deliver_due(at=known.later())
    stopped = Message.objects.get(to_ref=team, about=known.checks["police"].ref)
    assert (stopped.state, stopped.sent_at, stopped.last_error) == ("cancelled", None, "protected-from")
    assert Message.objects.get(to_ref=f"team:{known.checks['housing'].team_id}").state == "sent"


def test_a_mailbox_link_and_an_agency_are_asked_about_as_well(known: Journey) -> None:
    police = known.cast.agencies["police"]
    link = MailboxLink.objects.create(
        agency=police, token_hash="x", sent_at=known.at, expires_at=known.at + timedelta(minutes=15)
    )
    protect(known, agency_id=str(police.pk))
    for to in (f"agency:{police.pk}", f"mailbox:{link.pk}"):
        asked = MayStillLeave(kind="feedback", to=to, about=known.contact.ref, at=known.at)
        assert may_message_still_leave(asked).reason == "protected-from"
    other = MayStillLeave(
        kind="feedback",
        to=f"agency:{known.cast.agencies['housing'].pk}",
        about=known.contact.ref,
        at=known.at,
    )
    assert may_message_still_leave(other)


def test_news_of_the_work_stops_for_whoever_was_taken_off_it(known: Journey) -> None:
    """I10, its other half. What answers their own words still comes; and one way by a team that is left is a way."""
    lead = known.cast.people["lead"]
    involve(
        person_ids=[known.child], kind="allocated", source_kind="claim", source_id=known.contact.pk,
        practitioner_id=str(lead.pk), by=known.who("screener"), at=known.later(),
    )  # fmt: skip
    about = {"person": f"person:{known.child}", "contact": known.contact.ref}

    def leaves(kind: str, ref: str, to: str = f"practitioner:{lead.pk}") -> str:
        return may_message_still_leave(
            MayStillLeave(kind=kind, to=to, about=about[ref], at=known.later())
        ).reason

    assert {leaves("check-late", "contact"), leaves("shield-review", "person")} == {"still-safe"}
    Involvement.objects.filter(practitioner=lead).update(to_at=known.later())
    assert {leaves("check-late", "contact"), leaves("shield-review", "person")} == {"taken-off"}
    assert leaves("feedback", "contact") == "still-safe"
    assert leaves("check-late", "contact", f"practitioner:{known.cast.people['idva'].pk}") == "still-safe"
    involve(
        person_ids=[known.child], kind="works", source_kind="claim", source_id=known.contact.pk,
        team_id=str(known.cast.teams["assessment"].pk), by=known.who("screener"), at=known.later(),
    )  # fmt: skip
    assert leaves("check-late", "contact") == "still-safe", "by the team"


# ---------------------------------------------------------------- no account by itself
def invite(known: Journey, email: str) -> Invited:
    return invite_practitioner(
        email=email, name="A new volunteer", job="Volunteer", agency_id=str(known.cast.agencies["council"].pk),
        roles=["referrer"], by=known.who("administrator"), at=known.later(),
    )  # fmt: skip


def test_whoever_they_are_protected_from_is_invited_by_nobody_alone(known: Journey) -> None:
    """However the address is spelled; and what is said names nobody: whoever invites people reads no child's record."""
    protect(known, reach=["dean.k@mail.invalid", "07700 900777"])
    with pytest.raises(Refused, match="account-to-be-looked-at") as refused:
        invite(known, " Dean.K@mail.invalid")
    said = f"{refused.value.verdict.say} {refused.value.verdict.next_step}"
    assert "Dean" not in said and "protect" not in said.casefold()
    assert not Invitation.objects.filter(email__icontains="dean").exists()
    invited = invite(known, "somebody.else@mail.invalid").invitation
    assert Invitation.objects.get() == invited


def test_an_invitation_that_waits_is_stopped_and_its_link_opens_nothing(known: Journey) -> None:
    invited, other = invite(known, "dean.k@mail.invalid"), invite(known, "somebody.else@mail.invalid")
    protect(known, reach=["dean.k@mail.invalid"])
    mail = Message.objects.get(to_ref=f"invitation:{invited.invitation.pk}")
    assert (mail.state, mail.last_error) == ("cancelled", "protected-from")
    assert Message.objects.get(to_ref=f"invitation:{other.invitation.pk}").state == "queued"
    token = invited.link.rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(Refused, match="account-to-be-looked-at"):
        accept_invitation(
            token=token, password="four-odd-words-of-mine", by=Actor.process("tests"), at=known.later()
        )
    invited.invitation.refresh_from_db()
    assert invited.invitation.accepted_at is None


# ---------------------------------------------------------------- the one, at work
def test_a_practitioner_who_is_the_one_is_refused_before_all_else(known: Journey) -> None:
    lead = known.who("screener")
    assert str(open_person(lead, known.child, at=known.at).pk) == known.child
    protect(known, reach=["miriam.cole@council.invalid"])  # as she signs in: nobody had to say that it is she
    with pytest.raises(Refused, match="declared-conflict"):
        open_person(lead, known.child, at=known.later())


def test_whoever_has_two_accounts_is_refused_in_both_until_it_ends(known: Journey) -> None:
    """Two accounts, one mobile: nobody said which of the two is meant."""
    two = ("call_handler", "screener")
    for who in two:
        Practitioner.objects.filter(pk=known.cast.people[who].pk).update(phone="07700 900777")
    kept = protect(known, reach=["+44 7700 900777"])
    for who in two:
        with pytest.raises(Refused, match="declared-conflict"):
            open_person(known.who(who), known.child, at=known.later())
    end_protection(
        protection_id=str(kept.pk), because="He has died.", by=known.who("manager"), at=known.later()
    )
    for who in two:
        assert str(open_person(known.who(who), known.child, at=known.later()).pk) == known.child


def test_feedback_to_the_referrer_who_is_the_one_is_held_and_says_nothing(known: Journey) -> None:
    protect(known, practitioner_id=str(known.cast.people["teacher"].pk))
    known.asked("police").answered("police", "police").decided()
    told = known.contact.feedback.get(about=known.contact.ref)
    assert (told.status, told.held_reason) == ("held", "unsafe-protected")
    assert not Message.objects.filter(to_ref=f"practitioner:{known.cast.people['teacher'].pk}").exists()


def test_an_agency_whose_mailbox_they_read_is_told_by_a_person(known: Journey) -> None:
    known.asked("police").answered("police", "police")
    protect(known, agency_id=str(known.cast.agencies["police"].pk))
    known.decided()
    told = known.contact.feedback.get(about=known.checks["police"].ref)
    assert (told.status, told.held_reason) == ("held", "unsafe-protected")


# ---------------------------------------------------------------- it hides, it keeps apart, it ends
def test_it_hides_where_they_are_and_keeps_the_two_apart(known: Journey) -> None:
    hub = known.who("screener")
    him = describe_person(
        described=Described(forename="Dean", surname="Kerrigan"),
        source_ref="contact:x",
        agency_id="",
        by=hub,
        at=known.later(),
    )
    kept = protect(known, other_id=str(him.person_id), order="Non-molestation order, Ellowmere, until May")
    assert is_shielded(Person.objects.get(pk=known.child))
    assert [one.who for one in safety_notes_of([known.child])] == ["Dean Kerrigan"]
    with pytest.raises(Refused):
        merge_people(
            one_id=known.child, other_id=str(him.person_id), because="Same.", by=hub, at=known.later()
        )
    end_protection(protection_id=str(kept.pk), because="He has died.", by=hub, at=known.later())
    assert not safety_notes_of([known.child]).exists()
    assert is_shielded(Person.objects.get(pk=known.child)), (
        "what is hidden stays hidden until two people end that"
    )


@pytest.mark.parametrize("who", ["teacher", "police", "administrator", "privacy_officer"])
def test_only_those_who_may_open_the_person_say_so(known: Journey, who: str) -> None:
    with pytest.raises(Refused, match="not-involved"):
        protect_from(
            person_id=known.child, name="X", kind="harmed", because="y", by=known.who(who), at=known.later()
        )


def test_a_call_handler_may_protect_and_may_not_unprotect(known: Journey) -> None:
    kept = protect_from(
        person_id=known.child, name="Dean", kind="harmed", because="She rang.", by=known.who("call_handler"),
        at=known.later(),
    )  # fmt: skip
    with pytest.raises(Refused, match="decision:make"):
        end_protection(
            protection_id=str(kept.pk), because="Over.", by=known.who("call_handler"), at=known.later()
        )


# ---------------------------------------------------------------- the profile
def test_the_newest_way_holds_and_an_unsafe_one_is_not_taken(known: Journey) -> None:
    hub = known.who("screener")
    set_safe_contact(
        person_id=known.child, method="ring", contact="07700 900142", unsafe=["01632 960777"],
        code_word="Bramble", not_while="her brother is there", by=hub, at=known.later(),
    )  # fmt: skip
    set_safe_contact(person_id=known.child, method="text", contact="07700 900143", by=hub, at=known.later())
    assert safe_way_to_reach(known.child).methods == ("text",)
    assert SafeContact.objects.filter(replaced_at__isnull=True).count() == 1
    protect(known, reach=["07700 900999"])
    for unsafe, contact in ((("07700 900144",), "07700900144"), ((), "+44 7700 900999")):
        with pytest.raises(Refused, match="unsafe-contact"):
            set_safe_contact(
                person_id=known.child, method="ring", contact=contact, unsafe=unsafe, by=hub, at=known.later()
            )
