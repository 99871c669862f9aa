"""Addresses of feedback."""

from django.urls import path

from plait.feedback.views import answers, mine, pickup, settle

urlpatterns = [
    path("feedback/", mine.mine, name="feedback"),
    path("feedback/receipt/", mine.receipt, name="feedback-receipt"),
    path("feedback/to-settle/", settle.to_settle, name="feedback-to-settle"),
    path("feedback/to-settle/<uuid:task_id>/", settle.settle, name="feedback-settle"),
    path("feedback/disagreements/", settle.disagreements, name="disagreements"),
    path("feedback/disagreements/<uuid:disagreement_id>/", settle.disagreement, name="disagreement"),
    path("feedback/answers/<uuid:check_id>/", answers.answer_word, name="answer-word"),
    path("feedback/pickup/<uuid:contact_id>/", pickup.pickup, name="feedback-pickup"),
    path("feedback/<uuid:task_id>/", mine.one, name="feedback-read"),
    path("feedback/<uuid:task_id>/disagree/", mine.disagree, name="feedback-disagree"),
    path("feedback/<uuid:task_id>/disposed/", mine.dispose, name="feedback-dispose"),
]
