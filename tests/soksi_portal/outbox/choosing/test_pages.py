"""The page of one's choices, and the link in a mail that stops one kind."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.choosing.stopping import stop_url
from soksi_portal.outbox.models import ChannelChoice
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = reverse("channel_choice")


@pytest.fixture
def cadre(client):
    user = make_user(Role.CADRE)
    client.force_login(user)
    return user


def usual(page) -> dict[str, list[str]]:
    form = page.context["form"]
    return {name: form[name].initial for name in form.fields}


def link_for(user, kind=Kind.SELECTION, channel="email") -> str:
    return stop_url(user_id=user.pk, kind=kind, channel=channel).removeprefix("http://testserver")


def test_page_shows_what_holds_and_keeps_what_is_chosen(client, cadre):
    choices = usual(client.get(PAGE))
    assert set(choices.values().__iter__().__next__()) == {"email"}
    assert "staff" not in choices
    answer = client.post(PAGE, {**choices, "selection": []})
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert list(ChannelChoice.objects.values_list("kind", "channels")) == [("selection", [])]
    assert usual(client.get(PAGE))["selection"] == []


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("session", [], "Pilih paling sedikit satu: pesan ini harus sampai kepada Anda."),
        ("selection", ["whatsapp"], "Saluran ini tidak tersedia bagi Anda."),
        ("selection", ["\x00"], "Saluran ini tidak tersedia bagi Anda."),
    ],
)
def test_bad_choice_says_so_beside_the_field_and_changes_nothing(client, cadre, kind, value, sentence):
    page = client.post(PAGE, {**usual(client.get(PAGE)), kind: value})
    assert sentence in page.content.decode()
    assert not ChannelChoice.objects.exists()


def test_person_without_address_is_shown_how_to_give_one(client):
    client.force_login(make_user(Role.CADRE, email=None, phone="+6281200000012"))
    assert "Belum ada alamat" in client.get(PAGE).content.decode()


def test_one_click_stops_without_signing_in_and_without_a_token_of_the_form(cadre):
    client = Client(enforce_csrf_checks=True)
    url = link_for(cadre)
    page = client.get(url)
    assert "Berhenti menerima pesan ini?" in page.content.decode()
    assert not ChannelChoice.objects.exists()
    for _twice in range(2):
        answer = client.post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert ChannelChoice.objects.get().channels == []


@pytest.mark.parametrize("kind", [Kind.SESSION, Kind.ACCOUNT, Kind.DATA])
def test_link_for_what_must_arrive_leads_nowhere(client, cadre, kind):
    assert client.post(link_for(cadre, kind)).status_code == 404
    assert not ChannelChoice.objects.exists()


@pytest.mark.parametrize(
    "change", [lambda url: url[:-3] + "x/", lambda url: url.replace("selection", "session")]
)
def test_forged_link_leads_nowhere(client, cadre, change):
    answer = client.post(change(link_for(cadre)))
    assert answer.status_code == 404
    assert PAGE in answer.content.decode()  # not a dead end: where all kinds are chosen


def test_link_of_a_closed_account_changes_nothing(client):
    user = make_user(is_active=False)
    assert client.post(link_for(user)).status_code == 200
    assert not ChannelChoice.objects.exists()
