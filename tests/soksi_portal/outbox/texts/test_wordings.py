"""Writing a text anew: versions that only grow, going back, and two admins at once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message, WordingVersion
from soksi_portal.outbox.occasions import find
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts import services
from soksi_portal.outbox.texts.filling import Wording
from tests.factories import make_user

pytestmark = pytest.mark.django_db

OCCASION = find("business_verified")
FIRST = Wording.written_first(OCCASION)
FIELDS = {"usaha": "Keripik", "provinsi": "Jawa Barat", "tautan": "http://testserver/usaha/1/"}


@pytest.fixture(autouse=True)
def _nothing_remembered():
    services.forget_remembered()
    yield
    services.forget_remembered()


def write(title: str, *, based_on: int = 0, **fields) -> WordingVersion:
    fields.setdefault("by", make_user(Role.ADMIN))
    fields.setdefault("reason", "Uji")
    wording = replace(FIRST, title=title)
    version = services.write_wording(occasion=OCCASION, wording=wording, based_on=based_on, **fields)
    services.forget_remembered()  # as on commit
    return version


def told() -> Message:
    message = enqueue(
        occasion="business_verified",
        subject_ref=f"business:{Message.objects.count()}",
        recipient=make_user(full_name="Siti"),
        fields=FIELDS,
    )
    assert message is not None
    return message


def test_message_says_the_newest_version_and_what_is_planned_keeps_its_text():
    before = told()
    write("Kabar baik untuk {usaha}")
    assert told().title == "Kabar baik untuk Keripik"
    before.refresh_from_db()
    assert before.title == "Keripik sudah diverifikasi"
    assert before.body.startswith("Kepada Siti,")
    assert before.short.endswith("http://testserver/usaha/1/")


def test_going_back_is_a_new_version():
    first, second = write("Satu {usaha}"), write("Dua {usaha}", based_on=1)
    third = services.restore_wording(
        occasion=OCCASION, number=1, reason="Lebih jelas", by=make_user(), based_on=2
    )
    assert (third.number, third.title, third.restores) == (3, first.title, first)
    fourth = services.restore_wording(
        occasion=OCCASION, number=0, reason="Bawaan", by=make_user(), based_on=3
    )
    assert (fourth.title, fourth.restores) == (FIRST.title, None)
    assert WordingVersion.objects.count() == 4
    assert second.number == 2


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": "{ussaha}"}, services.WordingRefused),
        ({"title": "Baru", "reason": " "}, services.WordingRefused),
        ({"title": FIRST.title}, services.WordingRefused),
        ({"title": "Baru", "based_on": 1}, services.WordingOvertaken),
    ],
)
def test_bad_text_is_refused_and_nothing_is_kept(fields, refusal):
    with pytest.raises(refusal):
        write(**fields)
    assert not WordingVersion.objects.exists()


def test_database_keeps_every_version():
    version = write("Satu {usaha}")

    def add(number, **fields):
        usual = {"key": version.key, "title": "x", "body": "x", "short": "x", "reason": "x"}
        WordingVersion.objects.create(number=number, written_by=version.written_by, **{**usual, **fields})

    for change in (
        lambda: WordingVersion.objects.filter(pk=version.pk).update(title="Lain"),
        version.delete,
        lambda: add(1),
        lambda: add(3),  # there is no second
        lambda: add(0),
        lambda: add(1, key="lain", restores=version),  # of another text
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_save_at_once_one_reads_that_the_other_was_first():
    admins, start, answers = [make_user(Role.ADMIN), make_user(Role.ADMIN)], threading.Barrier(2), []

    def save(by):
        start.wait()
        try:
            answers.append(write(f"Dari {by.pk} {{usaha}}", by=by).number)
        except services.WordingOvertaken as refusal:
            answers.append(refusal.message[:35])
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[by]) for by in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["1", "Naskah ini baru saja diubah oleh Or"]
