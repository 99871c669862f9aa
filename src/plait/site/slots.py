"""What stands in whose slot: pieces of pages that an app below leaves open and an app above fills, in the order of this table."""

from plait.agencies import presenters as agencies_shown
from plait.base.ui.slots import fill
from plait.desk.presenters import disputed as desk_disputed
from plait.escalation import presenters as escalation_shown
from plait.feedback import presenters as feedback_shown
from plait.handover.presenters import alerts as alerts_shown
from plait.handover.presenters import discovery as discovery_shown
from plait.handover.presenters import handing as handing_shown
from plait.handover.presenters import legs as legs_shown
from plait.handover.presenters import open_with as open_with_shown
from plait.handover.presenters import two_lines as handover_shown
from plait.people import presenters as people_shown
from plait.practice import presenters as practice_shown
from plait.privacy.presenters import lookups as privacy_shown
from plait.referrals.presenters.advice import back_from_advice
from plait.sharing.presenters import links as family_shown
from plait.sharing.presenters.advice_record import advice_slot
from plait.sharing.presenters.between import area_slot
from plait.stepdown.presenters import slots as stepdown_shown


def fill_slots() -> None:
    """Fill every slot. Called once, when Django is ready."""
    fill("account", agencies_shown.account_links)
    fill("your-account", people_shown.people_i_know)
    fill("your-account", privacy_shown.asked_slot)
    fill("can-i-share", advice_slot)
    fill("area-agreements", area_slot)
    fill("area-open", open_with_shown.area_open)
    fill("advice-onward", back_from_advice)
    fill("person-pages", family_shown.person_link)
    fill("person-pages", privacy_shown.flag_link)
    fill("person-pages", discovery_shown.person_link)
    fill("person-pages", alerts_shown.person_link)
    fill("above-record", handover_shown.above_record)
    fill("two-lines", handover_shown.beside_child)
    fill("two-lines-of", handover_shown.beside_family)
    fill("responsibility", handover_shown.on_referral)
    fill("responsibility", family_shown.referral_links)
    fill("responsibility", handing_shown.on_referral)
    fill("holding", handing_shown.on_stepdown)
    fill("responsibility", alerts_shown.on_referral)
    fill("responsibility", stepdown_shown.on_referral)
    fill("before-closing", stepdown_shown.on_referral)
    fill("before-closing", legs_shown.before_closing)
    fill("concern", stepdown_shown.on_concern)
    fill("nothing-given", people_shown.ways_on)
    fill("above-record", people_shown.above_record)
    fill("above-record", stepdown_shown.above_record)
    fill("concern", practice_shown.on_concern)
    fill("prompts", practice_shown.on_referral)
    fill("story-prompts", practice_shown.on_story)
    fill("under-moves", practice_shown.on_moves)
    fill("concern", feedback_shown.pickup_on_concern)
    fill("hub-desk", feedback_shown.late_on_desk)
    fill("own-concern", feedback_shown.pickup_on_own)
    fill("own-concern", feedback_shown.own_concern_slot)
    fill("own-concern", escalation_shown.on_own_concern)
    fill("who-knows", feedback_shown.answers_on_referral)
    fill("take-further", escalation_shown.take_further)
    fill("feedback", escalation_shown.on_referral)
    fill("feedback", desk_disputed.disputed_link)
