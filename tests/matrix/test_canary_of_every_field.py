"""A canary in every field that holds words of or about somebody, in every row; then the cast reads everything that is theirs.

The fields are found by their class, so a field that somebody adds is planted too. What may be read is said again here, from the
prose, by class and by whose row it is.

Telephones and postcodes are planted too, and words in lists and papers kept as JSON (what stands there with a space in it; the
rest is codes and ids).

Not planted: what holds fewer letters than a canary has, and fields in which nothing stands on this morning.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import DatabaseError, models, transaction

from plait.base.access.classes import FieldClass
from plait.base.ui import context
from plait.privacy.models import RequestLine
from tests.matrix.oracle import OPENS
from tests.matrix.reading import pages_of
from tests.matrix.world import CAST, World

pytestmark = [pytest.mark.slow, pytest.mark.read_once]
PLANTED = {FieldClass.LOCATION, FieldClass.SOURCE, FieldClass.SEALED, FieldClass.IDENTITY, FieldClass.CONTENT}
ROOM = 8  # letters that a field must hold: so many has a canary
CANARY = re.compile(r"zq(\d+)qz")
HUB = {"screener", "call_handler", "manager", "edt"}
# What a privacy officer looks after, and no word of any record beside it.
OF_THE_OFFICERS = ("DeclaredConflict.", "InferredConflict.", "AccessReview.", "ItemNote.")
WITHOUT_RECORDS = {
    "administrator",
    "pack_owner",
    "privacy_officer",
    "police_privacy",
    "caldicott",
    "ig_lead",
    "police_ig_lead",
    "scrutineer",
}
# By which ways a row is of a person or of a concern.
OF_PERSON = (
    "person", "child", "other", "subject", "description__person", "record__person", "item__person", "former", "present",
)  # fmt: skip
OF_CONTACT = (
    "contact",
    "referral__contact",
    "check__referral__contact",
    "task__contact",
    "answer__check__referral__contact",
)


@dataclass
class Sown:
    """Every canary: in which field, of what class, in whose row."""

    fields: list[tuple[str, FieldClass, Any]] = field(default_factory=list)
    whose: dict[str, set[int]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    read: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def told(self, who: str) -> set[int]:
        return set(self.read[who])

    def words(self, who: str, numbers: set[int]) -> dict[str, list[str]]:
        """For a failure: the fields, and the pages they were read on."""
        return {self.fields[one][0]: sorted(self.read[who][one])[:3] for one in sorted(numbers)}


def class_of(model: type[models.Model], name: str) -> FieldClass:
    return FieldClass(str(getattr(model, "classes", {})[name]))


def texts(model: Any) -> list[str]:
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
        and not one.choices
        and not one.unique
        and (one.max_length or ROOM) >= ROOM
        and not one.name.endswith(("_ref", "_id", "_hash", "_key"))
        and FieldClass(str(model.classes.get(one.name))) in PLANTED
    ]


def papers(model: Any) -> list[str]:
    """Its fields that keep lists or papers as JSON."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.JSONField) and FieldClass(str(model.classes.get(one.name))) in PLANTED
    ]


def planted_in(kept: Any, canary: str) -> Any:
    """The same list or paper with the canary in place of everything in words."""
    if isinstance(kept, dict):
        return {name: planted_in(one, canary) for name, one in kept.items()}
    if isinstance(kept, list):
        return [planted_in(one, canary) for one in kept]
    return canary if isinstance(kept, str) and " " in kept.strip() else kept


def sow_papers(sown: Sown, model: Any) -> None:
    """A canary in every paper that holds words."""
    for name in papers(model):
        for key, kept in list(model.objects.order_by("pk").values_list("pk", name)):
            made = planted_in(kept, f"zq{len(sown.fields)}qz")
            if made != kept:
                model.objects.filter(pk=key).update(**{name: made})
                sown.fields.append(
                    (f"{model.__name__}.{name}", FieldClass(str(model.classes[name])), (model, key))
                )


def sow() -> Sown:
    sown = Sown()
    for model in (one for one in apps.get_models() if one.__module__.startswith("plait.")):
        for name in texts(model):
            whole = f"{model.__name__}.{name}"
            kind = class_of(model, name)
            for key in (
                model._default_manager.order_by("pk").exclude(**{name: ""}).values_list("pk", flat=True)
            ):
                try:
                    with transaction.atomic():
                        model._default_manager.filter(pk=key).update(**{name: f"zq{len(sown.fields)}qz"})
                except DatabaseError:
                    sown.refused.add(whole)
                    break
                sown.fields.append((whole, kind, (model, key)))
        sow_papers(sown, model)
    return sown


def rows_of(sown: Sown, model_of: str, key: str) -> set[int]:
    """The canaries in rows of one person or one concern."""
    ways = OF_PERSON if model_of == "Person" else OF_CONTACT
    kept: dict[Any, set[Any]] = {}
    for _whole, _kind, (model, _key) in sown.fields:
        if model not in kept:
            kept[model] = {key} if model.__name__ == model_of else set()
            for way in ways:
                try:
                    kept[model] |= {
                        str(one) for one in model.objects.filter(**{way: key}).values_list("pk", flat=True)
                    }
                except (FieldError, ValueError, TypeError):
                    continue
    return {n for n, (_whole, _kind, (model, own)) in enumerate(sown.fields) if str(own) in kept[model]}


@pytest.fixture
def sown(world: World, monkeypatch: pytest.MonkeyPatch) -> Sown:
    monkeypatch.setattr(context, "nav_for", lambda _request, _actor: [])
    found = sow()
    for who in CAST:
        seen: dict[int, set[str]] = {}
        for path, text in pages_of(world, who).items():
            for number in CANARY.findall(text.lower()):
                seen.setdefault(int(number), set()).add(path)
        found.read[who] = seen
    return found


def test_nothing_is_read_that_is_not_theirs(world: World, sown: Sown) -> None:
    wrong: list[str] = []

    def never(who: str, numbers: set[int], why: str) -> None:
        if hit := sown.told(who) & numbers:
            wrong.append(f"{who}, {why}: {sown.words(who, hit)}")

    everything = set(range(len(sown.fields)))
    of = {kind: {n for n, one in enumerate(sown.fields) if one[1] == kind} for kind in PLANTED}
    desk = {
        n
        for n, (whole, _kind, (model, _key)) in enumerate(sown.fields)
        if model._meta.app_label == "privacy" or whole.startswith(OF_THE_OFFICERS)
    }
    ruby = rows_of(sown, "Person", world["person:ruby"]) | rows_of(sown, "Contact", world["contact:ruby"])
    closed = rows_of(sown, "Contact", world["contact:closed"]) | rows_of(
        sown, "Person", world["person:footballer"]
    )
    hers = set().union(*(rows_of(sown, "Person", world[f"person:{one}"]) for one in ("leanne", "ava")))
    # A line of the police's own, in what somebody asked to see.
    item = RequestLine.objects.get(pk=world["line"]).item_id
    asked_of = {n for n, (_whole, _kind, (_model, key)) in enumerate(sown.fields) if key == item}
    assert ruby and closed and hers and not sown.refused
    for who in CAST:
        if who not in OPENS["ruby"] | {"camhs"}:  # who told, and reads their own words back
            never(who, ruby, "restricted")
        if who not in ("designated_officer", "youth_worker"):
            never(who, closed, "the closed list")
        never(who, of[FieldClass.SEALED] - desk, "sealed")
        if who not in HUB:
            never(
                who,
                of[FieldClass.SOURCE] - desk - (closed if who == "designated_officer" else set()),
                "who told",
            )
        if who in WITHOUT_RECORDS:
            never(
                who, everything - desk - (asked_of if who == "police_privacy" else set()), "opens no record"
            )
        else:
            never(who, of[FieldClass.SEALED] & desk, "the officers' own")
    never("police_ex_partner", hers, "from whom she is protected")
    assert wrong == [], "\n".join(wrong)
    # And it was looked for where it is: each class by whoever it is for; what was sealed and never planted, by nobody.
    assert sown.told("screener") & of[FieldClass.CONTENT] and sown.told("screener") & of[FieldClass.IDENTITY]
    assert sown.told("screener") & of[FieldClass.SOURCE]
    assert sown.told("designated_officer") & closed and sown.told("privacy_officer") & desk
    assert not any(number >= len(everything) for who in CAST for number in sown.told(who))
    assert len({one[0] for one in sown.fields}) > 80
