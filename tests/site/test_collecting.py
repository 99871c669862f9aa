"""What was imported is left out of the search for rubbish; what a request leaves behind is not."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from plait.site.collecting import YOUNG, leave_what_is_imported


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


class Link:
    """Something that can point at itself."""

    itself: object = None


def test_what_is_there_stays_and_what_comes_later_is_swept_up() -> None:
    here = Link()
    here.itself = here
    leave_what_is_imported()
    assert gc.get_threshold()[0] == YOUNG
    kept = weakref.ref(here)
    del here
    later = Link()
    later.itself = later
    swept = weakref.ref(later)
    del later
    gc.collect()
    assert swept() is None
    left = kept()
    assert left is not None
    left.itself = None
