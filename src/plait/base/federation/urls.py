"""Addresses at which other areas reach this one."""

from django.urls import path

from plait.base.federation import views

urlpatterns = [
    path(".well-known/plait-area", views.description, name="area-description"),
]
