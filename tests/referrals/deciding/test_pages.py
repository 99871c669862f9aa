"""The deciding pages as the cast meets them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plait.base import packs
from plait.base.audit.models import AuditEntry
from plait.base.audit.queries import looked_at
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.models import Decision, Dissent, Draft, Referrer, StrategyRecord
from plait.thresholds.actions.record_view import record_view
from plait.thresholds.models import LevelView
from tests.referrals.deciding.conftest import Desk, Story, marlow
from tests.referrals.deciding.test_decide import decide

pytestmark = pytest.mark.django_db(transaction=True)


def home(story: Story, tail: str = "") -> str:
    return f"/referrals/{story.referral.pk}/{tail}"


def body(response: Any) -> str:
    return str(response.content.decode())


def test_one_page_says_who_must_not_know_who_knows_what_and_what_is_out(desk: Desk, story: Story) -> None:
    story.answer("school", "dsl", "Theo flinched when a door slammed.")
    page = body(desk.get("screener", home(story)))
    order = ["Immediate protection", "Who must not know", "Dean Kerrigan", "Still out", "Fenmarch Police",
             "Who knows what", "Theo flinched when a door slammed.", "The children’s voice",
             "Levels of need", "Worries, strengths, unknowns", "Decisions"]  # fmt: skip
    found = [page.index(words) for words in order]
    assert found == sorted(found)
    assert page.count("Daddy grabbed me") == 2  # in the concern, and as a voice
    assert (
        "This may not be everything that is known" in page
        and "<title>Referral: what is known – Plait</title>" in page
    )
    assert looked_at(story.referral.ref)


def test_sealed_items_are_for_those_who_decide_and_never_for_paper(desk: Desk, story: Story) -> None:
    story.answer("police", "police", "An informant names the address.", visibility="sealed")
    decide(story, outcome="strategy_discussion", sealed_considered=True)
    page = body(desk.get("screener", home(story)))
    assert "An informant names the address." in page
    assert "Sensitive information was considered." in page
    assert 'class="deciding-sealed shielded"' in page
    assert AuditEntry.objects.filter(act="sealed:read").exists()
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    story.at += timedelta(minutes=1)
    AuditEntry.objects.count()
    for address in (home(story), f"{home(story)}accept/"):
        page = body(desk.get("lead", address))
        assert "An informant" not in page
        assert "ensitive information was considered" not in page, "that there was something is itself sealed"
    assert "An informant" not in body(desk.get("dsl", f"/checks/{story.checks['school'].pk}/level/"))


PAGES = ["", "decide/", "protect/", "strategy/", "levels/", "close/", "reopen/"]


@pytest.mark.parametrize("tail", PAGES)
def test_absent_and_not_yours_answer_the_same_bytes(desk: Desk, story: Story, tail: str) -> None:
    declare_conflict(
        forename="Theo",
        surname="Marlow",
        born_on=None,
        kind="ex-partner",
        by=story.who("police_ex_partner"),
        at=story.at,
    )
    answers = [
        desk.get(who, f"/referrals/{referral_id}/{tail}")
        for who, referral_id in (
            ("police_ex_partner", story.referral.pk),
            ("dsl", story.referral.pk),
            ("dsl", uuid4()),
        )
    ]
    assert {one.status_code for one in answers} == {404}
    assert body(answers[1]) == body(answers[2])
    assert AuditEntry.objects.filter(verdict="refused").count() >= 3
    assert desk.get("screener", home(story, tail)).status_code == 200


@pytest.mark.parametrize("page", ["/checks/{}/level/", "/differently/check/{}/"])
def test_a_check_opens_to_the_team_that_was_asked(desk: Desk, story: Story, page: str) -> None:
    declare_conflict(
        forename="Theo",
        surname="Marlow",
        born_on=None,
        kind="ex-partner",
        by=story.who("police_ex_partner"),
        at=story.at,
    )
    check = story.checks["police"].pk
    assert desk.get("police", page.format(check)).status_code == 200
    hidden = [desk.get(who, page.format(one)) for who, one in
              (("police_ex_partner", check), ("police_ex_partner", uuid4()), ("dsl", check))]  # fmt: skip
    assert {one.status_code for one in hidden} == {404} and body(hidden[0]) == body(hidden[1])


def test_the_number_of_queries_does_not_grow_with_the_answers(desk: Desk, story: Story) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get("screener", home(story)).status_code == 200
        return len(seen)

    before = count()
    story.answer("school", "dsl", *(f"Item {number}." for number in range(12)))
    story.answer("police", "police", *(f"Call {number}." for number in range(9)))
    for who in ("dsl", "police", "screener"):
        record_view(
            subject=story.referral.ref, level=3, indicators=[], because="", by=story.who(who), at=story.at
        )
    decide(story)
    decide(story, outcome="section_47")
    assert count() <= before + 3  # prefetches of what was not there before: dissents, strategy rows
    assert count() == count()


def test_deciding_on_screen(desk: Desk, story: Story) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    half = {"because": "To find o", "worries": "Hers.", "outcome": "assessment_s17", "read_version": "1"}
    assert desk.post("screener", home(story, "decide/draft/"), half).status_code == 204
    kept = desk.get("screener", home(story, "decide/"))
    assert "To find o" in body(kept) and 'value="assessment_s17" checked' in body(kept)
    assert kept.context["form"].initial["read_version"] == story.read.version, "never an older page's"
    assert "To find o" not in body(desk.get("manager", home(story, "decide/")))
    sent = desk.form(
        "screener", home(story, "decide/"), outcome="assessment_s17", level="3", because="To find out more."
    )
    assert sent.status_code == 302, body(sent)
    assert not Draft.objects.filter(about__startswith="decision:").exists(), "what is decided needs no draft"
    decision = Decision.objects.get()
    assert decision.child_voice == "“Daddy grabbed me.”" and decision.strengths.startswith("Leanne")
    page = body(desk.get("screener", home(story)))
    assert "Everyone who helped is being told" in page and "asked to accept" in page


def test_the_override_is_asked_of_a_manager_and_only_when_needed(desk: Desk, story: Story) -> None:
    field = "Why can this not wait"
    asked = body(desk.get("manager", home(story, "decide/")))
    assert field in asked and "A hub manager may decide without them" in asked
    label = asked.split(field, 1)[1].split("</label>", 1)[0]
    assert "(needed unless you protect)" in label and "optional)" not in label
    assert field not in body(desk.get("screener", home(story, "decide/")))
    refused = desk.form(
        "screener", home(story, "decide/"), outcome="nfa", reason_code="no_concern", level="1", because="x"
    )
    assert refused.status_code == 403 and "These checks are still out" in body(refused)
    assert AuditEntry.objects.filter(act="deed:decide_next_step", verdict="refused").exists()
    story.answer("police", "police")
    story.answer("school", "dsl")
    assert field not in body(desk.get("manager", home(story, "decide/")))


def test_an_outcome_with_reasons_asks_for_one(desk: Desk, story: Story) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    sent = desk.form("screener", home(story, "decide/"), outcome="nfa", because="Nothing in it.")
    assert "Choose a reason for" in body(sent) and "this outcome needs one" in body(sent)
    assert not Decision.objects.exists()


def test_two_people_deciding_the_second_sees_both_texts_and_loses_nothing(desk: Desk, story: Story) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    page = desk.get("manager", home(story, "decide/"))
    form = page.context["form"]
    typed = {
        **form.initial,
        "outcome": "early_help",
        "level": "2",
        "because": "My own long reasons.",
        "worries": "Mine.",
    }
    decide(story, because="Miriam’s reasons.", worries="Hers.")
    second = desk.post("manager", home(story, "decide/"), typed)
    assert second.status_code == 409
    for words in (
        "Miriam’s reasons.",
        "My own long reasons.",
        "Hers.",
        "Mine.",
        "What changed while you were writing",
    ):
        assert words in body(second)
    assert Decision.objects.count() == 1
    again = {**typed, "read_version": second.context["form"].data["read_version"]}
    assert desk.post("manager", home(story, "decide/"), again).status_code == 302
    assert desk.post("manager", home(story, "decide/"), again).status_code == 302  # a double submit
    assert Decision.objects.count() == 2


def test_protection_takes_two_fields_and_waits_for_nothing(desk: Desk, story: Story) -> None:
    path = home(story, "protect/?as=section_47")
    assert 'value="section_47" checked' in body(desk.get("screener", path))
    day = timezone.localtime(story.at)
    paper = {
        "decided_on_day": str(day.day),
        "decided_on_month": str(day.month),
        "decided_on_year": str(day.year),
    }
    half = desk.form("screener", path, outcome="section_47", because="Bruises.", **paper)
    assert "Give the time too" in body(half) and not Decision.objects.exists()
    assert "That time has not come yet" in body(
        desk.form("screener", path, outcome="section_47", because="Bruises.", decided_time="23:59", **paper)
    )
    assert desk.form("screener", path, outcome="section_47", because="Bruises.").status_code == 302
    assert story.read.status == "decided"


def test_whoever_raised_it_is_told_why_somebody_else_decides_and_can_still_protect(
    desk: Desk, story: Story
) -> None:
    contact = raise_concern(concern=marlow(), draft_id=None, by=story.who("screener"), at=story.at)
    path = f"/referrals/of/{contact.pk}/protect/"
    assert desk.form("screener", path, outcome="immediate_protection", because="Now.").status_code == 302
    own = Decision.objects.get().referral_id
    page = body(desk.get("screener", f"/referrals/{own}/decide/"))
    assert (
        "You raised this concern" in page
        and "Ask another decision-maker" in page
        and 'name="because"' not in page
    )
    assert "Another decision-maker should look at it now" in body(desk.get("manager", f"/referrals/{own}/"))


def test_whoever_writes_down_where_a_child_sleeps_reads_first_who_must_not_know(
    desk: Desk, story: Story
) -> None:
    page = body(desk.get("screener", home(story, "strategy/")))
    assert "Dean Kerrigan" in page and "Write no address" in page
    assert page.index("Dean Kerrigan") < page.index("Who was there?")


def test_who_must_not_know_stays_off_paper_unless_somebody_chose_it(desk: Desk, story: Story) -> None:
    """The story asks before it goes onto paper; a page that is printed by itself must not do it unasked."""
    for path in (
        home(story),
        f"/hub/concerns/{story.referral.contact_id}/",
        f"/people/{story.child()}/story/",
    ):
        page = body(desk.get("screener", path))
        name = page.index("Dean Kerrigan")
        box = page[page.rindex("<section", 0, name) : name]
        assert "plait-noprint" in box, path
        assert "Ring the hub before any contact with this family" in page, path
        if "Who told us" in page:
            told = page[page.rindex("<section", 0, page.index("> Who told us")) :]
            assert "plait-noprint" in told[: told.index(">")], path


def test_the_words_of_somebody_protected_stay_off_paper(desk: Desk, story: Story) -> None:
    """Only where their name is protected: else the page is printed whole."""
    paths = (home(story), f"/hub/concerns/{story.referral.contact_id}/")
    said = "The words of whoever told us stay off this paper"
    for path in paths:
        assert said not in body(desk.get("screener", path)), path
    Referrer.objects.update(protected=True)
    for path, kind in zip(paths, ("deciding-source", "plait-said"), strict=True):
        page = body(desk.get("screener", path))
        assert said in page and f'class="{kind} plait-noprint"' in page, path


def test_a_strategy_discussion_on_one_page(desk: Desk, story: Story) -> None:
    due = {"actions-0-due_on_day": "23", "actions-0-due_on_month": "11", "actions-0-due_on_year": "2026"}
    rows = {
        "attended-TOTAL_FORMS": "2", "attended-INITIAL_FORMS": "0", "actions-TOTAL_FORMS": "2", "actions-INITIAL_FORMS": "0",
        "attended-0-name": "Karen Pike", "attended-0-agency": "Police", "attended-1-agency": "Health",
        "actions-0-who": "Karen Pike", "actions-0-what": "Sees the father", **due, "actions-0-due_time": "18:00",
    }  # fmt: skip
    given = {
        "held_on_day": "23", "held_on_month": "11", "held_on_year": "2026", "held_time": "9.30am", "shared": "Two calls.",
        "decided": "Joint.", "enquiry": "joint", "medical": "yes", "safety_tonight": "With his grandmother.",
        "record_id": str(uuid4()),
    }  # fmt: skip
    asked = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert "Nobody is named from: Children’s social care, Health" in body(asked), "asked once, never barred"
    assert not StrategyRecord.objects.exists() and "With his grandmother." in body(asked)
    given["asked_who_was_there"] = "1"
    first = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert first.status_code == 302, body(first)
    again = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert first["Location"] == again["Location"] and StrategyRecord.objects.count() == 1
    page = body(desk.get("screener", first["Location"]))
    assert "Nobody is named from: Children’s social care, Health." in page, "the record says so too"
    assert "With his grandmother." in page and "Sees the father" in page
    assert "Sees the father" in body(desk.get("screener", home(story)))
    rows["actions-0-due_on_day"], given["record_id"] = "22", str(uuid4())
    before = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert "Write a day from the discussion on" in body(before)
    rows |= dict.fromkeys([*due, "actions-0-due_time"], "")
    unfinished = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert "Say by which day, or by what time." in body(unfinished) and "With his grandmother." in body(
        unfinished
    )
    rows |= {"actions-0-due_time": "18:00", "attended-0-name": ""}
    nobody = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert "Say who was there." in body(nobody)
    # Half a row is never left out in silence, and a page takes as many rows as were there, without script.
    rows |= {"attended-1-agency": "Fenmarch Youth Club", "actions-1-who": "Nia Osei"}
    half = body(desk.post("screener", home(story, "strategy/"), {**given, **rows}))
    for fault in ("Say who was there from this agency", "Say what is done, or clear the rest"):
        assert half.count(fault) == 2, "beside its field, and at the top"
    for of, wanted in (("attended", 9), ("actions", 8)):
        while int(rows[f"{of}-TOTAL_FORMS"]) < wanted:
            page = desk.post("screener", home(story, "strategy/"), {**given, **rows, "more": of})
            assert "With his grandmother." in body(page) and "Fenmarch Youth Club" in body(page)
            assert "to mend" not in body(page) and given["record_id"] in body(page)
            rows[f"{of}-TOTAL_FORMS"] = str(page.context[of].total_form_count())
    rows |= {f"attended-{n}-name": f"Person {n}" for n in range(9)}
    for n in range(8):
        rows |= {f"actions-{n}-{name}": f"{name} {n}" for name in ("who", "what")}
        rows |= {name.replace("-0-", f"-{n}-"): said for name, said in due.items()}
    itself = {"X-Requested-With": "autosave"}  # the page keeps itself while it is written
    saved = desk.client("screener").post(home(story, "strategy/"), {**given, **rows}, headers=itself)
    assert saved.status_code == 204
    found = body(desk.get("screener", home(story, "strategy/")))
    assert "With his grandmother." in found and "Person 8" in found and "what 7" in found
    assert given["record_id"] not in found and "Person 8" not in body(
        desk.get("manager", home(story, "strategy/"))
    )
    kept = desk.post("screener", home(story, "strategy/"), {**given, **rows})
    assert kept.status_code == 302, body(kept)
    assert not Draft.objects.filter(about__startswith="strategy:").exists(), "what is kept needs no draft"
    record = StrategyRecord.objects.get(pk=given["record_id"])
    assert (record.attended.count(), record.actions.count()) == (9, 8)


def test_every_agency_gives_its_view_of_the_level(desk: Desk, story: Story) -> None:
    bruise = packs.current(at=story.at).indicators(4)[0].code
    check = f"/checks/{story.checks['school'].pk}/level/"
    refused = desk.post("dsl", check, {"level": "2", "indicators": [bruise]})
    assert refused.status_code == 403 and "say why" in body(refused)
    assert desk.post("dsl", check, {"level": "4", "indicators": [bruise]}).status_code == 302
    assert (
        desk.post("screener", home(story, "levels/"), {"level": "3", "because": "Not yet."}).status_code
        == 302
    )
    assert LevelView.objects.count() == 2
    page = body(desk.get("screener", home(story)))
    assert "Agencies see it differently, from level 3 to level 4" in page
    assert "Not yet." not in body(desk.get("dsl", check))  # an agency that was asked sees its own view only


def test_agencies_may_see_a_decision_differently(desk: Desk, story: Story) -> None:
    """One page asks what they want, and says who would have it by when; keeping it beside the decision is one of three."""
    asked = f"/differently/check/{story.checks['school'].pk}/"
    assert "Keep our view" not in body(desk.get("dsl", asked)), "nothing has been decided yet"
    decision = decide(story, outcome="strategy_discussion")
    page = body(desk.get("dsl", asked))
    assert "What do you want?" in page and "owes you the answer by" in page and "First you talk:" in page
    assert "Choose what you want." in body(desk.post("dsl", asked, {"want": ""}))
    sent = desk.post("dsl", asked, {"want": "keep"})
    assert sent["Location"] == f"{asked}keep/" and decision.because not in body(
        desk.get("dsl", f"{asked}keep/")
    )
    assert desk.post("dsl", f"{asked}keep/", {"view": "Protect him now."}).status_code == 302
    decided = f"/differently/decision/{decision.pk}/"
    ways = {
        "answer": f"/escalations/ask/decision/{decision.pk}/",
        "look": f"/escalations/raise/decision/{decision.pk}/",
    }
    assert {want: desk.post("manager", decided, {"want": want})["Location"] for want in ways} == ways
    assert desk.post("manager", f"{decided}keep/", {"view": "So say I."})["Location"] == home(story)
    assert desk.get("manager", f"/differently/decision/{uuid4()}/").status_code == 404
    assert Dissent.objects.count() == 2
    page = body(desk.get("screener", home(story)))
    assert "Alder Lane Primary School sees it differently" in page and "Protect him now." in page
    assert f'href="{decided}"' not in page, "nobody disputes what they decided themselves"
    assert f'href="{decided}"' in body(desk.get("manager", home(story)))
    listed = body(desk.get("screener", home(story, "disputed/")))
    assert listed.count("Kept. No answer is owed") == 2 and "Alder Lane Primary School" in listed


def test_the_area_s_levels_are_for_everyone(desk: Desk, story: Story) -> None:
    page = body(desk.get("teacher", "/levels/"))
    assert "Level 4: Statutory protection" in page and "What speaks for level 1" in page
