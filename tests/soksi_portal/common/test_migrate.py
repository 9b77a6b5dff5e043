"""`manage.py migrate` renders no model anew for what stands beside it, and still tells it what it has."""

from __future__ import annotations

from django.db import models
from django.db.migrations import AddConstraint, RemoveConstraint
from django.db.migrations.state import ModelState, ProjectState

from soksi_portal.common.management.commands.migrate import _models_stay_rendered

AT_LEAST_ONE = models.CheckConstraint(condition=models.Q(number__gte=1), name="at_least_one")


def test_model_stays_and_knows_its_constraints():
    state = ProjectState()
    state.add_model(ModelState("uji", "Thing", [("number", models.IntegerField(primary_key=True))]))
    before = state.apps.get_model("uji", "thing")
    with _models_stay_rendered():
        AddConstraint("Thing", AT_LEAST_ONE).state_forwards("uji", state)
        assert state.apps.get_model("uji", "thing") is before
        assert before._meta.constraints == [AT_LEAST_ONE]
        RemoveConstraint("Thing", "at_least_one").state_forwards("uji", state)
        assert before._meta.constraints == []
        state.add_model(
            ModelState("uji", "Part", [("thing", models.ForeignKey("uji.Thing", models.CASCADE))])
        )
        assert state.apps.get_model("uji", "thing") is before
        assert [one.related_model.__name__ for one in before._meta.related_objects] == ["Part"]
    AddConstraint("Thing", AT_LEAST_ONE).state_forwards("uji", state)
    assert state.apps.get_model("uji", "thing") is not before  # Django's own way is back
