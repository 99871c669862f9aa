"""Addresses of the figures."""

from django.urls import path

from plait.insights.views import figures

urlpatterns = [
    path("insights/", figures.figures, name="insights"),
    path("insights/file/", figures.file, name="insights-file"),
    path("insights/definitions/", figures.definitions, name="insights-definitions"),
    path("insights/behind/<str:measure>/", figures.behind_measure, name="insights-behind"),
]
