"""May this be lent to another area? What may simply be sent is sent; what is sealed or protected is read at its source. Pure."""

from dataclasses import dataclass

from plait.base.access.verdict import Verdict, no, yes

LEAST = 10  # letters of a reason
RECORD = "Record the decision to share it first"
RING = "Ring the other area"


@dataclass(frozen=True, slots=True)
class Rests:
    """The record of a decision on which a loan rests: was there one, did it say yes, does it name the person?"""

    there: bool
    shares: bool = False
    names: bool = False


def may_rest_on_decision(rests: Rests, *, because: str) -> Verdict:
    """A loan rests on a decision to share about this very person, and says in a few words what it is for."""
    if not (rests.there and rests.shares and rests.names):
        return no(
            "no-decision",
            say="Nothing is lent without a decision to share about this person.",
            next_step=RECORD,
        )
    if len(because.strip()) < LEAST:
        return no("no-reason", say="Say in a few words why they must read it.", next_step="Write the reason")
    return yes("decided")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An item as it stands: is it sealed, is it still what its agency says, and may it be passed on at all?"""

    sealed: bool
    stands: bool
    held_back: bool


def may_lend_item(item: Sealed, *, own: bool, decides: bool) -> Verdict:
    """Only what is sealed is lent; by its own agency, or by whoever decides for the child."""
    if not item.stands:
        return no(
            "superseded", say="Its agency says something else since.", next_step="Read what it says now"
        )
    if item.held_back:
        return no(
            "held-back", say="It is not to be passed on for now.", next_step="Ask the agency that wrote it"
        )
    if not item.sealed:
        return no("not-sealed", say="It is not sealed: it may be sent.", next_step="Send it with the rest")
    if not (own or decides):
        return no(
            "neither-own-nor-deciding",
            say="What is sealed is lent by the agency that wrote it, or by whoever decides for the child.",
            next_step="Ask the hub’s manager",
        )
    return yes("lent")


def may_lend_where(*, protected: bool, restricted: bool) -> Verdict:
    """Where somebody is goes as a loan if it is protected; of a restricted record it does not go by this way at all."""
    if restricted:
        return no("restricted", say="The record’s custodian says this by telephone.", next_step=RING)
    if not protected:
        return no(
            "not-protected",
            say="This address is not protected: it may be sent.",
            next_step="Send it with the rest",
        )
    return yes("lent")
