"""What goes wrong at the border, in words: what it is, and what whoever looks does next. Pure."""

from dataclasses import dataclass

RING = "Ring them, on the number below and not on one that a message gave."


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of incident. `rings`: the other area must be rung about it."""

    title: str
    what: str
    next_step: str
    rings: bool = True


KINDS: dict[str, Kind] = {
    "silent": Kind(
        "Nothing has been heard from them for a day",
        "Something waits to leave for this area. Plait tries on, and nobody there answers.",
        f"{RING} Say that something waits, and that you can bring it as a file. What the family needs today, say now.",
    ),
    "stuck": Kind(
        "They answer, and a message does not arrive",
        "For two days this area has answered, and yet has not taken one message.",
        f"{RING} Ask whoever keeps their Plait running what it says of this message.",
    ),
    "over": Kind(
        "A message ran out of time before it arrived",
        "It is not sent any more.",
        f"{RING} Tell them yourself what it was about, and have it sent anew.",
    ),
    "held": Kind(
        "Something that we owe them is held, since nothing of theirs is believed",
        "It stays here, sealed, and leaves by itself when two people believe that area again.",
        f"{RING} Say now what cannot wait. What is open with them stands on the page of that area.",
    ),
    "refused": Kind(
        "They will not take a message",
        "Their Plait has said, signed, that it will never take it.",
        f"{RING} Tell them yourself what it was about. Show the code to whoever keeps Plait running.",
    ),
    "we-refused": Kind(
        "We will not take a message of theirs",
        "It is truly theirs, and our Plait cannot or may not take it. They have been told so.",
        f"{RING} Ask what it was about. Show the code to whoever keeps Plait running.",
    ),
    "conflict": Kind(
        "One message, two wordings",
        "Under one number there are two different messages. Neither area takes the second. Both areas are told.",
        f"{RING} Find out which of the two is true. If neither of you can explain it, end the trust.",
    ),
    "forged": Kind(
        "Somebody signs as them, with something we do not believe",
        "Nothing of it was read. It may be new keys that nobody has pinned here yet, or somebody else.",
        f"{RING} Ask whether they have new keys. If not, somebody pretends to be them.",
    ),
    "to-be-pinned": Kind(
        "They say something of themselves that two people must pin",
        "New keys, another address, another name or council: signed with a key that is believed. Until two people pin it, what "
        "they pinned before holds, for as long as its keys are in their time.",
        "Copy what they publish and propose it on the page of other areas. The second person rings them on the number that was "
        "pinned.",
    ),
    "asks-about-many": Kind(
        "They ask about very many families",
        "More than anybody would ask who looks for a family that moved. They are given nothing by this route meanwhile.",
        f"{RING} Ask who does this and why. If nobody there can explain it, end the trust.",
    ),
    "not-disposed": Kind(
        "They have not said that nothing is left of a missing family",
        "A family whom we missed is found, or is looked for no more. Every area that was told erases what it has and says so.",
        f"{RING} Ask whether the names are gone from their lists and their walls, and whoever keeps their Plait running why it "
        "has not said so.",
    ),
    "looks-no-more": Kind(
        "They look out no more for a family that is still missing",
        "They have said that nothing of it is left there, and we have not ended it.",
        f"{RING} Ask why, and whether they look again: give them the names by telephone.",
    ),
    "log-disputed": Kind(
        "Their sealed log does not hold, and nobody has explained it",
        "What they show of their audit is shorter than it was, or another than before. Our alarm was not settled in its time.",
        f"{RING} Speak to their privacy officer, not to their technicians, and tell ours what they say. If nobody there can "
        "explain it, end the trust.",
    ),
    "stranger": Kind(
        "An area that nobody here has pinned knocked",
        "Nothing of it was read. It may be an area that was suspended, or a stranger.",
        "If you expect somebody, pin that area. Else nothing need be done; nothing reached anybody.",
        rings=False,
    ),
}
FORGED = frozenset(
    {
        "unknown-key",
        "not-a-signature",
        "another-header",
        "written-otherwise",
        "key-not-in-its-time",
        "another-signature",
        "for-somebody-else",
    }
)
