"""Addresses of the levels of need."""

from django.urls import path

from plait.thresholds.views.framework import area_levels

urlpatterns = [path("levels/", area_levels, name="area-levels")]
