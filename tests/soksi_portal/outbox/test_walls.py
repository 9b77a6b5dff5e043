"""What the database itself refuses: bulk changes and the shell keep to the states too."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import DeliveryReport, Message
from tests.factories import make_user

from .makers import LEASED, WAYS, at, bring_to, make_message

ALLOWED = {
    ("pending", "sending"),
    ("pending", "cancelled"),
    ("sending", "pending"),
    ("sending", "sent"),
    ("sending", "failed"),
    ("sending", "unknown"),
    ("sending", "cancelled"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("old", WAYS)
@pytest.mark.parametrize("new", WAYS)
def test_database_lets_a_message_go_one_way_only(old, new):
    if old == new:
        return
    message = bring_to(old)
    ended = None if new in ("pending", "sending") else timezone.now()
    values = {"ended_at": ended, "sent_at": timezone.now(), **LEASED}
    if new in ("sent", "unknown"):
        values["handed_over_at"] = timezone.now()
    try:
        with transaction.atomic():
            Message.objects.filter(pk=message.pk).update(state=new, **values)
        moved = True
    except DatabaseError:
        moved = False
    assert moved == ((old, new) in ALLOWED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("pending", {"occasion": "lain"}),
        ("pending", {"lead_minutes": 5}),
        ("sent", {"body": "diubah"}),
        ("sent", {"title": "diubah"}),
        ("sent", {"short": "diubah"}),
        ("sent", {"address": "lain@uji.test"}),
        ("pending", {"report": "delivered"}),  # it never left
        ("sent", {"sent_at": at("2020-01-01 10:00")}),
        ("unknown", {"handed_over_at": None}),
        ("cancelled", {"ended_by": None, "ended_at": None}),
        ("pending", {"state": "sending"}),  # without a lease
        ("pending", {"resent_by": 1}),
    ],
)
def test_database_refuses_to_rewrite_what_happened(state, values):
    message = bring_to(state)
    if "resent_by" in values:
        values = {"resent_by": make_user()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**values)


@pytest.mark.django_db
def test_database_refuses_to_cancel_what_was_handed_over():
    message = bring_to("sending")
    Message.objects.filter(pk=message.pk).update(handed_over_at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).end(MessageState.CANCELLED)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["title", "body", "short", "address"])
def test_database_keeps_what_a_provider_has_just_now(column):
    message = bring_to("sending")
    Message.objects.filter(pk=message.pk).update(handed_over_at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**{column: "diubah"})


@pytest.mark.django_db
def test_database_refuses_a_report_of_what_never_left():
    for state in ("pending", "sending", "failed", "cancelled"):
        message = bring_to(state)
        with pytest.raises(DatabaseError), transaction.atomic():
            DeliveryReport.objects.create(message=message, kind="bounced", at=timezone.now(), event_id="1")


@pytest.mark.django_db
def test_database_refuses_a_message_that_begins_as_sent():
    now = timezone.now()
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.create(
            occasion="uji", subject_ref="uji:1", recipient=make_user(), channel="email", state="sent",
            sent_at=now, handed_over_at=now, ended_at=now,
        )  # fmt: skip


@pytest.mark.django_db
def test_database_refuses_to_delete_a_message():
    message = make_message()
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).delete()
