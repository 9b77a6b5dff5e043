"""The pages of observers and of one invitation, and what the link's page says about them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.models import Invitation, Session, Substitute
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_session, make_user
from tests.programs.training.inviting.makers import (
    SISTER,
    make_observer,
    make_open,
    make_seated,
    make_waitlisted,
)

pytestmark = pytest.mark.django_db
GUEST = {"jawaban": "pengganti", "name": "Dewi Anggraini", "phone": "0812 9000 1234", "agrees": "on"}


def detail(invitation: Invitation) -> str:
    return reverse("invitation_detail", args=[invitation.session_id, invitation.pk])


def main_of(client, url: str) -> str:
    return client.get(url).content.decode().split("<main")[1].split("</main>")[0]


# --- /pelatihan/<id>/pengamat/ ------------------------------------------------------------------------


def test_staff_see_who_and_how_many_and_press(client, staff):
    session = make_session(capacity=4)
    nominations = [make_waitlisted(session, rank) for rank in (1, 2, 3)]
    url = reverse("observers_invite", args=[session.pk])
    page = main_of(client, url)
    assert "2 dari 4 tempat" in page
    assert "2 tempat dijaga, satu untuk setiap kursi" in page
    assert "3 usaha dapat diundang" in page
    assert page.count(" checked") == 2
    sent = client.post(url, {"businesses": [nominations[0].business_id]}, follow=True)
    assert "1 pengamat diundang" in sent.content.decode()
    assert session.invitations.get().business == nominations[0].business


@pytest.mark.parametrize("chosen", [[], ["x"], ["\x00"], ["9" * 30], ["0"]])
def test_odd_choices_invite_nobody(client, staff, chosen):
    session = make_session(capacity=4)
    make_waitlisted(session)
    response = client.post(reverse("observers_invite", args=[session.pk]), {"businesses": chosen})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not session.invitations.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"capacity": 1}, "Tidak ada tempat tersisa"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "Sudah tidak dapat diundang"),
    ],
)
def test_page_says_why_nobody_can_be_invited(client, staff, fields, sentence):
    session = make_session(**fields)
    make_waitlisted(session)
    assert sentence in main_of(client, reverse("observers_invite", args=[session.pk]))


def test_page_without_candidates_says_who_would_be_there(client, staff):
    page = main_of(client, reverse("observers_invite", args=[make_session().pk]))
    assert "Belum ada yang dapat diundang" in page


# --- /pelatihan/<id>/undangan/<id>/ -------------------------------------------------------------------


def test_staff_write_down_what_was_said_on_the_phone(client, staff):
    invitation = make_invitation()
    client.post(detail(invitation), {"jawaban": "tidak", "why": "ill"})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_via, invitation.answered_by) == ("declined", "staff", staff)
    page = main_of(client, detail(invitation))
    assert "Lewat: Dicatat petugas" in page
    assert staff.full_name in page


def test_coordinator_reads_the_own_province_and_records_nothing(client):
    invitation = make_invitation()
    client.force_login(make_user(Role.COORDINATOR, province=invitation.province))
    page = main_of(client, detail(invitation))
    assert "Riwayat" in page
    assert "<button" not in page
    assert client.post(detail(invitation), {"jawaban": "hadir"}).status_code == 403
    assert (
        client.get(reverse("invitation_detail", args=[make_session().pk, invitation.pk])).status_code == 404
    )


def test_trainer_names_who_came_at_the_door(client):
    session = make_session(starts_at=timezone.now() - timedelta(minutes=5))
    invitation = make_invitation(session=session, state="confirmed")
    client.force_login(session.trainer)
    assert "Siapa yang datang" in main_of(client, detail(invitation))
    client.post(detail(invitation), GUEST)
    assert Invitation.objects.get(pk=invitation.pk).guest == "Dewi Anggraini"
    roll = client.get(reverse("session_attendance", args=[session.pk])).content.decode()
    assert "Dewi Anggraini" in roll
    assert f"menggantikan {invitation.person.full_name}" in roll


def test_withdrawal_asks_for_a_reason(client, staff):
    observer = make_observer(make_open(5))
    url = reverse("invitation_withdraw", args=[observer.session_id, observer.pk])
    assert client.post(url, {"reason": " "}).context["form"].errors
    client.post(url, {"reason": "Salah orang."})
    assert "Salah orang." in main_of(client, detail(observer))


# --- /undangan/<token>/ -------------------------------------------------------------------------------


def test_opening_the_link_never_answers(client):
    """Link previews and mail scanners open it, with any method that only reads and any query."""
    invitation = make_invitation()
    for send in (client.get, client.head):
        for query in ({}, {"jawaban": "hadir"}, {"jawaban": "tidak", "why": "ill"}):
            send(invitation.get_absolute_url(), query, HTTP_USER_AGENT="WhatsApp/2.23")
    assert Invitation.objects.values_list("state", "answered_at").get() == ("invited", None)


def test_substitute_is_sent_and_taken_back_by_the_link(client):
    invitation = make_invitation()
    url = invitation.get_absolute_url()
    for _ in range(2):
        assert client.post(url, GUEST).status_code == 302
    assert Substitute.objects.count() == 1
    assert "Dewi Anggraini terdaftar menggantikan Anda" in main_of(client, url)
    client.post(url, {"jawaban": "sendiri"})
    assert "Anda terdaftar sebagai peserta" in main_of(client, url)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\x00"), ("name", "www.iklan.test"), ("phone", "123"), ("phone", "\x00"), ("email", "x"), ("agrees", "")],
)  # fmt: skip
def test_odd_substitutes_are_refused_beside_the_field(client, field, value):
    invitation = make_invitation()
    response = client.post(invitation.get_absolute_url(), GUEST | {field: value})
    assert list(response.context["reply"].substitute.errors) == [field]
    assert "Dewi" in response.content.decode() or field == "name"
    assert (
        "Ada satu hal yang perlu diperbaiki" in response.content.decode()
    )  # at the top, where a phone shows it
    assert not Substitute.objects.exists()


def test_yes_to_a_time_that_has_moved_is_asked_again(client):
    invitation = make_invitation()
    url = invitation.get_absolute_url()
    Session.objects.filter(pk=invitation.session_id).update(revision=1)
    stale = client.post(url, {"jawaban": "hadir", "revisi": "0"})
    assert "baru saja berubah" in stale.content.decode()
    assert client.post(url, {"jawaban": "hadir", "revisi": "1"}).status_code == 302


def test_change_after_the_answer_is_said(client):
    invitation = make_invitation()
    client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    assert "berubah sesudah Anda menjawab" not in main_of(client, invitation.get_absolute_url())
    Invitation.objects.update(answered_at=timezone.now() - timedelta(hours=1))
    Session.objects.filter(pk=invitation.session_id).update(revision=1)
    assert "berubah sesudah Anda menjawab" in main_of(client, invitation.get_absolute_url())


def test_observer_reads_until_when_pilots_come_first(client):
    session = make_open(2)
    make_seated(session)
    observer = make_observer(session)
    url = observer.get_absolute_url()
    assert "masih dijaga untuk UMKM percontohan" in main_of(client, url)
    client.post(url, {"jawaban": "hadir"})
    page = main_of(client, url)
    assert "nomor 1 di daftar tunggu pengamat" in page
    assert "didahulukan sampai" in page


def test_answer_signed_in_is_told_apart_from_the_link(client):
    invitation = make_invitation()
    client.force_login(invitation.person)
    client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    invitation.refresh_from_db()
    assert (invitation.answered_via, invitation.answered_by) == ("portal", invitation.person)


def test_link_opens_nothing_long_after_the_session(client):
    long_ago = timezone.now() - timedelta(days=91)
    invitation = make_invitation(session=make_session(starts_at=long_ago, state="held"))
    assert client.get(invitation.get_absolute_url()).status_code == 404


def test_page_of_the_link_shows_no_number_of_the_substitute(client):
    invitation = make_invitation()
    client.post(invitation.get_absolute_url(), GUEST)
    assert SISTER.phone[3:] not in main_of(client, invitation.get_absolute_url()).replace("-", "")
