"""Addresses of "Can I share this?" with the records of decisions, of family agreement, of agreements between agencies,
and of what was corrected."""

from django.urls import path

from plait.sharing.views import (
    advice,
    agreement,
    agreement_signing,
    agreement_writing,
    agreements,
    corrected,
    due,
    family,
)

CHILD = "people/<uuid:person_id>/family-agreement/"
ONE = "family-agreement/<uuid:agreement_id>/"
BETWEEN = "agreements/<uuid:agreement_id>/"
CLAUSE = f"{BETWEEN}clauses/<uuid:clause_id>/"
urlpatterns = [
    path("can-i-share/", advice.can_i_share, name="can-i-share"),
    path("can-i-share/records/", advice.records, name="advice-records"),
    path("can-i-share/records/<uuid:record_id>/", advice.record, name="advice-record"),
    path("can-i-share/records/<uuid:record_id>/use/", advice.use, name="advice-use"),
    path(CHILD, family.page, name="family-agreement"),
    path(f"{CHILD}ask/<uuid:who>/", family.ask_one, name="family-ask"),
    path(f"{CHILD}told/<uuid:who>/", family.told, name="family-told"),
    path(f"{CHILD}without/", family.without, name="family-without"),
    path(f"{CHILD}keep/<str:form>/", family.keep, name="family-keep"),
    path("family-agreement/due/", due.due, name="family-due"),
    path("family-agreement/without/<uuid:record_id>/confirm/", due.confirm, name="family-without-confirm"),
    path(
        "family-agreement/withdrawals/<uuid:withdrawal_id>/",
        agreement.withdrawal,
        name="agreement-withdrawal",
    ),
    path(ONE, agreement.one, name="agreement"),
    path(f"{ONE}withdraw/", agreement.withdraw, name="agreement-withdraw"),
    path(f"{ONE}review/", agreement.review, name="agreement-review"),
    path(f"{ONE}sheet/", agreement.sheet, name="agreement-sheet"),
    path("corrected/", corrected.corrected, name="corrected"),
    path("agreement-notices/", due.notices, name="agreement-notices"),
    path("agreement-notices/<uuid:notice_id>/read/", due.read, name="agreement-notice-read"),
    path("agreements/", agreements.agreements, name="sharing-agreements"),
    path("agreements/new/", agreement_writing.new, name="sharing-agreement-new"),
    path(BETWEEN, agreements.agreement, name="sharing-agreement"),
    path(f"{BETWEEN}text/", agreements.text, name="sharing-agreement-text"),
    path(f"{BETWEEN}cedar/", agreements.cedar, name="sharing-agreement-cedar"),
    path(f"{BETWEEN}heading/", agreement_writing.heading, name="sharing-agreement-heading"),
    path(f"{BETWEEN}clauses/new/", agreement_writing.clause, name="clause-new"),
    path(CLAUSE, agreement_writing.clause, name="clause"),
    path(f"{CLAUSE}take-out/", agreement_writing.strike, name="clause-strike"),
    path(f"{CLAUSE}revoke/", agreement_signing.revoke_one, name="clause-revoke"),
    path(f"{BETWEEN}offer/", agreement_writing.offer, name="sharing-agreement-offer"),
    path(f"{BETWEEN}take-back/", agreement_writing.take_back, name="sharing-agreement-take-back"),
    path(f"{BETWEEN}next/", agreement_writing.renew, name="sharing-agreement-next"),
    path(f"{BETWEEN}sign/", agreement_signing.sign, name="sharing-agreement-sign"),
    path(f"{BETWEEN}revoke/", agreement_signing.revoke, name="sharing-agreement-revoke"),
    path(f"{BETWEEN}leave/", agreement_signing.leave, name="sharing-agreement-leave"),
]
