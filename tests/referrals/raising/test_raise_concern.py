"""Raising a concern: said once, kept whole, told to those who own it and to nobody else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.base.db.references import ALPHABET
from plait.people.models import Description, Involvement, Person, Relationship, SafetyNote
from plait.people.rules import Described
from plait.referrals import access
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.concern import LONGEST, ChildSaid, Concern, Teller
from plait.referrals.models import Contact, Draft
from plait.site.demo.cast import Cast
from tests.referrals.raising.conftest import Who

JUST = Concern(children=(ChildSaid(Described()),), observed="Crying at the gate.")


def test_the_hub_owns_it_and_the_clock_of_the_decision_runs(who: Who, theo: Concern, at: datetime) -> None:
    contact = raise_concern(concern=theo, draft_id=None, by=who("teacher"), at=at)

    assert contact.status == "received" and contact.team.kind == "hub"
    assert (contact.source_code, contact.channel, contact.received_at) == ("2A", "form", at)
    first, _, last = contact.reference.partition("-")
    assert len(first) == len(last) == 4 and set(first + last) <= set(ALPHABET)
    running = clock(f"contact:{contact.pk}:decision")
    assert running is not None and running.started_at == at and running.owner == f"team:{contact.team_id}"


def test_everyone_is_described_and_related_as_told(who: Who, theo: Concern, at: datetime) -> None:
    contact = raise_concern(concern=theo, draft_id=None, by=who("teacher"), at=at)

    assert [(p.role, p.description.forename) for p in contact.people.order_by("order")] == [
        ("child", "Theo"), ("child", "Ivy"), ("adult", "Leanne"), ("adult", "Dean"),
    ]  # fmt: skip
    told = Relationship.objects.filter(source_ref=contact.ref)
    assert told.filter(kind="mother", lives_with="yes").count() == 2
    assert told.get(kind="father").parental_responsibility == "yes"


def test_who_must_not_know_is_kept_and_hides_the_address_of_all_who_live_there(
    who: Who, theo: Concern, at: datetime
) -> None:
    contact = raise_concern(concern=theo, draft_id=None, by=who("teacher"), at=at)

    notes = SafetyNote.objects.filter(source_ref=contact.ref)
    assert sorted(notes.values_list("kind", flat=True)) == sorted(
        ["where", "who_told", "safe_contact", "telling"] * 2
    )
    hidden = Description.objects.filter(source_ref=contact.ref, person__address_hidden=True)
    assert set(hidden.values_list("forename", flat=True)) == {"Theo", "Ivy", "Leanne"}
    assert contact.referrer.protected


def test_the_teacher_and_her_safeguarding_team_see_their_own_and_only_the_hub_works_on_it(
    who: Who, theo: Concern, at: datetime
) -> None:
    contact = raise_concern(concern=theo, draft_id=None, by=who("teacher"), at=at)

    for own in ("teacher", "dsl", "deputy_dsl"):
        assert list(access.own_contacts(who(own), at=at)) == [contact]
        assert not access.visible_contacts(who(own), at=at).exists()
    assert list(access.visible_contacts(who("screener"), at=at)) == [contact]
    for nobody in ("other_teacher", "police", "administrator", "designated_officer"):
        assert not access.own_contacts(who(nobody), at=at).exists()
        assert not access.visible_contacts(who(nobody), at=at).exists()


def test_about_someone_who_works_with_children_goes_to_the_closed_list_alone(
    who: Who, theo: Concern, at: datetime
) -> None:
    contact = raise_concern(concern=replace(theo, about_worker=True), draft_id=None, by=who("teacher"), at=at)

    assert contact.route == "closed_list" and contact.team.kind == "closed_list"
    assert list(access.visible_contacts(who("designated_officer"), at=at)) == [contact]
    assert list(access.own_contacts(who("teacher"), at=at)) == [contact]
    for other in ("dsl", "screener", "manager", "call_handler"):
        assert not access.own_contacts(who(other), at=at).exists()
        assert not access.visible_contacts(who(other), at=at).exists()


def test_sending_twice_is_sending_once(who: Who, theo: Concern, at: datetime) -> None:
    draft = save_draft(about="concern", answers={"told": {"observed": "x"}}, by=who("teacher"), at=at)

    first = raise_concern(concern=theo, draft_id=str(draft.pk), by=who("teacher"), at=at)
    second = raise_concern(
        concern=theo, draft_id=str(draft.pk), by=who("teacher"), at=at + timedelta(seconds=1)
    )

    assert first == second and Contact.objects.count() == 1
    draft.refresh_from_db()
    assert (draft.sent_as, draft.answers) == (f"contact:{first.pk}", {})


def test_nobody_sends_somebody_elses_draft(who: Who, theo: Concern, at: datetime) -> None:
    draft = save_draft(about="concern", answers={}, by=who("teacher"), at=at)

    with pytest.raises(Refused) as refused:
        raise_concern(concern=theo, draft_id=str(draft.pk), by=who("dsl"), at=at)

    assert refused.value.verdict.hides and not Contact.objects.exists()
    assert AuditEntry.objects.filter(act="deed:raise_concern", verdict="refused").count() == 1


def test_a_role_without_it_may_not_raise(who: Who, theo: Concern, at: datetime) -> None:
    with pytest.raises(Refused):
        raise_concern(concern=theo, draft_id=None, by=who("administrator"), at=at)
    assert AuditEntry.objects.filter(act="deed:raise_concern", verdict="refused").count() == 1


def test_unknown_everything_is_enough_with_one_reason(who: Who, at: datetime) -> None:
    contact = raise_concern(concern=JUST, draft_id=None, by=who("teacher"), at=at)
    assert contact.danger_now == contact.family_told == "not_known"


def test_danger_now_needs_no_words(who: Who, at: datetime) -> None:
    concern = Concern(children=(ChildSaid(Described()),), danger_now="yes")
    assert raise_concern(concern=concern, draft_id=None, by=who("teacher"), at=at).danger_now == "yes"


@pytest.mark.parametrize(
    ("concern", "sentence"),
    [
        (Concern(observed="x"), "Add at least one child"),
        (Concern(children=(ChildSaid(Described()),)), "Say why you are worried"),
        (replace(JUST, observed="a\x00b"), "hidden character (NUL)"),
        (replace(JUST, opinion="a" * (LONGEST + 1)), "1 characters too long"),
        (replace(JUST, children=(ChildSaid(Described(surname="b" * 101)),)), "1 characters too long"),
    ],
)
def test_what_is_missing_or_cannot_be_kept_is_said_in_a_sentence(
    concern: Concern, sentence: str, who: Who, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        raise_concern(concern=concern, draft_id=None, by=who("teacher"), at=at)
    assert sentence in refused.value.verdict.say
    assert not Person.objects.exists() and not Involvement.objects.exists()


def test_an_unborn_child_has_an_expected_date_and_no_birth(who: Who, at: datetime) -> None:
    bump = Described(unborn=True, expected_on=at.date() + timedelta(days=60))
    contact = raise_concern(
        concern=replace(JUST, children=(ChildSaid(bump),)), draft_id=None, by=who("health_visitor"), at=at
    )
    assert contact.people.get().description.expected_on == bump.expected_on

    born = replace(bump, born_on=at.date())
    with pytest.raises(Refused, match="concern-not-whole"):
        raise_concern(
            concern=replace(JUST, children=(ChildSaid(born),)), draft_id=None, by=who("teacher"), at=at
        )


def test_a_birth_in_the_future_is_refused(who: Who, at: datetime) -> None:
    later = ChildSaid(Described(born_on=at.date() + timedelta(days=1)))
    with pytest.raises(Refused) as refused:
        raise_concern(concern=replace(JUST, children=(later,)), draft_id=None, by=who("teacher"), at=at)
    assert "in the future" in refused.value.verdict.say


@pytest.mark.parametrize("name", ["O", "محمد", "נועה", "Zoë", "e\u0301\u0323", "‏علي‏", "Ng"])
def test_names_of_every_script_and_length_are_kept(name: str, who: Who, at: datetime) -> None:
    concern = replace(JUST, children=(ChildSaid(Described(forename=name)),), child_words=f"“{name}”")
    contact = raise_concern(concern=concern, draft_id=None, by=who("teacher"), at=at)
    assert contact.people.get().description.forename == name and name in Contact.objects.get().child_words


def test_a_paper_form_entered_later_was_received_at_its_true_time(who: Who, at: datetime) -> None:
    told = at - timedelta(hours=20)
    contact = raise_concern(
        concern=replace(JUST, channel="paper", happened_at=told), draft_id=None, by=who("dsl"), at=at
    )
    assert contact.received_at == contact.happened_at == told
    running = clock(f"contact:{contact.pk}:decision")
    assert running is not None and running.started_at == told

    for wrong in (at + timedelta(minutes=1), at - timedelta(days=32)):
        with pytest.raises(Refused):
            raise_concern(
                concern=replace(JUST, channel="paper", happened_at=wrong), draft_id=None, by=who("dsl"), at=at
            )


def test_a_mailbox_link_raises_and_sees_its_own_and_nothing_else(
    who: Who, cast: Cast, theo: Concern, at: datetime
) -> None:
    from plait.base.audit.actor import Actor

    teacher = who("teacher")
    link = Actor(id="mailbox:00000000-0000-4000-8000-0000000001f0", name="A. Substitute",
                 agency=teacher.agency, agency_kind="SCHOOL", roles=frozenset({"mailbox_referrer"}), kind="mailbox")  # fmt: skip
    other = replace(link, id="mailbox:00000000-0000-4000-8000-0000000002f0")
    contact = raise_concern(concern=theo, draft_id=None, by=link, at=at)

    assert contact.channel == "link" and contact.referrer.practitioner is None
    assert list(access.own_contacts(link, at=at)) == [contact]
    assert not access.own_contacts(other, at=at).exists()
    assert not access.visible_contacts(link, at=at).exists()
    assert list(access.own_contacts(who("dsl"), at=at)) == [contact]


def test_a_draft_is_gone_once_sent_only_for_its_words(who: Who, at: datetime) -> None:
    draft = save_draft(about="concern", answers={"a": 1}, by=who("teacher"), at=at)
    raise_concern(concern=JUST, draft_id=str(draft.pk), by=who("teacher"), at=at)
    assert Draft.objects.get().sent_at == at


def test_the_identity_of_a_caller_is_apart_and_protected(who: Who, at: datetime) -> None:
    neighbour = Teller("public", name="Mrs Ash", phone="01632 960555", relation="neighbour")
    contact = raise_concern(
        concern=replace(JUST, teller=neighbour), draft_id=None, by=who("call_handler"), at=at
    )
    assert contact.source_code == "1B" and not contact.referrer.protected
    assert "Ash" not in str(list(Contact.objects.values()))
