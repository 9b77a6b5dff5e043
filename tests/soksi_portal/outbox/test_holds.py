"""Holding a channel: nothing leaves, nothing is lost, and who did it and why is known."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import Channel, MessageState
from soksi_portal.outbox.holds import services
from soksi_portal.outbox.models import ChannelHold
from tests.factories import make_user

from .makers import make_message, state_of

LIST = reverse("channel_list")
HOLD, RELEASE = (reverse(f"channel_{verb}", args=["email"]) for verb in ("hold", "release"))


@pytest.fixture
def staff(client, db):
    user = make_user(Role.JAMKRINDO, full_name="Rina Staf")
    client.force_login(user)
    return user


def hold(channel=Channel.EMAIL) -> ChannelHold:
    return services.hold_channel(channel=channel, by=make_user(), reason="Gangguan.")


@pytest.mark.django_db
def test_nothing_leaves_by_a_held_channel_until_it_is_let_go(recorder):
    message, channel = make_message(), recorder()
    held = hold()
    assert delivery.deliver_due() == 0
    assert (state_of(message), channel.sent) == (MessageState.PENDING, [])
    services.release_channel(hold=held, by=make_user(), reason="Pulih.")
    delivery.deliver_due()
    assert channel.sent == [message.pk]


@pytest.mark.django_db
def test_channel_held_while_a_batch_is_under_way_stops_it(recorder):
    messages = [make_message() for _number in range(4)]
    channel = recorder(before=lambda message: hold() if message.pk == messages[1].pk else None)
    delivery.deliver_due()
    assert channel.sent == [messages[0].pk, messages[1].pk]
    assert [state_of(one) for one in messages] == ["sent", "sent", "pending", "pending"]


@pytest.mark.django_db
def test_other_channel_goes_on(recorder):
    hold(Channel.WEBHOOK)
    message, channel = make_message(), recorder()
    delivery.deliver_due()
    assert channel.sent == [message.pk]


@pytest.mark.django_db(transaction=True)
def test_channel_is_held_once_when_three_press_together():
    people, start, answers = [make_user() for _number in range(3)], threading.Barrier(3), []

    def press(person):
        start.wait()
        try:
            services.hold_channel(channel=Channel.EMAIL, by=person, reason="Gangguan.")
            answers.append("held")
        except services.ChannelHeld:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["held", "refused", "refused"]


@pytest.mark.django_db
def test_database_keeps_holds_and_their_reasons():
    held, user, now = hold(), make_user(), timezone.now()
    rows = ChannelHold.objects.filter(pk=held.pk)
    for wrong in (
        rows.delete,
        lambda: rows.update(reason="lain"),
        lambda: rows.update(ended_at=now),
        lambda: ChannelHold.objects.create(channel="email", reason="Lagi", held_by=user),
        lambda: ChannelHold.objects.create(channel="sms", reason="", held_by=user),
        lambda: ChannelHold.objects.create(channel="merpati", reason="Uji", held_by=user),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    services.release_channel(hold=held, by=user, reason="Pulih.")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(ended_at=None, ended_by=None, end_reason="")
    with pytest.raises(services.HoldOver):
        services.release_channel(hold=held, by=user, reason="Pulih.")


def test_holding_and_letting_go_on_the_page(client, staff):
    assert client.get(HOLD).status_code == 200
    assert client.get(RELEASE).status_code == 404
    assert client.post(HOLD, {"reason": "Penyedia gangguan."}).url == LIST
    page = client.get(LIST).content.decode()
    assert "Rina Staf" in page
    assert "Penyedia gangguan." in page
    assert "Penyedia gangguan." in client.get(reverse("message_list")).content.decode()
    response = client.post(HOLD, {"reason": "Lagi"})
    assert "sudah ditahan" in response.content.decode()
    client.post(RELEASE, {"reason": "Sudah pulih."})
    held = ChannelHold.objects.get()
    assert (held.held_by, held.ended_by, held.end_reason) == (staff, staff, "Sudah pulih.")
    assert "Sudah pulih." in client.get(LIST).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 301])
def test_holding_without_a_proper_reason_is_refused_beside_the_field(client, staff, reason):
    response = client.post(HOLD, {"reason": reason})
    assert list(response.context["form"].errors) == ["reason"]
    assert not ChannelHold.objects.exists()


@pytest.mark.parametrize("channel", ["merpati", "x" * 300, "inbox"])
def test_channel_that_is_none_is_not_found(client, staff, channel):
    for verb in ("hold", "release"):
        assert client.post(reverse(f"channel_{verb}", args=[channel]), {"reason": "Uji"}).status_code == 404


def test_list_costs_the_same_however_many_were_held(client, staff, django_assert_max_num_queries):
    for channel in (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK):
        services.release_channel(hold=hold(channel), by=staff, reason="Pulih.")
    hold()
    with django_assert_max_num_queries(13):
        client.get(LIST)
