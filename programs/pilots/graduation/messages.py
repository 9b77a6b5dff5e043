"""What who asked for an exception is told."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from programs.pilots.models import GraduationException, Pilot
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion

OCCASIONS = (
    Occasion(
        "graduation_refused",
        _("Pengecualian kelulusan ditolak"),
        Kind.SELECTION,
        (
            BUSINESS,
            Field("pemutus", _("Siapa yang memutuskan"), _("Rina Lestari")),
            Field("alasan", _("Alasan"), _("Laporan tiga bulan terakhirnya belum ada."), needed=True),
            LINK,
        ),
        title=_("{usaha} belum dinyatakan lulus"),
        body=_(
            "Kepada {nama},\n\n{pemutus} belum menyetujui pengecualian yang Anda minta untuk {usaha}.\n\n"
            "Alasannya: {alasan}\n\nLihat perjalanannya: {tautan}"
        ),
        short=_("Pengecualian kelulusan untuk {usaha} belum disetujui. Baca alasannya: {tautan}"),
    ),
)


def subject_of(exception: GraduationException) -> str:
    return f"graduation_exception:{exception.pk}"


def tell_exception_refused(exception: GraduationException, pilot: Pilot) -> None:
    enqueue(
        occasion="graduation_refused",
        subject_ref=subject_of(exception),
        recipient=exception.asked_by,
        fields={
            "usaha": pilot.nomination.business.name,
            "pemutus": exception.answered_by,
            "alasan": exception.answer,
            "tautan": settings.PORTAL_URL.rstrip("/") + pilot.get_absolute_url(),
        },
        time_zone=pilot.nomination.province.time_zone,
    )
