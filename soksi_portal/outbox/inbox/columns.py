"""The columns of the inbox: what is new says so in a word, not by its weight alone."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import moment
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from soksi_portal.outbox.models import Message


def _url(message: Message) -> str:
    return reverse("inbox_message", args=[message.pk])


def _title(message: Message) -> SafeString | str:
    if message.read_at:
        return message.title
    return format_html("<strong>{}</strong>", message.title)


def _state(message: Message) -> SafeString:
    return badge(_("Sudah dibaca"), "neutral") if message.read_at else badge(_("Baru"), "waiting")


COLUMNS = (
    Column("judul", gettext_lazy("Pesan"), lambda m: m.title, cell=_title, link=_url),
    Column("perihal", gettext_lazy("Perihal"), lambda m: m.occasion_label),
    Column(
        "waktu",
        gettext_lazy("Diterima"),
        lambda m: m.due_at,
        cell=lambda m: moment(m.due_at, m.time_zone),
        sort="due_at",
    ),
    Column("status", gettext_lazy("Status"), lambda m: bool(m.read_at), cell=_state),
)
