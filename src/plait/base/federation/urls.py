"""Addresses at which other areas reach this one."""

from django.urls import path

from plait.base.federation import views

urlpatterns = [
    path(".well-known/plait-area", views.description, name="area-description"),
    path("x/v1/messages", views.messages, name="border-messages"),
    path("x/v1/work", views.work, name="border-work"),
]
