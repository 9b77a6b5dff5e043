"""Whose data is not to be processed gets no messages but about that."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from soksi_portal.outbox import occasions
from soksi_portal.outbox.models import Message

from ..models import Cadre
from .messages import ALLOWED_WHILE_RESTRICTED


def restricted_people(messages: Sequence[Message]) -> dict[int, str]:
    asked = [one for one in messages if occasions.base_of(one.occasion) not in ALLOWED_WHILE_RESTRICTED]
    people = {message.recipient_id for message in asked}
    restricted = set(Cadre.objects.restricted().filter(user__in=people).values_list("user", flat=True))
    why = _("Orang ini meminta datanya tidak diproses, jadi pesan ini tidak dikirim.")
    return {message.pk: why for message in asked if message.recipient_id in restricted}
