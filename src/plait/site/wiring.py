"""What follows from what: the one place that knows everyone. Called once, when Django is ready."""

from plait.agencies import jobs as agencies_jobs
from plait.agencies import presenters as agencies_shown
from plait.agencies import queries as agencies
from plait.agencies.roles import needs
from plait.base.access.doors import before_leaving
from plait.base.announce import answer, listen
from plait.base.outbox.addresses import resolve_with
from plait.base.timers import when_due
from plait.base.ui.slots import fill, nav_entry
from plait.desk.views.hub import keeps_a_list
from plait.feedback import handlers as feedback
from plait.feedback import presenters as feedback_shown
from plait.people import jobs as people_jobs
from plait.people.events import RecordsAbout
from plait.people.places import veil_page
from plait.referrals import events
from plait.referrals import handlers as referrals
from plait.referrals import jobs as referrals_jobs
from plait.referrals.access import may_give_view
from plait.referrals.views.checks import desk as checks
from plait.site.worker import each_round
from plait.thresholds.events import MayGiveView


def wire() -> None:
    """Connect events to those who follow them, questions to those who answer, timers to their handlers, slots to
    what fills them."""
    # when this has happened               then this follows, in the same transaction
    listen(events.ConcernRaised, referrals.watch_new_concern)
    listen(events.ReferralDecided, feedback.tell_after_decision)
    listen(events.ContactAnswered, feedback.tell_after_answer)
    listen(events.PassedToWorker, feedback.tell_after_passing_on)
    listen(events.CheckAnswered, feedback.tell_after_late_answer)
    listen(events.CheckWithdrawn, feedback.tell_after_withdrawal)

    # when this is asked                   these answer
    answer(events.BeforeClosing, feedback.object_to_closing)
    answer(RecordsAbout, feedback.records_about)
    answer(MayGiveView, may_give_view)

    # when this is due                     this is done
    when_due("contact-not-opened", referrals.ring_about_unopened)
    when_due("contact-not-opened-deputy", referrals.ring_deputies_about_unopened)
    when_due("contact-not-accepted", referrals.ring_about_unaccepted)
    when_due("check-not-opened", referrals.ring_about_unopened_check)
    when_due("check-not-opened-deputy", referrals.ring_deputies_about_unopened_check)
    when_due("check-late", referrals.remind_of_late_check)
    when_due("lead-not-accepted", referrals.ring_about_lead_not_accepted)

    # in every round of the worker
    each_round("let drafts expire", referrals_jobs.let_drafts_expire)
    each_round("alert custodians", people_jobs.alert_custodians)
    each_round("let held forms expire", agencies_jobs.let_held_forms_expire)

    # whose mail goes where
    for kind in ("practitioner", "team", "agency", "mailbox", "invitation"):
        resolve_with(kind, agencies.mail_address)

    # the last look at every page before it leaves
    before_leaving(veil_page)

    # what stands in whose slot
    fill("account", agencies_shown.account_links)
    fill("own-concern", feedback_shown.own_concern_slot)

    # who finds which page in the navigation
    nav_entry(
        label="The hub asks", url_name="checks", lets_in=checks.answers_for_an_agency, count=checks.count_waiting, order=10
    )
    nav_entry(label="Raise a concern", url_name="raise-start-new", lets_in=needs("concern:raise"), order=40)
    nav_entry(label="My concerns", url_name="my-concerns", lets_in=needs("concern:raise"), order=45)
    nav_entry(label="Record a call", url_name="call-record", lets_in=needs("call:record"), order=30)
    nav_entry(label="The hub", url_name="hub-desk", lets_in=keeps_a_list, order=10)
    nav_entry(label="Children you lead", url_name="lead-desk", lets_in=needs("lead:accept"), order=15)
    nav_entry(label="Passed to us", url_name="hub-passed", lets_in=needs("lead:accept"), order=40)
    nav_entry(
        label="What came of it", url_name="feedback", lets_in=needs("concern:raise"), count=feedback_shown.unread_count, order=50
    )
    nav_entry(
        label="To be told", url_name="feedback-to-settle", lets_in=needs("hub:desk"), count=feedback_shown.waiting_count, order=35
    )
    nav_entry(label="Who has looked", url_name="who-looked", lets_in=needs("audit:read"), order=20)
    nav_entry(label="Restricted records", url_name="restricted-attempts", lets_in=needs("restricted:keep"), order=20)
    nav_entry(label="People", url_name="practitioners", lets_in=needs("practitioner:invite"), order=90)
