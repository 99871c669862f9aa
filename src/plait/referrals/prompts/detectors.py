"""The rules of the spine, each a sentence that can be read aloud. Pure: a story and the area's numbers in, evidence out."""

import itertools
from datetime import timedelta

from plait.base.packs.schema.prompts import PromptRule
from plait.base.prompts.rules import Detector, Found, Story, found_on, mentions


def bruise_infant(story: Story, rule: PromptRule) -> Found | None:
    """A child so young that they do not move about by themselves, and somebody speaks of a bruise or an injury."""
    months = rule.numbers["months"]
    born = story.of("born")
    small = any(one.day > story.on - timedelta(days=round(months * 30.44)) for one in born)
    if not small:
        return None
    return found_on(*(one.ref for one in story.of("words", "item") if mentions(one.words, rule.words)))


def no_voice(story: Story, rule: PromptRule) -> Found | None:
    """Work has gone on for some days, and nobody has written down anything that the child said or showed."""
    if story.of("voice"):
        return None
    due = story.on - timedelta(days=rule.numbers["days"])
    return found_on(*(one.ref for one in story.of("open") if one.day <= due))


def must_ask_out(story: Story, rule: PromptRule) -> Found | None:
    """A decision was made while an agency that must be asked was out, and it has not answered since."""
    answered = {one.agency for one in story.of("answer")}
    return found_on(*(one.ref for one in story.of("decided-without") if one.agency not in answered))


def unborn_after_harm(story: Story, rule: PromptRule) -> Found | None:
    """A child is not born yet, and for another child of the family protection was decided before."""
    waiting = story.of("unborn")
    before = [one.ref for one in story.of("decided-elsewhere") if one.code in rule.codes]
    return found_on(*before, *(one.ref for one in waiting), count=len(before)) if waiting and before else None


def answer_left_open(story: Story, rule: PromptRule) -> Found | None:
    """An agency said that it knows something but not in writing, or that it needs more, and nobody has rung it since."""
    due = story.on - timedelta(days=rule.numbers["days"])
    rung = {one.who: one.day for one in story.of("rang")}
    told = {one.who for one in story.of("item")}
    return found_on(
        *(
            one.ref
            for one in story.of("answer")
            if one.code in rule.codes and one.day <= due and one.ref not in told
            and rung.get(one.ref, one.day - timedelta(days=1)) < one.day
        )
    )  # fmt: skip


def relative_not_heard(story: Story, rule: PromptRule) -> Found | None:
    """Somebody of the family or the neighbourhood told us, the work on it ended, and nobody wrote down a call about it."""
    rung = {one.who for one in story.of("rang")}
    ended = {one.ref for one in story.of("ended")}
    told = story.of("concern", days=rule.numbers["days"])
    return found_on(
        *(one.ref for one in told if one.code in rule.codes and one.ref in ended and one.ref not in rung)
    )


def low_level_adds_up(story: Story, rule: PromptRule) -> Found | None:
    """So many concerns within so many days, whatever came of each."""
    told = {one.ref for one in story.of("concern", days=rule.numbers["days"])}
    return found_on(*told) if len(told) >= rule.numbers["least"] else None


def same_outcome(story: Story, rule: PromptRule) -> Found | None:
    """Twice or more within a year, and each time it ended without help."""
    ended = {one.ref for one in story.of("ended", days=rule.numbers["days"]) if one.code in rule.codes}
    return found_on(*ended) if len(ended) >= rule.numbers["least"] else None


def adult_not_asked_about(story: Story, rule: PromptRule) -> Found | None:
    """Partners were asked, an adult was named with the child, and no agency was asked about that adult."""
    return _nobody_asked(story, "adult", "adult-asked")


def other_child_not_asked_about(story: Story, rule: PromptRule) -> Found | None:
    """Partners were asked, another child was named with this one, and no agency was asked about them."""
    return _nobody_asked(story, "other-child", "child-asked")


def _nobody_asked(story: Story, named: str, asked: str) -> Found | None:
    about = {one.who for one in story.of(asked)}
    asked_on = {one.who for one in story.of("check")}
    open_now = {one.ref for one in story.of("open")}
    left = [
        one for one in story.of(named) if one.who not in about and one.ref in open_now and one.ref in asked_on
    ]
    return found_on(*(one.ref for one in left), count=len({one.who for one in left}))


def adult_elsewhere(story: Story, rule: PromptRule) -> Found | None:
    """An adult named with this child is named in a concern about a child of another family."""
    if not story.of("open"):
        return None
    return found_on(*(one.ref for one in story.of("adult-elsewhere", days=rule.numbers["days"])))


def not_brought(story: Story, rule: PromptRule) -> Found | None:
    """Different agencies each tell that the child was not brought, or that nobody opened the door."""
    missed = [one for one in story.of("item", days=rule.numbers["days"]) if mentions(one.words, rule.words)]
    agencies = {one.agency for one in missed}
    if len(agencies) < rule.numbers["least"]:
        return None
    return found_on(*(one.ref for one in missed), count=len(agencies))


def called_malicious(story: Story, rule: PromptRule) -> Found | None:
    """A reason calls what was told malicious, or names a feud, as why it was ended."""
    return found_on(*(one.ref for one in story.of("reason") if mentions(one.words, rule.words)))


def lowered_twice(story: Story, rule: PromptRule) -> Found | None:
    """The urgency was lowered again, and between the first lowering and the last nobody told anything new."""
    for ref in dict.fromkeys(one.ref for one in story.of("rated")):
        given = [one for one in story.of("rated") if one.ref == ref]
        lowered = [later for was, later in itertools.pairwise(given) if later.number > was.number]
        if len(lowered) < rule.numbers["least"]:
            continue
        first, last = lowered[0].day, lowered[-1].day
        news = [one for one in story.of("answer", "item") if first <= one.day <= last]
        if not news:
            return found_on(ref, count=len(lowered))
    return None


def closed_over_dissent(story: Story, rule: PromptRule) -> Found | None:
    """An agency saw the decision differently, it was closed after that, and nobody decided anew in between."""
    out: list[str] = []
    for shut in story.of("closed"):
        for differs in story.of("dissent"):
            anew = [one for one in story.of("decided") if differs.day < one.day <= shut.day]
            if differs.day <= shut.day and differs.who == shut.who and not anew:
                out += [differs.ref, shut.ref]
    return found_on(*out, count=len(set(out)) - 1)


def parent_not_told(story: Story, rule: PromptRule) -> Found | None:
    """Somebody has parental responsibility, work has gone on for days, and it stands nowhere whether they were told, or why
    not."""
    due = story.on - timedelta(days=rule.numbers["days"])
    since = [one.ref for one in story.of("open") if one.day <= due]
    told = {one.who for one in story.of("told")}
    left = [one for one in story.of("responsible") if one.who not in told]
    return found_on(*since, *(one.ref for one in left), count=len(left)) if since and left else None


def taken_out_of_school(story: Story, rule: PromptRule) -> Found | None:
    """Somebody tells that the child was taken out of school, or is not seen there, near the time of a concern."""
    most = timedelta(days=rule.numbers["days"])
    told = [one for one in story.of("words", "item") if mentions(one.words, rule.words)]
    near = [(one, of) for one in told for of in story.of("concern") if abs(one.day - of.day) <= most]
    return found_on(
        *(ref for one, of in near for ref in (one.ref, of.ref)), count=len({one.ref for one, _ in near})
    )


def assumed_known(story: Story, rule: PromptRule) -> Found | None:
    """While work goes on, somebody writes that others know already, and so perhaps nobody has told them."""
    if not story.of("open"):
        return None
    return found_on(*(one.ref for one in story.of("words", "item") if mentions(one.words, rule.words)))


def agency_silent(story: Story, rule: PromptRule) -> Found | None:
    """An agency was asked about this child again and again, each time for another concern, and its last answers are missing."""
    due = story.on - timedelta(days=rule.numbers["days"])
    out: list[str] = []
    for agency in sorted({one.agency for one in story.of("check") if one.agency}):
        asked = {
            one.who: one for one in story.of("check") if one.agency == agency
        }  # the last question of each concern
        last = list(asked.values())[-rule.numbers["least"] :]
        if len(last) == rule.numbers["least"] and all(
            one.code in rule.codes and one.day <= due for one in last
        ):
            out += [one.ref for one in last]
    return found_on(*out, count=rule.numbers["least"])


DETECTORS: dict[str, Detector] = {
    "bruise-infant": bruise_infant,
    "no-voice": no_voice,
    "must-ask-out": must_ask_out,
    "unborn-after-harm": unborn_after_harm,
    "answer-left-open": answer_left_open,
    "relative-not-heard": relative_not_heard,
    "low-level-adds-up": low_level_adds_up,
    "same-outcome": same_outcome,
    "adult-not-asked-about": adult_not_asked_about,
    "other-child-not-asked-about": other_child_not_asked_about,
    "adult-elsewhere": adult_elsewhere,
    "not-brought": not_brought,
    "called-malicious": called_malicious,
    "lowered-twice": lowered_twice,
    "closed-over-dissent": closed_over_dissent,
    "parent-not-told": parent_not_told,
    "taken-out-of-school": taken_out_of_school,
    "assumed-known": assumed_known,
    "agency-silent": agency_silent,
}
