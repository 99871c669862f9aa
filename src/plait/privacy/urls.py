"""Addresses of the reviewer's desk."""

from django.urls import path

from plait.privacy.views import (
    claims,
    complaints,
    desk,
    flags,
    lookups,
    notes,
    passed,
    register,
    requests,
    retention,
    sheets,
)

urlpatterns = [
    path("privacy/", desk.desk, name="privacy-desk"),
    path("privacy/look-ups/", lookups.lookups, name="lookups"),
    path("privacy/look-ups/<uuid:lookup_id>/", lookups.lookup, name="lookup"),
    path("privacy/look-ups/<uuid:lookup_id>/ask/", lookups.ask, name="lookup-ask"),
    path("privacy/retention/", retention.retention, name="retention"),
    path("privacy/retention/another-class/", retention.another_class, name="another-class"),
    path("privacy/retention/<str:class_code>/", retention.propose, name="disposal-propose"),
    path("privacy/disposals/<uuid:disposal_id>/", retention.disposal, name="disposal"),
    path("privacy/holds/new/", retention.new_hold, name="hold-new"),
    path("privacy/holds/<uuid:hold_id>/", retention.hold, name="hold"),
    path("privacy/requests/", requests.requests, name="rights-requests"),
    path("privacy/requests/new/", requests.new_request, name="rights-request-new"),
    path("privacy/requests/<uuid:request_id>/", requests.one_request, name="rights-request"),
    path("privacy/requests/<uuid:request_id>/paper/", requests.paper, name="rights-request-paper"),
    path(
        "privacy/requests/<uuid:request_id>/lines/<uuid:line_id>/", requests.line, name="rights-request-line"
    ),
    path("privacy/claims/", claims.claims, name="privacy-claims"),
    path("privacy/without-agreement/", passed.passed, name="passed-alone"),
    path("privacy/without-agreement/<uuid:decision_id>/", passed.one, name="passed-alone-one"),
    path("privacy/our-people/", claims.own_people, name="own-people"),
    path("privacy/notes/", notes.notes, name="item-notes"),
    path("privacy/notes/<uuid:note_id>/", notes.end, name="item-note"),
    path("privacy/complaints/", complaints.complaints, name="complaints"),
    path("privacy/complaints/new/", complaints.new_complaint, name="complaint-new"),
    path("privacy/complaints/<uuid:complaint_id>/", complaints.complaint, name="complaint"),
    path("privacy/register/", register.page, name="register"),
    path("privacy/register/text/", register.text, name="register-text"),
    path("privacy/sheets/", sheets.sheets, name="looked-sheets"),
    path("privacy/sheets/new/", sheets.new_sheet, name="looked-sheet-new"),
    path("privacy/sheets/<uuid:sheet_id>/", sheets.sheet, name="looked-sheet"),
    path("complain-about-data/", complaints.form_to_print, name="complaint-form"),
    path("explain/", lookups.mine, name="lookups-mine"),
    path("explain/<uuid:lookup_id>/", lookups.explain, name="lookup-explain"),
    path("people/<uuid:person_id>/public-eye/", flags.flag, name="person-flag"),
    path("privacy/public-eye/", flags.flags, name="flags"),
    path("privacy/public-eye/<uuid:flag_id>/end/", flags.end, name="flag-end"),
]
