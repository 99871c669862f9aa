"""A moderation session of six agencies: blind until it is shown, and never about somebody."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from plait.base import packs
from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.site.demo.cast import Cast
from plait.site.demo.moderating import SIX, VIGNETTES, moderate
from plait.thresholds.access import visible_sessions
from plait.thresholds.actions import run_moderation as run
from plait.thresholds.actions.score_vignette import score_vignette, take_out_recognised
from plait.thresholds.models import ModerationSession, Settlement, Vignette, VignetteScore
from plait.thresholds.queries.moderation import outcome, own_scores, progress
from tests.matrix.world import undone
from tests.thresholds.conftest import Browse

MANAGER = "manager"


@pytest.fixture
def session(cast: Cast, pack: Any, at: datetime) -> ModerationSession:
    """Police, surgery and housing; one vignette; not open yet."""
    ids = [str(cast.agencies[key].pk) for key in ("police", "surgery", "housing")]
    by = cast.actor(MANAGER, at=at)
    made = run.begin_moderation(title="Neglect, autumn", agency_ids=ids, by=by, at=at)
    age, text = VIGNETTES[0]
    run.add_vignette(session_id=str(made.pk), text=text, age=age, composed=True, by=by, at=at)
    return made


def only(session: ModerationSession) -> Vignette:
    return session.vignettes.get()


def score(
    cast: Cast, session: ModerationSession, who: str, level: int, at: datetime, **said: Any
) -> VignetteScore:
    said = {"indicators": [], "because": "", **said}
    return score_vignette(
        vignette_id=str(only(session).pk), level=level, **said, by=cast.actor(who, at=at), at=at
    )


def opened(cast: Cast, session: ModerationSession, at: datetime) -> ModerationSession:
    return run.open_moderation(session_id=str(session.pk), by=cast.actor(MANAGER, at=at), at=at)


def reason(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.verdict.reason


def test_nobody_but_who_runs_it_sees_it_before_it_is_open(
    cast: Cast, session: ModerationSession, at: datetime
) -> None:
    police, manager = cast.actor("police", at=at), cast.actor(MANAGER, at=at)
    assert session in visible_sessions(manager) and session not in visible_sessions(police)
    opened(cast, session, at)
    assert session in visible_sessions(police)
    for stranger in ("camhs", "dsl", "teacher", "screener", "ig_lead"):
        assert session not in visible_sessions(cast.actor(stranger, at=at)), stranger


def test_only_who_runs_sessions_moves_one(cast: Cast, session: ModerationSession, at: datetime) -> None:
    for deed in (run.open_moderation, run.show_scores, run.close_moderation):
        with pytest.raises(Refused) as refused:
            deed(session_id=str(session.pk), by=cast.actor("police", at=at), at=at)
        assert reason(refused) == "no-role-moderation:run"
    with pytest.raises(Refused):
        run.begin_moderation(title="Ours", agency_ids=[], by=cast.actor("dsl", at=at), at=at)


def test_a_vignette_is_composed_and_names_nobody(
    cast: Cast, session: ModerationSession, at: datetime
) -> None:
    by = cast.actor(MANAGER, at=at)
    age, text = VIGNETTES[1]
    for said, composed, why in (
        (f"{text} Ava Marlow is her name.", True, "could-be-somebody"),
        (text, False, "not-said-to-be-composed"),
        ("Short.", True, "too-short"),
    ):
        with pytest.raises(Refused) as refused:
            run.add_vignette(session_id=str(session.pk), text=said, age=age, composed=composed, by=by, at=at)
        assert reason(refused) == why
    assert AuditEntry.objects.filter(verdict="refused", reason="could-be-somebody").exists()
    one = run.add_vignette(session_id=str(session.pk), text=text, age=age, composed=True, by=by, at=at)
    again = run.add_vignette(session_id=str(session.pk), text=text, age=age, composed=True, by=by, at=at)
    assert one.pk == again.pk and one.composed_by == by.id and session.vignettes.count() == 2


def test_a_score_is_the_agency_s_and_may_change_until_it_is_shown(
    cast: Cast, session: ModerationSession, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        score(cast, session, "police", 3, at)
    assert refused.value.verdict.hides  # not open: not there
    opened(cast, session, at)
    score(cast, session, "police", 3, at)
    score(cast, session, "police_ex_partner", 4, at)  # a colleague of the same agency: one score stands
    assert [(one.agency_name, one.level) for one in VignetteScore.objects.all()] == [("Fenmarch Police", 4)]
    for stranger in ("camhs", "teacher", MANAGER):
        with pytest.raises(Refused) as refused:
            score(cast, session, stranger, 3, at)
        assert refused.value.verdict.hides
    with pytest.raises(Refused) as refused:
        score(cast, session, "gp", 9, at)
    assert reason(refused) == "no-such-level"
    severe = packs.release(session.pack).indicators(4)[0].code
    with pytest.raises(Refused) as refused:
        score(cast, session, "gp", 2, at, indicators=[severe])
    assert reason(refused) == "differs-without-reason"
    shows: dict[str, Any] = {"session_id": str(session.pk), "by": cast.actor(MANAGER, at=at), "at": at}
    with pytest.raises(Refused, match="seats-empty"):
        run.show_scores(**shows)
    _as_if_opened_before_there_were_days()
    with undone():  # a fortnight later the agencies that owe scores hear of it once, and whoever runs it
        fire_due(at=at + timedelta(days=14, minutes=1))
        fire_due(at=at + timedelta(days=60))
        late = sorted(Message.objects.filter(kind="moderation-late").values_list("to_ref", flat=True))
        owe = [f"practitioner:{cast.people[one].pk}" for one in ("gp", "housing", MANAGER)]
        assert set(owe) <= set(late) and len(late) == len(set(late))
        assert f"practitioner:{cast.people['police'].pk}" not in late
    run.show_scores(**shows, all_the_same=True)
    with pytest.raises(Refused) as refused:
        score(cast, session, "gp", 3, at)
    assert reason(refused) == "scores-are-shown"


def _as_if_opened_before_there_were_days() -> None:
    """By the migration they have the same."""
    set_now = list(
        Timer.objects.filter(kind="moderation-late").values_list("key", "subject", "due_at", "next_try")
    )
    Timer.objects.filter(kind="moderation-late").delete()
    for _ in range(2):
        import_module("plait.thresholds.migrations.0003_sessions_under_way_have_their_days").give_days(
            apps, None
        )
    given = Timer.objects.filter(kind="moderation-late").values_list("key", "subject", "due_at", "next_try")
    assert set_now and list(given) == set_now


def test_one_scorer_says_nothing_yet_and_nobody_is_refused(
    cast: Cast, session: ModerationSession, at: datetime
) -> None:
    manager = cast.actor(MANAGER, at=at)
    opened(cast, session, at)
    with pytest.raises(Refused) as refused:
        run.show_scores(session_id=str(session.pk), by=manager, at=at)
    assert reason(refused) == "nobody-scored"
    score(cast, session, "police", 3, at)
    run.show_scores(session_id=str(session.pk), all_the_same=True, by=manager, at=at)
    shown = outcome(session)
    assert shown.overall.says == "A vignette with one scorer says nothing yet."
    assert shown.vignettes[0].alone and not shown.vignettes[0].parted and shown.pairs == ()


def test_what_parts_is_settled_before_it_closes(cast: Cast, session: ModerationSession, at: datetime) -> None:
    manager = cast.actor(MANAGER, at=at)
    opened(cast, session, at)
    vignette = str(only(session).pk)
    said = {"because": "Seen by nobody.", "to_change": "Say who has seen it."}
    with pytest.raises(Refused):
        run.settle_vignette(vignette_id=vignette, level=3, **said, by=manager, at=at)
    score(cast, session, "police", 3, at)
    score(cast, session, "gp", 4, at)
    run.show_scores(session_id=str(session.pk), all_the_same=True, by=manager, at=at)
    with pytest.raises(Refused) as refused:
        run.close_moderation(session_id=str(session.pk), by=manager, at=at)
    assert reason(refused) == "views-part-still"
    run.settle_vignette(vignette_id=vignette, level=3, **said, by=manager, at=at)
    run.settle_vignette(vignette_id=vignette, level=4, **said, by=manager, at=at)
    assert Settlement.objects.get().level == 4
    run.close_moderation(session_id=str(session.pk), by=manager, at=at)
    for deed in (run.open_moderation, run.show_scores, run.close_moderation):
        with pytest.raises(Refused) as refused:
            deed(session_id=str(session.pk), by=manager, at=at)
        assert reason(refused) == "moderation-closed"


def test_whoever_recognises_a_child_takes_the_vignette_out(
    cast: Cast, session: ModerationSession, at: datetime
) -> None:
    opened(cast, session, at)
    score(cast, session, "police", 3, at)
    vignette = str(only(session).pk)
    with pytest.raises(Refused) as refused:
        take_out_recognised(vignette_id=vignette, by=cast.actor("camhs", at=at), at=at)
    assert refused.value.verdict.hides
    take_out_recognised(vignette_id=vignette, by=cast.actor("gp", at=at), at=at)
    assert progress(session)[0].of == 0
    for who in ("gp", "police"):
        with pytest.raises(Refused) as refused:
            score(cast, session, who, 3, at)
        assert refused.value.verdict.hides
    with pytest.raises(Refused) as refused:
        run.show_scores(session_id=str(session.pk), by=cast.actor(MANAGER, at=at), at=at)
    assert reason(refused) == "nobody-scored"


def test_the_outcome_of_six_agencies(cast: Cast, pack: Any, at: datetime) -> None:
    closed, scoring = moderate(cast, now=at)
    shown = outcome(closed)
    assert len(shown.agencies) == 6 and len(shown.pairs) == 15 and len(shown.vignettes) == 6
    alpha = shown.overall.found
    assert alpha.alpha is not None and alpha.low is not None and alpha.high is not None
    assert alpha.low < alpha.alpha < alpha.high and (alpha.units, alpha.scores) == (6, 36)
    names = [one.name for one in shown.pairs]
    assert names == sorted(names)  # by name: no ranking of anybody
    parted = [one.vignette.number for one in shown.vignettes if one.differ]
    assert parted == [one.vignette.number for one in shown.vignettes if one.settlement]
    assert {row.agency: row.done for row in progress(scoring)}["Ellowmere Homes"] == 0
    assert len(own_scores(scoring, str(cast.agencies["police"].pk))) == 2


def test_the_words_that_were_in_force_when_it_opened_are_those_that_count(
    cast: Cast, session: ModerationSession, at: datetime
) -> None:
    assert opened(cast, session, at + timedelta(days=1)).pack == packs.current(at=at).hash


# ------------------------------------------------------------ pages
def test_no_page_shows_another_s_score_before_it_is_shown(
    cast: Cast, pack: Any, at: datetime, browser: Browse
) -> None:
    _closed, scoring = moderate(cast, now=at)
    said = "canary-because-of-police"
    VignetteScore.objects.filter(agency_name="Fenmarch Police", vignette__session=scoring).update(
        because=said
    )
    vignette = scoring.vignettes.order_by("number")[0]
    for who in (MANAGER, "gp", "housing", "police"):
        page = browser(who).get(f"/levels/moderation/{scoring.pk}/").content.decode()
        assert "Fenmarch Police: 2 of 2" in page and "Ellowmere Homes: 0 of 2" in page
        assert said not in page and "Level 3" not in page, who
        scoring_page = browser(who).get(f"/levels/vignettes/{vignette.pk}/")
        assert scoring_page.status_code == (404 if who == MANAGER else 200)
        assert (said in scoring_page.content.decode()) == (who == "police"), who
    for stranger in ("idva", "screener"):
        assert browser(stranger).get(f"/levels/moderation/{scoring.pk}/").status_code == 404
        assert "another-or-none" not in browser(stranger).get("/levels/moderation/").content.decode()
    assert browser("teacher").get("/levels/moderation/").status_code == 403


def test_the_outcome_names_agencies_and_never_who_scored(
    cast: Cast, pack: Any, at: datetime, browser: Browse
) -> None:
    closed, _scoring = moderate(cast, now=at)
    page = browser("housing").get(f"/levels/moderation/{closed.pk}/").content.decode()
    assert "Krippendorff’s alpha" in page and "in 95 of 100 draws" in page and "What parts them" in page
    assert "Alder Lane Primary School and Brook Street Surgery" in page and "Agreed: level 3" in page
    main = page.split("<main", 1)[1].split("</main", 1)[0]
    for who in [*SIX.values(), MANAGER]:
        assert cast.people[who].name not in main


def test_a_session_from_its_beginning_to_its_end_by_its_pages(
    cast: Cast, pack: Any, at: datetime, browser: Browse
) -> None:
    manager, gp = browser(MANAGER), browser("gp")
    ids = [str(cast.agencies[key].pk) for key in ("police", "surgery")]
    assert (
        "Choose two agencies or more."
        in manager.post("/levels/moderation/new/", {"title": "Bruises", "agencies": ids[:1]}).content.decode()
    )
    there = manager.post("/levels/moderation/new/", {"title": "Bruises", "agencies": ids}).headers["Location"]
    assert "There is no vignette to score yet" in manager.post(there, {"do": "open"}).content.decode()
    age, text = VIGNETTES[1]
    refused = manager.post(f"{there}vignette/", {"text": f"{text} Ava Marlow.", "age": age, "composed": "on"})
    assert "could be somebody" in refused.content.decode()
    assert manager.post(f"{there}vignette/", {"text": text, "age": age, "composed": "on"}).status_code == 302
    manager.post(there, {"do": "open"})
    vignette = Vignette.objects.get()
    page = gp.get(f"/levels/vignettes/{vignette.pk}/").content.decode()
    assert (
        "baby who cannot move about" in page and "Goes missing more than once" not in page
    )  # its age's indicators
    assert gp.post(f"/levels/vignettes/{vignette.pk}/", {"level": "4"}).status_code == 302
    browser("police").post(f"/levels/vignettes/{vignette.pk}/", {"level": "3"})
    manager.post(there, {"do": "show"})
    assert "Views part on vignette 1" in manager.post(there, {"do": "close"}).content.decode()
    manager.post(
        f"/levels/vignettes/{vignette.pk}/agreed/", {"level": "4", "because": "Any bruise.", "to_change": ""}
    )
    assert manager.post(there, {"do": "close"}).status_code == 302
    assert "Agreed: level 4" in gp.get(there).content.decode()
    assert gp.post(there, {"do": "close"}).status_code == 403
