"""The trainer's list: one form without JavaScript, one tap at a time with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.choices import InvitationState, SessionState
from programs.training.models import Attendance, Session
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_province, make_session, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def session(client):
    session = make_session(starts_at=timezone.now() - timedelta(minutes=5))
    client.force_login(session.trainer)
    return session


def invite(session, state=InvitationState.CONFIRMED):
    return make_invitation(session=session, state=state)


def url_of(session) -> str:
    return reverse("session_attendance", args=[session.pk])


def statuses() -> dict[int, str]:
    return dict(Attendance.objects.values_list("invitation", "status"))


def test_page_lists_who_confirmed_first_and_the_others_below(client, session):
    other, expected = invite(session, InvitationState.INVITED), invite(session)
    invite(session, InvitationState.CANCELLED)
    roll = client.get(url_of(session)).context["roll"]
    assert [line.invitation for line in roll.expected] == [expected]
    assert [line.invitation for line in roll.others] == [other]


def test_whole_form_is_saved_and_the_session_held(client, session):
    first, second = invite(session), invite(session)
    form = {f"status-{first.pk}": "present", f"status-{second.pk}": "sick", "selesai": "1"}
    response = client.post(url_of(session), form, follow=True)
    assert statuses() == {first.pk: "present", second.pk: "sick"}
    assert Session.objects.get().state == SessionState.PLANNED
    assert "centang “Selesai lebih awal”" in response.content.decode()
    assert "Berlangsung" in response.content.decode()
    response = client.post(url_of(session), form | {"lebih_awal": "1"}, follow=True)
    assert Session.objects.get().state == SessionState.HELD
    assert "Pelatihan terlaksana" in response.content.decode()


def test_finishing_without_everyone_saves_what_there_is_and_says_who_is_missing(client, session):
    first, _second = invite(session), invite(session)
    response = client.post(url_of(session), {f"status-{first.pk}": "present", "selesai": "1"}, follow=True)
    assert "Kehadiran 1 orang belum diisi" in response.content.decode()
    assert Session.objects.get().state == SessionState.PLANNED


def test_everyone_present_fills_only_who_confirmed_and_is_not_recorded(client, session):
    sick, first, second = invite(session), invite(session), invite(session)
    invite(session, InvitationState.DECLINED)
    client.post(url_of(session), {f"status-{sick.pk}": "sick"})
    client.post(url_of(session), {"semua": "1", f"status-{second.pk}": "excused"})
    assert statuses() == {sick.pk: "sick", first.pk: "present", second.pk: "excused"}


def test_old_page_of_a_second_device_overwrites_nothing(client, session):
    first, second = invite(session), invite(session)
    old_page = {f"status-{first.pk}": "absent", f"semula-{first.pk}": "absent"}
    client.post(url_of(session), {f"status-{first.pk}": "absent"})
    client.post(url_of(session), {f"status-{first.pk}": "present", f"semula-{first.pk}": "absent"})
    client.post(url_of(session), old_page | {f"status-{second.pk}": "present", f"semula-{second.pk}": ""})
    assert statuses() == {first.pk: "present", second.pk: "present"}


def test_one_tap_is_saved_at_once_and_again_harmlessly(client, session):
    invitation = invite(session)
    url = reverse("attendance_record", args=[session.pk, invitation.pk])
    for _ in range(2):
        page = client.post(url, {f"status-{invitation.pk}": "present"}, headers=HTMX).content.decode()
        assert "Tersimpan" in page
        assert 'id="jumlah-hadir"' in page
        assert "semua terisi" in page
    assert statuses() == {invitation.pk: "present"}


@pytest.mark.parametrize("status", ["", "late", "\x00", "☕" * 500])
def test_odd_tap_is_refused_with_a_sentence(client, session, status):
    invitation = invite(session)
    url = reverse("attendance_record", args=[session.pk, invitation.pk])
    page = client.post(url, {f"status-{invitation.pk}": status}, headers=HTMX).content.decode()
    assert "Pilihan ini tidak dikenal" in page
    assert client.post(url_of(session), {f"status-{invitation.pk}": status}).status_code == 302
    assert statuses() == {}


def test_tap_on_a_foreign_or_unknown_invitation_saves_nothing(client, session):
    foreign = invite(make_session(starts_at=timezone.now() - timedelta(minutes=5)))
    for pk in (foreign.pk, 10**30):
        url = reverse("attendance_record", args=[session.pk, pk])
        assert client.post(url, {f"status-{pk}": "present"}, headers=HTMX).status_code == 200
    assert statuses() == {}


def test_tap_without_htmx_comes_back_to_the_list(client, session):
    invitation = invite(session)
    url = reverse("attendance_record", args=[session.pk, invitation.pk])
    assert client.get(url).status_code == 405
    assert client.post(url, {f"status-{invitation.pk}": "sick"}).url == url_of(session)
    assert statuses() == {invitation.pk: "sick"}


def test_before_its_time_the_list_is_closed(client):
    session = make_session(starts_at=timezone.now() + timedelta(hours=3))
    client.force_login(session.trainer)
    invitation = invite(session)
    assert "Belum waktunya" in client.get(url_of(session)).content.decode()
    response = client.post(url_of(session), {f"status-{invitation.pk}": "present"}, follow=True)
    assert "mulai satu jam sebelum" in response.content.decode()
    assert statuses() == {}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.JAMKRINDO, 200), (Role.ADMIN, 200), (Role.TRAINER, 404),
        (Role.COORDINATOR, 403), (Role.BOARD, 403), (Role.CADRE, 403), (Role.BANK, 403),
    ],
)  # fmt: skip
def test_only_its_trainer_and_staff_keep_attendance(client, session, role, status):
    client.force_login(make_user(role, province=make_province()))
    assert client.get(url_of(session)).status_code == status


def test_trainer_invited_elsewhere_reads_why_not(client, session):
    """In scope through an invitation, but not the trainer of that session: 403, not 404."""
    user = make_user(Role.TRAINER, Role.CADRE)
    make_invitation(session=session, person=user)
    client.force_login(user)
    response = client.get(url_of(session))
    assert response.status_code == 403


def test_list_costs_the_same_queries_with_one_and_three_people(
    client, session, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(20) as captured:
            client.get(url_of(session))
        return len(captured)

    invite(session)
    one = queries()
    invite(session)
    invite(session)
    assert queries() == one
