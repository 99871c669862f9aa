"""Who leads the plan and who acts tonight stand on every page of one record that names a child. Here is where they need not."""

import re
from collections.abc import Iterator
from html import unescape

from plait.people.models import Description
from tests.matrix.oracle import Question

# Of these whoever may read the page opens the child's record where anybody does: the first of them is asked.
OPENS_MOST = ("manager", "screener", "lead", "edt", "custodian")

_STEP = "a step of the concern: the lines stand on the page that it is taken from and goes back to"
_PARTNER = "whoever was asked opens no record by that: they ring who asks, whose number stands there"
_WHO = "nobody has said yet who it is"
WITHOUT = {
    "areas/asked/<uuid:ask_id>/": "another area names the child: the lines stand as soon as the reader may open whom it is",
    "people/reviews/<uuid:review_id>/": _WHO,
    "people/reviews/<uuid:review_id>/undo/": _WHO,
    "hub/concerns/<uuid:contact_id>/who/<uuid:contact_person_id>/": _WHO,
    "claims/answer/<uuid:claim_id>/": _WHO,
    "concerns/<uuid:contact_id>/": "whoever told us reads their own words, and opens nothing else",
    "hub/concerns/<uuid:contact_id>/rate/": _STEP,
    "hub/concerns/<uuid:contact_id>/accept/": _STEP,
    "hub/concerns/<uuid:contact_id>/answer/": _STEP,
    "hub/concerns/<uuid:contact_id>/pass-on/": _STEP,
    "hub/concerns/<uuid:contact_id>/what-was-done/": _STEP,
    "hub/concerns/<uuid:contact_id>/ask/": _STEP,
    "hub/concerns/<uuid:contact_id>/settle/<str:kind>/": _STEP,
    "referrals/of/<uuid:contact_id>/protect/": "nothing stands before protection; it says whom to ring",
    "referrals/<uuid:referral_id>/protect/": "nothing stands before protection; it says whom to ring",
    "checks/<uuid:check_id>/": _PARTNER,
    "checks/<uuid:check_id>/answered/": _PARTNER,
    "checks/<uuid:check_id>/answer/": _PARTNER,
}
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def asked_of(question: Question) -> str:
    """Who of the readers of this page is asked."""
    reads = question.reads or frozenset()
    return next((who for who in OPENS_MOST if who in reads), min(reads, default=""))


def lacking(question: Question, who: str, content: bytes) -> Iterator[str]:
    """What is wrong with the lines on this page, in words: they are not there, or stand twice, or a reason is over."""
    if "<uuid:" not in question.pattern or who != asked_of(question):
        return
    page = content.decode(errors="replace")
    lines = page.count('class="plait-two-lines"')
    if lines > 1:
        yield f"{question}: the two lines stand {lines} times"
    if lines or question.pattern in WITHOUT:
        return
    found = MAIN.search(page)
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", found.group() if found else "")).split())
    children = Description.objects.filter(born_on__year__gte=2008).exclude(forename="").exclude(surname="")
    for forename, surname in children.values_list("forename", "surname").distinct():
        if f"{forename} {surname}" in said:
            yield f"{question} as {who}: names a child, and says neither who leads nor who acts tonight"
            return
