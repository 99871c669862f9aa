"""From what was typed to the concern that is sent, with everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from plait.base.packs.pack import Pack
from plait.base.ui.dates import PartialDate
from plait.people.rules import Described
from plait.referrals.concern import (
    AdultSaid,
    ChildSaid,
    Concern,
    FamilyTold,
    Fault,
    Risk,
    Safety,
    YesNo,
    faults_of,
)
from plait.referrals.forms.raising import STEPS, Step, StepForm, form_of
from plait.referrals.forms.raising_answers import Answers

# Questions of the pack that the concern has a place for; every other answer is kept under its own words.
PLACED = frozenset(
    """danger_now emergency_told works_with_children must_not_know must_not_know_who protect_source
    protect_source_from safe_contact telling_raises_risk telling_why child_given_name child_family_name
    child_other_names child_unborn child_born child_age child_sex child_ethnicity child_disability child_language
    child_address child_postcode child_school child_nhs_number adult_given_name adult_family_name adult_role
    adult_lives_with adult_responsibility adult_born adult_address adult_postcode adult_phone adult_of
    adult_other_child observed child_words reported opinion strengths wanted primary_need family_told
    family_told_why in_school_now your_phone your_best_time how_you_know late_on late_at""".split()
)
FAMILY_TOLD: dict[str, FamilyTold] = {
    "yes": "told", "no_unsafe": "unsafe", "no_not_yet": "not_yet", "not_sure": "ring_first",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """One part as it stands: its form, bound, and for a child or an adult their number and name."""

    step: Step
    form: StepForm
    number: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A draft read through: the concern as it would be sent, what keeps it from that, and its parts."""

    concern: Concern
    faults: list[Fault]
    parts: list[Filled]


def read(answers: Answers, pack: Pack, *, at: datetime) -> Read:
    """Read the whole draft. Nothing is left out because it is wrong: it is a fault with a sentence."""
    parts = list(_parts(answers, pack, at))
    wrong = [
        Fault(part.step.key, f"{part.name + ': ' if part.name else ''}{sentence}")
        for part in parts
        for sentences in part.form.errors.values()
        for sentence in sentences
    ]
    concern = _concern(parts)
    said = " ".join(fault.say for fault in wrong)
    return Read(concern, wrong + [one for one in faults_of(concern, at=at) if one.say not in said], parts)


def child_names(answers: Answers) -> list[tuple[str, str]]:
    """Number and name of each child told so far, for choosing among them."""
    return [
        (str(number), name_in(answers.part(f"children:{number}") or {}, "child", number))
        for number in answers.numbers("children")
    ]


def name_in(raw: Mapping[str, Any], kind: str, number: int) -> str:
    """What to call a child or an adult on the page before anything is sent."""
    name = " ".join(str(raw.get(f"{kind}_{part}_name") or "").strip() for part in ("given", "family")).strip()
    if name:
        return name
    if raw.get("child_unborn"):
        return "Child not born yet"
    role = str(raw.get("adult_role") or "").strip()
    return role[:1].upper() + role[1:] if role else f"{kind.title()} {number}, name not known"


def _parts(answers: Answers, pack: Pack, at: datetime) -> Iterator[Filled]:
    for step in STEPS:
        if not step.many:
            yield Filled(step, form_of(step, pack, at=at, data=answers.part(step.key) or {}))
            continue
        for number in answers.numbers(step.key):
            raw = answers.part(f"{step.key}:{number}") or {}
            form = form_of(step, pack, at=at, data=raw, children=child_names(answers))
            yield Filled(step, form, number, name_in(raw, step.many, number))


def _concern(parts: list[Filled]) -> Concern:
    one: dict[str, Any] = {}
    for part in parts:
        if not part.step.many:
            one |= _said(part.form)
    children = [part for part in parts if part.step.many == "child"]
    places = {str(part.number): place for place, part in enumerate(children)}
    adults = [_adult(_said(part.form), places) for part in parts if part.step.many == "adult"]
    late = one.get("late_on") and one.get("late_at")
    concern = Concern(
        children=tuple(ChildSaid(_child(_said(part.form)), _text(one, "how_you_know")) for part in children),
        adults=tuple(adults),
        safety=Safety(
            where=risk(one.get("must_not_know")),
            where_who=_text(one, "must_not_know_who"),
            who_told=risk(one.get("protect_source")),
            who_told_who=_text(one, "protect_source_from"),
            safe_contact=_text(one, "safe_contact"),
            telling_raises_risk=risk(one.get("telling_raises_risk")),
            telling_why=_text(one, "telling_why"),
        ),
        danger_now=_yes(one, "danger_now"),
        family_told=FAMILY_TOLD.get(_text(one, "family_told"), "not_known"),
        in_school_now=_yes(one, "in_school_now"),
        primary_need=_code(one, "primary_need"),
        about_worker=_yes(one, "works_with_children") == "yes",
        reach_phone=_text(one, "your_phone"),
        reach_when=_text(one, "your_best_time"),
        channel="paper" if late else "form",
        happened_at=timezone.make_aware(datetime.combine(one["late_on"], one["late_at"])) if late else None,
        answers=_besides(parts),
    )
    words = ("observed", "child_words", "reported", "opinion", "strengths", "wanted")
    texts = {name: _text(one, name) for name in (*words, "emergency_told", "family_told_why")}
    return replace(concern, **texts)  # type: ignore[arg-type]


def _said(form: StepForm) -> dict[str, Any]:
    form.is_valid()
    return form.cleaned_data


def _child(said: Mapping[str, Any]) -> Described:
    born, unborn = said.get("child_born"), bool(said.get("child_unborn"))
    exact = born.earliest if isinstance(born, PartialDate) and born.day is not None else None
    age = _text(said, "child_age")
    if isinstance(born, PartialDate) and exact is None:
        # The little that is known of the day stays, beside the age where both were said.
        age = "; ".join(filter(None, (age, f"{'expected' if unborn else 'born'} {born.words}")))
    return Described(
        forename=_text(said, "child_given_name"),
        surname=_text(said, "child_family_name"),
        other_names=_text(said, "child_other_names"),
        born_on=None if unborn else exact,
        age_said=age,
        unborn=unborn,
        expected_on=exact if unborn else None,
        sex=_code(said, "child_sex"),
        ethnicity=_code(said, "child_ethnicity"),
        disability=" ".join(said.get("child_disability") or []),
        language=_text(said, "child_language"),
        nhs_number=_text(said, "child_nhs_number"),
        school=_text(said, "child_school"),
        address_line=_text(said, "child_address"),
        postcode=_text(said, "child_postcode"),
    )


def _adult(said: Mapping[str, Any], places: Mapping[str, int]) -> AdultSaid:
    return AdultSaid(
        described=Described(
            forename=_text(said, "adult_given_name"),
            surname=_text(said, "adult_family_name"),
            age_said=_text(said, "adult_born"),
            phone=_text(said, "adult_phone"),
            address_line=_text(said, "adult_address"),
            postcode=_text(said, "adult_postcode"),
        ),
        relation=_text(said, "adult_role"),
        of=tuple(places[one] for one in said.get("adult_of") or [] if one in places),
        lives_with=_yes(said, "adult_lives_with"),
        parental_responsibility=_yes(said, "adult_responsibility"),
        other_child=bool(said.get("adult_other_child")),
    )


def _besides(parts: list[Filled]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for part in parts:
        for name, value in _said(part.form).items():
            if name not in PLACED and value not in (None, "", []):
                text = shown(part.form, name)
                found.setdefault(name, []).append(f"{part.name}: {text}" if part.name else text)
    return {name: "\n".join(texts) for name, texts in found.items()}


def shown(form: StepForm, name: str) -> str:
    """One answer in words: labels for choices, a date as it is said."""
    value = _said(form).get(name)
    if value in (None, "", [], False):
        return ""
    labels = {str(code): str(label) for code, label in getattr(form.fields[name], "choices", ())}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if isinstance(value, PartialDate):
        return value.words
    if value is True:
        return "Yes"
    if hasattr(value, "strftime"):
        return f"{value:%H:%M}" if not hasattr(value, "year") else f"{value.day} {value:%B %Y}"
    return labels.get(str(value), str(value))


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "").strip()


def _code(said: Mapping[str, Any], name: str) -> str:
    code = _text(said, name)
    return "" if code == "not_known" else code


def _yes(said: Mapping[str, Any], name: str) -> YesNo:
    answer = _text(said, name)
    return cast(YesNo, answer) if answer in ("yes", "no") else "not_known"


def risk(answer: object) -> Risk:
    """An answer about risk. On the form "Not sure" is `not_known`, as everywhere; here it is kept apart from no answer."""
    if answer in ("yes", "no"):
        return answer
    return "not_sure" if answer == "not_known" else "not_known"
