"""What lies on the reviewer's desk on the matrix's morning."""

from datetime import datetime, timedelta
from typing import Any

from plait.agencies.models import Practitioner
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.witness.models import WitnessAlarm
from plait.privacy.actions.answer_complaint import record_complaint
from plait.privacy.actions.answer_request import record_request
from plait.privacy.actions.ask_to_explain import ask_to_explain
from plait.privacy.actions.hold import ask_for_hold
from plait.privacy.actions.keep_lookups import Behind, keep_lookups
from plait.privacy.models import Disposal, HighInterest, LookedSheet, LookUp, RequestLine
from plait.privacy.rules import Found
from plait.sharing.models import InformationItem, ItemNote, SharingDecision


def lay_out(world: Any, *, at: datetime) -> None:
    """One look-up of the police's own, one that the youth worker is asked about, and a record in the public eye."""
    for key, who in (("lookup:police", "police"), ("lookup:asked", "youth_worker")):
        world.ids[key] = str(_lookup(world.cast.people[who], key, at).pk)
    ask_to_explain(lookup_id=world.ids["lookup:asked"], by=world.actor("privacy_officer"), at=at)
    flag = HighInterest.objects.create(
        person_id=world.ids["person:ruby"], team=world.cast.teams["custodians"], owner=world.cast.people["manager"],
        because="In the news", from_at=at, until=at + timedelta(days=9),
    )  # fmt: skip
    world.ids["flag"] = str(flag.pk)
    officer, police = world.actor("privacy_officer"), world.cast.agencies["police"]
    for key, state in (("request:gathered", "gathered"), ("request:approved", "approved")):
        asked = record_request(
            kind="access", about="A child", person_id="", requester="Their father", asks_as="parent", safe_contact="",
            said="Everything.", received_at=at, by=officer, at=at,
        )  # fmt: skip
        asked.state, asked.person_id = state, world.ids["person:ava"]
        asked.save()
        world.ids[key] = str(asked.pk)
    item = InformationItem.objects.filter(agency_id=str(police.pk)).order_by("pk").first()
    assert item is not None
    line = RequestLine.objects.create(request_id=world.ids["request:gathered"], item=item, agency=police)
    note = ItemNote.objects.create(
        item=item, kind="disputed", text="It was another flat.", agency_id=str(police.pk), agency_name=police.name,
        written_by=str(world.cast.people["police_privacy"].pk), written_at=at,
    )  # fmt: skip
    world.ids["note"] = str(note.pk)
    passed = SharingDecision.objects.create(
        occasion="ask", outcome="share", purpose="Is she safe tonight?", purpose_code="protect_now", gateway="CA89_47",
        from_agency=str(world.cast.agencies["council"].pk), to_agency=str(police.pk), people=[world.ids["person:ava"]],
        decided_by=str(world.cast.people["edt"].pk), decided_at=at, source_ref=f"referral:{world.ids['referral:ava']}",
        reason="protection-first", obligations=["For the reviewer, after protection: No agreement lets them share this."],
    )  # fmt: skip
    world.ids["sharing-decision:passed"] = str(passed.pk)
    complaint = record_complaint(
        complainant="", safe_contact="", said="You rang.", received_at=at, by=officer, at=at
    )
    hold = ask_for_hold(person_id=world.ids["person:ava"], because="A court.", by=officer, at=at)
    disposal = Disposal.objects.create(
        agency=police, class_code="shared_item", count=1, because="Its time.", proposed_at=at,
        proposed_by=str(world.cast.people["police_privacy"].pk),
    )  # fmt: skip
    alarm = WitnessAlarm.objects.create(
        key="matrix",
        kind="split-view",
        peer="areas/harrowmere",
        size=7,
        ours="ab" * 32,
        theirs="cd" * 32,
        raised_at=at,
    )
    world.ids["witness-alarm"] = str(alarm.pk)
    sheet = LookedSheet.objects.create(
        person_id=world.ids["person:kit"], agency=world.cast.agencies["council"], for_whom="self", recipient="Whoever asked",
        safe_because="They asked.", made_by=str(world.cast.people["privacy_officer"].pk), made_at=at,
        lines=[{"first": "2026-11-23", "last": "2026-11-23", "who": "Hub social worker, council", "what": "Did work to help"}],
    )  # fmt: skip
    world.ids["sheet"] = str(sheet.pk)
    world.ids |= {
        "line": str(line.pk), "complaint": str(complaint.pk), "hold": str(hold.pk), "disposal": str(disposal.pk)
    }  # fmt: skip


def _lookup(who: Practitioner, key: str, at: datetime) -> LookUp:
    one = Found("repeat", "w", "s", "They came back three times.", (), at, at, key)
    (made,) = keep_lookups(
        found=[one], behind=Behind(viewers={"w": who}), pack="", by=Actor.process("tests"), at=at
    )
    # Rows of the audit that were allowed, so that they can be asked.
    LookUp.objects.filter(pk=made.pk).update(
        entries=list(AuditEntry.objects.filter(verdict="allowed").values_list("pk", flat=True)[:2])
    )
    return made
