"""What no package holds: lent to a reader by name once the package is taken in, read at its source, ended at any moment."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection

from plait.base.access.verdict import Refused, no
from plait.base.audit.models import AuditEntry
from plait.base.federation import leases
from plait.base.federation.leases import Read
from plait.base.federation.models import Loan, Outgoing, Peer
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.base.keys import canonical
from plait.handover.access import loans as access
from plait.handover.access.loans import lent_to, look_at_lent
from plait.handover.actions.add_supplement import add_supplement
from plait.handover.actions.lend_on_handover import end_loan, lend_on_handover
from plait.handover.models import Handover, LentWord
from plait.handover.rules.copying import copies
from plait.handover.rules.loans import may_lend_on, may_look, may_read_lent, same_name
from plait.handover.wire.loans import LENT_FOR, LentFor, write_lent
from plait.handover.wire.package import Worker
from plait.sharing.actions.keep_item import keep_item
from tests.base.federation.border import part
from tests.base.federation.delivery import from_north
from tests.handover.packages import PACKAGE
from tests.handover.two_areas import OURS, Moved, North, message, to_us, word
from tests.stepdown.test_pages import page, send

SEALED = "An informant says that he is looking for her."
WHY = "They have her tonight, and must know."
LEASE = "00000000-0000-4000-8000-0000000000e1"


# --- the rules, without a database
def test_six_words_in_a_row_are_a_copy() -> None:
    assert copies(["He: an informant, says; that he IS looking for her!"], [SEALED])
    assert not copies(["He is looking for her again, says her aunt."], [SEALED])
    assert copies(["Mia saw him."], ["Mia saw him"]) and not copies(["Kofi Mensah rang."], ["Kofi Mensah"])


def test_who_lends_and_who_reads() -> None:
    assert may_lend_on("triage", there=True, reader="Kofi Mensah")
    assert may_lend_on("received", there=True, reader="Kofi Mensah").reason == "not-taken-in"
    assert may_lend_on("triage", there=False, reader="Kofi Mensah").reason == "not-in-it"
    assert may_lend_on("triage", there=True, reader=" ").reason == "no-reader"
    assert may_read_lent(opens=True, named=True, duty=False) and may_read_lent(
        opens=True, named=False, duty=True
    )
    assert not may_read_lent(opens=True, named=False, duty=False)
    assert not may_read_lent(opens=False, named=True, duty=True)
    assert same_name("Kofi  mensah", "Kofi Mensah") and not same_name("Kofi Mensah", "Kofi Mens")
    assert not may_look("so") and may_look(WHY)


# --- with a family
pytestmark = pytest.mark.django_db


def sealed(moved: Moved) -> str:
    check = moved.referral.checks.first()
    assert check is not None
    item = keep_item(
        person_id=str(moved.child), text=SEALED, assertion_kind="third_party", visibility="sealed",
        field_group="police", source_ref=check.ref, by=moved.who("police"), at=moved.at,
    )  # fmt: skip
    return f"item:{item.pk}"


def lends(moved: Moved, what: str, who: str = "manager", **said: Any) -> LentWord:
    given = {"reader": "Kofi Mensah", "because": WHY, **said}
    return lend_on_handover(handover_id=OURS, what=what, **given, by=moved.who(who), at=moved.later())


def test_lent_once_they_have_taken_it_in_and_ended_for_the_very_next_look(moved: Moved, north: North) -> None:
    what = sealed(moved)
    one = moved.offered(north)
    assert SEALED not in one.core
    with pytest.raises(Refused, match="not-taken-in"):
        lends(moved, what)
    north.sends(word("accept for triage", 1, package=OURS), at=moved.later())
    with pytest.raises(Refused, match="not-in-it"):
        lends(moved, "item:00000000-0000-4000-8000-000000000000")
    with pytest.raises(Refused, match="neither-own-nor-deciding"):
        lends(moved, what, who="lead")
    copied: Any = {"handover_id": OURS, "item": "plan", "words": f"They should know: {SEALED.upper()}"}
    with pytest.raises(Refused, match="copies-sealed"):
        add_supplement(**copied, by=moved.who("manager"), at=moved.later())
    add_supplement(
        **copied, by=moved.who("lead"), at=moved.later()
    )  # who cannot have read it is told of nothing
    lent = lends(moved, what)
    loan = Loan.objects.get()
    assert (str(lent.lease), loan.ref, lent.reader) == (str(loan.pk), what, "Kofi Mensah")
    kinds = list(Outgoing.objects.order_by("posted_at").values_list("kind", flat=True))
    assert kinds[-2:] == ["lease-lent/1", LENT_FOR] and SEALED not in str(lent.__dict__)
    assert end_loan(handover_id=OURS, lent_id=str(lent.pk), by=moved.who("manager"), at=moved.later()) == 1
    loan.refresh_from_db()
    assert loan.taken_back_at is not None
    with pytest.raises(Refused, match="ended-already"):
        end_loan(handover_id=OURS, lent_id=str(lent.pk), by=moved.who("manager"), at=moved.later())


def test_the_package_is_the_same_bytes_whether_anything_is_sealed(moved: Moved, north: North) -> None:
    """The loan is a later word: neither the package nor its size tells that there is one."""
    first = moved.offered(north).core
    Handover.objects.filter(pk=OURS).update(status="withdrawn")
    sealed(moved)
    again = moved.offered(north, number=OURS.replace("b1", "b2"))
    strip = {"package": "", "made": "", "decision": "", "reference": ""}
    assert _without(first) | strip == _without(again.core) | strip
    assert message(again).body_bytes == Outgoing.objects.get(key=f"handover:{OURS}").body_bytes


def _without(core: str) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads(core)
    return found


# --- at the reader
def lent_to_us(
    north: North, at: datetime, *, reader: str = "Miriam Cole", about: str = "c1", lease: str = LEASE
) -> list[Taken]:
    told = LentFor(
        package=PACKAGE, lease=lease, what="item", about=about, reader=reader, made="2026-11-23T10:00:00Z",
        worker=Worker(name="Nora Canary-Field"),
    )  # fmt: skip
    said = (
        (leases.LENT, "lease.json", canonical({"lease": lease})),
        (LENT_FOR, "lent.json", write_lent(told)),
    )
    found = []
    for kind, name, raw in reversed(said):  # the second may come first
        north.number += 1
        wire = from_north(
            at=at, number=north.number, contents=Contents(kind, about=PACKAGE if kind == LENT_FOR else ""),
            parts=(part(name, raw, "application/json"),),
        )  # fmt: skip
        found.append(receive(BytesIO(wire), way="https", at=at))
    return found


def seen(moved: Moved, who: str, path: str, **said: str) -> str:
    """The page, for somebody who showed a moment ago that it is they; posted to with words."""
    with time_machine.travel(moved.at, tick=False):
        client = moved.browser(who)
        assert client.post("/account/again/", {"password": "three-odd-words-together"}).status_code == 302
        answer = client.post(path, said) if said else client.get(path)
    assert answer.status_code == 200 and (
        not said or SEALED not in str(answer.content) or answer.headers["Refresh"]
    )
    return str(answer.content.decode())


def test_read_by_whoever_was_named_and_by_the_duty_team_and_kept_nowhere(
    moved: Moved, north: North, monkeypatch: pytest.MonkeyPatch
) -> None:
    north.sends(to_us(), at=moved.later())
    one = Handover.objects.get(side="in")
    at = moved.later()
    assert [taken.state for taken in lent_to_us(north, at)] == ["received", "received"]
    assert lent_to_us(north, at, about="c9", lease=LEASE.replace("e1", "e2"))[0].error == "another-child"
    lent = LentWord.objects.get()
    looks: list[str] = []
    outside = len(connection.atomic_blocks)

    def source(*, borrowing_id: str, by: Any, at: datetime) -> Read:
        assert len(connection.atomic_blocks) == outside, (
            "nobody waits for another area in an open transaction"
        )
        looks.append(by.name)
        return Read(SEALED, at + timedelta(minutes=9))

    def ended(**_said: Any) -> Read:
        raise Refused(
            no("nothing-lent", say="This is no longer lent to us.", next_step="Ring"), about=lent.ref
        )

    monkeypatch.setattr(access, "read_at_source", source)
    path = f"/handovers/{one.pk}/lent/"
    assert "/account/again/" in moved.browser("screener").get(path).headers["Location"], (
        "shows once more who it is"
    )
    assert "Miriam Cole" in seen(moved, "screener", path)
    assert "Nothing is lent" in seen(moved, "manager", path), "opens the handover, and was not named"
    with pytest.raises(Refused, match="not-named"):
        look_at_lent(moved.who("manager"), str(one.pk), str(lent.pk), because=WHY, at=moved.at)
    assert moved.browser("teacher").get(path).status_code == 404
    assert SEALED not in seen(moved, "screener", path, lent=str(lent.pk), because="so") and not looks
    assert SEALED in seen(moved, "screener", path, lent=str(lent.pk), because=WHY) and looks == [
        "Miriam Cole"
    ]
    assert SEALED not in seen(moved, "screener", path), "asked for again, it is not there"
    monkeypatch.setattr(access, "read_at_source", ended)
    gone = seen(moved, "screener", path, lent=str(lent.pk), because=WHY)
    assert "no longer lent" in gone and WHY in gone, "what was typed stays"
    acts = AuditEntry.objects.filter(act="lent:read")
    assert acts.filter(verdict="refused", reason="nothing-lent").count() == 1
    assert WHY in {row.purpose for row in acts if row.verdict == "allowed"}
    assert lent_to(moved.who("edt"), one) == [lent], "the duty team acts tonight"
    assert "Can be read now" in seen(moved, "screener", path)
    Peer.objects.update(collects=True)
    unreached = seen(moved, "screener", path)
    assert "Cannot be read" in unreached and "ring them" in unreached, "nobody comes to that source"


def test_the_page_of_whoever_lends(moved: Moved, north: North, settings: Any) -> None:
    what = sealed(moved)
    moved.offered(north)
    north.sends(word("accept for triage", 1, package=OURS), at=moved.later())
    path = f"/handovers/{OURS}/lent/"
    shown = page(moved, "manager", path)
    assert "Sealed, from" in shown and SEALED not in shown
    assert "Sealed, from" not in page(moved, "lead", path), "nobody else knows that there is something"
    status, _ = send(moved, "manager", path, what=what, reader="Kofi Mensah", because=WHY)
    assert status == 302
    shown = page(moved, "manager", path)
    assert "Can be read now" in shown and "Kofi Mensah" in shown
    status, _ = send(moved, "manager", path, end=str(LentWord.objects.get().pk))
    assert status == 302 and "Can be read now" not in page(moved, "manager", path)
    settings.PLAIT_COLLECTS = True  # nobody comes to the source
    with pytest.raises(Refused, match="cannot-be-reached"):
        lends(moved, what)
    assert LentWord.objects.count() == Outgoing.objects.filter(kind=LENT_FOR).count() == 1
    for who in ("manager", "lead"):
        shown = page(moved, who, path)
        assert "nothing can be lent from here" in shown and "Sealed, from" not in shown
