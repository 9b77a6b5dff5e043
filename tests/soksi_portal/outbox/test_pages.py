"""/pengingat/: who sees what, what may be done, and that keys in addresses stay hidden."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from tests.factories import make_user

from .makers import make_claimed, make_message

pytestmark = pytest.mark.django_db

LIST = reverse("message_list")
BODY = "Jawab di sini: http://testserver/undangan/Zx81-kunci_rahasia/ dan http://testserver/pelatihan/12/"


def titles(response) -> list[str]:
    return [row.record.title for row in response.context["listing"].rows]


@pytest.fixture
def staff(client):
    user = make_user(Role.JAMKRINDO, full_name="Rina Staf")
    client.force_login(user)
    return user


def make_failed(**fields) -> Message:
    message = make_message(**fields)
    Message.objects.filter(pk=message.pk).update(state="sending", lease="0" * 32, leased_until=timezone.now())
    Message.objects.filter(pk=message.pk).end(MessageState.FAILED, last_error="Tidak dikenal.", attempts=1)
    message.refresh_from_db()
    return message


# --- who sees what -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.JAMKRINDO, Role.ADMIN])
def test_staff_see_all_messages_newest_first(client, role):
    now = timezone.now()
    for days in (1, 3, 2):
        make_message(title=f"H+{days}", due_at=now + timedelta(days=days))
    client.force_login(make_user(role))
    assert titles(client.get(LIST)) == ["H+3", "H+2", "H+1"]


@pytest.mark.parametrize("role", [Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.TRAINER, Role.BANK])
def test_others_see_their_own_messages_only(client, role):
    user = make_user(role)
    own, foreign = make_message(recipient=user, title="Untuk saya"), make_message()
    client.force_login(user)
    assert titles(client.get(LIST)) == ["Untuk saya"]
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert "Content-Disposition" not in client.get(LIST, {"format": "csv"})


def test_visitor_is_asked_to_sign_in(client):
    message = make_message()
    for url in (LIST, message.get_absolute_url()):
        response = client.get(url)
        assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize("name", ["message_cancel", "message_resend"])
def test_recipient_may_neither_cancel_nor_resend(client, name):
    message = make_message(recipient=make_user(Role.CADRE))
    client.force_login(message.recipient)
    assert client.post(reverse(name, args=[message.pk])).status_code == 403
    message.refresh_from_db()
    assert message.state == MessageState.PENDING


# --- the list ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "failed"}, ["gagal"]),
        ({"status": "pending"}, ["nanti", "siti"]),
        ({"penerima": "AMIN"}, ["siti"]),
        ({"perihal": "session_invited"}, ["siti"]),
        ({"saluran": "webhook"}, []),
        ({"dari": "2030-01-02"}, ["nanti"]),
        ({"sampai": "2030-01-01"}, ["gagal", "siti"]),
        ({"dari": "2030-01-02", "sampai": "2030-01-02"}, ["nanti"]),
    ],
)
def test_list_is_narrowed_down(client, staff, query, expected):
    siti = make_user(full_name="Siti Aminah")
    make_message(
        title="siti", occasion="session_invited", recipient=siti, due_at=timezone.now() - timedelta(days=1)
    )
    make_failed(title="gagal")
    make_message(
        title="nanti", due_at=timezone.datetime(2030, 1, 2, 2, tzinfo=timezone.get_current_timezone())
    )
    assert titles(client.get(LIST, query)) == expected


@pytest.mark.parametrize(
    "query",
    [
        {"status": "ngawur"},
        {"perihal": "x" * 500},
        {"dari": "2026-99-99"},
        {"dari": "0001-01-01"},
        {"sampai": "9999-12-31"},
        {"sampai": "1e30"},
        {"penerima": "😀\x00"},
        {"penerima": "x" * 200},
        {"sesudah": "%%%"},
        {"urut": "-password"},
    ],
)
def test_bad_filters_never_break_the_list(client, staff, query):
    make_message()
    assert client.get(LIST, query).status_code == 200


def test_list_costs_the_same_queries_for_one_and_for_three(client, staff, django_assert_num_queries):
    make_message()
    client.get(LIST)
    with django_assert_num_queries(13):
        client.get(LIST)
    make_message()
    make_failed()
    with django_assert_num_queries(13):
        client.get(LIST)


def test_tiles_count_each_state(client, staff):
    make_message()
    make_failed()
    make_failed()
    counts = {one.state.value: one.words for one in client.get(LIST).context["counts"]}
    assert counts == {
        "pending": "1",
        "sending": "0",
        "sent": "0",
        "failed": "2",
        "unknown": "0",
        "cancelled": "0",
    }


def test_tiles_stop_counting_at_a_thousand(client, staff, monkeypatch):
    monkeypatch.setattr("soksi_portal.outbox.queries.COUNTED_UP_TO", 2)
    for _number in range(4):
        make_message()
    assert client.get(LIST).context["counts"][0].words == "2+"


def test_export_has_all_facts_and_no_text(client, staff):
    message = make_failed(
        title="=1+1", body=BODY, recipient=make_user(full_name="Siti", email="siti@uji.test")
    )
    response = client.get(LIST, {"format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["Pesan"], row["Penerima"], row["Alamat"]) == ("'=1+1", "Siti", "siti@uji.test")
    assert (row["Status"], row["Sebab"], row["Percobaan"]) == ("Gagal", "Tidak dikenal.", "1")
    assert message.body not in text
    assert "kunci_rahasia" not in text


# --- one message -------------------------------------------------------------------------------


def test_staff_read_the_text_without_the_key_of_an_invitation(client, staff):
    message = make_message(body=BODY)
    body = client.get(message.get_absolute_url()).content.decode()
    assert "kunci_rahasia" not in body
    assert "http://testserver/undangan/•••/" in body
    assert "http://testserver/pelatihan/12/" in body


def test_recipient_reads_the_own_key(client):
    message = make_message(body=BODY)
    client.force_login(message.recipient)
    assert "kunci_rahasia" in client.get(message.get_absolute_url()).content.decode()


@pytest.mark.parametrize("occasion", ["account", "account+12"])
def test_nobody_reads_the_keys_to_an_account(client, staff, occasion):
    message = make_message(occasion=occasion, body="http://testserver/sandi/abc:def:ghi/")
    for reader in (staff, message.recipient):
        client.force_login(reader)
        assert "abc:def" not in client.get(message.get_absolute_url()).content.decode()


def test_life_of_a_message_tells_each_try_and_the_end(client, staff):
    message = make_failed()
    message.tries.create(error="Sibuk.", at=timezone.now() - timedelta(hours=2))
    message.tries.create(error="Tidak dikenal.")
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(hours=3))
    events = client.get(message.get_absolute_url()).context["events"]
    assert [(event.title, event.text) for event in events] == [
        ("Gagal dikirim", "Tidak dikenal."),
        ("Percobaan ke-1 tidak berhasil", "Sibuk."),
        ("Direncanakan", ""),
    ]


@pytest.mark.parametrize("number", [0, 10**30])
def test_unknown_number_is_not_found(client, staff, number):
    assert client.get(f"/pengingat/{number}/").status_code == 404


# --- decisions ---------------------------------------------------------------------------------


def test_cancelling_asks_first_and_names_who_did(client, staff):
    message = make_message()
    url = reverse("message_cancel", args=[message.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, follow=True).redirect_chain == [(message.get_absolute_url(), 302)]
    message.refresh_from_db()
    assert (message.state, message.ended_by) == (MessageState.CANCELLED, staff)
    assert message.last_error == "Dibatalkan oleh Rina Staf."


def test_cancelling_what_has_left_says_so(client, staff):
    message = make_failed()
    response = client.post(reverse("message_cancel", args=[message.pk]), follow=True)
    assert "sudah dikirim atau sudah berakhir" in response.content.decode()


def test_resending_an_unknown_message_is_a_decision_with_name_and_reason(client, staff):
    message = make_claimed(handed_over_at=timezone.now())
    Message.objects.filter(pk=message.pk).end(MessageState.UNKNOWN)
    url = reverse("message_resend", args=[message.pk])
    assert "mungkin membacanya dua kali" in client.get(url).content.decode()
    client.post(url, {"reason": "Ibu Siti belum menerimanya."})
    message.refresh_from_db()
    again = message.resent_as.get()
    assert (message.state, again.state) == (MessageState.UNKNOWN, MessageState.PENDING)
    assert (again.resent_by, again.resend_reason) == (staff, "Ibu Siti belum menerimanya.")
    assert (again.title, again.body, again.recipient) == (message.title, message.body, message.recipient)
    events = client.get(message.get_absolute_url()).context["events"]
    assert (events[0].title, events[0].by) == ("Dikirim ulang sebagai pesan baru", "Rina Staf")


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 301])
def test_resending_without_a_proper_reason_is_refused_beside_the_field(client, staff, reason):
    message = make_failed()
    response = client.post(reverse("message_resend", args=[message.pk]), {"reason": reason})
    assert list(response.context["form"].errors) == ["reason"]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("name", ["message_cancel", "message_resend"])
def test_other_methods_are_refused(client, staff, name):
    assert client.put(reverse(name, args=[make_message().pk])).status_code == 405
