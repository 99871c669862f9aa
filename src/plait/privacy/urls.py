"""Addresses of the reviewer's desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
