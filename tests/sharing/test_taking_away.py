"""Copying and printing are decisions: whoever may not open the person, or has no gateway, takes nothing away."""

from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock import LONDON
from plait.sharing.actions.decide_sharing import Said
from plait.sharing.actions.take_away import take_away
from plait.sharing.models import Disclosure, SharingDecision
from plait.sharing.queries import fitting_gateway
from tests.feedback.journey import Journey

LINES = [Said("concern", "Concern raised", "A bruise on her arm.")]


@pytest.fixture
def terms(journey: Journey, pack: Any) -> dict[str, Any]:
    journey.raised()
    on = journey.at.astimezone(LONDON).date()
    gateway = fitting_gateway(pack, holder="LA_CSC", recipient="LA_CSC", on=on)
    assert gateway is not None
    council = str(journey.cast.agencies["council"].pk)
    return {
        "person_id": journey.child,
        "gateway": gateway,
        "holder_kind": "LA_CSC",
        "from_agency": council,
        "pack": pack.hash,
    }


@pytest.mark.parametrize("occasion", ["copy", "print"])
def test_what_was_taken_is_kept_word_for_word(occasion: Any, terms: dict[str, Any], journey: Journey) -> None:
    decision = take_away(
        occasion=occasion, **terms, said=LINES, by=journey.who("screener"), at=journey.later()
    )
    disclosure = Disclosure.objects.get(decision=decision)
    assert disclosure.lines.get().text == "A bruise on her arm."
    assert disclosure.channel == decision.occasion == occasion
    assert disclosure.recipient == f"practitioner:{journey.cast.people['screener'].pk}"


@pytest.mark.parametrize("occasion", ["copy", "print"])
@pytest.mark.parametrize("who", ["teacher", "police", "administrator", "privacy_officer"])
def test_nobody_takes_away_what_they_may_not_open(
    occasion: Any, who: str, terms: dict[str, Any], journey: Journey
) -> None:
    with pytest.raises(Refused) as refusal:
        take_away(occasion=occasion, **terms, said=LINES, by=journey.who(who), at=journey.later())
    assert refusal.value.verdict.hides
    assert AuditEntry.objects.filter(verdict="refused", reason="not-involved").exists()
    assert not SharingDecision.objects.exists()


@pytest.mark.parametrize("occasion", ["copy", "print"])
def test_without_a_gateway_nothing_leaves(occasion: Any, terms: dict[str, Any], journey: Journey) -> None:
    with pytest.raises(Refused, match="no-gateway"):
        take_away(
            occasion=occasion,
            **{**terms, "gateway": None},
            said=LINES,
            by=journey.who("screener"),
            at=journey.later(),
        )
    assert AuditEntry.objects.filter(verdict="refused", reason="no-gateway").exists()


def test_copying_nothing_is_refused(terms: dict[str, Any], journey: Journey) -> None:
    with pytest.raises(Refused, match="nothing-chosen"):
        take_away(occasion="copy", **terms, said=[], by=journey.who("screener"), at=journey.later())


@pytest.mark.parametrize("kind", ["LA_EH", "POLICE", "SCHOOL", "GP", "NHS", "HOUSING", "PROB", "DA", "VCSE"])
def test_every_kind_of_agency_in_the_cast_can_be_told(kind: str, pack: Any, journey: Journey) -> None:
    on = journey.at.astimezone(LONDON).date()
    gateway = fitting_gateway(pack, holder="LA_CSC", recipient=kind, on=on, prefer="COMMONLAW")
    assert gateway is not None
    assert not gateway.agreement_needed
