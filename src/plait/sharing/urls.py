"""Addresses of "Can I share this?" and the records of decisions."""

from django.urls import path

from plait.sharing.views import advice

urlpatterns = [
    path("can-i-share/", advice.can_i_share, name="can-i-share"),
    path("can-i-share/records/", advice.records, name="advice-records"),
    path("can-i-share/records/<uuid:record_id>/", advice.record, name="advice-record"),
    path("can-i-share/records/<uuid:record_id>/use/", advice.use, name="advice-use"),
]
