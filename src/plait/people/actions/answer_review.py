"""Answer a question about identities: the same, different, family, or cannot tell. Undone, never deleted."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_decided_review, open_review
from plait.people.actions.merge_people import merge_people
from plait.people.actions.rule_on_link import cannot_link, lift_ruling
from plait.people.actions.unmerge_people import unmerge_people
from plait.people.events import PeopleMerged
from plait.people.models import Assertion, DeclaredConflict, LinkRuling, Merge, ReviewAnswer, ReviewItem
from plait.people.queries import ages_of, standing_id
from plait.people.rules.identity import are_two_children
from plait.people.store.crossings import would_cross
from plait.people.store.identity import ids_under, rulings_in_force, settle

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
    """Take an answer back: what it joined is taken apart, what it took apart is joined again, what it kept apart may meet again,
    and the question is open. Refused where a shield or somebody's word has come between the two since."""
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
        if answer.merge is not None and answer.said in {Said.DIFFERENT, Said.FAMILY}:
            _join_again(answer.merge, because, by, at)
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
    if item.record_id is None or not _stands_there(item):
        return  # apart already
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
        answer.merge = unmerge_people(
            merge_id=str(joined.merge.pk), because=because, keep_apart=False, by=by, at=at
        )
        one, other = str(joined.merge.survivor_id), str(joined.merge.loser_id)
        answer.ruling = cannot_link(one_id=one, other_id=other, because=because, by=by, at=at)
        return
    raise Refused(
        no(
            "not-joined-here",
            say="The search did not join this record to this person, so this answer cannot take it away.",
            next_step="Take them apart on the person’s page, then answer here",
        ),
        about=f"review:{item.pk}",
    )


def _stands_there(item: ReviewItem) -> bool:
    """Is the record of the person still of whom the question asks?"""
    assert item.record is not None
    return standing_id(str(item.record.person_id or "")) == standing_id(str(item.one_id))


def _join_again(parted: Merge, because: str, by: Actor, at: datetime) -> None:
    """The engine's join stands again, as a row of its own; what was undone stays written as undone."""
    one, other = standing_id(str(parted.survivor_id)), standing_id(str(parted.loser_id))
    if one == other or parted.assertion is None:
        return
    ids = ids_under(one), ids_under(other)
    if would_cross(one, other) or rulings_in_force([*ids[0], *ids[1]], at=at).forbids(*ids):
        raise Refused(
            no(
                "candidate-gone",
                say="That record cannot be chosen any more.",
                next_step="Leave the two as they are",
            ),
            about=f"person:{one}",
        )
    was = parted.assertion
    said = Assertion.objects.create(
        record=was.record, person_id=was.person_id, was_id=was.was_id, decided=was.decided, score=was.score,
        model=was.model, by=was.by, at=at, because=was.because,
    )  # fmt: skip
    declared = DeclaredConflict.objects.filter(person_id__in=[one, other]).order_by("pk")
    merge = Merge.objects.create(
        survivor_id=parted.survivor_id, loser_id=parted.loser_id, assertion=said, by=by.id, at=at,
        because=because.strip(), had=[str(pk) for pk in declared.values_list("pk", flat=True)],
    )  # fmt: skip
    settle([str(parted.survivor_id), str(parted.loser_id)])
    announce(PeopleMerged(merge.pk, merge.survivor_id, merge.loser_id, by.id, at))


def _decide(item: ReviewItem, at: datetime) -> None:
    item.state, item.decided_at = ReviewItem.State.DECIDED, at


def _second() -> Verdict:
    return no(
        "waits-for-second",
        say="Somebody has answered this. A second person must look.",
        next_step="Look at their answer, and agree or not",
    )
