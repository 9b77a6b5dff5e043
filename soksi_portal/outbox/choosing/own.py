"""What is held about how a person wants to be reached, and which addresses took no messages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.outbox.choices import Channel
from soksi_portal.outbox.troubles.models import AddressTrouble

from .models import ChannelChoice


def choices_held(user: User) -> Iterable[Section]:
    yield Section(
        key="cara-dihubungi",
        title=_("Cara Anda dihubungi"),
        purpose=_("Untuk mengirim pesan hanya lewat saluran yang Anda pilih."),
        rank=69,
        records=tuple(_choice(one) for one in ChannelChoice.objects.filter(user=user).order_by("kind")),
        empty=_("Anda belum memilih; pesan dikirim ke e-mail Anda."),
    )
    troubles = AddressTrouble.objects.filter(user=user).order_by("-reported_at")
    if troubles:
        yield Section(
            key="alamat-tidak-sampai",
            title=_("Alamat yang tidak menerima pesan"),
            purpose=_("Supaya seseorang memberi tahu Anda bila pesan tidak sampai."),
            rank=69,
            records=tuple(_trouble(one) for one in troubles),
        )


def _choice(choice: ChannelChoice) -> Record:
    ways = ", ".join(str(Channel(channel).label) for channel in choice.channels)
    return Record(
        title=str(choice.get_kind_display()),
        when=choice.chosen_at,
        facts=(
            Fact("jenis", _("Jenis pesan"), str(choice.get_kind_display())),
            Fact("saluran", _("Saluran"), ways or _("Kotak masuk portal")),
            Fact("setuju_nomor_hp", _("Setuju nomor HP dipakai"), choice.phone_agreed_at),
        ),
    )


def _trouble(trouble: AddressTrouble) -> Record:
    return Record(
        title=trouble.address,
        when=trouble.reported_at,
        facts=(
            Fact("alamat", _("Alamat"), trouble.address),
            Fact("sebab", _("Sebab"), trouble.reason),
            Fact("sampai", _("Sampai"), trouble.ended_at),
        ),
    )
