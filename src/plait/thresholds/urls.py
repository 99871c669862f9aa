"""Addresses of the levels of need."""

from django.urls import path

from plait.thresholds.views.framework import area_levels, find_indicators

urlpatterns = [
    path("levels/", area_levels, name="area-levels"),
    path("levels/find/", find_indicators, name="find-indicators"),
]
