"""What a handover says at the least: the common-language minimum, item by item, in the order in which it is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemKind:
    """One item of the minimum: its code on the wire, what it is called, and what it is for. `group` is the group of fields by
    which the gate weighs it."""

    code: str
    label: str
    means: str
    group: str


ITEMS: tuple[ItemKind, ...] = (
    ItemKind("safety", "Somebody must not know", "Who must not learn where they are or who told; the safe way.", "safety"),
    ItemKind("identifiers", "Who they are", "Names and spellings, numbers, birth, ethnicity, language.", "identity"),
    ItemKind("family", "Family and household", "Parents elsewhere, partners, responsibility, who knows whom.", "family"),
    ItemKind("addresses", "Where they lived", "The past 24 months, with dates.", "location"),
    ItemKind("move", "The move", "Why, planned or not, how sure the destination is, for how long.", "concern"),
    ItemKind("legal", "Legal status", "Orders, bail and licence conditions.", "concern"),
    ItemKind("status", "Status and level", "The level of need as it is called here, with the national code.", "work"),
    ItemKind("plan", "The open plan", "What is done by whom, visits, the next review.", "work"),
    ItemKind("timeline", "What happened", "The past 24 months, and every significant event before.", "concern"),
    ItemKind("risk", "What worries us", "A summary, and people who are known to be dangerous.", "concern"),
    ItemKind("abuse", "Domestic abuse", "Flags of the conferences on it, and what keeps them safe.", "safety"),
    ItemKind("missing", "Missing and exploitation", "Times of being missing, and what is known of exploitation.", "concern"),
    ItemKind("health", "Health", "GP, health visitor, mental health, pregnancy.", "health"),
    ItemKind("education", "Education", "The last school, attendance, special needs, whether its file was sent.", "education"),
    ItemKind("voice", "What the child says", "In the child’s own words.", "child_voice"),
    ItemKind("worked", "What worked, and what frightened them off", "So that nobody begins again at nothing.", "concern"),
    ItemKind("agencies", "Agencies to tell", "Who works with them, in both areas.", "work"),
    ItemKind("agreed", "What the family agreed to", "For each partner.", "family"),
    ItemKind("gaps", "What is not known", "Questions that nobody has answered, and what was left out.", "concern"),
    ItemKind("workers", "Whom to ring", "Named workers, and who answers out of hours.", "work"),
)  # fmt: skip
CODES = tuple(one.code for one in ITEMS)
KIND = {one.code: one for one in ITEMS}

# Why something is not there. `protected` says nothing of what or where, and `left_out` not whether there is any.
WHY_NOT = {
    "not_known": "Not known.",
    "none": "There is none.",
    "not_asked": "Nobody has asked yet.",
    "protected": "Protected. Ring us; it goes from person to person.",
    "left_out": "Left out. Ring us if you need it.",
    "not_shared": "We were not free to share it.",
}
# On what a family's help stands. Early help uses the same road.
BASES = {
    "cp": "A child protection plan",
    "s47": "A section 47 enquiry",
    "cin": "A child in need plan",
    "assessment": "An assessment that is not finished",
    "early_help": "Early help",
    "other": "Something else",
}
# With these the receiving area holds a conference before it says that it has hold.
NEEDS_CONFERENCE = frozenset({"cp"})
