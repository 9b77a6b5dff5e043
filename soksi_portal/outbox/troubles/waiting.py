"""What this part puts on `/beranda/`: that one's own address takes no messages, or was never confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Channel

from .models import AddressTrouble


def own_address_waiting(user: User) -> Iterator[Waiting]:
    trouble = AddressTrouble.objects.open().filter(user=user).first()
    if trouble:
        is_mail = trouble.channel == Channel.EMAIL
        yield Waiting(
            title=_("Pesan tidak sampai di %(address)s") % {"address": trouble.address},
            text=_("Periksa alamat ini atau ganti dengan yang benar. Pesan Anda ada di kotak masuk portal."),
            url=reverse("account_email") if is_mail else reverse("channel_choice"),
            action=_("Periksa alamat"),
            urgency=22,
        )
    elif user.email and EmailAddress.objects.filter(user=user, email=user.email, verified=False).exists():
        yield Waiting(
            title=_("Pastikan alamat e-mail Anda"),
            text=_("Sebelum itu, sebagian besar pesan hanya ada di kotak masuk portal."),
            url=reverse("account_email"),
            action=_("Pastikan alamat"),
            urgency=70,
        )
