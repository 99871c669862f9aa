"""Addresses of the child's story, who is round them, and who has looked."""

from django.urls import path

from plait.desk.views import disputed, story, story_round, who_looked

urlpatterns = [
    path("people/<uuid:person_id>/story/", story.story, name="person-story"),
    path("people/<uuid:person_id>/story/copy/", story.copy, name="person-story-copy"),
    path("people/<uuid:person_id>/story/print/", story.paper, name="person-story-print"),
    path("people/<uuid:person_id>/round/", story_round.around, name="person-round"),
    path("people/<uuid:person_id>/looked/", who_looked.at_person, name="person-looked"),
    path("referrals/<uuid:referral_id>/disputed/", disputed.disputed, name="disputed"),
    path("audit/", who_looked.by_reference, name="who-looked"),
    path("audit/attempts/", who_looked.attempts, name="restricted-attempts"),
]
