"""Addresses of the hub’s desk and its morning board."""

from django.urls import URLPattern, path

from plait.desk.views import hub

urlpatterns: list[URLPattern] = [
    path("hub/", hub.desk, name="hub-desk"),
    path("hub/board/", hub.board, name="hub-board"),
]
