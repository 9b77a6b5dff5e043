"""What the outbox holds about a person: each message to that person."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section

from . import occasions
from .models import Message


def messages_held(user: User) -> Iterable[Section]:
    found = Message.objects.filter(recipient=user).order_by("-due_at", "-pk")
    yield Section(
        key="pesan",
        title=_("Pesan kepada Anda"),
        purpose=_("Untuk mengundang, mengingatkan, dan menjawab Anda."),
        rank=70,
        records=tuple(_record(message) for message in found),
        empty=_("Belum ada pesan."),
    )


def _record(message: Message) -> Record:
    private = occasions.is_private(message.occasion)  # a key to the account stays where it was sent
    return Record(
        title=message.title,
        when=message.sent_at or message.due_at,
        facts=(
            Fact("perihal", _("Perihal"), message.occasion_label),
            Fact("judul", _("Judul"), message.title),
            Fact("isi", _("Isi"), "" if private else message.body),
            Fact("bentuk_pendek", _("Bentuk pendek"), "" if private else message.short),
            Fact("saluran", _("Saluran"), str(message.get_channel_display())),
            Fact("alamat", _("Alamat"), message.address),
            Fact("status", _("Status"), str(message.get_state_display())),
            Fact("dikirim", _("Dikirim"), message.sent_at),
            Fact("dibaca", _("Dibaca di portal"), message.read_at),
        ),
    )
