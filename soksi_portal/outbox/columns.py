"""The columns of the list of messages, on the page and in the export."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import moment
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge

from .choices import ReportKind
from .models import Message


def _state_cell(message: Message) -> SafeString:
    shown = badge(message.get_state_display(), message.state_tone)
    if message.report:
        shown = format_html("{} {}", shown, badge(ReportKind(message.report)))
    if not message.last_error:
        return shown
    return format_html('<span>{}<br><span class="quiet">{}</span></span>', shown, message.last_error)


TITLE = Column("judul", _("Pesan"), lambda m: m.title, link=Message.get_absolute_url)
RECIPIENT = Column("penerima", _("Penerima"), lambda m: m.recipient.full_name)
OCCASION = Column("perihal", _("Perihal"), lambda m: m.occasion_label)
DUE = Column(
    "waktu",
    _("Dijadwalkan"),
    lambda m: m.due_at,
    cell=lambda m: moment(m.due_at, m.time_zone),
    sort="due_at",
)
STATE = Column("status", _("Status"), lambda m: m.get_state_display(), cell=_state_cell)
EXPORTED = (
    Column("saluran", _("Saluran"), lambda m: m.get_channel_display(), on_page=False),
    Column("kabar", _("Kabar penyedia"), lambda m: m.get_report_display(), on_page=False),
    Column("alamat", _("Alamat"), lambda m: m.address, on_page=False),
    Column("dikirim", _("Dikirim"), lambda m: m.sent_at, on_page=False),
    Column("percobaan", _("Percobaan"), lambda m: m.attempts, numeric=True, on_page=False),
    Column("sebab", _("Sebab"), lambda m: m.last_error, on_page=False),
)

STAFF_COLUMNS = (TITLE, RECIPIENT, OCCASION, DUE, STATE, *EXPORTED)
OWN_COLUMNS = (TITLE, OCCASION, DUE, STATE)
