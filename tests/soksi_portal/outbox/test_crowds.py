"""One message to many people, planned by one statement."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import Case, Value, When
from django.utils import timezone

from soksi_portal.accounts.models import User
from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import Channel, MessageState
from soksi_portal.outbox.crowds import plan_for_many
from soksi_portal.outbox.models import Message
from tests.factories import make_user

from .makers import at, make_message

TEXT = {
    "occasion": "uji",
    "subject_ref": "uji:ramai",
    "title": "Kabar untuk {nama}",
    "body": "Yth. {nama}, 100 %",
}


@pytest.mark.django_db
def test_everyone_gets_the_same_as_by_enqueue(django_assert_num_queries):
    people = [make_user(full_name=f"Siti {number}") for number in range(3)]
    now = timezone.now()
    with django_assert_num_queries(3):  # a savepoint, one statement, its release
        assert plan_for_many(people=User.objects.filter(pk__in=[one.pk for one in people]), **TEXT) == 3
    for person in people:
        single = make_message(
            recipient=person,
            title=f"Kabar untuk {person}",
            body=f"Yth. {person}, 100 %",
            ignores_quiet_hours=False,
        )
        many = Message.objects.get(subject_ref="uji:ramai", recipient=person)
        for field in Message._meta.concrete_fields:
            if field.name not in ("id", "subject_ref") and not field.name.endswith("_at"):
                assert getattr(many, field.attname) == getattr(single, field.attname), field.name
        assert abs(many.next_attempt_at - single.next_attempt_at) < timedelta(minutes=1)
        assert many.due_at >= now


@pytest.mark.django_db
def test_text_of_an_occasion_is_filled_for_everyone():
    siti = make_user(full_name="Siti")
    fields = {"usaha": "Keripik", "provinsi": "Jawa Barat", "tautan": "http://testserver/usaha/1/"}
    people = User.objects.filter(pk=siti.pk)
    plan_for_many(occasion="business_verified", people=people, subject_ref="uji:naskah", fields=fields)
    many = Message.objects.get(subject_ref="uji:naskah")
    single = make_message(occasion="business_verified", recipient=siti, fields=fields)
    assert (many.title, many.body, many.short) == (single.title, single.body, single.short)
    assert many.body.startswith("Kepada Siti,")


@pytest.mark.django_db
def test_second_time_plans_nothing_and_what_was_taken_back_may_be_planned_again():
    make_user()
    assert [plan_for_many(people=User.objects.all(), **TEXT) for _twice in range(2)] == [1, 0]
    Message.objects.about("uji:ramai").take_back("Uji")
    assert plan_for_many(people=User.objects.all(), **TEXT) == 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_plan_nothing_twice():
    for _number in range(20):
        make_user()
    start, planned = threading.Barrier(2), []

    def plan():
        start.wait()
        try:
            planned.append(plan_for_many(people=User.objects.order_by("-pk"), **TEXT))
        finally:
            connection.close()

    beats = [threading.Thread(target=plan) for _beat in range(2)]
    for beat in beats:
        beat.start()
    for beat in beats:
        beat.join()
    assert (sum(planned), Message.objects.count()) == (20, 20)


@pytest.mark.django_db
def test_each_waits_for_the_morning_of_the_own_zone():
    east, west = make_user(full_name="Timur"), make_user(full_name="Barat")
    zone = Case(When(pk=east.pk, then=Value("Asia/Jayapura")), default=Value("Asia/Jakarta"))
    with time_machine.travel(at("2026-11-24 06:30"), tick=False):
        plan_for_many(people=User.objects.annotate(zone=zone), **TEXT)
    leaves = dict(Message.objects.values_list("recipient", "next_attempt_at"))
    assert leaves == {east.pk: at("2026-11-24 06:30"), west.pk: at("2026-11-24 07:00")}
    assert Message.objects.get(recipient=east).time_zone == "Asia/Jayapura"


@pytest.mark.django_db
def test_person_without_address_gives_a_failed_row_and_a_channel_of_the_phone_its_number():
    make_user(email=None, phone="+6281200000009")
    plan_for_many(people=User.objects.all(), **TEXT)
    plan_for_many(people=User.objects.all(), channel=Channel.SMS, **TEXT)
    mail, sms = Message.objects.order_by("channel")
    assert (mail.state, mail.last_error, mail.address) == (
        "failed",
        "Penerima belum punya alamat e-mail.",
        "",
    )
    assert (sms.state, sms.address) == (MessageState.PENDING, "+6281200000009")


@pytest.mark.django_db
def test_what_is_planned_for_many_is_delivered(recorder):
    channel = recorder()
    for _number in range(3):
        make_user()
    plan_for_many(people=User.objects.all(), ignores_quiet_hours=True, **TEXT)
    delivery.deliver_due()
    assert len(channel.sent) == 3
