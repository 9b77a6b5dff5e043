"""What needs what, and in which order: no circle, and no path that puts the later before the earlier."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from programs.training.curriculum.services import save_module, set_path
from programs.training.errors import CurriculumRefused
from programs.training.models import Module, PhaseModule, Prerequisite
from soksi_portal.accounts.choices import Role
from tests.factories import make_module, make_phase, make_user
from tests.parallel import in_parallel


def now() -> None:
    """What is looked at when the transaction ends, looked at here."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_circle_is_refused_by_the_database_at_any_length():
    first, second, third = (make_module() for _ in range(3))
    Prerequisite.objects.create(module=second, requires=first)
    Prerequisite.objects.create(module=third, requires=second)
    for module, requires in ((first, third), (first, second)):
        with pytest.raises(IntegrityError, match="no_circle"), transaction.atomic():
            Prerequisite.objects.create(module=module, requires=requires)
    with pytest.raises(IntegrityError, match="no_circle"), transaction.atomic():
        Prerequisite.objects.create(module=first, requires=first)


@pytest.mark.django_db
def test_circle_is_refused_politely_beside_the_field():
    staff, first, second = make_user(Role.JAMKRINDO), make_module(), make_module()
    save_module(module=second, requires=[first], by=staff)
    with pytest.raises(CurriculumRefused, match="akan berputar") as refusal:
        save_module(module=first, requires=[second], by=staff)
    assert refusal.value.field == "requires"
    save_module(module=second, requires=[], by=staff)
    save_module(module=first, requires=[second], by=staff)
    assert Prerequisite.objects.get().module == first


@pytest.mark.django_db
def test_path_puts_nothing_before_what_it_builds_on():
    phase, staff, first, second = make_phase(), make_user(Role.JAMKRINDO), make_module(), make_module()
    Prerequisite.objects.create(module=second, requires=first)
    set_path(phase=phase, modules=[first, second], by=staff)
    with pytest.raises(CurriculumRefused, match="sesudah modul yang mendahuluinya"):
        set_path(phase=phase, modules=[second, first], by=staff)
    assert [step.module for step in phase.path.all()] == [first, second]
    with transaction.atomic():
        PhaseModule.objects.filter(module=first).update(position=9)
        with pytest.raises(IntegrityError, match="path_in_order"):
            now()
        transaction.set_rollback(True)
    set_path(phase=phase, modules=[second], by=staff)  # taken elsewhere already
    assert [step.module for step in phase.path.all()] == [second]


@pytest.mark.django_db
def test_prerequisite_that_a_path_has_the_other_way_round_is_refused():
    phase, staff, first, second = make_phase(), make_user(Role.JAMKRINDO), make_module(), make_module()
    set_path(phase=phase, modules=[first, second], by=staff)
    with pytest.raises(CurriculumRefused, match="Atur urutannya dahulu"):
        save_module(module=first, requires=[second], by=staff)


@pytest.mark.django_db
def test_path_is_turned_around_and_a_closed_phase_keeps_its_own():
    phase, staff, modules = make_phase(), make_user(Role.JAMKRINDO), [make_module() for _ in range(3)]
    set_path(phase=phase, modules=modules, by=staff)
    set_path(phase=phase, modules=modules[::-1], by=staff)
    assert [step.module for step in phase.path.all()] == modules[::-1]
    with pytest.raises(CurriculumRefused, match="sudah ditutup"):
        set_path(phase=make_phase(state="closed"), modules=modules, by=staff)


@pytest.mark.django_db(transaction=True)
def test_two_who_close_a_circle_together_are_stopped():
    first, second = make_module(), make_module()
    pairs = [(first, second), (second, first)] * 3

    def require(pair: tuple[Module, Module]) -> str:
        Prerequisite.objects.create(module=pair[0], requires=pair[1])
        return "written"

    answers = Counter(in_parallel(require, pairs))
    assert answers["written"] == 1
    assert Prerequisite.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_turned_path_beside_a_new_prerequisite_leaves_both_in_order():
    phase, staff, first, second = make_phase(), make_user(Role.JAMKRINDO), make_module(), make_module()
    set_path(phase=phase, modules=[first, second], by=staff)

    def act(what: str) -> str:
        if what == "path":
            set_path(phase=phase, modules=[second, first], by=staff)
        else:
            save_module(module=second, requires=[first], by=staff)
        return what

    in_parallel(act, ["path", "needs"])
    order = [step.module for step in phase.path.all()]
    assert order == [first, second] if Prerequisite.objects.exists() else order == [second, first]
