"""Addresses of the hub’s desk and its morning board."""

from django.urls import URLPattern, path

from plait.desk.views import hub

urlpatterns: list[URLPattern] = [
    path("hub/", hub.desk, name="hub-desk"),
    path("hub/", hub.desk, name="closed-list"),  # the same page, by the name under which its keepers find it
    path("hub/board/", hub.board, name="hub-board"),
]
