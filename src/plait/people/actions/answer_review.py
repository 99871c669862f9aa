"""Answer a question about identities: the same, different, family, or cannot tell. Undone, never deleted."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_decided_review, open_review
from plait.people.actions.merge_people import merge_people
from plait.people.actions.rule_on_link import cannot_link, lift_ruling
from plait.people.actions.unmerge_people import unmerge_people
from plait.people.models import Assertion, LinkRuling, Merge, ReviewAnswer, ReviewItem
from plait.people.queries import ages_of, standing_id
from plait.people.rules.identity import are_two_children

Said = ReviewAnswer.Said


@deed
def answer_review(
    *, review_id: str, said: str, because: str, blind: bool = False, by: Actor, at: datetime
) -> ReviewItem:
    """The same person: they are merged, at once, or after a second person has looked where both are children. Different,
    or the same family: they are kept apart for good. Cannot tell: it waits on, with the answer kept.

    `blind`: the score was not shown, so the answer may teach the model.
    """
    item = open_review(by, review_id, at=at, act="review:answer")
    about = f"review:{review_id}"
    if said not in Said.values or (said != Said.UNSURE and not because.strip()):
        raise Refused(
            no("needs-reason", say="Say what you make of it, and why.", next_step="Add what is missing"),
            about=about,
        )
    if item.state != ReviewItem.State.OPEN:
        raise Refused(_second(), about=about)
    answer = ReviewAnswer(item=item, said=said, because=because.strip(), blind=blind, by=by.id, at=at)
    if said == Said.SAME and _joins(item):
        one, other = _pair(item)
        if one != other and are_two_children(ages_of([one, other], on=at.date()).values()):
            item.state = ReviewItem.State.SECOND
        elif one != other:
            answer.merge = merge_people(one_id=one, other_id=other, because=because, by=by, at=at)
            _decide(item, at)
        else:
            _decide(item, at)
    elif said in {Said.DIFFERENT, Said.FAMILY}:
        _keep_apart(item, answer, because, by, at)
        _decide(item, at)
    elif said == Said.SAME:
        _decide(item, at)
    answer.save()
    item.save(update_fields=["state", "decided_at"])
    record(act=f"review:{said}", about=about, by=by, at=at, fields=("identity",))
    return item


@deed
def second_review(*, review_id: str, agrees: bool, because: str, by: Actor, at: datetime) -> ReviewItem:
    """A second person's look at two children said to be one. Agreed, they are merged; not agreed, the question is open again,
    with both answers kept."""
    item = open_review(by, review_id, at=at, act="review:second")
    about = f"review:{review_id}"
    first = item.answers.filter(second=False, said=Said.SAME, undone_at__isnull=True).order_by("-at").first()
    if item.state != ReviewItem.State.SECOND or first is None:
        raise Refused(hidden("no-such-review"), about=about)
    if first.by == by.id:
        raise Refused(
            no(
                "own-answer",
                say="You looked at this first. A second person must look.",
                next_step="Ask a colleague",
            ),
            about=about,
        )
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why.", next_step="Add a reason"), about=about)
    answer = ReviewAnswer(
        item=item, said=Said.SAME if agrees else Said.DIFFERENT, because=because.strip(),
        second=True, by=by.id, at=at,
    )  # fmt: skip
    if agrees:
        one, other = _pair(item)
        if one != other:
            answer.merge = merge_people(
                one_id=one, other_id=other, because=first.because, agreed_by=first.by, by=by, at=at
            )
        _decide(item, at)
    else:
        item.state = ReviewItem.State.OPEN
    answer.save()
    item.save(update_fields=["state", "decided_at"])
    record(act="review:seconded", about=about, by=by, at=at, fields=("identity",))
    return item


@deed
def undo_review(*, review_id: str, because: str, by: Actor, at: datetime) -> ReviewItem:
    """Take an answer back: what it joined is taken apart, what it kept apart may meet again, and the question is open."""
    item = open_decided_review(by, review_id, at=at)
    about = f"review:{review_id}"
    if not because.strip():
        raise Refused(no("needs-reason", say="Say why.", next_step="Add a reason"), about=about)
    for answer in item.answers.filter(undone_at__isnull=True).order_by("-at", "pk"):
        if answer.merge_id and Merge.objects.filter(pk=answer.merge_id, undone_at__isnull=True).exists():
            unmerge_people(merge_id=str(answer.merge_id), because=because, keep_apart=False, by=by, at=at)
        if (
            answer.ruling_id
            and LinkRuling.objects.filter(pk=answer.ruling_id, lifted_at__isnull=True).exists()
        ):
            lift_ruling(ruling_id=str(answer.ruling_id), because=because, by=by, at=at)
        answer.undone_by, answer.undone_at, answer.undone_because = by.id, at, because.strip()
        answer.save(update_fields=["undone_by", "undone_at", "undone_because"])
    same = ReviewItem.objects.filter(key=item.key).exclude(pk=item.pk)
    if not same.exclude(state=ReviewItem.State.DECIDED).exists():
        item.state, item.decided_at = ReviewItem.State.OPEN, None
        item.save(update_fields=["state", "decided_at"])
    record(act="review:undone", about=about, by=by, at=at, fields=("identity",))
    return item


def _joins(item: ReviewItem) -> bool:
    kinds = {ReviewItem.Kind.POSSIBLE, ReviewItem.Kind.MERGE, ReviewItem.Kind.CLAIMED}
    return item.kind in kinds and item.other_id is not None


def _pair(item: ReviewItem) -> tuple[str, str]:
    """The two people under the ids that stand now."""
    return standing_id(str(item.one_id)), standing_id(str(item.other_id))


def _keep_apart(item: ReviewItem, answer: ReviewAnswer, because: str, by: Actor, at: datetime) -> None:
    if item.kind == ReviewItem.Kind.SHIELD:
        return  # the shield keeps them apart
    if item.other_id is not None:
        one, other = _pair(item)
        if one != other:
            answer.ruling = cannot_link(one_id=one, other_id=other, because=because, by=by, at=at)
            return
    if item.record_id is None:
        return
    joined = (
        Assertion.objects.filter(
            record_id=item.record_id, decided=Assertion.Decided.ENGINE, retracted_at__isnull=True
        )
        .select_related("merge")
        .order_by("-at")
        .first()
    )
    if joined is not None:
        joined.retracted_by, joined.retracted_at, joined.retracted_because = by.id, at, because.strip()
        joined.save(update_fields=["retracted_by", "retracted_at", "retracted_because"])
        unmerge_people(merge_id=str(joined.merge.pk), because=because, by=by, at=at)


def _decide(item: ReviewItem, at: datetime) -> None:
    item.state, item.decided_at = ReviewItem.State.DECIDED, at


def _second() -> Verdict:
    return no(
        "waits-for-second",
        say="Somebody has answered this. A second person must look.",
        next_step="Look at their answer, and agree or not",
    )
