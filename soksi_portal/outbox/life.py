"""One message's whole life, as a timeline."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from soksi_portal.common.parts import Event

from .choices import ON_PHONE, Channel, MessageState, ReportKind
from .models import DeliveryReport, Message


def life_of(message: Message) -> list[Event]:
    """All that happened, the newest first."""
    events = [_beginning(message), *_tries(message), *_handed_over(message)]
    if message.ended_at:
        events.append(_end(message, message.ended_at))
    events += [_told(report) for report in message.reports.order_by("at", "pk")]
    events += [_resent(again) for again in message.resent_as.select_related("resent_by")]
    if message.text_dropped_at:
        events.append(Event(title=_("Isi pesan dihapus karena sudah lama"), at=message.text_dropped_at))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _beginning(message: Message) -> Event:
    if message.resent_by:
        return Event(
            title=_("Dikirim ulang atas keputusan seseorang"),
            at=message.created_at,
            by=message.resent_by.full_name,
            text=message.resend_reason,
        )
    return Event(title=_("Direncanakan"), at=message.created_at)


def _tries(message: Message) -> list[Event]:
    """Those that did not send, but for a last one that the end tells of."""
    tries = list(message.tries.order_by("at", "pk"))
    if message.state in (MessageState.FAILED, MessageState.UNKNOWN):
        tries = tries[:-1]
    return [
        Event(
            title=_("Percobaan ke-%(number)d tidak berhasil") % {"number": number},
            at=attempt.at,
            text=attempt.error,
            tone="attention",
        )
        for number, attempt in enumerate(tries, start=1)
    ]


def _handed_over(message: Message) -> list[Event]:
    """What was told of the last one; a try that was refused surely is told of as a try."""
    found = []
    if message.leased_until and message.state == MessageState.SENDING and not message.handed_over_at:
        words = _("Paling lambat pada saat ini diserahkan, atau menunggu lagi.")
        found.append(
            Event(title=_("Diambil untuk dikirim"), at=message.leased_until, text=words, tone="waiting")
        )
    if message.handed_over_at:
        found.append(Event(title=_("Diserahkan kepada penyedia"), at=message.handed_over_at, tone="waiting"))
    return found


def _end(message: Message, at: datetime) -> Event:
    state = MessageState(message.state)
    title = {
        MessageState.SENT: _taken(message),
        MessageState.FAILED: _("Gagal dikirim"),
        MessageState.UNKNOWN: _("Tidak pasti sampai"),
        MessageState.CANCELLED: _("Dibatalkan"),
    }[state]
    by = message.ended_by.full_name if message.ended_by else ""
    return Event(title=title, at=at, by=by, text=message.last_error, tone=state.tone)


def _taken(message: Message) -> str:
    """What is known by then; of WhatsApp and SMS, whose providers tell no more through apprise, it is all."""
    if message.channel == Channel.INBOX:
        return _("Ditaruh di kotak masuk portal")
    if message.channel in ON_PHONE:
        return _("Diterima penyedia; apakah sampai, tidak dikabarkan")
    return _("Diterima server penerima")


def _told(report: DeliveryReport) -> Event:
    kind = ReportKind(report.kind)
    title = {
        ReportKind.DELIVERED: _("Sampai, menurut penyedia"),
        ReportKind.BOUNCED: _("Kembali: tidak sampai, menurut penyedia"),
        ReportKind.COMPLAINED: _("Penerima menandainya sebagai spam"),
    }[kind]
    return Event(title=title, at=report.at, text=report.detail, tone=kind.tone)


def _resent(again: Message) -> Event:
    by = again.resent_by.full_name if again.resent_by else ""
    return Event(
        title=_("Dikirim ulang sebagai pesan baru"),
        at=again.created_at,
        by=by,
        text=again.resend_reason,
        url=again.get_absolute_url(),
        action=_("Buka pesan baru"),
    )
