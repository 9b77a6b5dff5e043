"""Somebody stands in for a coordinator: on these days, for that province, and told to both."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_province, make_stand_in, make_user
from tests.parallel import in_parallel
from umkm.businesses.models import Business
from umkm.businesses.permissions import may_decide_on, may_verify
from umkm.regions import services
from umkm.regions.models import Post, Province, StandIn
from umkm.regions.scoping import coordinates, province_codes
from umkm.regions.services import CannotStandIn

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def post() -> Post:
    return make_user(Role.COORDINATOR, full_name="Rina S.").posts.select_related("province").get()


def named(post: Post, user: User, *, first: int = 0, last: int = 3, by: User | None = None) -> StandIn:
    today = timezone.localdate(timezone=post.province.zone)
    return services.name_stand_in(
        post=post,
        user=user,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
        reason="Cuti tahunan",
        by=by or post.user,
    )


def again(user: User) -> User:
    """As the next request sees this person."""
    return User.objects.get(pk=user.pk)


def test_board_member_who_stands_in_verifies_there(post: Post):
    stand_in, business = make_user(Role.BOARD), make_business(province=post.province)
    assert not may_verify(stand_in)
    named(post, stand_in)
    now = again(stand_in)
    assert province_codes(now) == [post.province_id]
    assert may_decide_on(now, business)
    assert not may_decide_on(now, make_business(province=make_province("91")))


def test_coordinator_of_another_province_sees_both(post: Post):
    stand_in = make_user(Role.COORDINATOR, province=make_province("91"))
    business = make_business(province=post.province)
    named(post, stand_in)
    assert province_codes(again(stand_in)) == ["32", "91"]
    assert list(Business.objects.visible_to(again(stand_in))) == [business]


def test_stand_in_begins_and_ends_by_the_calendar_of_the_province():
    post = make_user(Role.COORDINATOR, province=make_province("91")).posts.get()  # Papua, two hours ahead
    user = make_user(Role.BOARD)
    make_stand_in(post=post, user=user, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2))
    hours = {
        datetime(2026, 11, 30, 14, 59, tzinfo=UTC): [],
        datetime(2026, 11, 30, 15, 0, tzinfo=UTC): ["91"],  # midnight in Jayapura
        datetime(2026, 12, 2, 14, 59, tzinfo=UTC): ["91"],
        datetime(2026, 12, 2, 15, 0, tzinfo=UTC): [],
    }
    for at, expected in hours.items():
        with patch("django.utils.timezone.now", return_value=at):
            assert province_codes(again(user)) == expected, at


def test_stand_in_ended_early_no_longer_coordinates(post: Post):
    user = make_user(Role.BOARD)
    stand_in = named(post, user)
    services.end_stand_in(stand_in=stand_in, by=post.user)
    assert not coordinates(again(user))
    with pytest.raises(CannotStandIn):
        services.end_stand_in(stand_in=stand_in, by=post.user)
    named(post, user)  # the days are free again


def test_stand_in_goes_with_the_post_and_with_the_role(post: Post):
    user = make_user(Role.BOARD)
    named(post, user)
    services.end_role_and_posts(user=user, role=Role.BOARD, by=make_user(Role.ADMIN), reason="Pindah tugas")
    assert province_codes(again(user)) == []
    other = make_user(Role.BOARD)
    named(post, other, first=5, last=6)
    services.end_post(post=post, by=make_user(Role.ADMIN), reason="Pindah tugas")
    assert not StandIn.objects.standing().exists()


def test_both_are_told_of_beginning_and_end(post: Post):
    user = make_user(Role.BOARD, full_name="Hartono W.")
    stand_in = named(post, user)
    told = {message.recipient_id: message for message in Message.objects.all()}
    assert set(told) == {user.pk, post.user_id}
    assert "Anda menggantikan Koordinator Jawa Barat" in told[user.pk].title
    assert "Hartono W. menggantikan Anda" in told[post.user_id].title
    services.end_stand_in(stand_in=stand_in, by=post.user)
    planned = Message.objects.filter(state="pending")
    assert {(message.occasion, message.recipient_id) for message in planned} == {
        ("stand_in_ended", user.pk),
        ("stand_in_ended", post.user_id),
    }


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 3, "starts_on"), (3, 2, "ends_on"), (0, 90, "ends_on")]
)
def test_days_that_do_not_fit_are_refused_beside_the_field(post: Post, first: int, last: int, field: str):
    with pytest.raises(CannotStandIn) as refusal:
        named(post, make_user(Role.BOARD), first=first, last=last)
    assert refusal.value.field == field


def test_who_cannot_stand_in_is_refused(post: Post):
    colleague = make_user(Role.COORDINATOR, province=post.province)
    closed = make_user(Role.BOARD, is_active=False)
    for user in (post.user, colleague, closed, make_user(Role.JAMKRINDO), make_user(Role.CADRE)):
        with pytest.raises(CannotStandIn) as refusal:
            named(post, user)
        assert refusal.value.field == "user"


def test_second_stand_in_of_the_same_days_is_refused(post: Post):
    named(post, make_user(Role.BOARD), first=0, last=3)
    with pytest.raises(CannotStandIn) as refusal:
        named(post, make_user(Role.BOARD), first=3, last=5)
    assert "sudah ada pengganti" in refusal.value.message
    with pytest.raises(IntegrityError), transaction.atomic():
        make_stand_in(post=post)


def test_what_was_said_about_a_stand_in_is_neither_changed_nor_deleted(post: Post):
    stand_in = named(post, make_user(Role.BOARD))
    for change in (lambda: StandIn.objects.update(ends_on=date(2030, 1, 1)), stand_in.delete):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_province_without_anybody_is_known():
    alone, away = make_province("91"), make_user(Role.COORDINATOR, is_active=False)
    post = away.posts.get()
    assert set(Province.objects.without_coordinator()) == {alone, post.province}
    make_stand_in(post=post)
    assert list(Province.objects.without_coordinator()) == [alone]


@pytest.mark.django_db(transaction=True)
def test_two_who_name_somebody_at_once_name_one(post: Post):
    people = [make_user(Role.BOARD), make_user(Role.BOARD)]
    answers = in_parallel(lambda user: named(post, user), people)
    assert answers.count("CannotStandIn") == 1
    assert StandIn.objects.count() == 1


# --- pages ---------------------------------------------------------------------------------------


def answers_of(user: User) -> dict[str, str]:
    return {
        "user": str(user.pk),
        "starts_on": TODAY().isoformat(),
        "ends_on": (TODAY() + timedelta(days=2)).isoformat(),
        "reason": "Cuti tahunan",
    }


def test_coordinator_names_and_ends_on_the_page(client: Client, post: Post):
    user = make_user(Role.BOARD, full_name="Hartono W.")
    client.force_login(post.user)
    address = reverse("stand_in_create", args=[post.pk])
    page = client.post(address, answers_of(user), follow=True).content.decode()
    assert "Hartono W. menggantikan pada hari-hari itu." in page
    assert "Berlaku" in page
    ended = client.post(reverse("stand_in_end", args=[StandIn.objects.get().pk]), follow=True)
    assert "Penggantian diakhiri." in ended.content.decode()


def test_mistakes_stand_beside_the_field_and_what_was_typed_stays(client: Client, post: Post):
    client.force_login(post.user)
    address = reverse("stand_in_create", args=[post.pk])
    for day in ("31-31-2026", "\x00", "99999-01-01"):
        wrong = answers_of(make_user(Role.BOARD)) | {"ends_on": day, "user": "\x00"}
        page = client.post(address, wrong)
        assert page.status_code == 200
        assert "Cuti tahunan" in page.content.decode()
    late = answers_of(make_user(Role.BOARD)) | {"starts_on": "2020-01-01"}
    assert "Hari pertama paling awal hari ini." in client.post(address, late).content.decode()


def test_admin_reads_it_beside_the_person(client: Client, post: Post):
    user = make_user(Role.BOARD, full_name="Hartono W.")
    named(post, user)
    client.force_login(make_user(Role.ADMIN))
    for person in (user, post.user):
        page = client.get(reverse("user_detail", args=[person.pk])).content.decode()
        assert "Hartono W. menggantikan Rina S., Jawa Barat" in page
