"""The whole answer to a check as one sheet: a part for each child (or one for all), each with its items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.http import QueryDict

from plait.base.ui.forms import PlaitForm
from plait.base.ui.templatetags.plait_ui import error_items
from plait.referrals.actions.settle_answers import ChildAnswer
from plait.referrals.forms.checks import BESIDE, ItemForm, Kind, KindForm, LawForm

MOST_ITEMS = 30
F = TypeVar("F", bound=PlaitForm)


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the check: who, and the name that the hub gave."""

    person_id: str
    name: str


@dataclass
class Part:
    """What is answered about one child, or about all of them together."""

    prefix: str
    children: Sequence[Child]
    kind_form: PlaitForm
    kind: str
    beside: PlaitForm | None = None
    items: list[ItemForm] = field(default_factory=list)

    @property
    def names(self) -> str:
        """Whom it is about, in words."""
        names = [child.name for child in self.children]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    @property
    def label(self) -> str:
        """The kind of answer, in words."""
        return str(Kind(self.kind).label) if self.kind else ""

    def forms(self) -> list[PlaitForm]:
        """Every form of this part but its kind."""
        return [*self.items, *([self.beside] if self.beside else [])]

    def answers(self) -> list[ChildAnswer]:
        """The same answer for each of its children; only once the sheet is valid."""
        given = self.beside.cleaned_data if self.beside else {}
        items = [form.item() for form in self.items if form.has_changed()]
        words = {key: str(given.get(key) or "") for key in ("because", "note", "route", "detriment")}
        outcome = str(given.get("outcome") or "share")
        return [
            ChildAnswer(child.person_id, self.kind, items=items, outcome=outcome, **words)
            for child in self.children
        ]


class Sheet:
    """Reads what was posted (or kept as a draft); `at` is the moment of the request.

    `bind` says whether its faults are looked for; without it the sheet shows what was typed and complains of nothing.
    `more` names the part for which one more block is wanted. Nothing that was typed is ever dropped: `kept` is all of
    it, for the draft and for hidden fields.
    """

    def __init__(
        self,
        children: Sequence[Child],
        data: QueryDict,
        *,
        at: datetime,
        gateways: list[tuple[str, str]],
        usual_group: str,
        bind: bool = False,
        more: str = "",
    ) -> None:
        self.at, self.usual_group, self.bind = at, usual_group, bind
        self.data = data
        self.same = bool(data.get("same")) and len(children) > 1
        self.law = LawForm(data, gateways=gateways) if bind else LawForm.from_draft(data, gateways=gateways)
        told = [(f"c{n}", [child]) for n, child in enumerate(children)]
        parts = [("c0", list(children))] if self.same else told
        self.parts = [self._part(prefix, whom, more) for prefix, whom in parts]

    def _part(self, prefix: str, children: Sequence[Child], more: str) -> Part:
        chosen = self._form(KindForm, prefix)
        kind = str(self.data.get(f"{prefix}-kind") or "")
        part = Part(prefix, children, chosen, kind if kind in Kind.values else "")
        if part.kind in BESIDE:
            part.beside = self._form(BESIDE[part.kind], prefix)
        if part.kind == Kind.ITEMS:
            wanted = _number(self.data.get(f"{prefix}-blocks"))
            number = min(max(wanted, 1) + (more == prefix), MOST_ITEMS)
            part.items = [self._item(f"{prefix}-i{n}") for n in range(number)]
        return part

    def _item(self, prefix: str) -> ItemForm:
        return self._form(ItemForm, prefix, empty_permitted=True, initial={"field_group": self.usual_group})

    def _form(self, form: type[F], prefix: str, **more: Any) -> F:
        if self.bind:
            return form(self.data, prefix=prefix, at=self.at, **more)
        return form.from_draft(self.data, prefix=prefix, at=self.at, **more)

    @property
    def chosen(self) -> bool:
        """Has every part its kind of answer? (Binds the choice, so that its faults show.)"""
        return not [part for part in self.parts if not part.kind_form.is_valid()]

    @property
    def quick(self) -> bool:
        """Does no part need any words?"""
        return not any(part.beside or part.items for part in self.parts)

    def is_valid(self) -> bool:
        """Checks every form of every part (the sheet must be bound), and that there are items where they were promised."""
        good = [self.chosen, self.law.is_valid()]
        for part in self.parts:
            sound = [form.is_valid() for form in part.forms()]
            if part.items and not any(form.has_changed() for form in part.items):
                words = "Write down at least one thing you know, or go back and choose another answer."
                part.items[0].add_error("text", words)
                sound.append(False)
            elif part.items and all(sound) and self._nothing_leaves(part):
                words = "Everything here is for your own agency only. Mark what the hub may read, or choose another answer."
                part.items[0].add_error("visibility", words)
                sound.append(False)
            good += sound
        return all(good)

    def _nothing_leaves(self, part: Part) -> bool:
        answer = part.answers()[0]
        return answer.outcome in ("share", "part") and all(
            one.visibility == "private" for one in answer.items
        )

    def faults(self) -> list[dict[str, str]]:
        """Every fault of the sheet, for the summary at the top."""
        found: list[dict[str, str]] = []
        for part in self.parts:
            for form in (part.kind_form, *part.forms()):
                found += error_items(form)
        return found + error_items(self.law)

    def answers(self) -> list[ChildAnswer]:
        """One answer for each child; only once the sheet is valid."""
        return [answer for part in self.parts for answer in part.answers()]

    def not_on_it(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What was kept before and is not asked on this sheet: the words of another answer, for when it is chosen again."""
        forms = [one for part in self.parts for one in (part.kind_form, *part.forms())] + [self.law]
        asked = {form.add_prefix(name) for form in forms for name in form.fields}
        return {
            key: value
            for key, value in before.items()
            if not ({key, key.rpartition("_")[0]} & asked or key == "same" or key.endswith("-kind"))
        }

    def kept_besides_kinds(self) -> list[tuple[str, str]]:
        """As `kept`, without the choice of answers: for the page that asks for it."""
        return [(key, value) for key, value in self.kept() if not key.endswith("-kind") and key != "same"]

    def kept(self) -> list[tuple[str, str]]:
        """Every input as it was posted, for hidden fields; the number of item blocks as it is now."""
        blocks = {f"{part.prefix}-blocks": str(len(part.items)) for part in self.parts if part.items}
        rows = [
            (key, value)
            for key, values in self.data.lists()
            if key not in PASSING and key not in blocks
            for value in values
        ]
        return rows + list(blocks.items())


PASSING = frozenset({"csrfmiddlewaretoken", "step", "more"})


def as_draft(data: QueryDict) -> dict[str, Any]:
    """What was posted, fit to be kept: no token, no button. A NUL, which no database keeps, is kept as a visible mark."""
    kept = {key: values for key, values in data.lists() if key not in PASSING and "\x00" not in key}
    return {key: [value.replace("\x00", "\ufffd") for value in values] for key, values in kept.items()}


def from_draft(kept: Mapping[str, Any]) -> QueryDict:
    """What `as_draft` kept, as if it were posted again."""
    data = QueryDict(mutable=True)
    for key, values in kept.items():
        data.setlist(key, [str(value) for value in values] if isinstance(values, list) else [str(values)])
    return data


def with_decision(kept: QueryDict, decided: Mapping[str, str]) -> QueryDict:
    """What was kept, with the gateway, outcome and reasons of a decision that was made before: in every part that gives
    items. Nothing else that was written is touched."""
    data = kept.copy()
    for key in ("gateway", "family_told"):
        if decided.get(key):
            data[key] = decided[key]
    parts = [key.removesuffix("-kind") for key in data if key.endswith("-kind")]
    for prefix in parts:
        if data.get(f"{prefix}-kind") == Kind.ITEMS:
            for key in ("outcome", "because", "detriment"):
                data[f"{prefix}-{key}"] = decided.get(key, "")
    return data


def _number(text: object) -> int:
    return int(str(text)) if str(text).isascii() and str(text).isdecimal() and len(str(text)) < 4 else 1
