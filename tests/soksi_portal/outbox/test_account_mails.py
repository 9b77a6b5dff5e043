"""The sign-in library's mails: to the address they are about, and to nobody else."""

import pytest

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.account_mails import MailingAccountAdapter
from soksi_portal.outbox.models import Message
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_confirmation_goes_to_the_address_that_is_to_be_confirmed(client):
    user = make_user(Role.CADRE)
    client.force_login(user)
    client.post("/akun/email/", {"action_add": "", "email": "lain@contoh.test"})
    message = Message.objects.get(occasion="account")
    assert (message.address, message.address_is_given) == ("lain@contoh.test", True)


@pytest.mark.parametrize("email", ["orang-lain@contoh.test", "ada@contoh.test"])
def test_reset_answers_alike_whether_or_not_there_is_an_account(client, email):
    make_user(Role.CADRE, email="ada@contoh.test")
    answer = client.post("/akun/sandi/lupa/", {"email": email})
    assert (answer.status_code, answer["Location"]) == (302, "/akun/sandi/lupa/terkirim/")
    assert Message.objects.count() == (1 if email.startswith("ada") else 0)


def test_any_other_mail_of_the_library_is_a_declared_text_too():
    user, context = make_user(Role.CADRE, email="ada@contoh.test"), {"email": "ada@contoh.test"}
    MailingAccountAdapter().send_mail("account/email/account_already_exists", user.email, context)
    message = Message.objects.get(occasion="account")
    assert "Portal Kemitraan UMKM" in message.body
    assert (message.short, message.in_inbox) == (message.title, False)
