"""Every address of Plait. Each view behind one has a door (site/middleware.py refuses the rest)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
