"""A family says that something is wrong: it is corrected, noted as disputed, or held, wherever it is read."""

import pytest

from plait.agencies.models import RoleGrant
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.privacy.actions.answer_request import check_request, gather_request, record_request
from plait.privacy.actions.settle_line import settle_line, take_note_away
from plait.privacy.models import RequestLine
from plait.sharing.actions.correct_item import correct_item
from plait.sharing.actions.note_item import end_note, note_item
from plait.sharing.models import DisclosureItem, InformationItem, ItemNote
from plait.sharing.rules.beside import may_be_taken, may_note
from tests.feedback.journey import POLICE_ITEM, Journey

pytestmark = pytest.mark.django_db
ASKER = "Dean Kerrigan-Canary"
DISPUTE = "The family disputes this: canary-dispute, it was the flat below."
RIGHT = "Called to the flat below twice, canary-corrected."


def line_of(journey: Journey, kind: str) -> RequestLine:
    """The police's line, gathered for a request of this kind that came to the council."""
    journey.raised().accepted().asked("police").answered("police", "police")
    officer = journey.who("privacy_officer")
    request = record_request(
        kind=kind, about="My child", person_id="", requester=ASKER, asks_as="parent", safe_contact="", said="It is wrong.",
        received_at=journey.at, by=officer, at=journey.later(),
    )  # fmt: skip
    check_request(
        request_id=str(request.pk),
        person_id=journey.child,
        how="Passport.",
        scope="",
        by=officer,
        at=journey.later(),
    )
    gather_request(request_id=str(request.pk), by=officer, at=journey.later())
    return RequestLine.objects.get(request=request, item__person_id=journey.child)


def settle(journey: Journey, line: RequestLine, decided: str, *, text: str = "", why: str = "") -> None:
    settle_line(
        line_id=str(line.pk),
        decided=decided,
        text=text,
        why=why,
        by=journey.who("police_privacy"),
        at=journey.later(),
    )


def page(journey: Journey, who: str, path: str) -> str:
    found = journey.browser(who).get(path)
    assert found.status_code == 200, path
    return found.content.decode()


def readers(journey: Journey) -> dict[str, str]:
    """Every page on which the item is read, and its words for paper and for another record."""
    child, client = journey.child, journey.browser("screener")
    item = InformationItem.objects.get(person_id=child, superseded_at__isnull=True)
    agreed = {"source_checked": "on", "source_seen": "on"}
    return {
        "story": page(journey, "screener", f"/people/{child}/story/"),
        "deciding": page(journey, "manager", f"/referrals/{journey.referral.pk}/"),
        "answer": page(journey, "police", f"/checks/{journey.checks['police'].pk}/"),
        "print": client.post(f"/people/{child}/story/print/", agreed).content.decode(),
        "copy": client.post(
            f"/people/{child}/story/copy/", {"entry": f"item:{item.pk}", **agreed}
        ).content.decode(),
    }


def test_a_dispute_stands_beside_the_words_wherever_they_are_read(journey: Journey) -> None:
    line = line_of(journey, "correct")
    with pytest.raises(Refused, match="not-the-owner"):
        settle_line(
            line_id=str(line.pk),
            decided="noted",
            text=DISPUTE,
            why="",
            by=journey.who("privacy_officer"),
            at=journey.at,
        )
    settle(journey, line, "noted", text=DISPUTE)
    settle(journey, line, "noted", text=DISPUTE)
    assert ItemNote.objects.count() == 1
    for where, shown in readers(journey).items():
        assert "canary-police" in shown, where
        assert "canary-dispute" in shown, where
        assert ASKER not in shown, where
    assert not any(ASKER in str(vars(row)) for row in AuditEntry.objects.all())
    taken = DisclosureItem.objects.filter(disclosure__channel="copy").values_list("text", flat=True)
    assert "canary-dispute" in " ".join(taken)  # what was taken out holds the note, word for word


def test_the_same_answer_given_again_keeps_its_note(journey: Journey) -> None:
    settle(journey, line_of(journey, "correct"), "noted", text=DISPUTE)
    journey.answered("police", "police")
    assert "canary-dispute" in readers(journey)["story"]
    assert ItemNote.objects.filter(ended_at__isnull=True).count() == 1


def test_a_correction_supersedes_and_tells_whoever_had_the_old_line(journey: Journey) -> None:
    line = line_of(journey, "correct")
    readers(journey)  # the screener printed and copied it
    with pytest.raises(Refused, match="needs-reason"):
        settle(journey, line, "correct", text=RIGHT)
    with pytest.raises(Refused, match="nothing-corrected"):
        settle(journey, line, "correct", text=POLICE_ITEM, why="It was the flat below.")
    settle(journey, line, "correct", text=RIGHT, why="It was the flat below.")
    assert line.item_id is not None
    old = InformationItem.objects.get(pk=line.item_id)
    assert (old.text, old.superseded_at is not None) == (POLICE_ITEM, True)
    told = set(Message.objects.filter(kind="item-corrected").values_list("to_ref", flat=True))
    hub = f"team:{journey.contact.team_id}"
    assert told == {hub, f"practitioner:{journey.cast.people['screener'].pk}"}
    assert not any("canary" in str(vars(one)) for one in Message.objects.all())
    for where, shown in readers(journey).items():
        assert "canary-corrected" in shown, where
        if where != "answer":
            assert "canary-police" not in shown, where
    mine = page(journey, "screener", "/corrected/")
    assert "canary-police" in mine
    assert "canary-corrected" in mine
    assert "canary" not in page(journey, "teacher", "/corrected/")
    shared = DisclosureItem.objects.filter(item__text=RIGHT, disclosure__channel="plait")
    assert [one.disclosure.recipient for one in shared] == [hub]


def test_what_is_held_is_shown_as_such_and_goes_nowhere_new(journey: Journey) -> None:
    line = line_of(journey, "restrict")
    settle(journey, line, "restrict", text="The family objects: canary-objects.")
    shown = readers(journey)
    assert "canary-police" in shown["story"]
    assert "Not to be passed on" in shown["story"]
    assert "canary-objects" in shown["deciding"]
    assert "canary-police" not in shown["print"]
    assert "has been asked not to pass this on" in shown["print"]
    assert "Not copied" in shown["copy"]
    assert not DisclosureItem.objects.filter(disclosure__channel="copy").exists()
    (note,) = ItemNote.objects.all()
    with pytest.raises(Refused, match="not-the-owner"):
        take_note_away(
            note_id=str(note.pk), because="Over.", by=journey.who("privacy_officer"), at=journey.at
        )
    take_note_away(
        note_id=str(note.pk), because="Looked into.", by=journey.who("police_privacy"), at=journey.later()
    )
    assert "canary-police" in readers(journey)["copy"]


def test_only_its_agency_writes_beside_it(journey: Journey) -> None:
    line = line_of(journey, "object")
    for who in ("police", "screener", "caldicott"):
        with pytest.raises(Refused, match="not-the-owner"):
            note_item(
                item_id=str(line.item_id), kind="disputed", text="x", by=journey.who(who), at=journey.at
            )
    settle(journey, line, "kept", why="The log says so.")
    assert not ItemNote.objects.exists()
    path = f"/privacy/requests/{line.request_id}/lines/{line.pk}/"
    assert "canary-police" in page(journey, "police_privacy", path)
    answer = journey.browser("police_privacy").post(path, {"decided": "noted", "text": DISPUTE, "why": ""})
    assert answer.status_code == 302
    assert "canary-dispute" in page(journey, "police_privacy", "/privacy/notes/")
    assert ASKER not in page(journey, "police_privacy", "/privacy/notes/")


def test_the_areas_officer_does_none_of_the_three_deeds_for_an_agency_with_an_officer_of_its_own(
    journey: Journey,
) -> None:
    """Held at the deed, whichever page or answer calls it. Where the agency's officer has gone, the area's stands in."""
    journey.raised().accepted().asked("police").answered("police", "police")
    item = InformationItem.objects.get(person_id=journey.child, agency_id=journey.cast.agencies["police"].pk)
    said: dict[str, str] = {"item_id": str(item.pk), "kind": "disputed", "text": DISPUTE}
    own, area = journey.who("police_privacy"), journey.who("privacy_officer")
    note = note_item(**said, by=own, at=journey.later())

    def by_the_area() -> list[str]:
        """Why each was refused, or what it made."""
        told = []
        for deed in (
            lambda: note_item(**{**said, "kind": "restricted"}, by=area, at=journey.later()),
            lambda: end_note(note_id=str(note.pk), because="Looked into.", by=area, at=journey.later()),
            lambda: correct_item(
                item_id=str(item.pk), text=RIGHT, why="Wrong flat.", by=area, at=journey.later()
            ),
        ):
            try:
                told.append(type(deed()).__name__)
            except Refused as refusal:
                told.append(refusal.verdict.reason)
        return told

    assert by_the_area() == ["not-the-owner"] * 3
    item.refresh_from_db()
    note.refresh_from_db()
    assert (item.superseded_at, note.ended_at, ItemNote.objects.count()) == (None, None, 1)
    RoleGrant.objects.filter(practitioner=journey.cast.people["police_privacy"]).update(to_at=journey.at)
    assert by_the_area() == ["ItemNote", "ItemNote", "InformationItem"]


def test_a_child_in_danger_is_not_waited_for() -> None:
    assert may_be_taken(restricted=1, protects=True)
    assert not may_be_taken(restricted=1, protects=False)
    assert may_note(officer=True, own=True, stands=False, text="x").reason == "no-longer-shown"
