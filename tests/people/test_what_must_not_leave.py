"""Words that the hub writes to others: no part of a protected address, no name of who told us or who must not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.people.rules import (
    PROTECTED,
    Finding,
    Secrets,
    Whereabouts,
    address_key,
    veil,
    what_must_not_leave,
)

SECRETS = Secrets(
    where=Whereabouts(
        lines=frozenset({"Flat 3, 12 Mill Row"}), postcodes=frozenset({"EW42QX"}),
        schools=frozenset({"Alder Lane Primary School"}), phones=frozenset({"07700 900142"}),
        kept=frozenset({"Alder Lane Primary School", "Mill Row Surgery"}),
    ),
    told=frozenset({"Nia Osei", "Mrs Edna Pugh", "Shona Bright"}),
    unaware=frozenset({"Craig Dunmore, her former partner"}),
    family=frozenset({"Lacey Bright", "Shona Bright"}),
    reach=frozenset({"01632 960199", "edna@mail.invalid"}),
    works=frozenset({"Otter Lane Primary School"}),
    warned=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words", "kind"),
    [
        ("now at Flat 3, 12 Mill Row.", "Flat 3, 12 Mill Row", "address"),
        ("in 14 mill row", "14 mill row", "address"),
        ("somewhere in EW4", "EW4", "address"),
        ("Nia Osei saw it", "Nia Osei", "told"),
        ("Ms OSEI saw it", "OSEI", "told"),
        ("the neighbour Mrs Edna Pugh", "Edna Pugh", "told"),
        ("as Shona Bright says", "Shona Bright", "told"),
        ("somebody at Otter Lane says", "Otter Lane", "works"),
        ("ring 01632-960-199", "01632-960-199", "telephone"),
        ("Edna@mail.invalid", "Edna@mail.invalid", "telephone"),
        ("He knows Craig.", "Craig", "unaware"),
        ("what of dunmore?", "dunmore", "unaware"),
        ("Her father must not know", "must not know", "secret"),
        ("He mustn't find out", "mustn't find out", "secret"),
        ("at ALDER LANE Primary School", "ALDER LANE Primary School", "school"),
    ],
)
def test_it_is_found_and_says_why(said: str, words: str, kind: str) -> None:
    found: dict[str, Finding] = {one.kind: one for one in what_must_not_leave(said, SECRETS)}
    assert found[kind].words == words
    assert found[kind].why
    assert found[kind].by_chance == (kind in ("told", "works", "unaware"))


def test_the_family_can_be_asked_about() -> None:
    for text in (
        "What do you know of Lacey Bright and Shona?",
        "Are the Brights known to you?",
        "Ask Mill Row Surgery.",
    ):
        assert what_must_not_leave(text, SECRETS) == []
    assert what_must_not_leave("He must not know.", Secrets()) == []


STREETS = st.tuples(
    st.sampled_from(["Mill", "Church", "Heron Quay", "St Mary's", "King's", "Green Park"]),
    st.sampled_from(["Row", "Road", "Street", "Lane", "Gardens"]),
).map(" ".join)
BEFORE = st.sampled_from(["", "12 ", "Flat 3, ", "Heron House, 12 ", "Flat 2 Old Forge, 7a ", "120-122 "])
AFTER = st.sampled_from(["", " Ellowmere", ", Ellowmere", ", New Town, Ellowmere"])
NUMBER = st.sampled_from(["", "14 ", "Flat 9, 2 "])


@given(BEFORE, STREETS, AFTER, st.sampled_from([" ", "-", ", ", "  ", "\n"]), st.booleans(), NUMBER)
def test_no_part_that_the_rule_knows_ever_leaves(
    unit: str, street: str, town: str, between: str, upper: bool, before: str
) -> None:
    where, words = Whereabouts(lines=frozenset({f"{unit}{street}{town}"})), street.split()
    said = f"They moved to {before}{between.join(words).upper() if upper else between.join(words)} in May."
    found = what_must_not_leave(said, Secrets(where=where))
    assert found
    assert not any(finding.by_chance for finding in found)
    for finding in found:
        said = said.replace(finding.words, "")
    assert what_must_not_leave(said, Secrets(where=where)) == []
    assert address_key("".join(words)) not in address_key(said)
    assert PROTECTED not in veil(said, where)
