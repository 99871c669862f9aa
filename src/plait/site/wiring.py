"""What follows from what: the one place that knows everyone. Called once, when Django is ready."""

from plait.agencies import handlers as agencies_followers
from plait.agencies import jobs as agencies_jobs
from plait.agencies import queries as agencies
from plait.agencies.events import AccountEnded, AgencyEnded, BeforeInviting, MailboxLinkFollowed
from plait.base.access.doors import before_leaving
from plait.base.access.events import PageRead
from plait.base.announce import answer, listen
from plait.base.clock.events import ClockRuns
from plait.base.federation import describing, leases, renewing, witnessing
from plait.base.federation import jobs as border_jobs
from plait.base.federation.events import IncidentRaised, MessageEnded, TrustEnded, TrustReturned
from plait.base.federation.kinds import understand
from plait.base.outbox.addresses import resolve_with
from plait.base.outbox.events import MayStillLeave, MessagePosted, MessageReachesNobody, MessagesStopped
from plait.base.prompts.detectors import notice
from plait.base.prompts.events import AnswersErased, FactsAbout, InSight
from plait.base.timers import when_due
from plait.base.witness import jobs as witness_jobs
from plait.base.witness.events import AlarmRaised, AlarmSettled
from plait.escalation import handlers as escalation
from plait.escalation import jobs as escalation_jobs
from plait.feedback import access as feedback_read
from plait.feedback import handlers as feedback
from plait.feedback import prompts as feedback_notices
from plait.feedback.queries.reading import words_on_answers
from plait.handover import prompts as handover_notices
from plait.handover.events import handing as moved
from plait.handover.events.discovery import AreaAskedAbout
from plait.handover.handlers import alerts, discovery, handing
from plait.handover.handlers import legs as handover_legs
from plait.handover.handlers import trust as area_trust
from plait.handover.jobs import alerts as alerts_jobs
from plait.handover.jobs import discovery as discovery_jobs
from plait.handover.jobs import handing as handing_jobs
from plait.handover.wire import missing
from plait.handover.wire import package as shp
from plait.handover.wire.discovery import ANSWERED, ASKED
from plait.handover.wire.loans import LENT_FOR
from plait.handover.wire.requests import REQUEST, TOLD
from plait.notices import handlers as notices
from plait.notices import jobs as notices_jobs
from plait.people import handlers as people
from plait.people import jobs as people_jobs
from plait.people import presenters as people_shown
from plait.people import prompts as people_notice
from plait.people.events import (
    AreasThatTold,
    KeptApart,
    MayImport,
    PeopleBehind,
    PeopleImported,
    PeopleMerged,
    PersonConfirmed,
    PersonRestricted,
    RecordJoined,
    RecordsAbout,
    RecordsUnder,
    WrittenAbout,
)
from plait.practice import handlers as practice
from plait.practice import jobs as practice_jobs
from plait.privacy import handlers as privacy
from plait.privacy import jobs as privacy_jobs
from plait.privacy.events import RecordsErased
from plait.privacy.handlers import late as privacy_late
from plait.referrals import events
from plait.referrals import handlers as referrals
from plait.referrals import jobs as referrals_jobs
from plait.referrals import prompts as referrals_notice
from plait.referrals.access import may_give_view, may_go_with, people_behind
from plait.referrals.handlers import late as referrals_late
from plait.referrals.queries import families
from plait.referrals.queries.checks import answer_times
from plait.sharing import handlers as family
from plait.sharing import jobs as sharing_jobs
from plait.sharing.events import (
    AnswerTimes,
    AnswerWords,
    GoesOn,
    MayGoWith,
    OpenEpisodes,
    WhoElseHeard,
    WhoIsMeant,
    WrongWentOver,
)
from plait.sharing.queries.importing import may_import
from plait.sharing.wire import agreement
from plait.site.navigation import list_pages
from plait.site.slots import fill_slots
from plait.site.worker import aside, each_round
from plait.stepdown import access as stepdown_read
from plait.stepdown import events as steps
from plait.stepdown import handlers as stepdown
from plait.stepdown import jobs as stepdown_jobs
from plait.stepdown import prompts as stepdown_notices
from plait.thresholds import handlers as moderation
from plait.thresholds.events import MayGiveView

NOTICING = (referrals_notice, people_notice, feedback_notices, stepdown_notices, handover_notices)


def wire() -> None:
    """Connect events to those who follow them, questions to those who answer, timers to their handlers, slots to
    what fills them."""
    # when this has happened               then this follows, in the same transaction
    listen(AccountEnded, people.shut_after_leaver)
    listen(AgencyEnded, people.shut_after_agency)
    listen(AgencyEnded, referrals.pass_on_after_agency)
    listen(AgencyEnded, stepdown.pass_on_after_agency)
    listen(AccountEnded, escalation.pass_on_after)
    listen(AgencyEnded, escalation.pass_on_after)
    listen(AccountEnded, feedback.pass_on_after_leaver)
    listen(AgencyEnded, feedback.settle_after_agency)
    listen(AccountEnded, alerts.pass_on_after_leaver)
    listen(AgencyEnded, alerts.pass_on_after_leaver)
    listen(PersonRestricted, feedback.pass_on_after_restricting)
    listen(PersonConfirmed, feedback.pass_on_after_restricting)
    listen(MailboxLinkFollowed, referrals.take_over_what_was_unsent)
    listen(ClockRuns, referrals_late.await_promise)
    listen(events.ConcernRaised, referrals.watch_new_concern)
    listen(events.ConcernRaised, referrals.tell_who_acts_now)
    listen(events.ConcernRaised, referrals.tell_custodians)
    listen(events.ConcernRaised, feedback.promise_pickup_word)
    listen(events.ReferralDecided, feedback.tell_after_decision)
    listen(events.ReferralClosed, feedback.tell_after_closing)
    listen(events.ReferralReopened, feedback.tell_after_reopening)
    listen(events.ContactAnswered, feedback.tell_after_answer)
    listen(events.PassedToWorker, feedback.tell_after_passing_on)
    listen(events.PassedConcernDone, feedback.tell_after_done)
    listen(events.CheckAnswered, feedback.tell_after_late_answer)
    listen(events.CheckWithdrawn, feedback.tell_after_withdrawal)
    listen(events.ReferralDecided, family.look_again_after_decision)
    listen(events.LeadAccepted, family.look_again_with_new_worker)
    listen(events.PartnerAsked, family.look_again_with_new_partner)
    listen(events.ReferralClosed, family.end_with_referral)
    listen(PersonConfirmed, family.look_again_after_news)
    listen(PeopleImported, family.look_again_after_import)
    listen(PeopleMerged, family.look_again_after_merging)
    listen(RecordJoined, family.look_again_after_joining)
    listen(PersonConfirmed, stepdown.answer_new_concern)
    listen(events.LeadAccepted, stepdown.let_go_with_new_lead)
    listen(events.ReferralDisposed, stepdown.erase_with_referral)
    listen(events.ReferralDisposed, handing.erase_with_referral)
    listen(events.ReferralDisposed, alerts.erase_with_referral)
    listen(MessageEnded, handing.note_message_ended)
    listen(moved.HandoverDeclined, escalation.climb_after_decline)
    listen(moved.ResponsibilityAccepted, feedback.tell_after_taking_over)
    listen(moved.ResponsibilityAccepted, stepdown.end_taken_over_there)
    listen(moved.ResponsibilityAccepted, handover_legs.tell_after_accepting)
    listen(WrongWentOver, handing.tell_what_was_wrong)
    listen(moved.ResponsibilityTaken, handover_legs.tell_after_accepting)
    listen(steps.SteppedDown, family.look_again_after_stepping_down)
    listen(steps.SteppedUp, family.look_again_after_stepping_up)
    listen(steps.HoldEnded, family.end_with_referral)
    listen(steps.HoldEnded, feedback.tell_after_holding)
    listen(events.ConcernRaised, practice.look_after_concern)
    listen(events.ContactRated, practice.look_after_concern)
    listen(events.ContactAnswered, practice.look_after_concern)
    listen(events.ReferralAccepted, practice.look_after_concern)
    listen(events.PartnerAsked, practice.look_after_referral)
    listen(events.CheckAnswered, practice.look_after_referral)
    listen(events.ReferralDecided, practice.look_after_referral)
    listen(events.ReferralClosed, practice.look_after_referral)
    listen(steps.SteppedDown, practice.look_after_referral)
    listen(steps.SteppedUp, practice.look_after_referral)
    listen(steps.HoldEnded, practice.look_after_referral)
    listen(PersonConfirmed, practice.look_after_who)
    listen(AreaAskedAbout, practice.look_after_area)
    listen(AnswersErased, practice.erase_after)
    listen(ClockRuns, privacy_late.await_right)
    listen(AlarmRaised, privacy.tell_of_alarm)
    listen(AlarmSettled, privacy.alarm_is_settled)
    listen(IncidentRaised, agencies_followers.tell_of_border_incident)
    listen(TrustEnded, area_trust.note_ended)
    listen(TrustReturned, area_trust.note_returned)
    listen(MessagePosted, notices.tell_of_message)
    listen(MessageReachesNobody, notices.tell_without_mail_what_reaches_nobody)
    listen(MessagesStopped, notices.take_back_stopped)
    listen(PersonConfirmed, notices.look_again_at_who)
    listen(RecordJoined, notices.look_again_at_who)
    listen(PeopleMerged, notices.look_again_after_merging)
    listen(RecordsErased, notices.dispose_with_records)
    listen(AccountEnded, notices.forget_leaver)
    listen(PageRead, notices.settle_what_was_read)

    # when this is asked                   these answer
    answer(events.BeforeClosing, feedback.object_to_closing)
    answer(events.BeforeClosing, escalation.object_to_closing)
    answer(events.WhatIsDisputed, referrals.what_is_disputed)
    answer(events.WhatIsDisputed, feedback_read.what_is_disputed)
    answer(events.WhatIsDisputed, stepdown_read.what_is_disputed)
    answer(events.BeforeClosing, stepdown.object_to_closing)
    answer(events.BeforeClosing, handing.object_to_closing)
    answer(events.BeforeClosing, handover_legs.object_to_closing)
    answer(GoesOn, stepdown.goes_on)
    answer(WhoElseHeard, stepdown.services_told)
    answer(steps.BeforeLettingGo, handing.object_to_letting_go)
    answer(steps.HeldElsewhere, handing.held_elsewhere)
    answer(MayImport, may_import)
    answer(MayStillLeave, people.may_message_still_leave)
    answer(BeforeInviting, people.may_have_account)
    answer(RecordsAbout, feedback.records_about)
    answer(RecordsAbout, escalation.records_about)
    answer(RecordsAbout, stepdown.records_about)
    answer(RecordsAbout, handing.records_about)
    answer(RecordsAbout, alerts.records_about)
    answer(RecordsUnder, feedback.records_under)
    answer(RecordsUnder, stepdown.records_under)
    answer(PeopleBehind, people_behind)
    answer(PeopleBehind, stepdown.people_behind)
    answer(MayGiveView, may_give_view)
    answer(WhoIsMeant, families.who_is_meant)
    answer(OpenEpisodes, families.open_episodes)
    answer(MayGoWith, may_go_with)
    answer(leases.WordsLent, family.words_lent)
    answer(AnswerTimes, answer_times)
    answer(AnswerWords, words_on_answers)
    answer(RecordsAbout, practice.records_about)
    answer(RecordsAbout, discovery.records_about)
    answer(WrittenAbout, escalation.words_about)
    answer(WrittenAbout, stepdown.words_about)
    answer(WrittenAbout, practice.words_about)
    answer(WrittenAbout, alerts.words_about)
    answer(KeptApart, practice.kept_apart)
    answer(AreasThatTold, handing.areas_told)
    for noticing in NOTICING:
        answer(FactsAbout, noticing.facts_about)
        answer(InSight, noticing.in_sight)

    # when this is due                     this is done
    when_due("contact-not-opened", referrals.ring_about_unopened)
    when_due("contact-not-opened-deputy", referrals.ring_deputies_about_unopened)
    when_due("contact-not-accepted", referrals.ring_about_unaccepted)
    when_due("check-not-opened", referrals.ring_about_unopened_check)
    when_due("check-not-opened-deputy", referrals.ring_deputies_about_unopened_check)
    when_due("check-late", referrals.remind_of_late_check)
    when_due("lead-not-accepted", referrals.ring_about_lead_not_accepted)
    when_due("promise-late", referrals_late.promise_is_late)
    when_due("feedback-late", feedback.chase_what_is_late)
    when_due("escalation-late", escalation.stage_is_late)
    when_due("escalation-child-outcome", escalation.ask_about_child)
    when_due("challenge-late", escalation.challenge_is_late)
    when_due("stepdown-soon", stepdown.remind_soon)
    when_due("stepdown-late", stepdown.remind_late)
    when_due("agreement-review", family.review_is_due)
    when_due("agreement-expires", family.agreement_has_ended)
    when_due("agreement-birthday", family.birthday_has_come)
    when_due("shield-review", people_jobs.remind_of_shield_review)
    when_due("unlinked-expires", people_jobs.let_unlinked_go)
    when_due("access-review-late", people_jobs.remind_of_review)

    when_due(witnessing.TIMER, witnessing.show_head)
    when_due("witness-alarm-late", privacy.alarm_is_late)
    when_due("right-late", privacy_late.right_is_late)
    when_due(describing.TIMER, describing.describe_if_new)
    when_due("border-incident-late", agencies_followers.border_incident_is_late)
    when_due("discovery-answer", discovery.answer_is_due)
    when_due("discovery-tell", discovery.ask_is_told)
    when_due("discovery-not-rung", discovery.custodian_has_not_rung)
    when_due("discovery-not-confirmed", discovery.nobody_has_looked)
    when_due("discovery-unlooked", discovery.nobody_has_looked_anyway)
    when_due("discovery-untaken", discovery.nobody_works_with_them)
    when_due("information-came", discovery.request_is_weighed)
    when_due("information-late", discovery.information_is_late)
    when_due("handover-late", handing.handover_is_late)
    when_due(area_trust.ENDED, area_trust.tell_owners)
    when_due(area_trust.RETURNED, area_trust.answer_what_was_held)
    when_due("leg-late", handover_legs.leg_is_late)
    when_due("missing-check", alerts.check_is_due)
    when_due("missing-not-disposed", alerts.copies_are_due)
    when_due("missing-ended", alerts.ended_is_due)
    when_due("move-look", alerts.move_is_due)
    when_due("notice-digest", notices.digest_is_due)
    when_due("prompts-look", practice_jobs.look_again)
    when_due("prompts-nightly", practice_jobs.look_at_everybody)
    when_due("moderation-late", moderation.moderation_is_late)
    when_due("question-unanswered", practice_jobs.question_waits)
    when_due("supervision-waits", practice_jobs.supervision_waits)

    # which rule is looked for by whom
    for noticing in NOTICING:
        notice(noticing.DETECTORS)

    # in every round of the worker
    each_round("let drafts expire", referrals_jobs.let_drafts_expire)
    each_round("tell that nobody leads", referrals_jobs.tell_that_nobody_leads)
    each_round("pass on from empty teams", stepdown_jobs.pass_on_from_empty_teams)
    each_round("tell that nobody holds", stepdown_jobs.tell_that_nobody_holds)
    each_round("alert custodians", people_jobs.alert_custodians)
    each_round("look for who new records are of", people_jobs.look_for_new_records)
    each_round("let agreement drafts expire", sharing_jobs.let_agreement_drafts_expire)
    each_round("pass on what nobody can own", escalation_jobs.pass_on_what_nobody_can_own)
    each_round("let held forms expire", agencies_jobs.let_held_forms_expire)
    each_round("ask about look-ups", privacy_jobs.ask_about_lookups)
    each_round("seal the audit", witness_jobs.seal_the_audit)
    each_round("look the border over", border_jobs.look_over)
    each_round("end loans where the clock was put back", leases.end_where_clock_was_put_back)
    each_round("end marks of records in the public eye", privacy_jobs.end_flags)
    each_round("promise the nightly look for questions", practice_jobs.keep_the_night)
    each_round("look after missing families", alerts_jobs.look_after_alerts)
    each_round("tell other areas to ask the custodian", handing_jobs.tell_who_hides)
    each_round("pass what became quiet to custodians", discovery_jobs.pass_what_became_quiet)
    each_round("let old questions between areas go", discovery_jobs.let_old_asks_go)
    each_round("let old notices go", notices_jobs.let_old_notices_go)
    each_round("carry out disposals", privacy_jobs.carry_out_disposals)

    # in a thread of the worker's own
    aside("cross the border", border_jobs.cross)

    # when this arrives from another area  this is done
    understand(leases.LENT, leases.take_lent)
    understand(leases.ENDED, leases.take_ended)
    understand(ASKED, discovery.take_ask)
    understand(ANSWERED, discovery.take_answer)
    understand(REQUEST, discovery.information_asked)
    understand(TOLD, discovery.information_told)
    understand(missing.MISSING, alerts.take_missing)
    understand(missing.DISPOSED, alerts.take_gone)
    understand(witnessing.HEAD_SHOWN, witnessing.answer_head)
    understand(witnessing.WORD_GIVEN, witnessing.take_word)
    understand(describing.DESCRIBED, renewing.take_description)
    understand(shp.FORMAT, handing.take_package)
    understand(shp.ADDED, handing.take_added)
    understand(shp.WORD, handing.take_word)
    understand(shp.LEGS, handover_legs.take_legs)
    understand(LENT_FOR, handing.take_lent_for)
    understand(agreement.FORMAT, family.take_agreement)

    # whose mail goes where
    for kind in ("practitioner", "team", "agency", "mailbox", "invitation"):
        resolve_with(kind, agencies.mail_address)

    # the last look at every page before it leaves
    before_leaving(people_shown.veil_page)

    # what stands in whose slot
    fill_slots()

    # who finds which page in the navigation
    list_pages()
