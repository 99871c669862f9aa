"""Who finds which page in the navigation and on the first page, in which order, and what waits there."""

from plait.agencies.access import may_ring_about_border, reads_areas
from plait.agencies.presenters import count_incidents
from plait.agencies.roles import needs
from plait.base.access.doors import anyone_signed_in, practitioners_only
from plait.base.ui.slots import nav_entry
from plait.desk.views import hub as desk
from plait.escalation import access as escalation
from plait.escalation import presenters as escalation_shown
from plait.feedback import presenters as feedback
from plait.feedback.access import may_settle
from plait.handover.access.alerting import may_list as may_list_missing
from plait.handover.access.discovery import may_answer as may_answer_areas
from plait.handover.access.handing import may_list as may_list_handovers
from plait.handover.presenters import handing
from plait.insights.access import may_read as may_read_figures
from plait.notices.presenters import count_new
from plait.people.access import may_answer_claims, may_review
from plait.people.views import claims, emergency, reviews
from plait.practice.access import is_asked
from plait.privacy.access import may_use_desk
from plait.privacy.presenters import desk as privacy
from plait.referrals.views.checks import desk as checks
from plait.referrals.views.deciding import leading
from plait.sharing.views import agreements
from plait.sharing.views import due as family
from plait.stepdown.access import may_hold
from plait.stepdown.presenters import register as stepdown
from plait.thresholds.access import may_take_part


def list_pages() -> None:
    """Every page of the navigation. The rule is that of the page's own door, so nobody is led to a closed one."""
    nav_entry(
        label="The hub", url_name="hub-desk", lets_in=needs("hub:desk"), count=desk.count_new, order=10,
        about="What is new, due and late, and whom to ring.",
    )  # fmt: skip
    nav_entry(
        label="The closed list", url_name="closed-list", lets_in=needs("closed-list:read"), count=desk.count_new, order=10,
        about="Concerns about somebody who works with children.",
    )  # fmt: skip
    nav_entry(
        label="The hub asks", url_name="checks", lets_in=checks.answers_for_an_agency, count=checks.count_waiting,
        order=10, about="What the hub wants to know from your agency.",
    )  # fmt: skip
    nav_entry(
        label="Children you lead", url_name="lead-desk", lets_in=needs("lead:accept"), count=leading.count_awaiting,
        order=15, about="Children waiting for you to accept, and those you lead.",
    )  # fmt: skip
    nav_entry(
        label="Who is who", url_name="reviews", lets_in=may_review, count=reviews.count_reviews, order=18,
        about="Questions about who somebody is that only a person can answer.",
    )  # fmt: skip
    nav_entry(
        label="Claims to answer", url_name="claims-to-answer", lets_in=may_answer_claims, count=claims.count_claims,
        order=21, about="Colleagues who say that they work with a child. Confirm it, or end it.",
    )  # fmt: skip
    nav_entry(
        label="Emergency access", url_name="access-reviews", lets_in=needs("audit:read"), count=emergency.count_owed,
        order=19, about="Who opened a record in an emergency, and what you make of it.",
    )  # fmt: skip
    nav_entry(
        label="Children I work with", url_name="claims", lets_in=needs("involvement:claim"), order=55,
        about="Say that you work with a child, and see what came of it.",
    )  # fmt: skip
    nav_entry(
        label="Our records", url_name="own-records", lets_in=checks.answers_for_an_agency, order=19,
        about="Look for somebody among what your own agency has sent.",
    )  # fmt: skip
    nav_entry(
        label="Supervision", url_name="supervision", lets_in=is_asked, order=56,
        about="Questions that you talk over with your supervisor.",
    )  # fmt: skip
    nav_entry(
        label="The reviewer’s desk", url_name="privacy-desk", lets_in=may_use_desk, count=privacy.count_waiting, order=12,
        about="Look-ups to explain, requests, complaints, and what is due to be disposed of.",
    )  # fmt: skip
    nav_entry(
        label="Who has looked", url_name="who-looked", lets_in=needs("audit:read"), order=20,
        about="Who has opened a record, when and why.",
    )  # fmt: skip
    nav_entry(
        label="Restricted records", url_name="restricted-attempts", lets_in=needs("restricted:keep"), order=20,
        about="Who tried to reach a record that you keep.",
    )  # fmt: skip
    nav_entry(
        label="Record a call", url_name="call-record", lets_in=needs("call:record"), order=30,
        about="Somebody rings: write it down in a minute.",
    )  # fmt: skip
    nav_entry(
        label="People to tell", url_name="feedback-to-settle", lets_in=may_settle, count=feedback.waiting_count,
        order=35, about="People whom Plait could not tell by itself, and those who disagree.",
    )  # fmt: skip
    nav_entry(
        label="Family agreement", url_name="family-due", lets_in=needs("family:ask"), count=family.count_due, order=16,
        about="What families agreed to, and what is due to be looked at with them.",
    )  # fmt: skip
    nav_entry(
        label="Handovers", url_name="handovers", lets_in=may_list_handovers, count=handing.count_waiting, order=16,
        about="Families who move between this area and another: what waits for an answer.",
    )  # fmt: skip
    nav_entry(
        label="Missing families", url_name="missing-families", lets_in=may_list_missing, order=48,
        about="Families whom nobody finds: what to do if you see them, and nothing else.",
    )  # fmt: skip
    nav_entry(
        label="Stepped down", url_name="stepdowns", lets_in=may_hold, count=stepdown.count_waiting, order=16,
        about="Families whose help got less: who holds them, what is due, and whether it still holds.",
    )  # fmt: skip
    nav_entry(
        label="No longer agreed", url_name="agreement-notices", lets_in=family.hears_for_an_agency,
        count=family.count_notices, order=17,
        about="Families who have changed their mind about sharing with your agency.",
    )  # fmt: skip
    nav_entry(
        label="Agreements", url_name="sharing-agreements", lets_in=agreements.leads, count=agreements.count_to_sign,
        order=14, about="What your agency and others agreed to share, and how much really flowed under it.",
    )  # fmt: skip
    nav_entry(
        label="Raise a concern", url_name="raise-start-new", lets_in=needs("concern:raise"), order=40, stays=True,
        about="Say once what you saw, and the right people hear it.",
    )  # fmt: skip
    nav_entry(
        label="Notices", url_name="notices", lets_in=practitioners_only, count=count_new, order=41, stays=True,
        about="What waits for you or has come, and when mail about it is sent.",
    )  # fmt: skip
    nav_entry(
        label="Can I share this?", url_name="can-i-share", lets_in=anyone_signed_in, order=42, stays=True,
        about="What you may share, what you must, with whom, and whom to ask. A minute.",
    )  # fmt: skip
    nav_entry(
        label="Reading levels alike", url_name="moderation", lets_in=may_take_part, order=60,
        about="Vignettes that agencies score blind, and what they agreed of the levels of need.",
    )  # fmt: skip
    nav_entry(
        label="How promises are kept", url_name="insights", lets_in=may_read_figures, order=61,
        about="Decisions, answers, feedback and step downs in figures, by agency and never by name.",
    )  # fmt: skip
    nav_entry(
        label="My concerns", url_name="my-concerns", lets_in=needs("concern:raise"), order=45,
        about="What you have told the hub, your receipts and your drafts.",
    )  # fmt: skip
    nav_entry(
        label="Passed to us", url_name="hub-passed", lets_in=needs("lead:accept"), order=47,
        about="New concerns about children your team knows.",
    )  # fmt: skip
    nav_entry(
        label="What came of it", url_name="feedback", lets_in=needs("concern:raise"), count=feedback.unread_count,
        order=50, about="What happened after you told us or answered.",
    )  # fmt: skip
    nav_entry(
        label="Escalations", url_name="escalations", lets_in=escalation.may_take_part, count=escalation_shown.waiting_count,
        order=52, about="What you or others dispute, questions that must be answered, and by when.",
    )  # fmt: skip
    nav_entry(
        label="Who answers", url_name="who-answers", lets_in=needs("practitioner:invite"), order=91,
        about="Who in your agency answers when somebody disagrees.",
    )  # fmt: skip
    nav_entry(
        label="Other areas", url_name="areas", lets_in=reads_areas, order=92,
        about="Whom to ring beyond the border, and whose signature this area believes.",
    )  # fmt: skip
    nav_entry(
        label="Asked between areas", url_name="asked-between-areas", lets_in=may_answer_areas, order=94,
        about="Whether another area knows a family, and what other areas ask of us.",
    )  # fmt: skip
    nav_entry(
        label="At the border", url_name="border-incidents", lets_in=may_ring_about_border, count=count_incidents, order=93,
        about="What did not reach another area, or did not come as it should: whom to ring.",
    )  # fmt: skip
    nav_entry(
        label="People", url_name="practitioners", lets_in=needs("practitioner:invite"), order=90,
        about="Invite colleagues, and end their accounts.",
    )  # fmt: skip
