"""Whatever is imported, joined and merged, and in which order: nothing crosses an identity shield."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.base.access.verdict import Refused
from plait.people.actions.merge_people import merge_people
from plait.people.models import (
    Person,
    SourceRecord,
)
from plait.people.rules.identity import Candidate
from plait.people.rules.mappings import ready_made
from tests.lanes.examples import examples
from tests.people.extracts import HEAD, Desk
from tests.people.test_identity_shield import (
    MOTHER,
    NEW,
    OLD,
    UPN,
    WIDE,
    WIDE_HEAD,
    adopted,
    engine,
    keeper,
    nothing_crosses,
)

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("import"),
            st.sampled_from(["surgery", "police", "kestrel"]),
            st.sampled_from([OLD, NEW, OLD.replace("Marlow", "Ashby"), NEW.replace("Tom", "Theo"), MOTHER,
                             OLD.replace("1,", "5,", 1), NEW.replace("1,", "6,", 1)]),
        ),
        st.tuples(
            st.just("wide"),
            st.sampled_from(["surgery", "police"]),
            st.tuples(
                st.sampled_from([NEW, NEW.replace("1,", "6,", 1)]).map(str.strip),
                st.sampled_from([",Marlow,,,", ",,Theo Marlow,,", f",,,,{UPN}"]),
            ).map("".join),
        ),
        st.tuples(st.just("mother"), st.sampled_from(["surgery", "police"]), st.sampled_from(["2,1", "2,6", "2,5"])),
        st.tuples(st.just("engine"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
    ),
    max_size=7,
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.slow
@settings(max_examples=examples(40))
@given(steps)
def test_nothing_crosses_for_any_order_of_imports_joins_and_merges(desk: Desk, told: list[Any]) -> None:
    """The engine is as sure as can be of everything, and a manager joins whoever they like."""
    with transaction.atomic():
        shield = adopted(desk)
        hub = keeper(desk)
        for step, one, other in told:
            if step == "import":
                desk.imports(HEAD + other, agency=one, skip_bad=True)
            elif step == "wide":
                desk.imports(f"{WIDE_HEAD}{other}\n", WIDE, agency=one, skip_bad=True)
            elif step == "mother":
                desk.imports(
                    f"moth_person_id,moth_childs_person_id\n{other}\n", ready_made()["ssd-mother"], agency=one,
                    skip_bad=True,
                )  # fmt: skip
            elif step == "engine":
                records = list(SourceRecord.objects.order_by("agency_id", "agency_record"))
                people = [
                    str(pk) for pk in Person.objects.order_by("made_at", "pk").values_list("pk", flat=True)
                ]
                engine(
                    desk,
                    records[one % len(records)],
                    *(Candidate(person, 30.0) for person in people[other % 3 :]),
                )
            else:
                people = [
                    str(pk)
                    for pk in Person.objects.filter(superseded_by=None)
                    .order_by("made_at", "pk")
                    .values_list("pk", flat=True)
                ]
                pair = people[one % len(people)], people[other % len(people)]
                mark = transaction.savepoint()
                try:
                    merge_people(
                        one_id=pair[0], other_id=pair[1], because="So.", agreed_by="x", by=hub, at=desk.at
                    )
                except Refused:
                    transaction.savepoint_rollback(mark)
            nothing_crosses(shield)
        transaction.set_rollback(True)
