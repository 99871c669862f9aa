"""A reference can be said on the telephone: no letter that is misheard, no word, nothing that counts."""

import re

from plait.base.db.references import new_reference


def test_references_have_one_shape_and_do_not_repeat() -> None:
    made = [new_reference() for _ in range(500)] + [new_reference("R") for _ in range(500)]
    assert len(set(made)) == 1000
    letters = "[BCDFGHJKLMNPQRTVWXZ2346789]{4}"
    assert all(re.fullmatch(rf"{letters}-{letters}", one) for one in made[:500])
    assert all(re.fullmatch(rf"R-{letters}-{letters}", one) for one in made[500:])
