"""The pages of modules and paths."""

import pytest
from django.urls import reverse

from programs.training.models import Module
from soksi_portal.accounts.choices import Role
from tests.factories import make_module, make_phase, make_user

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Arus kas", "code": "ARK", "goal": "Mengatur kas.", "goals": "- mencatat kas\n\n• menagih piutang\n", "hours": "3", "least_sessions": "1",
}  # fmt: skip


def test_module_is_made_and_changed_with_goals_one_a_line(client, staff):
    before = make_module()
    client.post(reverse("module_create"), TYPED | {"requires": [before.pk]})
    module = Module.objects.get(code="ARK")
    assert (module.goals, module.hours, list(module.requires.all())) == (
        ["mencatat kas", "menagih piutang"],
        3,
        [before],
    )
    page = client.get(reverse("module_edit", args=["ARK"])).content.decode()
    assert "mencatat kas\nmenagih piutang" in page
    client.post(reverse("module_edit", args=["ARK"]), TYPED | {"code": "LAIN", "goals": "satu saja"})
    module.refresh_from_db()
    assert (module.code, module.goals, module.is_active, list(module.requires.all())) == (
        "ARK",
        ["satu saja"],
        False,
        [],
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "ark"), ("code", "A/B"), ("code", "A" * 21), ("code", "\x00"), ("code", "ADA"), ("title", ""), ("title", "x" * 161),
        ("goals", "\n".join(["a"] * 11)), ("goals", "a" * 201), ("goals", " \n-"), ("hours", "0"), ("hours", "41"),
        ("hours", "9" * 30), ("requires", ["9" * 30]), ("requires", ["\x00"]), ("requires", ["x"]),
    ],
)  # fmt: skip
def test_odd_module_is_answered_beside_the_field(client, staff, field, value):
    make_module(code="ADA")
    response = client.post(reverse("module_create"), TYPED | {field: value})
    assert list(response.context["form"].errors) == [field]
    assert Module.objects.count() == 1


def test_path_is_numbered_and_odd_numbers_are_answered(client, staff):
    phase, first, second = make_phase(), make_module(), make_module()
    url = reverse("path_edit", args=[phase.pk])
    fields = [f"modul-{first.pk}", f"modul-{second.pk}"]
    assert client.post(url, dict(zip(fields, ("7", "2"), strict=True))).status_code == 302
    assert [step.module for step in phase.path.all()] == [second, first]
    for odd in (("1", "1"), ("0", "2"), ("x", ""), ("\x00", ""), ("9" * 40, "")):
        assert client.post(url, dict(zip(fields, odd, strict=True))).context["form"].errors
    assert [step.position for step in phase.path.all()] == [1, 2]
    second.prerequisites.create(requires=make_module())
    assert "Urutan modul" not in client.get(reverse("module_list")).content.decode()


def test_retired_modules_are_the_staffs_to_see(client, staff):
    make_module(title="Sudah lama", is_active=False)
    assert "Sudah lama" in client.get(reverse("module_list")).content.decode()
    client.force_login(make_user(Role.CADRE))
    assert "Sudah lama" not in client.get(reverse("module_list")).content.decode()


def test_pages_cost_the_same_with_one_and_three_modules(client, staff, django_assert_max_num_queries):
    phase = make_phase()

    def queries() -> int:
        module = make_module()
        module.prerequisites.create(requires=make_module())
        phase.path.create(module=module, position=phase.path.count() + 1)
        with django_assert_max_num_queries(20) as captured:
            client.get(reverse("module_list"))
        return len(captured)

    one = queries()
    queries()
    assert queries() == one
