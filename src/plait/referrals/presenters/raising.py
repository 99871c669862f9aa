"""What the pages of raising a concern say, worked out before the template."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from plait.base.packs.pack import NotInPack, Pack
from plait.base.ui.dates import month_number
from plait.people.places import AS_GIVEN, SHIELDED, hidden_by, place_given
from plait.people.queries import name_of
from plait.referrals.concern import LABELS, parts_of
from plait.referrals.forms.raising import FORM, STEP, STEPS, StepForm
from plait.referrals.forms.raising_answers import Answers
from plait.referrals.forms.raising_concern import Filled, Read, child_names, name_in, shown
from plait.referrals.models import Contact, ContactPerson
from plait.referrals.rules import how_complete


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the list of steps."""

    title: str
    href: str
    done: bool
    here: bool


def step_href(draft_id: object, key: str, number: int | None = None) -> str:
    """The address of a step of a draft, or of one child or adult in it."""
    given: dict[str, Any] = {"draft_id": draft_id}
    if number is not None:
        return reverse(f"raise-{key}-one", kwargs={**given, "number": number})
    return reverse(f"raise-{key}", kwargs=given)


def step_lines(draft_id: object, answers: Answers, here: str) -> list[StepLine]:
    """The steps with what is done, and the check at the end."""
    lines = [
        StepLine(s.title, step_href(draft_id, s.key), _done(answers, s.key), s.key == here) for s in STEPS
    ]
    return [*lines, StepLine("Check and send", step_href(draft_id, "check"), False, here == "check")]


def _done(answers: Answers, key: str) -> bool:
    return answers.done(key) and (key != "children" or bool(answers.numbers("children")))


def go_on_href(draft_id: object, answers: Answers) -> str:
    """Where a draft that was left goes on: at the first step that is not done, else at the check."""
    return step_href(draft_id, next((s.key for s in STEPS if not _done(answers, s.key)), "check"))


def after(key: str) -> str:
    """The step after this one."""
    keys = [*STEP, "check"]
    return keys[keys.index(key) + 1]


def before(key: str) -> str | None:
    """The step before this one, or None at the first."""
    keys = [*STEP, "check"]
    place = keys.index(key)
    return keys[place - 1] if place else None


def lead_of(pack: Pack, key: str) -> str:
    """The pack's sentence under the title of a step."""
    first = STEP[key].sections[0]
    return next((one.lead for one in pack.form(FORM).sections if one.key == first), "")


def cards(draft_id: object, answers: Answers, key: str) -> list[dict[str, Any]]:
    """The children (or adults) told so far, each with the ways to change it."""
    kind = STEP[key].many
    found = []
    for number in answers.numbers(key):
        raw = answers.part(f"{key}:{number}") or {}
        found.append(
            {
                "name": name_in(raw, kind, number),
                "facts": [text for text in _facts(raw, kind, dict(child_names(answers))) if text],
                "change": step_href(draft_id, key, number),
                "remove": reverse(f"raise-{key}-remove", kwargs={"draft_id": draft_id, "number": number}),
            }
        )
    return found


def _facts(raw: dict[str, Any], kind: str, children: dict[str, str]) -> list[str]:
    if kind == "adult":
        of = raw.get("adult_of") or []
        names = [children[one] for one in ([of] if isinstance(of, str) else of) if one in children]
        return [str(raw.get("adult_role") or ""), f"To {', '.join(names)}" if names else ""]
    typed = {part: str(raw.get(f"child_born_{part}") or "").strip() for part in ("day", "month", "year")}
    month = month_number(typed["month"]) if typed["month"] else None
    said = f"{calendar.month_name[month]}" if month else typed["month"]
    born = " ".join(one for one in (typed["day"], said, typed["year"]) if one)
    word = "Expected" if raw.get("child_unborn") else "Born"
    return [
        f"{word} {born}" if born else "",
        f"Age said: {raw['child_age']}" if raw.get("child_age") else "",
        str(raw.get("child_school") or ""),
    ]


def summary(draft_id: object, found: Read) -> list[dict[str, Any]]:
    """The check page: a card for each part, with what was said in it and what was left open."""
    made = []
    for part in found.parts:
        rows = [(str(f.label), shown(part.form, f.name)) for f in part.form]
        made.append(
            {
                "title": part.name or part.step.title,
                "kind": part.step.title if part.name else "",
                "href": _href(draft_id, part),
                "rows": [{"key": label, "value": text} for label, text in rows if text],
                "open": [label for label, text in rows if not text],
            }
        )
    return made


def _href(draft_id: object, part: Filled) -> str:
    return step_href(draft_id, part.step.key, part.number)


def fault_lines(draft_id: object, found: Read) -> list[dict[str, str]]:
    """What keeps the concern from being sent, each with the way to mend it."""
    return [
        {"text": one.say, "href": step_href(draft_id, one.part if one.part in STEP else "worry")}
        for one in found.faults
    ]


def meter(found: Read) -> dict[str, Any]:
    """How much of what the hub works with is said, and why the rest would help."""
    parts = parts_of(found.concern)
    share, missing = how_complete(parts)
    return {"share": share, "said": len(parts) - len(missing), "of": len(parts), "missing": missing}


def differences(mine: StepForm, theirs: StepForm) -> list[dict[str, str]]:
    """What two windows say differently, question by question."""
    found = []
    for field in mine:
        one, other = _as_typed(mine, field.name), _as_typed(theirs, field.name)
        if one != other:
            found.append({"label": str(field.label), "mine": one, "theirs": other})
    return found


def _as_typed(form: StepForm, name: str) -> str:
    if form.errors.get(name):
        key = form.add_prefix(name)
        raw = [form.data.get(one, "") for one in form.data if one == key or one.rpartition("_")[0] == key]
        return " ".join(str(one) for one in raw)
    return shown(form, name)


# What somebody who told us may know of where their concern stands.
def standing_words(contact: Contact, *, decided: bool) -> tuple[str, str, str]:
    """Words, sign and colour of where a concern stands, as far as whoever told us may know."""
    if decided or contact.status == Contact.Status.ANSWERED:
        return "Decided: see feedback", "tick", "green"
    if contact.status == Contact.Status.RECEIVED and contact.opened_at is None:
        return "Received", "dot", "blue"
    return "Being looked at", "clock", "teal"


def own_words(contact: Contact, people: Sequence[ContactPerson], pack: Pack) -> list[dict[str, Any]]:
    """What somebody sent, as they said it; an address that must not leave is said in the resolver's words."""
    made = [_person_card(one, contact.ref) for one in people]
    words = [{"key": label, "value": getattr(contact, name)} for name, label in LABELS.items()]
    words.append(
        {"key": "What it is mainly about", "value": _label(pack, "primary_need", contact.primary_need)}
    )
    words += [
        {"key": _question(pack, key), "value": text} for key, text in dict(contact.answers).items() if text
    ]
    kept = {"yes": "Yes", "no": "No"}
    safety = [
        {"key": "A child in danger now", "value": kept.get(contact.danger_now, "")},
        {"key": "Whom you told in an emergency", "value": contact.emergency_told},
        {
            "key": "Telling the family would raise risk",
            "value": kept.get(contact.telling_raises_risk, "Not sure"),
        },
        {"key": "The family was told", "value": FAMILY_WORDS.get(contact.family_told, "")},
        {"key": "Why", "value": contact.family_told_why},
        {"key": "At school or nursery then", "value": kept.get(contact.in_school_now, "")},
    ]
    made.append({"title": "What worries you, and what helps", "rows": [row for row in words if row["value"]]})
    made.append({"title": "Safety, and the family", "rows": [row for row in safety if row["value"]]})
    return made


FAMILY_WORDS = {
    "told": "Yes",
    "not_yet": "Not yet",
    "unsafe": "No: it could raise the risk",
    "ring_first": "Not sure: you asked to be rung first",
}


def _person_card(one: ContactPerson, ref: str) -> dict[str, Any]:
    said, person = one.description, one.description.person
    born = f"{said.born_on.day} {said.born_on:%B %Y}" if said.born_on else ""
    expected = f"{said.expected_on.day} {said.expected_on:%B %Y}" if said.expected_on else ""
    rows = [
        ("Who they are", one.relation),
        ("Other names", said.other_names),
        ("Date of birth", born),
        ("Birth expected", expected),
        ("Age, as you said", said.age_said),
    ]
    # What anybody else hid is not for this page, and an address is not read back here at all: a page that did so for some and
    # not for others would tell whoever writes down a guess that somebody protected lives there.
    given = place_given(person, source_ref=ref) or said.school or said.phone
    # That they themselves gave none tells them nothing.
    hidden = hidden_by(person, source_ref=ref)
    if hidden and not given:
        rows.append(("Where they are", "You gave no address"))
    elif given:
        rows.append(("Where they are", SHIELDED if hidden else AS_GIVEN))
    return {
        "title": name_of(said),
        "kind": one.get_role_display(),
        "rows": [{"key": key, "value": text} for key, text in rows if text],
    }


def _label(pack: Pack, code_set: str, code: str) -> str:
    try:
        return pack.code_label(code_set, code) if code else ""
    except NotInPack:
        return code


def _question(pack: Pack, key: str) -> str:
    for name in (FORM, "phone-call"):
        try:
            return pack.form(name).question(key).label
        except (KeyError, NotInPack):
            continue
    return key.replace("_", " ").capitalize()


def child_name_list(answers: Answers) -> str:
    """The children of a draft in one line; empty when none is told yet."""
    return ", ".join(name for _, name in child_names(answers))
