"""What was typed stays on the page that refuses it, with the way on; and that it was refused is kept."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.models import AuditEntry
from plait.people.views import claims, conflicts, reaching
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.privacy.test_asking import child

pytestmark = pytest.mark.django_db
TYPED = "Rings after nine, canary-typed."
LATER = no("later-than-you-think", say="Somebody changed it meanwhile.", next_step="Look at it again")
# The page (of a person, or of one's own), its view's module and deed, and what is typed into it.
PAGES = {
    "people/{}/reaching/leads/": (reaching, "note_what_leads_there", {"kind": "school", "words": TYPED}),
    "people/{}/reaching/from/": (
        reaching, "protect_from", {"name": "Dean", "kind": "harmed", "because": TYPED},
    ),
    "people/{}/reaching/way/": (
        reaching, "set_safe_contact",
        {"method": "letter", "contact": "PO Box 9", "voicemail": "no", "not_while": TYPED, "interpreter": "no"},
    ),
    "claims/new/": (
        claims, "claim_child",
        {"forename": "Theodora", "surname": "Kerrigan", "role_label": "Her nurse", "because": f"Every week. {TYPED}"},
    ),
    "account/people-i-know/": (
        conflicts, "declare_conflict", {"forename": TYPED, "surname": "Kerrigan", "kind": "friend"},
    ),
}  # fmt: skip


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at).raised().accepted()


def never(**_said: object) -> None:
    raise Refused(LATER, about="page:tests")


@pytest.mark.parametrize("path", PAGES)
def test_the_form_stays(journey: Journey, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, deed, typed = PAGES[path]
    monkeypatch.setattr(module, deed, never)
    answer = journey.browser("screener").post(f"/{path.format(child(journey))}", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody changed it meanwhile. Look at it again." in page
    assert "canary-typed" in page
    assert AuditEntry.objects.filter(act=f"deed:{deed}", verdict="refused", reason=LATER.reason).count() == 1


def test_what_hides_is_not_said_beside_a_form(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_said: object) -> None:
        raise Refused(hidden("absent"), about="page:tests")

    monkeypatch.setattr(reaching, "note_what_leads_there", gone)
    paths = [f"/people/{one}/reaching/leads/" for one in (child(journey), uuid4())]
    browser = journey.browser("screener")
    hides, nothing = [browser.post(one, {"kind": "school", "words": TYPED}) for one in paths]
    assert hides.status_code == nothing.status_code == 404
    # One's own words are given back, and no form: letter for letter the page for somebody who never was.
    assert "canary-typed" in hides.content.decode() and hides.content == nothing.content
