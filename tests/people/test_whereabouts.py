"""Hiding where somebody is, and taking an address out of free text."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.people.actions.describe_person import describe_person
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.models import Person, Place
from plait.people.places import (
    SHIELDED,
    is_shielded,
    living_at,
    say_moves,
    say_place,
    whereabouts_of,
)
from plait.people.presenters import veil_page
from plait.people.rules import PROTECTED, Described, Whereabouts, address_key, veil, veiling
from plait.referrals.concern import ChildSaid
from tests.feedback.journey import Journey, family

HIDDEN = Whereabouts(
    lines=frozenset({"14 Heron Quay Road"}), postcodes=frozenset({"EW42QX"}), phones=frozenset({"07700 900142"}),
    schools=frozenset({"Larkfield Primary School"}),
)  # fmt: skip
SEPARATORS = st.text(alphabet=" .,-_/\u00a0\u200b\n", max_size=2)


@given(st.data())
def test_a_postcode_is_found_whatever_stands_between_its_letters(data: st.DataObject) -> None:
    spelled = "".join(
        (letter.lower() if data.draw(st.booleans()) else letter) + data.draw(SEPARATORS)
        for letter in "EW42QX"
    )
    shown = veil(f"They live at {spelled} now.", HIDDEN)
    assert "ew42qx" not in re.sub(r"[\W_]", "", shown).lower()
    assert shown.startswith("They live at ")
    assert "now." in shown


@given(st.text(alphabet=st.characters(exclude_characters="0123456789"), max_size=80))
def test_words_that_lead_nowhere_are_left_alone(text: str) -> None:
    if not any(word in address_key(text) for word in ("heronquay", "larkfield")):
        assert veil(text, HIDDEN) == text


@pytest.mark.parametrize(
    "spelled",
    [
        "14, heron quay rd",
        "Heron-Quay Road",
        "+44 (0)7700 900 142",
        "0044 7700900142",
        "EW4",
        "LARKFIELD PRIMARY SCHOOL",
    ],
)
def test_common_ways_of_writing_it_are_found(spelled: str) -> None:
    assert veil(f"<{spelled}>", HIDDEN) == f"<{PROTECTED}>"


def test_part_of_another_word_or_number_is_not_it() -> None:
    for text in ("REW42QXY", "the year 1077009001429", "a heron on the quay", "Larkfields"):
        assert veil(text, HIDDEN) == text


PIECES = st.sampled_from([
    "14", "Heron", "Quay", "Rd", "EW4", "2QX", "ew42qx", "0770", "0900142", "Larkfield", "Primary", "four", "teen", " ", "-",
    "\ua66e", "lives", "x", "Heron Quay Road", "\u0410", "",
])  # fmt: skip


@given(
    st.lists(
        st.lists(PIECES, max_size=5).map(" ".join) | st.lists(PIECES, max_size=4).map("".join), max_size=6
    )
)
def test_texts_looked_through_together_are_each_shown_as_if_alone(texts: list[str]) -> None:
    assert veiling(HIDDEN).each(texts) == [veil(one, HIDDEN) for one in texts]


def test_nothing_is_taken_out_of_the_name_of_an_agency() -> None:
    hidden = replace(
        HIDDEN, schools=frozenset({"Alder Lane Primary"}), kept=frozenset({"Alder Lane Primary School"})
    )
    assert veil("Ring ALDER LANE Primary School.", hidden) == "Ring ALDER LANE Primary School."
    assert veil("She goes to Alder Lane Primary.", hidden) == f"She goes to {PROTECTED}."


def test_an_agency_named_in_part_of_an_address_uncovers_nothing() -> None:
    hidden = replace(HIDDEN, kept=frozenset({"Heron", "Quay Road", "14 Heron Quay Rd"}))
    assert veil("14 Heron Quay Road", hidden) == PROTECTED
    assert veil("14 Heron Quay Rd", hidden) == PROTECTED, "a refuge that is the very address is no exception"


def test_hiding_one_hides_everybody_at_home_and_every_later_description(journey: Journey) -> None:
    journey.raised("teacher", family(shielded=False))
    child = Person.objects.get(pk=journey.child)
    mother = journey.contact.people.get(role="adult").description.person
    assert "Heron" in say_place(child).words
    assert say_moves(child)
    shield_whereabouts(
        person_id=journey.child,
        because="He was seen in the street.",
        review_on=date(2027, 2, 1),
        by=journey.who("screener"),
        at=journey.later(),
    )
    for person in (child, mother):
        person.refresh_from_db()
        assert is_shielded(person)
        assert say_place(person).words == SHIELDED
        assert say_moves(person) == []
    assert all(Place.objects.values_list("shielded", flat=True))
    later = describe_person(
        described=Described(forename="Ned", address_line="14, Heron Quay rise", postcode="ew4 2qx"), source_ref="contact:x",
        agency_id="", by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    assert is_shielded(later.person), "whoever lives there would lead to them"
    assert AuditEntry.objects.filter(act="place:shielded").count() == 2


@pytest.mark.parametrize("who", ["teacher", "police", "administrator", "privacy_officer"])
def test_only_those_who_may_open_the_person_hide_them(journey: Journey, who: str) -> None:
    journey.raised("teacher", family(shielded=False))
    with pytest.raises(Refused, match="not-involved"):
        shield_whereabouts(
            person_id=journey.child, because="x", review_on=None, by=journey.who(who), at=journey.later()
        )
    assert AuditEntry.objects.filter(verdict="refused", reason="not-involved").exists()


def test_an_empty_address_is_nobodys_home(journey: Journey) -> None:
    assert living_at("", "EW4 2QX") == living_at("14 Heron Quay Rise", "") == []


def test_the_last_look_changes_what_is_read_and_never_what_is_typed(journey: Journey) -> None:
    journey.raised()
    spoken = frozenset({f"person:{journey.child}"})
    page = (
        '<header>14 Heron Quay Rise</header><main id="m"><p title="EW4 2QX">14 Heron Quay Rise, EW4 2QX &amp; on</p>'
        '<textarea name="t">EW4 2QX</textarea><input value="EW4 2QX"><p>Alder Lane Primary School</p></main>'
    )
    hub, at = journey.who("screener"), journey.later()
    shown = veil_page(spoken, page, by=hub, at=at)
    assert f'<p title="EW4 2QX">{PROTECTED}, {PROTECTED} &amp; on</p>' in shown
    assert '<textarea name="t">EW4 2QX</textarea><input value="EW4 2QX">' in shown
    assert "Alder Lane Primary School" in shown, "a school that works here has to be rung"
    assert veil_page(frozenset({"page:x"}), page, by=hub, at=at) == page
    assert whereabouts_of([]) == Whereabouts()
    for who in ("teacher", "police", "police_ex_partner", "administrator"):
        assert veil_page(spoken, page, by=journey.who(who), at=at) == page, "it would answer guesses"


def test_a_street_with_an_apostrophe_is_found_on_the_page(journey: Journey) -> None:
    journey.raised(
        "teacher",
        replace(
            family(), children=(ChildSaid(Described(forename="Ned", address_line="3 King's Row", town="X")),)
        ),
    )
    spoken = frozenset({f"person:{journey.child}"})
    page = "<main><p>They live at 3 King&#x27;s Row.</p></main>"
    shown = veil_page(spoken, page, by=journey.who("screener"), at=journey.later())
    assert shown == f"<main><p>They live at {PROTECTED}.</p></main>"
