"""Addresses about people."""

from django.urls import path

from plait.people.views import conflicts, person, reaching, reviews, search, shield, where

urlpatterns = [
    path("account/people-i-know/", conflicts.people_i_know, name="people-i-know"),
    path("audit/declared/", conflicts.declared, name="declared-conflicts"),
    path("audit/declared/<uuid:conflict_id>/", conflicts.end, name="end-conflict"),
    path("people/reviews/", reviews.reviews, name="reviews"),
    path("people/reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("people/reviews/<uuid:review_id>/undo/", reviews.undo, name="undo-review"),
    path("people/own-records/", search.own_records, name="own-records"),
    path("people/<uuid:person_id>/", person.person, name="person"),
    path("people/<uuid:person_id>/merges/<uuid:merge_id>/undo/", person.unmerge, name="unmerge"),
    path("people/<uuid:person_id>/shield/", shield.shield, name="person-shield"),
    path("people/<uuid:person_id>/shield/end/", shield.unshield, name="person-unshield"),
    path("people/<uuid:person_id>/reaching/", reaching.reaching, name="person-reaching"),
    path("people/<uuid:person_id>/reaching/way/", reaching.safe_contact, name="person-safe-contact"),
    path("people/<uuid:person_id>/reaching/from/", reaching.protect, name="person-protect"),
    path(
        "people/<uuid:person_id>/reaching/from/<uuid:protection_id>/",
        reaching.unprotect,
        name="person-unprotect",
    ),
    path("people/<uuid:person_id>/reaching/leads/", reaching.lead, name="person-lead"),
    path("people/<uuid:person_id>/reaching/message/", reaching.message, name="person-message"),
    path(
        "people/<uuid:person_id>/reaching/message/<uuid:message_id>/",
        reaching.send,
        name="person-message-send",
    ),
    path("people/<uuid:person_id>/where/", where.where, name="person-where"),
]
