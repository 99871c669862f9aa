"""`shp/1`: what was said is read as it was said, on every screen alike, and what must be refused is."""

import html
import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.base.federation.kinds import Arrived
from plait.base.federation.wire.contents import Contents, Plain
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import canonical, read_canonical
from plait.handover.handlers.handing import core_bytes
from plait.handover.life import ACCEPTED, HANDOVER, OFFERED, WITHDRAWN
from plait.handover.rules.taking_in import (
    RECEIVER_SAYS,
    Stands,
    again_or_refuse,
    insist_known,
    insist_ours,
    insist_theirs,
    what_it_answers,
    what_it_changes,
)
from plait.handover.wire.items import BASES, CODES, ITEMS, WHY_NOT
from plait.handover.wire.package import (
    ASK_CUSTODIAN,
    PART,
    Added,
    Core,
    Item,
    Row,
    Someone,
    Tie,
    Word,
    package_named,
    read,
    written,
)
from plait.handover.wire.saying import as_html, as_text, told
from tests.handover.packages import added, core, word

OTHER = "00000000-0000-0000-0000-0000000000c9"

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)
said = words.filter(lambda text: bool(text.strip()))
days = st.dates().filter(lambda day: 1000 <= day.year < 3000).map(str) | st.just("")
rows = st.builds(
    Row, about=st.sampled_from(["", "c1", "a1"]), label=words, text=said, on=days, code=st.sampled_from(["", "N1"]), known=words
)  # fmt: skip
cores = st.builds(
    lambda items, temporary, basis, name: core(
        items=items, temporary=temporary, basis=basis, children=[Someone(ref="c1", forename=name)]
    ),
    st.dictionaries(st.sampled_from(CODES), st.lists(rows, min_size=1, max_size=3), max_size=6),
    st.booleans(),
    st.sampled_from(sorted(BASES)),
    words,
)


@settings(max_examples=60, deadline=None)
@given(cores)
def test_what_was_said_is_read_as_it_was_said(one: Core) -> None:
    raw = written(one)
    assert read(Core, raw) == one
    assert written(read(Core, raw)) == raw


@settings(max_examples=60, deadline=None)
@given(cores)
def test_page_text_and_html_tell_the_same(one: Core) -> None:
    said = told(one)
    text, page = as_text(said), as_html(said)
    shown = html.unescape(re.sub(r"<br>", "\n", page))
    for item in one.items:
        for row in item.rows:
            for line in row.text.splitlines():
                assert line in text
                assert line in shown
        if item.why_not:
            assert WHY_NOT[item.why_not] in text
    assert [section.code for section in said.sections] == list(CODES)
    assert "<script" not in page.lower().replace("&lt;script", "")


def test_nothing_in_it_becomes_markup() -> None:
    one = core(items={"plan": [Row(text="<script>alert(1)</script> & <b>")]})
    page = as_html(told(one))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page


def test_days_and_moments_are_said_as_people_say_them() -> None:
    one = core(made="2026-07-01T08:05:00Z")
    assert "09:05 on 1 July 2026" in as_text(told(one)), "by the clock on the wall"
    assert not re.search(r"born \d{4}-", as_text(told(one)))


def test_every_item_of_the_minimum_is_there_or_says_why_not() -> None:
    assert len({one.code for one in ITEMS}) == len(ITEMS) == 20
    with pytest.raises(ValueError, match="not a word of plan"):
        core().model_validate(
            {**core().model_dump(), "items": [one.model_dump() for one in core().items if one.code != "plan"]}
        )
    with pytest.raises(ValueError, match="why not"):
        Item(code="plan")
    with pytest.raises(ValueError, match="why not"):
        Item(code="plan", why_not="none", rows=[Row(text="Visits")])


def test_what_a_newer_sender_says_besides_is_kept_as_it_came() -> None:
    more = read_canonical(written(core())) | {"weather": "rain"}
    more["items"].append({"code": "pets", "rows": [{"text": "A dog", "breed": "lurcher"}], "why_not": ""})
    raw = canonical(more)
    one = read(Core, raw)
    kept = read_canonical(written(one))
    assert (kept["weather"], kept["items"][-1]["rows"][0]["breed"]) == ("rain", "lurcher")
    assert told(one).sections[-1].title == "Pets"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": "shp/2"}, "newer-version"),
        ({"format": "shp/0"}, "not-a-handover"),
        ({"format": "other/1"}, "not-a-handover"),
        ({"must": ["dna-profile/1"]}, "not-understood"),
        ({"must": "all"}, "not-a-handover"),
        ({"package": "../etc"}, "not-a-handover"),
        ({"children": []}, "not-a-handover"),
        ({"items": []}, "not-a-handover"),
        ({"made": "yesterday"}, "not-a-handover"),
        ({"made": "2026-13-40T25:61:00Z"}, "not-a-handover"),
        ({"temporary": 1}, "not-a-handover"),
    ],
)
def test_what_a_receiver_refuses(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAccepted, match=why):
        read(Core, canonical(read_canonical(written(core())) | changes))


def test_what_is_no_json_and_what_is_too_large_is_refused() -> None:
    for raw in (b"", b"[]", b"{", b'{"a": 1}', b"x" * ((1 << 20) + 1)):
        with pytest.raises(NotAccepted):
            read(Core, raw)


def test_the_package_names_the_areas_of_its_envelope_and_nobody_else_s_children() -> None:
    insist_ours(core(), sender="north", us="ellowmere")
    for sender, us in (("south", "ellowmere"), ("north", "harrowfen")):
        with pytest.raises(NotAccepted, match="another-area"):
            insist_ours(core(), sender=sender, us=us)
    with pytest.raises(NotAccepted, match="another-child"):
        insist_ours(
            core(items={"voice": [Row(about="c9", text="I am fine")]}), sender="north", us="ellowmere"
        )
    with pytest.raises(NotAccepted, match="another-child"):
        insist_known(added(rows=[Row(about="c2", text="Seen")]).items, known={"c1"})
    for of in ("c9", "a1"):
        with pytest.raises(NotAccepted, match="another-child"):
            insist_ours(core(adults=[Someone(ref="a1", ties=[Tie(of=of)])]), sender="north", us="ellowmere")
    with pytest.raises(ValueError, match="two ties"):
        core(adults=[Someone(ref="a1", ties=[Tie(of="c1"), Tie(of="c1")])])


def a_family_in_the_envelope_of_another(chance: random.Random) -> tuple[bytes, str]:
    """True words of one package; the list of contents names another, nearly the same one, or none."""
    inside = str(UUID(int=chance.getrandbits(128)))
    other = str(UUID(int=UUID(inside).int ^ (1 << chance.randrange(128))))
    make: Any = chance.choice((core, added, word))
    said = make("query") if make is word else make()
    raw = written(said.model_copy(update={"package": inside}))
    return raw, chance.choice(
        (other, "", inside.upper() if inside.upper() != inside else other, f"{inside} ", inside[:-1])
    )


def test_five_hundred_families_in_the_envelope_of_another_are_all_refused() -> None:
    chance = random.Random("a family in the envelope of another")
    for _ in range(500):
        raw, about = a_family_in_the_envelope_of_another(chance)
        spool = BytesIO(raw)
        parts = {PART: Plain(PART, "application/json", len(raw), "", spool, 0)}
        arrived = Arrived("north", OTHER, Contents("shp/1", about=about), parts, datetime.now(UTC))
        with pytest.raises(NotAccepted, match="another-package"):
            core_bytes(arrived)
        named = replace(arrived, contents=Contents("shp/1", about=package_named(raw) or ""))
        assert core_bytes(named) == raw, "the true one is taken"


def test_one_number_has_one_wording() -> None:
    again_or_refuse(held="a", digest="a")
    with pytest.raises(NotAccepted, match="other-package"):
        again_or_refuse(held="a", digest="b")


def test_nobody_says_the_other_side_s_word() -> None:
    insist_theirs(word("decline"), Stands("out", "received"))
    insist_theirs(word("take back"), Stands("in", "received"))
    out, came = Stands("out", "received"), Stands("in", "received")
    for verb, stands in (("take back", out), ("accept responsibility", came), ("shout", out)):
        with pytest.raises(NotAccepted, match="not-their-word"):
            insist_theirs(word(verb), stands)


def test_a_question_is_answered_by_what_names_it() -> None:
    asked = Stands("in", "queried")
    assert what_it_answers(added(answers=2), asked, open_question=2) == "triage"
    assert what_it_answers(added(answers=1), asked, open_question=2) == "queried"
    assert what_it_answers(added(), asked, open_question=2) == "queried"
    assert what_it_answers(added(answers=2), Stands("in", "accepted"), open_question=2) == "accepted"


def test_shapes_of_words_and_supplements_are_read_back() -> None:
    for kind, one in ((Word, word("query", words="Who has PR?")), (Added, added(answers=3))):
        assert read(kind, written(one)) == one


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_both_sides_agree_who_has_hold_in_whatever_order_words_come(seed: int) -> None:
    """Words are lost and sent again, doubled, and overtake each other; both areas may say something at the same moment."""
    chance = random.Random(seed)
    ours, theirs = Stands("out", OFFERED), Stands("in", "received")
    to_us: list[Word] = []
    to_them: list[Word] = []
    said = {"us": 0, "them": 0}

    def deliver(box: list[Word], stands: Stands) -> Stands:
        one = chance.choice(box)
        if chance.random() < 0.7:  # else it comes again later
            box.remove(one)
        counts = what_it_changes(one, stands)
        return Stands(stands.side, counts.status, counts.last_word)

    for _ in range(chance.randint(3, 14)):
        act = chance.random()
        if act < 0.45 and theirs.status != WITHDRAWN:
            able = [one for one in sorted(RECEIVER_SAYS) if HANDOVER.may(one, now=theirs.status)]
            verb = chance.choice([*able, ASK_CUSTODIAN])
            said["them"] += 1
            if verb != ASK_CUSTODIAN:
                theirs = Stands("in", HANDOVER.after(verb, now=theirs.status), theirs.last_word)
            to_us.append(word(verb, said["them"]))
        elif act < 0.55 and HANDOVER.may("take back", now=ours.status):
            said["us"] += 1
            ours = Stands("out", HANDOVER.after("take back", now=ours.status), ours.last_word)
            to_them.append(word("take back", said["us"]))
        elif act < 0.8 and to_us:
            ours = deliver(to_us, ours)
        elif to_them:
            theirs = deliver(to_them, theirs)
    while to_us or to_them:
        if to_us:
            ours = deliver(to_us, ours)
        if to_them:
            theirs = deliver(to_them, theirs)
    assert (ours.status == ACCEPTED) == (theirs.status == ACCEPTED), (ours, theirs)
    if said["us"] == 0 and ours.status != OFFERED:  # only one side spoke: nothing crossed
        assert ours.status == theirs.status, (ours, theirs)


def test_a_word_that_overtakes_others_stands_by_itself() -> None:
    """Declined, looked at all the same, accepted: the last comes first, and both must know who has hold."""
    triage, taken = word("accept for triage", 2), word("accept responsibility", 3)
    for stands in (Stands("out", "declined", 1), Stands("out", "conference", 0)):
        newest = what_it_changes(taken, stands)
        assert (newest.counted, newest.status, newest.last_word) == (True, ACCEPTED, 3)
        late = what_it_changes(triage, replace(stands, status=newest.status, last_word=newest.last_word))
        assert (late.counted, late.status, late.why) == (False, ACCEPTED, "older")
    assert not what_it_changes(word("set conference", 2), Stands("out", "declined", 1)).counted, (
        "nothing was overtaken"
    )


def test_to_ask_the_custodian_makes_no_other_word_older() -> None:
    asked = what_it_changes(word(ASK_CUSTODIAN, 2), Stands("out", "triage", 0))
    assert (asked.counted, asked.status) == (True, "triage")
    taken = what_it_changes(word("accept responsibility", 1), Stands("out", "triage", asked.last_word))
    assert (taken.counted, taken.status) == (True, ACCEPTED)
