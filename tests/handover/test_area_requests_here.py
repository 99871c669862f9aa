"""North asks what Ellowmere knows of a child known here: whose desk it is on, what the gate lets out, who is not there."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.federation.models import Outgoing, Peer
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.handover.access.discovery import count_waiting
from plait.handover.actions.answer_area import Answering, answer_area
from plait.handover.actions.settle_ask import note_rung
from plait.handover.models import AskReceived, RequestReceived
from plait.handover.queries.requests import may_go_along
from plait.handover.rules.requests import Reply
from plait.handover.wire.requests import TOLD
from plait.people.models import Person
from plait.sharing.actions.correct_item import correct_item
from plait.sharing.actions.keep_item import keep_item
from plait.sharing.models import DisclosureItem
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.handover.asking_areas import NOBODY, asked_by_north, question
from tests.handover.known_here import known_here
from tests.handover.requesting import answers, told_bytes, told_north, wanted_by_north
from tests.matrix.world import undone


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    """Theodora is known in Ellowmere, nobody hides, and North was told that she is known."""
    with known_here(area_put_back, django_db_blocker) as journey:
        asked_by_north(question(), at=journey.later())
        yield journey


@pytest.fixture
def db(once: Journey) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def here(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with time_machine.travel(once.at, tick=True) as clock, undone():
        journey: Any = deepcopy(once)
        journey.clock = clock
        yield journey


def hers() -> AskReceived:
    return AskReceived.objects.get(says="known")


def came(here: Journey, **changes: Any) -> RequestReceived:
    return wanted_by_north(hers(), at=here.later(), **changes)


def letters(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def hide(here: Journey) -> None:
    Person.objects.filter(pk=here.child).update(restricted=True, custodian=here.cast.teams["custodians"])


def known(here: Journey, text: str, **said: Any) -> str:
    given = {"assertion_kind": "record", "visibility": "shareable", "field_group": "education", **said}
    return str(
        keep_item(
            person_id=here.child, text=text, **given, source_ref="import:1", by=here.who("screener"), at=here.at
        ).pk
    )  # fmt: skip


def test_it_stands_on_the_hubs_desk_with_a_clock_and_is_answered_line_by_line(here: Journey) -> None:
    item = known(here, "In school each day since September.")
    one = came(here)
    assert one.state == "open" and told_north(here.at) == [], "a person answers"
    assert letters("area-wants-to-know") == [f"team:{here.cast.teams['hub'].pk}"]
    assert one.due_at is not None and count_waiting(here.who("screener")) == 1
    said = Answering(Reply("items"), items=(item,), gateway="CA89_47_9")
    answer_area(request_id=str(one.pk), said=said, by=here.who("screener"), at=here.later())
    (told,) = told_north(here.at)
    assert [(line.text, line.known, line.group) for line in told.lines] == [
        ("In school each day since September.", "record", "education")
    ]
    assert told.by is not None and told.by.name == "Miriam Cole" and told.child == str(hers().message)
    decision = RequestReceived.objects.get().decision
    assert decision is not None
    assert (decision.occasion, decision.outcome, decision.people) == ("answer", "share", [here.child])
    assert str(DisclosureItem.objects.get(disclosure__decision=decision).item_id) == item
    assert count_waiting(here.who("screener")) == 0
    with pytest.raises(Refused, match="answered-already"):
        answers(here, one)
    officer = here.who("privacy_officer")
    correct_item(
        item_id=item,
        text="Not in school since May.",
        why="Another child’s page.",
        by=officer,
        at=here.later(),
    )
    assert letters("wrong-went-over") == [f"practitioner:{here.who('screener').id}"], "who says it again"
    assert not [to for to in letters("item-corrected") if to.startswith("area:")], "no letter reaches an area"


def test_what_may_not_go_is_not_offered(here: Journey) -> None:
    goes = known(here, "Reads well.")
    known(here, "Sealed words.", visibility="sealed")
    known(here, "For us alone.", visibility="private")
    known(here, "3 Canary Street.", field_group="location")
    one = came(here)
    assert [str(item.pk) for item in may_go_along(one, here.who("screener"), at=here.at)] == [goes]
    with pytest.raises(Refused, match="no-longer-there"):
        answer_area(
            request_id=str(one.pk), said=Answering(Reply("items"), items=(str(hers().pk),), gateway="CA89_47"),
            by=here.who("screener"), at=here.later(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"own": ""}, "incomplete-items"),
        ({"outcome": "part"}, "needs-reason"),
        ({"gateway": "CA04_16LA"}, "no-agreement"),
        ({"kind": "cannot_share"}, "incomplete-cannot_share"),
        ({"kind": "speak_to_me"}, "incomplete-speak_to_me"),
        ({"kind": "rang"}, "incomplete-rang"),
        ({"note": "Nia Osei told us so."}, "gives-away"),
    ],
)
def test_what_is_not_whole_or_gives_somebody_away_is_not_sent(here: Journey, said: Any, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        answers(here, came(here), **said)
    assert refused.value.verdict.reason == reason
    assert told_north(here.at) == []


@pytest.mark.parametrize(
    ("said", "outcome", "held", "state"),
    [
        ({"outcome": "part", "because": "Her brother’s."}, "part", "part", "answered"),
        ({"outcome": "withhold", "because": "It would harm her."}, "withhold", "withhold", "answered"),
        ({"outcome": "ask_first", "because": "Her mother first."}, "ask_first", "ask_first", "partly"),
        ({"kind": "nothing_relevant"}, "share", "", "answered"),
        ({"kind": "cannot_share", "note": "Ask the family court."}, "withhold", "", "answered"),
        ({"kind": "speak_to_me", "note": "01632 960100, until five."}, "ask_first", "", "partly"),
        ({"kind": "rang", "note": "Spoke with Nora: all is told."}, "share", "", "answered"),
    ],
)
def test_every_kind_of_answer_and_the_reason_stays_here(
    here: Journey, said: Any, outcome: str, held: str, state: str
) -> None:
    one = answers(here, came(here), **said)
    (told,) = told_north(here.at)
    assert one.decision is not None
    assert (one.decision.outcome, told.held, one.state) == (outcome, held, state)
    if because := said.get("because"):
        assert because not in repr(told) and one.decision.because == because
    assert bool(told.lines) == (outcome in ("share", "part") and told.kind == "items")


def test_asked_first_and_then_told_is_two_answers_with_numbers(here: Journey) -> None:
    one = answers(here, came(here), outcome="ask_first", because="We ask her mother first.")
    answers(here, one)
    assert [(told.number, told.held) for told in told_north(here.at)] == [(1, "ask_first"), (2, "")]


def test_whoever_is_kept_by_now_is_answered_as_nobody_in_the_same_bytes_and_minute(here: Journey) -> None:
    """She was known openly when they asked, and is restricted when they want to know more."""
    nobody = asked_by_north(question(NOBODY, homes=()), at=here.later(), number=2)
    ask = hers()
    hide(here)
    at = here.later()
    kept, none = wanted_by_north(ask, at=at), wanted_by_north(nobody, at=at, message=71)
    one, other = told_bytes(here.at)
    assert one == other and kept.answered_at == none.answered_at
    assert len(set(Outgoing.objects.filter(kind=TOLD).values_list("body_bytes", flat=True))) == 1
    assert letters("custodians-waiting") == [f"practitioner:{here.cast.people['custodian'].pk}"]
    assert not letters("area-wants-to-know")
    assert (none.ask, none.questions, none.purpose) == (None, [], ""), "of nobody nothing stays"
    assert count_waiting(here.who("screener")) == 0 and count_waiting(here.who("custodian")) == 1
    with pytest.raises(Refused, match="no-such-ask"):
        answers(here, kept)
    note_rung(ask_id=str(ask.pk), because="Rang their custodian.", by=here.who("custodian"), at=here.later())


@pytest.mark.parametrize("how", ["answers", "late"])
def test_whoever_hides_while_it_waits_is_answered_by_nothing_and_their_custodian_rings(
    here: Journey, how: str
) -> None:
    one = came(here)
    mother = here.contact.people.get(role="adult").description.person_id
    Person.objects.filter(pk=mother).update(address_hidden=True)
    if how == "answers":
        with pytest.raises(Refused, match="no-such-ask"):
            answers(here, one)
        assert answers(here, one, who="custodian").state == "nothing"
    else:
        assert one.due_at is not None
        fire_due(at=one.due_at + timedelta(minutes=1))
    assert [told.kind for told in told_north(here.at)] == ["nothing"]
    assert hers().ring == "owed" and letters("custodians-waiting")


def test_late_the_hub_is_told_again(here: Journey) -> None:
    one = came(here)
    assert one.due_at is not None
    fire_due(at=one.due_at + timedelta(minutes=1))
    assert letters("area-waits") == [f"team:{here.cast.teams['hub'].pk}"]


def test_what_they_want_to_know_quietly_is_the_custodians_alone(here: Journey) -> None:
    one = came(here, quiet=True)
    assert one.state == "open" and not letters("area-wants-to-know")[1:]
    assert letters("area-wants-to-know") == [f"practitioner:{here.cast.people['custodian'].pk}"]
    assert count_waiting(here.who("screener")) == 0 and count_waiting(here.who("custodian")) == 1
    with pytest.raises(Refused, match="no-such-ask"):
        answers(here, one)
    told = answers(here, one, who="custodian")
    assert told.decision is not None and told.decision.people == []


def test_an_area_whose_trust_was_ended_gets_no_answer(here: Journey) -> None:
    one = came(here)
    Peer.objects.update(state=Peer.State.SUSPENDED)
    with pytest.raises(Refused, match="area-not-believed"):
        answers(here, one)
    one.refresh_from_db()
    assert one.state == "open" and told_north(here.at) == []


def test_on_the_pages_it_is_asked_and_answered(here: Any) -> None:
    item = known(here, "In school each day since September.")
    came(here)
    path = f"/areas/asked/{hers().pk}/"
    browser = here.browser("screener")
    here.clock.move_to(here.later())
    assert "They want to know something" in browser.get("/areas/asked/").content.decode()
    page = browser.get(path).content.decode()
    assert "Who saw her last?" in page and "In school each day" in page and "Our answer is due" in page
    given = {"kind": "items", "items": [item], "outcome": "share", "gateway": "CA89_47_9"}
    assert browser.post(path, given).status_code == 302
    assert [told.kind for told in told_north(here.at)] == ["items"]
    assert "What we know was sent" in browser.get(path).content.decode()
