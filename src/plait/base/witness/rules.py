"""When a peer's head may be co-signed, and what a peer's word tells about our own log. Pure."""

from collections.abc import Sequence

from plait.base.access.verdict import Verdict, no, yes
from plait.base.witness.heads import TreeHead
from plait.base.witness.tree import consistent

RING = "Ring the other area: its log and what it shows you must be looked at by people"
# Refusals that are no accident of the wire: somebody shows two histories, or an old one as if it were new.
ALARMS = {
    "split-view": "Two histories of one log",
    "rolled-back": "A log went back to an earlier state",
    "broken-proof": "A log does not grow from what it was",
    "row-changed": "A sealed row was changed or removed",
}


def may_cosign(
    *, log: str, last: TreeHead | None, root_then: str = "", offered: TreeHead, proof: Sequence[bytes]
) -> Verdict:
    """A head is accepted only if the log grew from the last head co-signed, which a proof shows; the first is taken as it is.

    `log` is the log this peer keeps; `root_then` the root that was co-signed before for a head of this size, if any was. A
    verdict whose reason stands in ALARMS is no misunderstanding: somebody must look.
    """
    if offered.log != log:
        return no(
            "other-log",
            say="This head is not of that area’s log.",
            next_step="Ask for the head of its own log",
        )
    if root_then == offered.root:
        return yes("co-signed-before")
    if root_then:
        return no("split-view", say="Two histories of the same length are shown.", next_step=RING)
    if last is None:
        return yes("first-head")
    if offered.size < last.size:
        if offered.at > last.at:
            return no("rolled-back", say="A later head of this log is shorter.", next_step=RING)
        return no(
            "older-head", say="A longer head was co-signed already.", next_step="Ask for the newest head"
        )
    if not proof:
        return no(
            "no-proof",
            say="Nothing shows that this log grew from the head co-signed last.",
            next_step="Ask for the proof from that head to this one",
        )
    if not consistent(
        old=last.size,
        old_root=bytes.fromhex(last.root),
        new=offered.size,
        new_root=bytes.fromhex(offered.root),
        proof=proof,
    ):
        return no("broken-proof", say="The proof does not show that this log only grew.", next_step=RING)
    return yes("grew")


def what_a_word_tells(*, log: str, word: TreeHead, size: int, root_then: str) -> Verdict:
    """A witness's word about our own log, held against the log as it is: `size` now, and the root that it had at the size
    of which the word speaks (empty when it is not that long)."""
    if word.log != log:
        return no(
            "other-log", say="This is not about our log.", next_step="Ask for the word about our own log"
        )
    if word.size > size:
        return no(
            "rolled-back",
            say="A witness has seen more of our log than there is.",
            next_step="Was a copy of the database put back? Look before anything is sealed",
        )
    if word.root != root_then:
        return no("split-view", say="A witness was shown another history of our log.", next_step=RING)
    return yes("as-we-are")
