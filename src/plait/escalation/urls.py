"""Addresses of escalations and challenges."""

from django.urls import path

from plait.escalation.views import asked, differing, mine, one, raising

# What may be disputed: what one was told, a decision, a question to a partner, a concern one raised, a step down.
DISPUTED = ("feedback", "decision", "check", "contact", "stepdown")

# A view is kept beside a decision: a step down has none.
KEPT_BESIDE = ("feedback", "decision", "check", "contact")

urlpatterns = [
    *(
        path(f"differently/{kind}/<uuid:record_id>/", differing.differ, {"kind": kind}, "differently")
        for kind in DISPUTED
    ),
    *(
        path(f"differently/{kind}/<uuid:record_id>/keep/", differing.keep, {"kind": kind}, "keep-beside")
        for kind in KEPT_BESIDE
    ),
    path("escalations/", mine.mine, name="escalations"),
    path("escalations/who-answers/", mine.who_answers, name="who-answers"),
    path("escalations/who-answers/<uuid:post_id>/end/", mine.end, name="end-post"),
    *(
        path(
            f"escalations/raise/{kind}/<uuid:record_id>/",
            raising.raise_one,
            {"kind": kind},
            "escalation-raise",
        )
        for kind in (*DISPUTED, "challenge")
    ),
    *(
        path(f"escalations/ask/{kind}/<uuid:record_id>/", raising.ask, {"kind": kind}, "challenge-ask")
        for kind in DISPUTED
    ),
    path("escalations/<uuid:escalation_id>/", one.one, name="escalation"),
    path("escalations/<uuid:escalation_id>/answer/", one.answer, name="escalation-answer"),
    path("escalations/<uuid:escalation_id>/climb/", one.climb, name="escalation-climb"),
    path("escalations/<uuid:escalation_id>/call/", one.call, name="escalation-call"),
    path("escalations/<uuid:escalation_id>/more-urgent/", one.more_urgent, name="escalation-more-urgent"),
    path("escalations/<uuid:escalation_id>/end/", one.end, name="escalation-end"),
    path("escalations/<uuid:escalation_id>/child/", one.child, name="escalation-child"),
    path("escalations/<uuid:escalation_id>/right-to-ask/", one.right_to_ask, name="escalation-right-to-ask"),
    path("challenges/<uuid:challenge_id>/", asked.one, name="challenge"),
    path("challenges/<uuid:challenge_id>/answer/", asked.answer, name="challenge-answer"),
    path("challenges/<uuid:challenge_id>/take-back/", asked.take_back, name="challenge-take-back"),
    path("challenges/<uuid:challenge_id>/right-to-ask/", asked.right_to_ask, name="challenge-right-to-ask"),
]
