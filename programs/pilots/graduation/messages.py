"""What who asked for an exception is told."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.models import GraduationException, Pilot
from soksi_portal.outbox.services import enqueue

OCCASIONS = {"graduation_refused": gettext_lazy("Pengecualian kelulusan ditolak")}


def subject_of(exception: GraduationException) -> str:
    return f"graduation_exception:{exception.pk}"


def tell_exception_refused(exception: GraduationException, pilot: Pilot) -> None:
    words = {
        "name": exception.asked_by.full_name,
        "business": pilot.nomination.business.name,
        "who": exception.answered_by,
        "reason": exception.answer,
        "address": settings.PORTAL_URL.rstrip("/") + pilot.get_absolute_url(),
    }
    enqueue(
        occasion="graduation_refused",
        subject_ref=subject_of(exception),
        recipient=exception.asked_by,
        title=_("%(business)s belum dinyatakan lulus") % words,
        body=_(
            "Kepada %(name)s,\n\n%(who)s belum menyetujui pengecualian yang Anda minta untuk %(business)s.\n\n"
            "Alasannya: %(reason)s\n\nLihat perjalanannya: %(address)s"
        )
        % words,
        time_zone=pilot.nomination.province.time_zone,
    )
