"""Who comes instead reads the session's materials by a signed link, without an account."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from programs.training.choices import MaterialAudience
from programs.training.curriculum.shared import materials_path
from programs.training.models import Invitation, Session
from programs.training.services import answer_invitation, cancel_session, come_oneself, name_substitute
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_material, make_user
from tests.programs.training.inviting.makers import SISTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent() -> Invitation:
    invitation = make_invitation()
    make_material(module=invitation.session.module, title="Lembar arus kas")
    return name_substitute(invitation=invitation, guest=SISTER)


def test_invitation_page_offers_it_and_the_link_gives_the_file(client, sent):
    path = materials_path(sent)
    assert f'href="{path}"' in client.get(sent.get_absolute_url()).content.decode()
    page = client.get(path)
    (material,) = page.context["materials"]
    assert "Materi untuk Dewi Anggraini" in page.content.decode()
    assert sent.token not in page.content.decode()
    answer = client.get(f"{path}{material.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
        "same-origin",
        "noindex, nofollow, noarchive",
    )


def test_message_to_her_has_the_link_as_long_as_it_opens_something(sent):
    path = materials_path(sent)
    come_oneself(invitation=sent)
    first, released = Message.objects.filter(address=SISTER.email).order_by("pk")
    assert f"Materi pelatihan, tanpa perlu masuk: {settings.PORTAL_URL.rstrip('/')}{path}" in first.body
    assert "/materi/" not in released.body


def test_message_to_her_says_nothing_of_materials_where_there_are_none():
    name_substitute(invitation=make_invitation(), guest=SISTER)
    assert "Materi" not in Message.objects.get(address=SISTER.email).body


def test_nothing_but_what_is_meant_for_participants_of_this_module(client, sent):
    path, module = materials_path(sent), sent.session.module
    secret = make_material(module=module, audience=MaterialAudience.TRAINERS)
    foreign = make_material()
    assert [client.get(f"{path}{one.pk}/").status_code for one in (secret, foreign)] == [404, 404]
    assert client.get(f"{path}{2**70}/").status_code == 404
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("case", ["another", "oneself", "declined", "cancelled", "old"])
def test_link_ends_with_who_it_was_for(client, sent, case):
    path = materials_path(sent)
    assert client.get(path).status_code == 200
    if case == "another":
        name_substitute(invitation=sent, guest=replace(SISTER, name="Rudi", phone="+6281290009999"))
    if case == "oneself":
        come_oneself(invitation=sent)
    if case == "declined":
        answer_invitation(invitation=sent, attends=False, why="busy")
    if case == "cancelled":
        cancel_session(session=sent.session, reason="Banjir.", by=make_user(Role.JAMKRINDO))
    if case == "old":
        long_ago = timezone.now() - timedelta(days=100)
        Session.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=3))
    assert client.get(path).status_code == 404


def test_forged_words_open_nothing(client, sent):
    word = materials_path(sent).split("/")[3]
    other = make_invitation()
    odd = (
        word[:-1],
        word.replace(f"{sent.pk}.", f"{other.pk}."),
        "x",
        "9" * 40 + ".a",
        "①.a",
        "a\x00b",
        sent.token,
    )
    assert {client.get(f"/undangan/materi/{one}/").status_code for one in odd} == {404}


def test_nobody_is_offered_a_link_who_comes_oneself_or_has_nothing_to_read():
    own = make_invitation()
    make_material(module=own.session.module)
    assert materials_path(own) == ""
    assert (
        materials_path(
            name_substitute(invitation=make_invitation(), guest=replace(SISTER, phone="+6281290004321"))
        )
        == ""
    )
