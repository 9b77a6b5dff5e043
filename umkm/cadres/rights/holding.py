"""Whose data is not to be processed gets no messages but about that."""

from __future__ import annotations

from django.utils.translation import gettext as _

from soksi_portal.outbox import occasions
from soksi_portal.outbox.models import Message

from ..models import Cadre
from .messages import ALLOWED_WHILE_RESTRICTED


def restricted_people(message: Message) -> str:
    if occasions.base_of(message.occasion) in ALLOWED_WHILE_RESTRICTED:
        return ""
    if not Cadre.objects.restricted().filter(user=message.recipient_id).exists():
        return ""
    return _("Orang ini meminta datanya tidak diproses, jadi pesan ini tidak dikirim.")
