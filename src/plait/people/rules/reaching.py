"""May somebody be reached in this way? The safe way to make contact, and from whom they are protected. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from plait.base.access.verdict import Verdict, no, yes
from plait.people.rules.veiling import address_key

IN_HAND = "hand"  # put into their own hand by a worker who is with them
ASK_FIRST = "Ask the hub how they can be reached safely"
# By which safe way each means is allowed; a safe way that is not named here allows none of them.
ALLOWS: dict[str, frozenset[str]] = {
    "ring": frozenset({"call", "voicemail"}),
    "text": frozenset({"text"}),
    "email": frozenset({"email"}),
    "letter": frozenset({"letter"}),
    "through": frozenset({"call", "text", "email", "letter"}),  # to whoever passes it on
}
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SafeWay:
    """The safe way to reach one person, every line as strict as the strictest that anybody gave.

    `unsafe` are numbers and addresses that somebody else answers or reads. `stated`: somebody has said a safe way at all.
    """

    stated: bool = False
    methods: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    voicemail: bool = False
    code_words: tuple[str, ...] = ()
    neutral: bool = True
    not_while: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter: str = "not_known"
    unsafe: frozenset[str] = frozenset()
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Guarded:
    """What else is known of reaching somebody: is anything about them protected, and what do those from whom they are
    protected use; at which addresses did they live that others still know?"""

    protected: bool = False
    theirs: frozenset[str] = frozenset()  # telephones and addresses of those they are protected from
    former: frozenset[str] = frozenset()  # addresses where they live no longer


def strictest(profiles: Iterable[SafeWay]) -> SafeWay:
    """Of what several said, the strictest: every unsafe contact of any, voicemail only where all allow it, and no contact at
    all where one said so. A method counts only where all who named one agree."""
    told = [one for one in profiles if one.stated]
    if not told:
        return SafeWay()
    shared = set(told[0].methods).intersection(*(one.methods for one in told))
    contacts = tuple(dict.fromkeys(contact for one in told for contact in one.contacts))
    unsafe = frozenset().union(*(one.unsafe for one in told))
    reviews = [one.review_on for one in told if one.review_on]
    return SafeWay(
        stated=True,
        methods=tuple(sorted(shared - {"none"})) if not any("none" in one.methods for one in told) else ("none",),
        contacts=tuple(one for one in contacts if not is_among(one, unsafe)),
        times=_each(told, "times"),
        voicemail=all(one.voicemail for one in told),
        code_words=_each(told, "code_words"),
        neutral=any(one.neutral for one in told),
        not_while=_each(told, "not_while"),
        languages=_each(told, "languages"),
        interpreter="yes" if any(one.interpreter == "yes" for one in told) else told[0].interpreter,
        unsafe=unsafe,
        review_on=min(reviews) if reviews else None,
    )  # fmt: skip


def _each(told: Iterable[SafeWay], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for one in told for word in getattr(one, name) if word))


def may_reach(way: SafeWay, guarded: Guarded, *, means: str, to: str) -> Verdict:
    """May this person be reached by these means at this number or address? Never where it would reach somebody from whom
    they are protected, or at a contact that is shared or watched; and of somebody protected only in the way that was said to
    be safe, or by a worker who is with them."""
    if to and is_among(to, guarded.theirs):
        return no(
            "reaches-protected-from",
            say="This would reach somebody from whom they are protected. Nothing was sent.",
            next_step=ASK_FIRST,
        )
    if to and is_among(to, way.unsafe):
        return no(
            "unsafe-contact",
            say="Somebody else answers or reads this number or address. It is not safe, and nothing was sent.",
            next_step="Use the safe way that stands on their page, or ask the hub",
        )
    if to and guarded.protected and is_among(to, guarded.former):
        return no(
            "former-address",
            say="They lived there before, and others may open what comes. Nothing was sent.",
            next_step=ASK_FIRST,
        )
    if "none" in way.methods:
        return no(
            "no-contact", say="They are not to be contacted: somebody has said that no way is safe.",
            next_step=ASK_FIRST,
        )  # fmt: skip
    if means == IN_HAND:
        return yes("in-their-hand")
    if not way.stated:
        if not guarded.protected:
            return yes("nothing-said")
        return no(
            "no-safe-way",
            say="Nobody has said how they can be reached safely, and they are protected. Nothing was sent.",
            next_step=ASK_FIRST,
        )
    if means == "voicemail" and not way.voicemail:
        return no(
            "no-voicemail",
            say="No message may be left on their voicemail: somebody else may hear it.",
            next_step="Ring at a safe time, and leave no message",
        )
    if not any(means in ALLOWS.get(one, frozenset()) for one in way.methods):
        return no(
            "not-the-safe-way",
            say="That is not the safe way to reach them.",
            next_step="Use the safe way that stands on their page",
        )
    if way.contacts and not is_among(to, frozenset(way.contacts)):
        return no(
            "not-the-safe-contact",
            say="That is not the number or address that was said to be safe.",
            next_step="Use the one that stands on their page, or write down a new safe way first",
        )
    return yes("safe-way")


def contact_key(contact: str) -> str:
    """A number or address so that two spellings of one are equal: digits of a telephone, an e-mail in small letters,
    an address without points, its postcode apart."""
    text = unicodedata.normalize("NFKC", contact).strip()
    if "@" in text:
        return re.sub(r"\s+", "", text).casefold()
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 6 and not re.search(r"[^\W\d_]{3,}", text):
        return re.sub(r"^(?:00)?44(?:0)?(?=\d{9,10}$)", "0", digits)
    if found := list(_POSTCODE.finditer(text)):
        last = found[-1]
        return f"{_number(text[: last.start()])}|{(last[1] + last[2]).upper()}"
    return address_key(text)


def _number(line: str) -> str:
    """What tells one home in a postcode from another: its numbers, or its name where there is none."""
    numbers = re.findall(r"\d+[a-z]?\b", line.casefold())
    return "-".join(numbers) or address_key(line)


def is_among(contact: str, contacts: Collection[str]) -> bool:
    """Is this one of these numbers or addresses, however each is spelled? An address also where only its street line is
    given."""
    key = contact_key(contact)
    if not key:
        return False
    keys = {contact_key(one) for one in contacts if one}
    return key in keys or address_key(contact) in {address_key(one) for one in contacts if one}
