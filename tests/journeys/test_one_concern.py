"""The whole story on screen, by the cast, with the keyboard alone: said once, and heard back by everyone."""

from datetime import UTC, datetime

import pytest
from time_machine import Traveller

from tests.journeys import deciding, feedback, hub, partners, raising
from tests.journeys.desk import Sit

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def test_from_the_person_who_saw_it_to_the_people_who_act_and_back(sit: Sit, moment: Traveller) -> None:
    def it_is(hour: int, minute: int) -> None:
        moment.move_to(datetime(2026, 11, 23, hour, minute, tzinfo=UTC), tick=True)

    # given a call of last night, and a teacher who has seen and heard something
    raising.given_a_neighbour_rang(sit("call_handler"))
    hub.when_the_call_is_settled(sit("screener"))
    it_is(9, 10)
    teacher = sit("teacher")
    raising.when_she_says_what_comes_first(teacher)
    raising.when_she_says_who_they_are(teacher)
    raising.when_she_says_what_worries_her(teacher)
    raising.then_she_has_her_receipt(teacher)

    # when the hub takes it up
    it_is(9, 20)
    screener = sit("screener")
    hub.when_it_is_opened_from_the_desk(screener)
    hub.when_somebody_says_who_they_are(screener)
    hub.when_it_is_rated_and_accepted(screener)
    hub.when_five_partners_are_asked(screener)

    # and those who know something answer
    it_is(9, 50)
    partners.when_the_police_answer(sit("police"))
    it_is(10, 5)
    dsl = sit("dsl")
    partners.when_the_school_answers_once_for_both(dsl)
    partners.when_the_school_says_which_level_it_sees(dsl)
    it_is(10, 20)
    partners.when_nothing_relevant_is_known(sit("health_visitor"))

    # and one is late
    it_is(12, 0)
    screener = sit("screener")
    hub.when_the_late_one_is_rung(screener)
    deciding.when_the_hub_says_which_level_it_sees(screener)

    # then the manager decides, and in the same moment everyone who helped is told
    it_is(12, 15)
    manager = sit("manager")
    deciding.when_the_manager_decides(manager)
    teacher = sit("teacher")
    feedback.then_she_is_told(teacher)
    feedback.when_she_disagrees(teacher)
    it_is(12, 25)
    manager = sit("manager")
    deciding.to_the_referral(manager)
    deciding.when_the_strategy_discussion_is_written_down(manager)
    hub.when_the_disagreement_is_answered(manager)
    feedback.then_she_has_an_answer(sit("teacher"))

    # and somebody leads, who reads the whole story
    it_is(12, 40)
    lead = sit("lead")
    deciding.when_the_lead_accepts(lead)
    deciding.when_the_childs_story_is_read(lead)
    deciding.then_the_paper_keeps_the_secret(lead)

    # until it closes, and opens again with all its history
    deciding.when_the_lead_asks_to_close(lead)
    it_is(13, 0)
    manager = sit("manager")
    deciding.when_it_closes_although_somebody_objects(manager)
    deciding.when_it_opens_again(manager)
