"""What stays in sight of whom, however many pages they have."""

from datetime import datetime

import pytest

from plait.base.ui.context import NavItem, folded
from plait.base.ui.slots import SLOTS
from plait.site.demo.cast import Cast

SHARES = ("gp", "dsl", "teacher", "screener", "manager", "lead", "police", "health_visitor", "idva")


@pytest.mark.django_db
@pytest.mark.parametrize("who", SHARES)
def test_whoever_shares_never_unfolds_anything_to_ask_whether_they_may(
    cast: Cast, at: datetime, who: str
) -> None:
    actor = cast.actor(who, at=at)
    pages = folded(
        [
            NavItem(one.label, one.url_name, current=False, within=False, count=None, stays=one.stays)
            for one in SLOTS.nav
            if one.lets_in(actor).allowed
        ]
    )
    assert "Can I share this?" in {one.label for one in pages.shown}
    assert len(pages.shown) <= 6
