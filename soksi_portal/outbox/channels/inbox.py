"""The portal's own inbox: nothing leaves. The row is readable there from its due time on, sent or not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message

HERE = "portal"  # stands as the address


class InboxSender:
    no_address = gettext_lazy("Penerima tidak punya kotak masuk.")

    @staticmethod
    def address_of(recipient: User) -> str:
        return HERE

    def open(self) -> None:
        return

    def send(self, message: Message) -> str:
        return ""

    def close(self) -> None:
        return
