"""Addresses of signing in, one's account, and the people of one's agency."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.usersessions import views as usersessions
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path

from plait.agencies.presenters import cast_may_sign_in
from plait.agencies.views import (
    advisers,
    areas,
    border,
    by_mailbox,
    cast,
    duty,
    invitation,
    mine,
    own_password,
    people,
    sign_out,
)

urlpatterns = [
    path(
        "sign-in/",
        account.LoginView.as_view(extra_context={"demo_cast": cast_may_sign_in}),
        name="account_login",
    ),
    path("sign-in/second-step/", second_step.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/ended/", account.account_inactive, name="account_inactive"),
    path("sign-in/as/", cast.sign_in_as, name="sign-in-as"),
    path("sign-in/by-mailbox/", by_mailbox.ask_for_link, name="by-mailbox"),
    path("m/<str:token>/", by_mailbox.use_link, name="mailbox-link"),
    path("sign-out/", sign_out.sign_out, name="account_logout"),
    path("invitation/<str:token>/", invitation.accept, name="invitation"),
    # one's own account
    path("account/", mine.account, name="account"),
    path("account/second-step/", mine.second_step, name="second-step"),
    path("account/deputy/", mine.deputy, name="deputy"),
    path("account/away/", duty.away, name="away"),
    path("account/away/<uuid:absence_id>/end/", duty.back, name="end-absence"),
    path("account/end-sessions/", mine.end_sessions, name="end-sessions"),
    path("account/sessions/", usersessions.list_usersessions, name="usersessions_list"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(
        "account/password/",
        login_required(own_password.ChangePassword.as_view()),
        name="account_change_password",
    ),
    path("account/password/forgotten/", account.password_reset, name="account_reset_password"),
    path("account/password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/methods/", second_step.index, name="mfa_index"),
    path("account/methods/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/methods/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/methods/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/methods/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/methods/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("account/methods/passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("account/methods/passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/methods/passkeys/<int:pk>/name/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    # who is on duty
    path("duty/", duty.teams, name="duty"),
    path("duty/<uuid:team_id>/", duty.week, name="duty-week"),
    path("duty/<uuid:team_id>/away/", duty.team_away, name="duty-away"),
    path("duty/<uuid:team_id>/manager/", duty.manager, name="duty-manager"),
    path("duty/shifts/<uuid:shift_id>/end/", duty.take_off, name="end-shift"),
    # the people of one's agency
    path("people/", people.practitioners, name="practitioners"),
    path("people/invite/", people.invite, name="invite"),
    path("people/advisers/", advisers.advisers, name="advisers"),
    path("people/advisers/<uuid:adviser_id>/end/", advisers.end, name="end-adviser"),
    path("people/under-contract/", advisers.commissioned, name="commissioned"),
    # other areas
    path("areas/", areas.areas, name="areas"),
    path("areas/incidents/", border.incidents, name="border-incidents"),
    path("areas/incidents/<uuid:incident_id>/", border.incident, name="border-incident"),
    path("areas/new/", areas.propose, name="area-new"),
    path("areas/proposals/<uuid:proposal_id>/", areas.proposal, name="area-proposal"),
    path("areas/<uuid:peer_id>/", areas.area, name="area"),
    path("areas/<uuid:peer_id>/suspend/", areas.suspend, name="area-suspend"),
    path("people/<uuid:practitioner_id>/end/", people.end, name="end-account"),
    path("people/<uuid:practitioner_id>/access/", people.access, name="practitioner-access"),
]
