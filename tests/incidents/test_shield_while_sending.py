"""A shield set while a letter is queued, on two connections: it left before, or it does not leave. (I03, I10, I32)"""

from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.people.actions.reach_family import prepare_family_message, send_family_message
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.models import FamilyMessage, Person
from tests.at_once import together
from tests.feedback.journey import ADDRESS, POSTCODE, Journey, family

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_letter_left_before_the_shield_or_does_not_leave(cast: Any, pack: Any, at: Any) -> None:
    """I03 and I10 at once: whichever is first, a row that says cancelled has not left, and none waits afterwards."""
    known = Journey(cast, at).raised("teacher", family(shielded=False)).accepted()
    hub, child, ends = known.who("screener"), known.child, set()
    for _ in range(3):
        Person.objects.update(address_hidden=False)
        Person.objects.get(pk=child).addresses.get().place.__class__.objects.update(shielded=False)
        waits = prepare_family_message(
            person_id=child,
            means="letter",
            to=f"{ADDRESS}, {POSTCODE}",
            words="Ring us.",
            by=hub,
            at=known.later(),
        )
        moment = known.later()
        sent, hidden = together(
            lambda one=str(waits.pk), at=moment: send_family_message(message_id=one, by=hub, at=at),  # type: ignore[misc]
            lambda at=moment: shield_whereabouts(
                person_id=child, because="Seen.", review_on=None, by=hub, at=at
            ),  # type: ignore[misc]
        )
        kept = FamilyMessage.objects.get(pk=waits.pk)
        assert not isinstance(hidden, Refused)
        assert kept.state == ("cancelled" if isinstance(sent, Refused) else "sent")
        ends.add(kept.state)
    assert ends <= {"sent", "cancelled"}
