"""Addresses about people."""

from django.urls import path

from plait.people.views import conflicts, shield, where

urlpatterns = [
    path("account/people-i-know/", conflicts.people_i_know, name="people-i-know"),
    path("audit/declared/", conflicts.declared, name="declared-conflicts"),
    path("audit/declared/<uuid:conflict_id>/", conflicts.end, name="end-conflict"),
    path("people/<uuid:person_id>/shield/", shield.shield, name="person-shield"),
    path("people/<uuid:person_id>/where/", where.where, name="person-where"),
]
