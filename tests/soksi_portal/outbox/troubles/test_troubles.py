"""Addresses that take no messages: reported once, over when one arrives, is mended, or the address changes."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from soksi_portal.outbox.choices import Channel
from soksi_portal.outbox.models import AddressTrouble
from soksi_portal.outbox.troubles.services import (
    EndUnexplained,
    TroubleOver,
    end_trouble,
    note_arrival,
    report_trouble,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def report(**fields) -> AddressTrouble | None:
    return report_trouble(**{"reason": "550 tidak dikenal", "at": NOW, **fields})


def test_trouble_is_of_who_has_the_address_however_written():
    siti = make_user(email="siti@uji.test")
    assert report(address="Siti@Uji.test ").user == siti
    assert report(address="siti@uji.test") == AddressTrouble.objects.open().get()  # twice is once
    assert report(address="tidak-ada@uji.test") is None


def test_trouble_of_a_number_is_of_the_channel():
    budi = make_user(email=None, phone="+6281200000077")
    assert report(address="+6281200000077", channel=Channel.WHATSAPP).user == budi
    assert report(address="+6281200000077", channel=Channel.SMS) is not None
    assert AddressTrouble.objects.open().count() == 2


def test_another_address_is_another_matter_and_the_old_one_comes_back_with_it():
    siti = make_user(email="siti@uji.test")
    trouble = report(address="siti@uji.test")
    siti.email = "baru@uji.test"
    siti.save()
    assert not AddressTrouble.objects.open().exists()
    siti.email = "siti@uji.test"
    siti.save()
    assert AddressTrouble.objects.open().get() == trouble


def test_arrival_ends_what_was_reported_before_it_only():
    make_user(email="siti@uji.test")
    report(address="siti@uji.test")
    assert note_arrival(address="siti@uji.test", at=NOW - timedelta(minutes=1)) == 0
    assert note_arrival(address="siti@uji.test", at=NOW + timedelta(minutes=1)) == 1
    assert AddressTrouble.objects.get().end_reason == "Pesan sampai lagi."
    assert report(address="siti@uji.test") is not None  # and may begin anew
    assert AddressTrouble.objects.count() == 2


def test_who_says_it_is_mended_says_how_and_once():
    by = make_user()
    trouble = report(address=make_user().email)
    with pytest.raises(EndUnexplained):
        end_trouble(trouble=trouble, by=by, reason="  ")
    end_trouble(trouble=trouble, by=by, reason="Kotak suratnya penuh; sudah dikosongkan.")
    with pytest.raises(TroubleOver):
        end_trouble(trouble=trouble, by=by, reason="Lagi")
    trouble.refresh_from_db()
    assert trouble.ended_by == by


@pytest.mark.parametrize(
    "values", [{"address": "lain@uji.test"}, {"reason": "Lain"}, {"ended_at": NOW, "end_reason": ""}]
)
def test_database_keeps_what_was_reported(values):
    trouble = report(address=make_user().email)
    with pytest.raises(DatabaseError), transaction.atomic():
        AddressTrouble.objects.filter(pk=trouble.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        trouble.delete()


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_are_one():
    email, start = make_user().email, threading.Barrier(2)

    def tell():
        start.wait()
        try:
            report(address=email)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AddressTrouble.objects.count() == 1
