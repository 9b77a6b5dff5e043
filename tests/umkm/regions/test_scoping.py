"""Who sees whose records: nationwide roles all, coordinators their provinces, everyone the own ones."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant
from tests.factories import make_cadre, make_province, make_user
from umkm.cadres.models import Cadre
from umkm.regions.models import Post
from umkm.regions.scoping import province_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cadres() -> dict[str, Cadre]:
    return {code: make_cadre(province=make_province(code)) for code in ("11", "32", "91")}


def seen_by(user: object) -> list[str]:
    return sorted(Cadre.objects.visible_to(user).values_list("province_id", flat=True))


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.BOARD, ["11", "32", "91"]),
        (Role.JAMKRINDO, ["11", "32", "91"]),
        (Role.ADMIN, ["11", "32", "91"]),
        (Role.COORDINATOR, ["32"]),
        (Role.TRAINER, []),
        (Role.BANK, []),
        (Role.CADRE, []),
    ],
)
def test_each_role_sees_what_it_should(cadres, role, seen):
    assert seen_by(make_user(role)) == seen


def test_visitor_and_person_without_role_see_nothing(cadres):
    assert seen_by(AnonymousUser()) == []
    assert seen_by(make_user()) == []


def test_closed_account_sees_nothing_whatever_it_holds(cadres):
    assert seen_by(make_user(Role.ADMIN, Role.COORDINATOR, is_active=False)) == []
    own = cadres["91"].user
    own.is_active = False
    assert seen_by(own) == []


def test_coordinator_of_two_provinces_sees_both(cadres):
    user = make_user(Role.COORDINATOR)
    Post.objects.create(user=user, province=make_province("91"))
    assert seen_by(user) == ["32", "91"]


def test_ended_post_is_out_of_sight(cadres):
    user = make_user(Role.COORDINATOR)
    user.posts.update(ended_at=timezone.now())
    assert seen_by(user) == []


def test_post_without_the_role_shows_nothing(cadres):
    user = make_user(Role.COORDINATOR)
    user.role_grants.update(ended_at=timezone.now())
    assert seen_by(user) == []


def test_role_without_a_post_shows_nothing(cadres):
    user = make_user()
    RoleGrant.objects.create(user=user, role=Role.COORDINATOR)
    assert seen_by(user) == []


def test_cadre_sees_the_own_record(cadres):
    assert seen_by(cadres["11"].user) == ["11"]


def test_coordinator_who_is_a_cadre_elsewhere_sees_both(cadres):
    user = cadres["91"].user
    user.role_grants.create(role=Role.COORDINATOR)
    Post.objects.create(user=user, province=make_province("11"))
    assert seen_by(user) == ["11", "91"]


def test_provinces_are_asked_once_for_each_request(cadres, django_assert_num_queries):
    user = make_user(Role.COORDINATOR)
    with django_assert_num_queries(2):  # roles, posts
        assert [province_codes(user) for _ in range(3)] == [["32"], ["32"], ["32"]]
