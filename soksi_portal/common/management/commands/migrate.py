"""Django's `migrate`, in a quarter of the time on an empty database.

For each new model, constraint, index, trigger and foreign key Django renders anew every model related to its model, and
all of ours lead to a person: a tenth of a second, hundreds of times. Telling that one model does the same; for a foreign
key, those that point to it too. Python in a migration still has all models rendered anew first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations import AddConstraint, AddIndex, RemoveConstraint, RemoveIndex
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

BESIDE_THE_MODELS = (AddConstraint, AddIndex, AddTrigger, RemoveConstraint, RemoveIndex, RemoveTrigger)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with _models_stay_rendered():
            super().handle(*args, **options)


@contextmanager
def _models_stay_rendered() -> Iterator[None]:
    originals = {operation: operation.state_forwards for operation in BESIDE_THE_MODELS}
    for operation, forwards in originals.items():
        operation.state_forwards = _past_rendering(forwards)  # type: ignore[method-assign]
    add_model, add_field = ProjectState.add_model, ProjectState.add_field
    ProjectState.add_model = _alone(add_model)  # type: ignore[method-assign]
    ProjectState.add_field = _with_its_neighbours(add_field)  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = add_model  # type: ignore[method-assign]
        ProjectState.add_field = add_field  # type: ignore[method-assign]
        for operation, forwards in originals.items():
            operation.state_forwards = forwards  # type: ignore[method-assign]


def _past_rendering(forwards: Callable[..., None]) -> Callable[..., None]:
    def state_forwards(operation: Any, app_label: str, state: ProjectState) -> None:
        rendered = state.__dict__.pop("apps", None)  # a cached property: where it is not, nothing is rendered
        forwards(operation, app_label, state)
        if rendered is None:
            return
        state.__dict__["apps"] = rendered
        name = operation.model_name.lower()
        meta, kept = rendered.get_model(app_label, name)._meta, state.models[app_label, name].options
        for option in ("constraints", "indexes"):  # a later change of a field spares these
            setattr(meta, option, list(kept.get(option, ())))

    return state_forwards


def _alone(add_model: Callable[..., None]) -> Callable[..., None]:
    """Nothing points to a new model yet; those that it points to are told as it is rendered."""

    def added(state: ProjectState, model_state: ModelState) -> None:
        rendered = state.__dict__.pop("apps", None)
        add_model(state, model_state)
        if rendered is not None:
            state.__dict__["apps"] = rendered
            state.is_delayed = True
            rendered.render_multiple([model_state])

    return added


def _with_its_neighbours(add_field: Callable[..., None]) -> Callable[..., None]:
    def added(state: ProjectState, app_label: str, model_name: str, *field: Any) -> None:
        rendered = state.__dict__.pop("apps", None)
        add_field(state, app_label, model_name, *field)
        if rendered is None:
            return
        state.__dict__["apps"] = rendered
        state.is_delayed = True
        pointing = rendered.get_model(app_label, model_name)._meta.related_objects
        neighbours = {
            (one.related_model._meta.app_label, one.related_model._meta.model_name) for one in pointing
        }
        state._reload({(app_label, model_name), *neighbours})  # type: ignore[attr-defined]

    return added
