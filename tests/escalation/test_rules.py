"""Who owns, who climbs, who answers: the sentences of the ladder, held against every combination."""

from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from plait.escalation.life import CHALLENGE, ESCALATION, OPEN
from plait.escalation.rules import (
    ARBITRATOR,
    URGENCIES,
    Candidate,
    Part,
    Raising,
    first_stage,
    has_a_part,
    is_pressing,
    may_answer,
    may_climb,
    may_make_more_urgent,
    may_overtake,
    may_own,
    may_raise,
    may_recognise,
    may_ring,
    may_say_outcome,
    may_settle,
    may_withdraw,
    next_prompt,
    opening_question,
    scope_of,
    who_is_next,
    who_owns,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
flags = st.booleans()
people = st.builds(
    Candidate,
    ref=st.sampled_from(["practitioner:1", "practitioner:2", "practitioner:3", "team:1"]),
    why=st.sampled_from(["role", "deputy", "team"]),
    begins=flags,
    gone=flags,
    away=flags,
    decided=flags,
    disagrees=flags,
    conflicted=flags,
    absent=flags,
    answered_below=flags,
)


@given(st.lists(people, max_size=6), st.sampled_from(["ours", "theirs"]))
def test_there_is_always_an_owner_and_it_is_the_first_who_may(some: list[Candidate], side: str) -> None:
    found = who_owns(some, side)  # type: ignore[arg-type]
    assert may_own(found, side)  # type: ignore[arg-type]
    may = [one for one in some if may_own(one, side)]  # type: ignore[arg-type]
    assert found == may[0] if may else found.ref == ARBITRATOR


def test_a_manager_who_is_the_disputed_decider_does_not_answer_above_the_first_talk() -> None:
    manager = Candidate("practitioner:manager", "role", decided=True)
    deputy = Candidate("practitioner:deputy", "deputy")
    assert who_owns([manager, deputy], "theirs") == deputy
    talk = Candidate("practitioner:manager", "role", begins=True, decided=True)
    assert who_owns([talk, deputy], "theirs") == talk


def test_whoever_answered_below_is_passed_over_and_may_still_own_it_on_their_own_side() -> None:
    manager = Candidate("practitioner:manager", "role", answered_below=True)
    other = Candidate("practitioner:other", "deputy")
    assert who_owns([manager, other], "theirs") == other and who_owns([manager, other], "ours") == manager
    assert who_owns([manager], "theirs").ref == ARBITRATOR, (
        "the arbitrator rather than the same person, and never nobody"
    )
    assert may_answer(Part(their_team=True, answered_below=True), answer="No.").reason == "answered-below"


def test_about_the_head_of_ones_own_agency_the_arbitrator_decides() -> None:
    head = Candidate("practitioner:head", "role", decided=True)
    assert who_owns([head], "theirs").ref == ARBITRATOR


def test_with_everybody_on_leave_the_arbitrator_owns_it() -> None:
    away = [Candidate(f"practitioner:{one}", "role", away=True) for one in range(3)]
    team = Candidate("team:1", "team", away=True)
    assert who_owns([*away, team], "theirs").ref == ARBITRATOR


def test_a_declared_conflict_hides_it_and_nobody_is_told_why() -> None:
    verdict = may_own(Candidate("practitioner:1", "role", conflicted=True), "theirs")
    assert not verdict and verdict.hides


def test_whoever_disagrees_never_answers_themselves() -> None:
    assert not may_own(Candidate("practitioner:1", "role", disagrees=True), "theirs")
    assert may_own(Candidate("practitioner:1", "role", disagrees=True), "ours")


def test_what_another_area_declined_climbs_the_same_day() -> None:
    assert scope_of(our_agency="a", their_agency="b", other_area=True) == "areas"
    assert first_stage("areas", declined=True) == 1
    assert first_stage("areas", declined=False) == first_stage("between", declined=True) == 0
    assert scope_of(our_agency="a", their_agency="a") == "inside"
    assert scope_of(our_agency="a", their_agency="b") == "between"


parts = st.builds(
    Part, raised=flags, owns_ours=flags, owns_theirs=flags, owned_theirs=flags, our_team=flags, their_team=flags, decided=flags,
    first_talk=flags,
)  # fmt: skip


@given(parts, st.booleans())
def test_who_raised_it_never_answers_it_and_nobody_climbs_beyond_the_top(part: Part, top: bool) -> None:
    if part.raised:
        assert not may_answer(part, answer="Because.")
        assert not may_recognise(part, words="Well asked.")
        assert may_withdraw(part, because="Settled by telephone.")
    if may_climb(part, at_the_top=top, because="No answer."):
        assert not top
    if not (part.ours or part.theirs):
        assert not may_overtake(part, because="An incident.")
        assert has_a_part(part).hides == (not part.decided)
    if part.decided and not part.raised:
        assert may_overtake(part, because="An incident.").reason == "decided-it"
        assert not may_settle(part, at_the_top=top, outcome="We keep to it.")
        assert not may_withdraw(part, because="It was mine.")
    if may_answer(part, answer="Because."):
        assert part.first_talk or not part.decided
    for now, urgency in product(URGENCIES, URGENCIES):
        said = may_make_more_urgent(part, now=now, urgency=urgency, because="A bruise.")
        upwards = URGENCIES.index(urgency) < URGENCIES.index(now)
        assert bool(said) == (upwards and bool(has_a_part(part))), "upwards, and by whoever has a part in it"


@given(parts)
def test_nothing_is_done_without_a_sentence(part: Part) -> None:
    assert not may_climb(part, at_the_top=False, because=" ")
    assert not may_make_more_urgent(part, now="usual", urgency="harm", because=" ")
    assert not may_answer(part, answer="")
    assert not may_settle(part, at_the_top=True, outcome="\n")
    assert not may_withdraw(part, because="")
    assert not may_overtake(part, because="")
    assert not may_recognise(part, words="")
    assert not may_say_outcome(part, ended=True, said="")


def test_only_the_top_decides_for_those_who_disagree() -> None:
    theirs = Part(owns_theirs=True)
    assert may_overtake(theirs, because="An incident.") and not may_overtake(
        Part(owns_theirs=True, first_talk=True), because="An incident."
    )
    assert not may_settle(theirs, at_the_top=False, outcome="We keep to it.")
    assert may_settle(theirs, at_the_top=True, outcome="The child is seen this week.")


def test_raising_is_for_those_who_were_told_and_not_for_the_decider() -> None:
    assert may_raise(Raising(works_here=True, may_read=True, decided_it=False))
    assert may_raise(Raising(works_here=True, may_read=False, decided_it=False)).hides
    assert may_raise(Raising(works_here=True, may_read=True, decided_it=True)).reason == "own-decision"
    assert may_raise(Raising(works_here=False, may_read=True, decided_it=False)).reason == "no-account"
    again = Raising(works_here=True, may_read=True, decided_it=False, open_already=True)
    assert may_raise(again).reason == "open-already"


def test_a_call_is_never_in_the_future_and_never_without_words() -> None:
    later = NOW + timedelta(minutes=1)
    assert may_ring(spoke_with="R. Achebe", said="No.", rang_at=later, at=NOW).reason == "rang-in-future"
    assert may_ring(spoke_with="", said="No.", rang_at=NOW, at=NOW).reason == "call-without-words"


@given(st.integers(-100_000, 100_000), st.booleans())
def test_the_next_prompt_always_lies_ahead(minutes: int, pressing: bool) -> None:
    assert next_prompt(due=NOW + timedelta(minutes=minutes), at=NOW, pressing=pressing) > NOW


def test_only_harm_is_pressing_and_only_until_it_was_asked_about_often_enough() -> None:
    asked = [is_pressing("harm", prompts=one, unheeded=4) for one in range(6)]
    assert asked == [True, True, True, True, False, False]
    assert is_pressing("danger", prompts=1, unheeded=4)
    assert not any(is_pressing(urgency, prompts=0, unheeded=4) for urgency in ("soon", "usual"))


def test_who_is_next_was_not_passed_over_and_is_never_only_a_name() -> None:
    chain = [
        Candidate("practitioner:a", "role"),
        Candidate("practitioner:b", "deputy", away=True),
        Candidate("team:t", "team"),
        Candidate(ARBITRATOR, "arbitrator"),
    ]
    after = {1: {"practitioner:a"}, 2: {"practitioner:a", "team:t"}}
    found = who_is_next(chain, "theirs", passed=after[1])
    assert found is not None and found.ref == "team:t"
    assert who_is_next(chain, "theirs", passed=after[2]) is None, "whoever owns it goes on owning it"


@given(
    st.lists(
        st.sampled_from(["climb", "ring", "talk by telephone", "answer", "resolve", "withdraw", "overtake"])
    )
)
def test_no_sequence_of_moves_leaves_a_state_without_an_owner(verbs: list[str]) -> None:
    state = ESCALATION.first
    for verb in verbs:
        if ESCALATION.may(verb, now=state):
            state = ESCALATION.after(verb, now=state)
        assert ESCALATION.owners[state]
    assert set(ESCALATION.states()) == set(ESCALATION.owners)
    assert set(CHALLENGE.states()) == set(CHALLENGE.owners)
    assert all(not ESCALATION.may("climb", now=one) for one in ESCALATION.states() if one not in OPEN)


def test_a_question_about_what_one_was_told_begins_with_it_and_with_what_one_expected() -> None:
    asked = opening_question(subject="feedback:1", words="It is\nlooked into.", expected="A visit today.")
    assert asked == "I was told: “It is looked into.”\nI expected: A visit today.\nWhy is it so?"
    assert opening_question(subject="decision:1", words="No.", expected="") == ""
    assert len(opening_question(subject="feedback:1", words="word " * 900, expected="word " * 900)) < 900
