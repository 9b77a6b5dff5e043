"""Planning, taking back, sending again; what the database itself refuses."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from soksi_portal.celery import app
from soksi_portal.outbox import delivery, occasions, services
from soksi_portal.outbox.choices import Kind, MessageState
from soksi_portal.outbox.choosing.services import stop_kind
from soksi_portal.outbox.inbox.queries import inbox_of
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.tasks import deliver_due
from tests.factories import make_user
from tests.servers import broker_that_is_down

from .makers import LEASED, bring_to, make_message

# --- planning ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_same_message_is_planned_once():
    recipient = make_user()
    same = {"occasion": "uji", "subject_ref": "uji:1", "recipient": recipient, "title": "T", "body": "B"}
    assert services.enqueue(**same) is not None
    assert services.enqueue(**same) is None
    for other in ({"revision": 1}, {"lead_minutes": 60}, {"occasion": "lain"}, {"recipient": make_user()}):
        assert services.enqueue(**{**same, **other}) is not None


@pytest.mark.django_db
def test_cancelled_message_may_be_planned_again():
    recipient = make_user()
    same = {"occasion": "uji", "subject_ref": "uji:1", "recipient": recipient, "title": "T", "body": "B"}
    services.enqueue(**same)
    assert services.cancel_about(subject_ref="uji:1", reason="Uji") == 1
    assert services.enqueue(**same) is not None
    assert services.enqueue(**same) is None


@pytest.mark.django_db
def test_person_without_address_gives_a_failed_row():
    message = make_message(recipient=make_user(email=None, phone="+6281200000003"))
    assert (message.state, message.last_error) == (MessageState.FAILED, "Penerima belum punya alamat e-mail.")


@pytest.mark.django_db
def test_endless_title_is_cut():
    assert len(make_message(title="x" * 500).title) == 200


@pytest.mark.django_db(transaction=True)
def test_message_of_a_transaction_that_fails_is_not_planned():
    def fail():
        with transaction.atomic():
            make_message()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_simultaneous_planning_gives_one_row():
    recipient, start, made = make_user(), threading.Barrier(5), []

    def plan():
        start.wait()
        try:
            made.append(
                services.enqueue(
                    occasion="uji", subject_ref="uji:1", recipient=recipient, title="T", body="B"
                )
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=plan) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Message.objects.count() == 1
    assert sum(one is not None for one in made) == 1


@pytest.mark.django_db(transaction=True)
def test_worker_is_woken_once_a_transaction_and_only_for_what_is_due(monkeypatch):
    woken = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: woken.append(name))
    with transaction.atomic():
        for _number in range(3):
            make_message()
        assert woken == []
    assert woken == [deliver_due.name]
    make_message(due_at=timezone.now() + timedelta(hours=1))
    assert len(woken) == 1


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_neither_breaks_the_cause_nor_loses_the_message(sink):
    with broker_that_is_down():
        begun = time.monotonic()
        message = make_message()
        assert time.monotonic() - begun < 1
    assert delivery.deliver_due() == 1
    message.refresh_from_db()
    assert (message.state, len(sink.messages)) == (MessageState.SENT, 1)


# --- taking back -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_what_is_planned_about_the_thing_is_taken_back():
    wanted = make_message(subject_ref="session:1")
    other = make_message(subject_ref="session:11")
    by = make_user()
    assert services.cancel_about(subject_ref="session:1", reason="Sesi dibatalkan.", by=by) == 1
    wanted.refresh_from_db()
    other.refresh_from_db()
    assert (wanted.state, wanted.last_error, wanted.ended_by) == ("cancelled", "Sesi dibatalkan.", by)
    assert other.state == "pending"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "failed", "unknown", "cancelled"])
def test_what_has_ended_cannot_be_cancelled(state):
    with pytest.raises(services.NotCancellable):
        services.cancel_message(message=bring_to(state), by=make_user())


# --- again -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_resend_is_a_new_row_and_keeps_the_quiet_hours(state):
    message = bring_to(state)
    by = make_user()
    again = services.resend_message(message=message, by=by, reason="Diminta.")
    assert (again.resends, again.resent_by, again.resend_reason) == (message, by, "Diminta.")
    assert again.ignores_quiet_hours == message.ignores_quiet_hours
    assert again.occasion == f"uji+{message.pk}"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["pending", "sending", "sent", "cancelled"])
def test_only_failed_and_unknown_are_sent_again(state):
    with pytest.raises(services.NotResendable):
        services.resend_message(message=bring_to(state), by=make_user(), reason="Uji")


@pytest.mark.django_db
def test_resend_twice_is_refused_and_the_resent_can_be_resent():
    message = bring_to("failed")
    again = services.resend_message(message=message, by=make_user(), reason="Uji")
    with pytest.raises(services.NotResendable, match="sudah pernah"):
        services.resend_message(message=message, by=make_user(), reason="Uji")
    Message.objects.filter(pk=again.pk).update(state="sending", **LEASED)
    Message.objects.filter(pk=again.pk).end(MessageState.FAILED)
    third = services.resend_message(message=again, by=make_user(), reason="Uji")
    assert third.occasion == f"uji+{again.pk}"


@pytest.mark.django_db
def test_what_is_of_no_use_any_more_is_not_sent_again():
    message = bring_to("failed")
    Message.objects.filter(pk=message.pk).update(expires_at=timezone.now())
    with pytest.raises(services.NotResendable, match="Waktunya sudah lewat"):
        services.resend_message(message=message, by=make_user(), reason="Uji")


@pytest.mark.django_db
def test_resend_to_a_person_without_address_is_refused():
    message = make_message(recipient=make_user(email=None, phone="+6281200000004"))
    with pytest.raises(services.NotResendable, match="belum punya alamat"):
        services.resend_message(message=message, by=make_user(), reason="Uji")


@pytest.mark.django_db
def test_what_lies_in_the_inbox_is_there_even_where_a_worker_died_over_it():
    message = bring_to("unknown", channel="inbox")
    Message.objects.filter(pk=message.pk).update(in_inbox=True)
    assert not message.is_resendable
    with pytest.raises(services.NotResendable, match="sudah ada di kotak masuk"):
        services.resend_message(message=message, by=make_user(), reason="Uji")
    assert inbox_of(message.recipient).get() == message


@pytest.mark.django_db
def test_what_was_stopped_is_not_sent_again():
    message = bring_to("failed", occasion="nomination_made")
    stop_kind(user=message.recipient, kind=Kind.SELECTION, channel="email")
    with pytest.raises(services.NotResendable, match="memilih untuk tidak menerima"):
        services.resend_message(message=message, by=make_user(), reason="Uji")


@pytest.mark.parametrize("occasion", ["with+plus", "x" * 21])
def test_occasion_that_a_resend_could_not_carry_is_refused(occasion):
    with pytest.raises(ValueError):
        occasions.declare(replace(occasions.find("business_verified"), code=occasion))
