"""Every stored field has a class; every form field has a group. (security.md 6.6: sabotage 10.)"""

import inspect
from typing import Any

import pytest
from django.apps import apps

from plait.base.access.classes import FieldClass, FieldGroup
from plait.base.ui.forms import PlaitForm

OURS = [model for model in apps.get_models() if model.__module__.startswith("plait.")]
KNOWN = {str(field_class) for field_class in FieldClass}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_has_a_class(model: Any) -> None:
    classes = {name: str(field_class) for name, field_class in getattr(model, "classes", {}).items()}
    fields = {field.name for field in model._meta.concrete_fields}
    assert fields - classes.keys() == set(), "fields without a class"
    assert classes.keys() - fields == set(), "classes of fields that are no more"
    assert set(classes.values()) <= KNOWN


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_ids_are_random_where_somebody_could_guess(model: Any) -> None:
    """Sequential ids tell how many there are, and let the next one be tried (sabotage 13)."""
    key = model._meta.pk.get_internal_type()
    inner = {"audit", "timers", "outbox", "clock", "packs", "witness"}
    assert key == "UUIDField" or model._meta.app_label in inner, f"{model.__name__} has a {key}"


def _forms(parent: type[PlaitForm]) -> list[type[PlaitForm]]:
    return [form for child in parent.__subclasses__() for form in (child, *_forms(child))]


def test_every_form_field_has_a_group() -> None:
    import plait.site.urls  # noqa: F401  imports every view, and with them every form

    forms = [form for form in _forms(PlaitForm) if form.__module__.startswith("plait.")]
    assert forms, "no forms were found, so nothing was tested"
    for form in forms:
        fields = set(getattr(form, "base_fields", {}))
        groups = getattr(form, "groups", {})
        assert fields <= set(groups), f"{form.__name__}: {fields - set(groups)}"
        assert all(isinstance(group, FieldGroup) for group in groups.values())


def test_models_inherit_nothing_that_hides_fields() -> None:
    for model in OURS:
        assert not inspect.isabstract(model)
