"""The columns of the lists of sessions and venues, on the page and in the export."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import moment_range, zone_name
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge

from .choices import AttendanceStatus, InvitationState, SessionMode
from .models import Session

PROVINCES_NAMED = 3


def provinces_words(session: Session) -> str:
    """`Aceh, Bali, Papua dan 5 lainnya`."""
    names = [province.name for province in session.provinces.all()]
    if len(names) <= PROVINCES_NAMED:
        return ", ".join(names)
    first = ", ".join(names[: PROVINCES_NAMED - 1])
    return _("%(first)s dan %(others)d lainnya") % {
        "first": first,
        "others": len(names) - PROVINCES_NAMED + 1,
    }


def place_words(session: Session) -> str:
    if session.mode == SessionMode.HYBRID:
        return _("%(venue)s dan daring") % {"venue": session.venue}
    return str(SessionMode.ONLINE.label) if session.mode == SessionMode.ONLINE else str(session.venue)


def answers_words(session: Any) -> str:  # a Session `with_answers`
    """`8 hadir dari 12 diundang`, with who waits where somebody does."""
    text = _("%(confirmed)d dari %(invited)d") % {"confirmed": session.confirmed, "invited": session.invited}
    if session.waiting:
        text += _(", %(waiting)d menunggu") % {"waiting": session.waiting}
    return text


def own_words(session: Any) -> str:  # a Session `with_own_part`
    """What the reader answered, and once it is recorded whether the reader came."""
    if session.own_attendance:
        return badge(AttendanceStatus(session.own_attendance))
    return badge(InvitationState(session.own_state)) if session.own_state else ""


SESSION_COLUMNS = (
    Column(
        "modul",
        gettext_lazy("Modul"),
        lambda s: s.module.title,
        link=Session.get_absolute_url,
        sort="module__title",
    ),
    Column(
        "waktu",
        gettext_lazy("Waktu"),
        lambda s: s.starts_at.astimezone(s.zone).strftime("%Y-%m-%d %H:%M"),
        cell=lambda s: format_html(
            '<span class="when">{}</span>', moment_range(s.starts_at, s.ends_at, s.time_zone)
        ),
        sort="starts_at",
    ),
    Column("zona", gettext_lazy("Zona waktu"), lambda s: zone_name(s.time_zone), on_page=False),
    Column(
        "provinsi",
        gettext_lazy("Provinsi"),
        lambda s: ", ".join(province.name for province in s.provinces.all()),
        cell=provinces_words,
    ),
    Column("tempat", gettext_lazy("Tempat"), place_words),
    Column("pelatih", gettext_lazy("Pelatih"), lambda s: s.trainer.full_name, sort="trainer__full_name"),
    Column("jawaban", gettext_lazy("Akan hadir"), lambda s: s.confirmed, cell=answers_words),
    Column("diundang", gettext_lazy("Diundang"), lambda s: s.invited, numeric=True, on_page=False),
    Column("menunggu", gettext_lazy("Menunggu tempat"), lambda s: s.waiting, numeric=True, on_page=False),
    Column("menolak", gettext_lazy("Tidak dapat hadir"), lambda s: s.declined, numeric=True, on_page=False),
    Column("kapasitas", gettext_lazy("Kapasitas"), lambda s: s.capacity, numeric=True, on_page=False),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda s: str(s.stage.label),
        cell=lambda s: badge(s.stage),
    ),
)
# a participant asks about the own part, not about how many others come
OWN_COLUMNS = tuple(
    Column("sendiri", gettext_lazy("Anda"), lambda s: s.own_state, cell=own_words)
    if column.key == "jawaban"
    else column
    for column in SESSION_COLUMNS
)
