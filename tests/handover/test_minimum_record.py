"""The minimum record: what it holds by itself, and why what is not there is not there."""

from datetime import datetime
from itertools import product
from typing import Any

import pytest

from plait.base.packs import current
from plait.handover.models import AlertOf, MissingAlert
from plait.handover.queries.previewing import preview
from plait.handover.rules.absent import SAYS, Absent, why_not
from plait.handover.wire.items import CODES, WHY_NOT
from plait.handover.wire.package import Core
from plait.people.models import AddressPeriod, Person, Place, ProtectedFrom, SafetyNote
from plait.site.demo.cast import Cast
from plait.thresholds.models import LevelView
from tests.handover.two_areas import OURS, Moved, North


def test_every_reason_is_given_by_somebody_and_protection_stands_before_words() -> None:
    seen = set()
    for code, said, protected, left, unborn in product(
        CODES, ("", "nonsense", *WHY_NOT), (False, True), (False, True), (False, True)
    ):
        why = why_not(Absent(code, said, protected, left, unborn))
        seen.add(why)
        assert why in WHY_NOT
        if why == "protected":
            assert protected, "nobody but the record says it"
        elif left:
            assert why == "left_out", "what was kept back is not said to be unknown"
        elif said in SAYS:
            assert why == said
    assert seen == set(WHY_NOT)
    assert why_not(Absent("agreed")) == "not_asked" and why_not(Absent("voice", unborn=True)) == "none"


@pytest.mark.django_db
def test_the_record_says_what_it_holds_and_the_sender_corrects_it(
    cast: Cast, pack: Any, at: datetime
) -> None:
    moved, north = Moved(cast, at), North(at)
    moved.led()

    def drawn(**changed: Any) -> Core:
        offer = moved.offer(north, **changed)
        seen = preview(
            moved.referral,
            offer,
            handover_id=OURS,
            pack=current(at=moved.at),
            by=moved.who("lead"),
            at=moved.later(),
        )
        return seen[0].core

    def said(core: Core, code: str) -> tuple[str, str]:
        item = core.item(code)
        assert item is not None
        return item.why_not, "\n".join(f"{row.label}: {row.text}" for row in item.rows)

    hidden = drawn()
    assert said(hidden, "agreed")[0] == "protected" and said(hidden, "legal")[0] == "not_known"
    moved.agreed("no")
    assert said(drawn(), "agreed")[0] == "protected", "which service would lead there"
    SafetyNote.objects.all().delete()
    Place.objects.update(shielded=False)
    Person.objects.update(address_hidden=False)
    AddressPeriod.objects.all().delete()
    alert = MissingAlert.objects.create(
        side="out", state="found", reference="M-1", by="x", by_name="x", at=at, seen_by="A police officer"
    )
    AlertOf.objects.create(alert=alert, person=moved.child)
    LevelView.objects.create(
        subject=moved.referral.ref, agency_id="x", agency_name="Alder Lane", level=3, indicators=["L3-03", "L3-05"], by="x",
        by_name="x", at=moved.at,
    )  # fmt: skip
    full = drawn()
    assert "No" in said(full, "agreed")[1]
    assert (
        "Was missing, and is found" in said(full, "missing")[1]
        and "exploits them" in said(full, "missing")[1]
    )
    assert "Domestic abuse goes on" in said(full, "abuse")[1] and "Alder Lane" not in said(full, "abuse")[1]
    ProtectedFrom.objects.create(
        person_id=moved.child, name="Rex Harm", kind="harmed", order="Non-molestation order, home and school",
        because="x", source_ref="x", by="x", at=moved.at,
    )  # fmt: skip
    guarded = drawn()
    assert "Non-molestation order" in said(guarded, "legal")[1]
    assert (
        "Ring us for who it is" in said(guarded, "abuse")[1] and "Rex Harm" not in guarded.model_dump_json()
    )
    fixed = drawn(
        why_not={"abuse": "none", "missing": "not_asked"}, texts={"legal": "A care order since May."}
    )
    assert said(fixed, "abuse") == ("none", "") and said(fixed, "missing")[0] == "not_asked"
    assert said(fixed, "legal")[1].startswith(": A care order since May.")
