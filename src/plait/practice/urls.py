"""Addresses of questions and of supervision."""

from django.urls import path

from plait.practice.views import prompts, supervision

urlpatterns = [
    path("questions/<uuid:prompt_id>/", prompts.prompt, name="prompt"),
    path("questions/<uuid:prompt_id>/supervision/", prompts.take, name="prompt-take"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/<uuid:item_id>/", supervision.one, name="supervision-one"),
]
