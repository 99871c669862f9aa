"""May a family be offered to another area, added to, taken back? And what is said of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plait.base.access.verdict import Verdict, hidden, no, yes
from plait.handover.life import ACCEPTED, LIVE
from plait.handover.wire.items import BASES

RING = "Ring them, and say it by telephone"


@dataclass(frozen=True, slots=True)
class Offer:
    """What whoever hands a family over says in their own words; the rest comes from the record. `texts` are by item."""

    peer_id: str
    basis: str
    why_moved: str
    planned: str = "not_known"  # yes | no | not_known
    destination: str = "not_known"  # there | certain | unsure | not_known
    temporary: bool = False
    gateway: str = ""
    force: str = ""  # the police force there, where the area names none or it is another
    force_phone: str = ""
    force_source: str = ""  # who says so
    area_because: str = ""  # why it goes to another area than their postcode says; it stays here
    texts: Mapping[str, str] = field(default_factory=dict)
    why_not: Mapping[str, str] = field(
        default_factory=dict
    )  # by item, why nothing of it is there (`rules.absent`)

    def own_words(self) -> list[str]:
        """Everything they wrote themselves."""
        return [
            one
            for one in (
                self.why_moved,
                self.area_because,
                self.force,
                self.force_source,
                *self.texts.values(),
            )
            if one.strip()
        ]


@dataclass(frozen=True, slots=True)
class Offering:
    """What matters about an offer."""

    works_here: bool
    closed: bool
    believed: bool
    out_to: str = ""  # the area that has been asked already, where there is one
    came_from_them: bool = False  # they have asked us to take the same family
    came_from: str = ""  # whoever has asked us to, and has not been answered yet
    protected: bool = False  # anything about where anybody of this family is
    postcode_says: str = ""  # whose area they come to, where it is not the one that is asked


def may_offer(offer: Offer, facts: Offering) -> Verdict:
    """Whoever leads or decides hands over, to one area at a time, and says why the family moved. Nothing that is not known keeps
    anybody from offering: what is missing is said to be missing."""
    if not facts.works_here:
        return hidden("not-involved")
    if facts.closed:
        return no(
            "closed",
            say="This referral is closed.",
            next_step="Open it again first: somebody answers for the family",
        )
    if not facts.believed:
        return no("area-not-believed", say="Nothing can be sent to this area.", next_step=RING)
    if facts.out_to:
        return no(
            "offered-already",
            say="Another area has been asked to take this family already.",
            next_step="Take that back first; if they moved on, say so there",
        )
    if facts.came_from_them:
        return no(
            "they-offered-it",
            say="That area has just asked us to take the same family over.",
            next_step="Ring them and agree who keeps hold; then one of you answers the other’s handover",
        )
    if facts.came_from:
        return no(
            "not-ours-yet",
            say=f"{facts.came_from} has handed this family over to you and answers for them until you say that you do.",
            next_step="Answer that handover first. If the family moved on, decline it and say so: that area hands them on",
        )
    if facts.postcode_says and len(offer.area_because.strip()) < 5:
        return no(
            "another-area",
            say=f"By the postcode that stands here they come to {facts.postcode_says}, and you offer them to another area.",
            next_step="Choose that area, or say why it goes to this one",
        )
    if offer.basis not in BASES:
        return no(
            "no-basis", say="Say on what the family’s help stands.", next_step="Choose one of those shown"
        )
    if not offer.why_moved.strip():
        return no(
            "no-why", say="Say why the family moved, or that you do not know.", next_step="Add a sentence"
        )
    if offer.force.strip() and facts.protected:
        return no(
            "would-say-where",
            say="Which police force it is would say where they are. Nothing was kept.",
            next_step="Leave it out; ring the force there, and say so on the leg",
        )
    if offer.force.strip() and not offer.force_source.strip():
        return no(
            "no-force-source", say="Say how you know which police force it is.", next_step="Add who told you"
        )
    return yes("may-hand-over")


def may_add(status: str, *, corrects: bool, erased: bool = False) -> Verdict:
    """Something may be added while the other area looks, and after it accepted: what is learnt late still matters. What was
    wrong may be put right however it ended: they keep what they were sent, and may act on it."""
    if erased:
        return no(
            "erased", say="Its words were erased when their time had come.", next_step="Ring the other area"
        )
    if corrects or status in (*LIVE, ACCEPTED):
        return yes("may-add")
    return no(
        "over", say="This handover is over. Only what was wrong can still be put right.",
        next_step="Put it right, offer it again, or ring them",
    )  # fmt: skip


def may_take_back(status: str, because: str) -> Verdict:
    """Whoever offers may take it back until the other area has hold, with a reason. Afterwards only that area gives back."""
    if status == ACCEPTED:
        return no(
            "they-have-hold",
            say="The other area has taken responsibility, so it cannot be taken back.",
            next_step="Ring them: they give the family back",
        )
    if not because.strip():
        return no("no-reason", say="Say why it is taken back.", next_step="Add a sentence")
    return yes("may-take-back")
