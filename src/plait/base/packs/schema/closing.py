"""The part of outcomes.toml that says what those who helped hear when the work ends, goes on elsewhere, or begins again."""

from plait.base.packs.schema.common import Code, Strict
from plait.base.packs.schema.wording import Wording


class Parting(Strict):
    """One end of the work, as the professional who raised it is told, as an agency that gave information is, and (`heard`, where
    it is said to them at all) a service that was told of the family before."""

    referrer: Wording
    contributor: Wording
    heard: Wording | None = None


class Closing(Strict):
    """`ended`: nobody leads any more. `held`: another team still holds the family. `hold_ended`: that has ended too.
    `reopened`: it began again. `for_reason`: instead of these, by a code of the national reasons for closing; of those,
    `told_by_a_person` are told to nobody by a letter. What an agency goes on seeing stands with its kind (`partners.toml`)."""

    ended: Parting
    held: Parting
    hold_ended: Parting
    reopened: Parting
    for_reason: dict[Code, Parting] = {}
    told_by_a_person: tuple[Code, ...] = ()


def _both(words: str) -> Parting:
    return Parting(referrer=words, contributor=words)


_AGAIN = "ring {hub_name} on {hub_phone}, and name the reference."
CLOSING_UNSAID = Closing(  # a release of before these words
    ended=_both(
        "The work with reference {reference} has ended, on {decided_on}: nobody leads it now. If you see or hear something that "
        f"worries you, {_AGAIN}"
    ),
    held=_both(
        "The work with reference {reference} has ended, on {decided_on}; another team still holds the family. If you see or hear "
        f"something that worries you, {_AGAIN}"
    ),
    hold_ended=_both(
        "Nobody holds the family of reference {reference} any more since {decided_on}. If you see or hear something that worries "
        f"you, {_AGAIN}"
    ),
    reopened=_both(
        "The work with reference {reference}, which had ended, was opened again on {decided_on}. Until a lead accepts it is with "
        "{hub_name}: ring {hub_phone} with anything new, and do not wait to be asked."
    ),
)
