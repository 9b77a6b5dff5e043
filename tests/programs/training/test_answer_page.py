"""`/undangan/<token>/`: for whoever holds the token, and nothing more than that person's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.choices import InvitationState, SessionState
from programs.training.models import Invitation
from tests.factories import make_invitation, make_phase, make_pilot, make_province, make_session

pytestmark = pytest.mark.django_db


def page_of(client, invitation) -> str:
    response = client.get(invitation.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def state_of(invitation) -> str:
    return Invitation.objects.get(pk=invitation.pk).state


def test_person_answers_without_signing_in(client):
    invitation = make_invitation()
    assert "Masih ada 20 tempat" in page_of(client, invitation)
    response = client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    assert (response.status_code, response.url) == (302, invitation.get_absolute_url())
    assert state_of(invitation) == InvitationState.CONFIRMED
    assert "Anda terdaftar sebagai peserta" in page_of(client, invitation)


def test_decline_needs_a_reason_and_the_mind_can_change(client):
    invitation = make_invitation()
    url = invitation.get_absolute_url()
    response = client.post(url, {"jawaban": "tidak", "reason": " "})
    assert "Pilih alasannya, atau tulis dengan singkat." in response.content.decode()
    assert state_of(invitation) == InvitationState.INVITED
    client.post(url, {"jawaban": "tidak", "reason": "Ada pesanan besar"})
    page = page_of(client, invitation)
    assert "Alasan: Ada pesanan besar." in page
    assert "Ternyata saya bisa hadir" in page
    client.post(url, {"jawaban": "hadir"})
    assert state_of(invitation) == InvitationState.CONFIRMED


def test_full_session_shows_the_place_in_the_queue(client):
    session = make_session(capacity=1)
    make_invitation(session=session, state=InvitationState.CONFIRMED)
    invitation = make_invitation(session=session)
    assert "Tempatnya sudah penuh" in page_of(client, invitation)
    client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    assert "Anda nomor 1 di daftar tunggu" in page_of(client, invitation)


def test_time_is_shown_in_the_persons_zone_and_the_sessions(client):
    papua = make_province("91")
    start = (timezone.now() + timedelta(days=9)).replace(hour=2, minute=0)
    session = make_session(provinces=[make_province("32")], starts_at=start)
    invitation = make_invitation(
        session=session, pilot=make_pilot(phase=make_phase(provinces=[papua]), province=papua)
    )
    page = page_of(client, invitation)
    assert "pukul 11.00–14.00 WIT" in page
    assert "pukul 09.00–12.00 WIB" in page


def test_link_is_shown_to_who_confirmed_only(client):
    session = make_session(mode="online", link="https://rapat.test/rahasia")
    invitation = make_invitation(session=session)
    assert "rapat.test" not in page_of(client, invitation)
    client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    assert "https://rapat.test/rahasia" in page_of(client, invitation)


@pytest.mark.parametrize(
    ("session_fields", "state", "sentence"),
    [
        (
            {"state": "cancelled", "cancelled_at": timezone.now(), "cancel_reason": "Banjir"},
            "confirmed",
            "Banjir",
        ),
        ({"starts_at": timezone.now() - timedelta(minutes=5)}, "invited", "sudah dimulai"),
        (
            {"starts_at": timezone.now() - timedelta(days=5), "state": SessionState.HELD},
            "confirmed",
            "sudah terlaksana",
        ),
        ({}, "cancelled", "Undangan ini tidak berlaku lagi"),
    ],
)
def test_closed_invitation_says_why_and_takes_no_answer(client, session_fields, state, sentence):
    invitation = make_invitation(session=make_session(**session_fields), state=state)
    page = page_of(client, invitation)
    assert sentence in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    refused = client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    assert 'role="alert"' in refused.content.decode()
    assert state_of(invitation) == state


@pytest.mark.parametrize("token", ["x" * 43, "x", "abc.", "\x00" * 30, "☕" * 30, "y" * 4000, "..%2f"])
def test_unknown_token_is_a_friendly_404(client, token):
    response = client.get(reverse("invitation_answer", args=[token]))
    assert response.status_code == 404
    assert "Undangan ini tidak ditemukan" in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"jawaban": "x"}, {"jawaban": "tidak", "reason": "\x00"}, {"jawaban": "tidak", "reason": "x" * 999}],
)
def test_odd_answers_change_nothing(client, data):
    invitation = make_invitation()
    assert client.post(invitation.get_absolute_url(), data).status_code == 200
    assert state_of(invitation) == InvitationState.INVITED


def test_page_tells_nothing_of_other_people_and_keeps_its_address(client):
    session = make_session()
    own, other = make_invitation(session=session), make_invitation(session=session)
    response = client.get(own.get_absolute_url())
    page = response.content.decode()
    assert own.person.full_name in page
    for secret in (other.person.full_name, other.token, str(other.pilot.business), own.person.email):
        assert secret not in page
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in page


def test_other_methods_are_refused(client):
    assert client.delete(make_invitation().get_absolute_url()).status_code == 405


def test_answer_without_token_of_the_form_is_refused():
    from django.test import Client

    invitation = make_invitation()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(invitation.get_absolute_url(), {"jawaban": "hadir"}).status_code == 403
